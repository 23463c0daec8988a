"""Why this date, on the terminal: the days of the matter that is open on this screen (practice.md §3.3)."""

from flask import Response

from portal.cases import tracking, why
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.web import page
from portal.web.gate import OPEN, opens


@door.get("/matter/why")
@opens(OPEN)
def why_page() -> Response:
    """The clock that gives the next date, day by day."""
    case = visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    leading = tracking.leading(case)
    row = why.chosen(leading, None, for_visitor=True)
    if row is None:
        return page.done("/kiosk/matter")
    return page.show("kiosk/why.html", case=case, account=why.of(leading, row), own=leading is case)
