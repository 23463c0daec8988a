"""A visitor's receipt that did not print: the desk is told where, when and why, never whose; until it printed or somebody goes (K44)."""

from typing import Any

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network.access import can
from portal.network.actor import Actor
from portal.reception import print_job
from portal.reception.print_job import PrintJob, Reason
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door


def papers(by: Actor) -> list[tuple[PrintJob, Reason]]:
    """The papers this person is told of, with what became of each."""
    return [(job, job.fate(clock.now())[1] or Reason.SILENT) for job in (print_job.unprinted(by) if can(by, "call.answer") else [])]


@door.get("/unprinted")
@opens("call.answer", polled=True)
def unprinted() -> Any:
    """What "today" says of them, asked for again every half minute."""
    return page.show("office/unprinted.html", unprinted=papers(gate.signed_in()))


@door.post("/unprinted/<int:job_id>/seen")
@opens("call.answer")
def seen(job_id: int) -> Any:
    """I go: it leaves everybody's page."""
    with unit_of_work():
        print_job.see(job_id, by=gate.signed_in())
    return page.done("/office/", "office.unprinted.done")
