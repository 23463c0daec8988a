"""A unit's own list of the open days to which it is invited, and the next of them for its page of the day (SD-24)."""

from flask import Response, request

from portal.network.access import can
from portal.network.actor import Actor
from portal.reception import invitation
from portal.reception.invitation import Invitation
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door

NEXT, PER_PAGE = 3, 40  # on the page of the day; on one page


@door.get("/invitations")
@opens("invitation.see")
def my_invitations() -> Response:
    """The days to come to which my unit is invited."""
    by, at = gate.signed_in(), max(1, min(request.args.get("page", 1, int), 99))
    found = invitation.of_units(by.units, by.at, PER_PAGE + 1, PER_PAGE * (at - 1))
    return page.show("office/invitations.html", rows=found[:PER_PAGE], page_at=at, more=len(found) > PER_PAGE)


def coming(by: Actor) -> list[Invitation]:
    """For the page of the day of a unit: the next days at whose table it is to sit."""
    return invitation.of_units(by.units, by.at, NEXT) if can(by, "invitation.see") else []
