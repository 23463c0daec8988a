"""Why this date, for the visitor who showed a code: their own clock and the step it is at, day by day (practice.md §3.3)."""

from flask import Response, request

from portal.cases import tracking, why
from portal.foundation import text
from portal.foundation.refusal import Missing
from portal.web import page
from portal.web.gate import OPEN, opens
from portal.web.public import visit
from portal.web.public.blueprint import door


@door.get("/track/why")
@opens(OPEN)
def why_page() -> Response:
    """Only with the code; a receipt that follows another case reads that case's days, not what was said to its visitor."""
    by = visit.by()
    if by is None:
        return page.done("/track", "public.track.over", "info")
    own = visit.case(by)
    case = tracking.leading(own)
    row = why.chosen(case, (text.whole(request.args["clock"]) or 0) if "clock" in request.args else None, for_visitor=True)
    if row is None:
        raise Missing
    return page.show("public/why.html", case=own, account=why.of(case, row), own=case is own, clocks=why.clocks(case, for_visitor=True))
