"""The station's own words for the input panel: those it keeps; names of stations, units, places and classes by themselves, in the
visitor's script."""

from flask import Response, jsonify

from portal.cases import category
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.network import own_words as kept
from portal.network import station as stations
from portal.network import unit as units
from portal.web import gate
from portal.web.gate import OPEN, opens

MOST = 2000


@door.get("/words.json")
@opens(OPEN)
def own_words() -> Response:
    """Each word once, the station's list first; a name is given whole and at its commas and blanks."""
    say, here = gate.say(), visit.station()
    listed = kept.of(here) if here is not None else []
    named = [text for place in stations.all_open() for text in (place.name, place.area, place.how_to_find)]
    named += [unit.name for unit in units.all_active()]
    named += [row.name or say(f"common.category.{row.code}") for row in category.active()]
    return jsonify(list(dict.fromkeys(listed + [word for text in named for word in kept.HAN.findall(text or "")]))[:MOST])
