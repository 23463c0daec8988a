"""Why this date, for staff: one clock of a case day by day, and the way to its others (practice.md §3.3)."""

from flask import Response, request

from portal.cases import why
from portal.cases.case import seen_by
from portal.foundation import text
from portal.foundation.refusal import Missing
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door


@door.get("/cases/<number>/why")
@opens("case.see")
def why_page(number: str) -> Response:
    """The clock that gives the next date, or the one that is asked for by its id."""
    by = gate.staff()
    assert by is not None
    case = seen_by(by, number)
    row = why.chosen(case, (text.whole(request.args["clock"]) or 0) if "clock" in request.args else None)
    if row is None:
        raise Missing
    return page.show("office/why.html", case=case, account=why.of(case, row), clocks=why.clocks(case))
