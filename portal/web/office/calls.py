"""Somebody at a terminal calls a person: on top of every page of those who may answer, answered by one touch."""

from collections.abc import Callable
from typing import Any

from flask import Response, request

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network.access import can
from portal.reception import help_call
from portal.reception.help_call import HelpCall
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office.blueprint import door


@door.app_context_processor
def _context() -> dict[str, Callable[[], list[tuple[HelpCall, int]]]]:
    return {"calls": _calls}


def _calls() -> list[tuple[HelpCall, int]]:
    """The calls that wait for this person, each with the whole minutes it has waited."""
    by = gate.staff()
    if by is None or not can(by, "call.answer"):
        return []
    return [(call, int((clock.now() - call.called_at).total_seconds()) // 60) for call in help_call.waiting(by)]


@door.get("/calls")
@opens("call.answer", polled=True)
def calls() -> Response:
    """The calls alone, for the page that asks again and again."""
    return page.show("office/calls.html")


@door.post("/calls/<int:call_id>/answer")
@opens("call.answer")
def answer_call(call_id: int) -> Any:
    """I am going: the terminal says so, and the call leaves everybody's page."""
    by = gate.staff()
    assert by is not None
    with unit_of_work():
        help_call.answer(help_call.at_desk(call_id, by), by=by)
    if request.headers.get("HX-Request"):
        return page.show("office/calls.html", going=True)
    return page.done("/office/", "office.calls.going")
