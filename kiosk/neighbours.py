"""What neighbours have raised already, on the screen that shows the whole draft: a card that asks nothing of whoever goes on (SD-50, K34)."""

from flask import g

from portal.commons import joining, offered
from portal.commons.shown import Shown
from portal.foundation import clock
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import visit
from portal.kiosk.draft import TellForm
from portal.network import actor
from portal.web import gate

OWN, JOINED = "own", "joined"


def of(form: TellForm) -> Shown | None:
    """The concern that is nearest to the draft, or None: nothing fits, or the visitor said that theirs is another."""
    if form.alike.data == OWN or form.wishes_writer:
        return None
    found = offered.fitting(form.words.data or "", form.topic.data or "", concerns=1, results=0).concerns
    return found[0] if found else None


def answer(form: TellForm, concern_id: str) -> None:
    """Me too, once a visit, or (without a concern) mine is another. A screen that is stale says nothing."""
    if not concern_id:
        form.alike.data = OWN
        return
    place = visit.station()
    if g.get("stale") or place is None:
        return
    try:
        with unit_of_work():
            joining.join(whole(concern_id) or 0, visit.word(), came_from=joining.From.KIOSK, source=gate.source(),
                         by=actor.kiosk(place.id, clock.now()))
        form.alike.data = JOINED
    except Moved:
        form.alike.data = OWN
    except Refused as refusal:
        form.refuse(refusal)
