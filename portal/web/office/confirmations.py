"""I will come: said of one's own days, one by one or all that stand (YT-15)."""

from flask import Response

from portal.foundation import clock
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import confirmation, sitting
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.my_days import AHEAD


@door.post("/my-days/<int:shift_id>/confirmation")
@opens("swap.ask")
def confirm_day(shift_id: int) -> Response:
    """I will come on that day."""
    by = gate.signed_in()
    with unit_of_work():
        seat = next((seat for seat in sitting.of_person(by.person_id or 0, by.at, clock.today() + AHEAD) if seat.shift_id == shift_id), None)
        if seat is None:
            raise Missing
        confirmation.confirm(seat, by=by)
    return page.done("/office/my-days", "office.confirm.said")


@door.post("/my-days/confirmation")
@opens("swap.ask")
def confirm_days() -> Response:
    """I will come on all of them."""
    by = gate.signed_in()
    with unit_of_work():
        n = confirmation.confirm_all(sitting.of_person(by.person_id or 0, by.at, clock.today() + AHEAD), by=by)
    return page.done("/office/my-days", "office.confirm.said_all", n=n)
