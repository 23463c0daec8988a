"""Who suits a matter while it is registered: looked up as class, words and station are told; nothing of it is kept (HB-35)."""

from flask import Response, request

from portal.cases import suited
from portal.cases.suited import Suited
from portal.foundation import clock
from portal.network import places
from portal.network.station import Station
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.register_form import stations_of


@door.post("/register/suited")
@opens("case.register", form=True)
def who_suits() -> Response:
    """Who suits what stands in the form now, and why; that nobody does is said."""
    mine = stations_of(gate.signed_in())
    here = places.meant(request.form.get("station", ""), mine) if request.form.get("station") else next(iter(places.suggest("", mine)), None)
    return page.show("office/suited.html", fits=fits(here, request.form.get("category", "")[:6], request.form.get("words", "")))


def fits(here: Station | None, category: str, words: str) -> list[Suited] | None:
    """Who suits it; None before anything was told of it."""
    told = bool(category or words.strip())
    return suited.offered(here, category, words[:4000], clock.today()) if here is not None and told else None
