"""An open day called off by hand, and held after all (HB-40: the liaison office keeps the roster)."""

from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.reception import diary, invitation, sitting
from portal.reception.shift import OffBy, Shift


def call_off(shift: Shift, *, reason: str, by: Actor) -> None:
    """It is not held, for a reason that the public reads; nobody is taken off by it."""
    access.permit(by, "roster.keep", Place(shift.station_id))
    if shift.off_by is OffBy.HAND or shift.is_over(by.at):
        raise Refused("shift_over")
    shift.off_by, shift.because = OffBy.HAND, needed(reason, 120).strip()
    shift.change(by.at)
    invitation.tell_off(shift, by)
    diary.unsettle(shift)


def hold_after_all(shift: Shift, *, by: Actor) -> None:
    """Take back what somebody called off by hand. What calendar or rule called off comes back with them; whoever sits
    elsewhere by now stays there."""
    access.permit(by, "roster.keep", Place(shift.station_id))
    if shift.off_by is not OffBy.HAND or shift.is_over(by.at):
        raise Refused("shift_over")
    shift.off_by, shift.because = None, ""
    shift.change(by.at)
    sitting.let_go(shift, by)
    invitation.tell_changed(shift, by)
    diary.unsettle(shift)
