"""Names that fit what is being typed, for the list under a field: twelve at most, so that no page carries 247 of them."""

from flask import Response, request

from portal.network import places
from portal.web import page
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door


KINDS = {"list": "kinds", "autocomplete": "off"}  # of representatives; what is in use stands on the page


def station_field(**more: object) -> dict[str, object]:
    """The attributes of a field that suggests stations; without JavaScript code or name is typed. It sends only itself."""
    return _field("stations") | more


def unit_field(**more: object) -> dict[str, object]:
    """The attributes of a field that suggests units."""
    return _field("units") | more


def _field(what: str) -> dict[str, object]:
    return {"list": what, "autocomplete": "off", "hx-get": f"/office/suggest/{what}", "hx-include": "this",
            "hx-trigger": "focus once, input changed delay:200ms", "hx-target": f"#{what}", "hx-swap": "innerHTML",
            "hx-sync": "this:replace"}


@door.get("/suggest/stations")
@opens(STAFF)
def suggest_stations() -> Response:
    """Stations by the start of their code or a part of their name."""
    found = places.suggest(_typed())
    return page.show("office/suggestions.html", values=[f"{place.code} {place.name}" for place in found])


@door.get("/suggest/units")
@opens(STAFF)
def suggest_units() -> Response:
    """Active units by a part of their name."""
    return page.show("office/suggestions.html", values=[unit.name for unit in places.suggest_units(_typed())])


def _typed() -> str:
    return next((value for name in ("station", "parent", "home", "unit") if (value := request.args.get(name))), "")[:60]
