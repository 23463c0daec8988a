"""A time that was offered, answered at the terminal by one touch; the code of what was accepted is shown (HB-26)."""

from flask import Response, g, request

from portal.foundation import clock, codes
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import parting, visit
from portal.kiosk.blueprint import door
from portal.network.visit_end import Step
from portal.reception import offered_time
from portal.reception.offered_time import Said
from portal.web import gate, page
from portal.web.gate import OPEN, opens


@door.route("/matter/offer", methods=["GET", "POST"])
@opens(OPEN, form=True)
def answer_offer() -> Response:
    """The time, and the three answers. In another language or size an answer is the same one (R07)."""
    case, key, go = visit.matter(), request.form.get("key", ""), request.form.get("go") or request.form.get("said", "")
    if case is None:
        return page.done("/kiosk/track")
    if g.get("stale") or go not in (Said.ACCEPTED, Said.OTHER, Said.DECLINED) or not codes.is_key(key):
        return _ask()
    try:
        with unit_of_work():
            made = offered_time.answer(offered_time.needed(case), Said(go), key=key, by=visit.visitor(case))
    except Refused as refusal:
        return _ask(refusal.status, gate.say()(refusal.key, **refusal.params))
    parting.reached(Step.ACT, done=True)
    if made is None:
        return page.done("/kiosk/matter", f"common.offer.told.{go}")
    return page.show("kiosk/offer_taken.html", row=made.appointment, code=codes.group(made.code), key=key)


def _ask(status: int = 200, problem: str = "") -> Response:
    case = visit.matter()
    row = offered_time.open_to(case, clock.now()) if case is not None else None
    if row is None or case is None:
        return page.done("/kiosk/matter")
    return page.show("kiosk/offer.html", status, row=row, case=case, key=codes.new_key(), problem=problem)
