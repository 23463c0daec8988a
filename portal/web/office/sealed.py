"""Sealed messages of visitors who were put under pressure: read by the director of the station above, and by nobody else."""

from flask import Response

from portal.foundation.unit_of_work import unit_of_work
from portal.notices import pressure
from portal.web import gate, page
from portal.web.gate import STAFF, opens
from portal.web.office.blueprint import door


@door.get("/sealed")
@opens(STAFF)
def sealed() -> Response:
    """The messages for this person; for everybody else there are none."""
    by = gate.staff()
    assert by is not None
    return page.show("office/sealed.html", messages=pressure.for_reader(by))


@door.post("/sealed/<int:message_id>/read")
@opens(STAFF)
def sealed_read(message_id: int) -> Response:
    """It was read: who and when is kept."""
    by = gate.staff()
    assert by is not None
    with unit_of_work():
        pressure.mark_read(message_id, by=by)
    return page.done("/office/sealed", "office.sealed.done")
