"""Papers for a paired device: it asks for the next one, fetches it, says what became of it; never another terminal's (K46, K50)."""

import hashlib
from enum import StrEnum
from typing import TypeVar

from flask import Response, current_app, jsonify, make_response
from flask.blueprints import BlueprintSetupState

from portal.foundation import clock
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk.blueprint import door
from portal.kiosk.pairing import said
from portal.network.terminal import Terminal
from portal.paper import press, trial
from portal.paper.shelf import key_of
from portal.paper.size import page_size
from portal.reception import print_job
from portal.reception.print_job import PrintJob, Progress, Reason, Sheet
from portal.web import gate
from portal.web.gate import DEVICE, opens

NOTHING = 204
Word = TypeVar("Word", bound=StrEnum)


@door.post("/device/print-jobs")
@opens(DEVICE)
def take() -> Response:
    """`{turn}` → `{id, seconds, sha256, width, height}`, millimetres, or 204. The same turn again is the same paper."""
    own, turn, at = gate.device(), str(said().get("turn", ""))[:32], clock.now()
    job = print_job.next_for(own, turn, at)
    pdf = current_app.extensions["press"].stored(job.paper) if job is not None else None
    if job is None or pdf is None:
        if job is not None and (at - job.created_at).total_seconds() > press.LIMIT:
            with unit_of_work():
                print_job.lose(job, at)
        return Response(status=NOTHING)
    sheet = Sheet(hashlib.sha256(pdf).hexdigest(), *page_size(pdf))
    with unit_of_work():
        mine = print_job.take(job, sheet, terminal=own, turn=turn, at=at)
    if not mine:
        return Response(status=NOTHING)
    return jsonify(id=job.id, seconds=job.seconds_left(at), sha256=sheet.sha256, width=sheet.width, height=sheet.height)


@door.get("/device/print-jobs/<int:job_id>/paper")
@opens(DEVICE)
def paper(job_id: int) -> Response:
    """The PDF of a paper this terminal took and has not finished."""
    job = print_job.of_terminal(gate.device(), job_id)
    pdf = current_app.extensions["press"].stored(job.paper)
    if job.progress is not Progress.TAKEN or pdf is None:
        raise Missing
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    return response


@door.post("/device/print-jobs/<int:job_id>/state")
@opens(DEVICE)
def report(job_id: int) -> Response:
    """`{state, reason?}` → 204; 409 when the paper ended otherwise before."""
    progress, reason = _word(said().get("state"), Progress), _word(said().get("reason"), Reason)
    if progress is None:
        raise Refused("print_state")
    with unit_of_work():
        job = print_job.of_terminal(gate.device(), job_id)
        print_job.report(job, progress, reason, terminal=gate.device(), at=clock.now())
    return Response(status=NOTHING)


def _word(sent: object, words: type[Word]) -> Word | None:
    """What the device said, as one of our words; None for no word, Refused for another one."""
    if sent in (None, ""):
        return None
    if not isinstance(sent, str) or sent not in frozenset(words):
        raise Refused("print_state")
    return words(sent)


def _test(terminal: Terminal) -> PrintJob:
    """The test page of a terminal, put on its way; inside a unit of work."""
    network = gate.network()
    facts = trial.TrialFacts(network.name, network.motto, terminal.station.name, terminal.place, clock.now(), network.demo)
    html = trial.html(facts, gate.say())
    current_app.extensions["press"].submit(html, "roll80")
    return print_job.test(terminal, paper=key_of(html, "roll80"), at=clock.now())


@door.record_once
def _offer_test_page(state: BlueprintSetupState) -> None:
    """The self-test asks for its page by this name, so that it need not know how papers are printed."""
    state.app.extensions["test_print"] = _test
