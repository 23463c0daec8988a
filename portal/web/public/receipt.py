"""The receipt of a matter told online: set when it is registered, handed out by its form key, as a page where there is no PDF."""

from dataclasses import dataclass, replace

from flask import Response, current_app, request

from portal.cases import tracking
from portal.cases.case import Case
from portal.cases.intake import Registered
from portal.foundation import clock, codes
from portal.foundation.refusal import Missing
from portal.network import actor
from portal.paper import receipt as paper
from portal.paper.of_case import receipt_of
from portal.web import gate, page, papers, ready
from portal.web.gate import OPEN, opens
from portal.web.papers import Html
from portal.web.public.blueprint import door

SIZE = "a5"


@dataclass(frozen=True)
class Told:
    """A registered matter as the answer tells it: nothing that has to be read once more after the commit."""

    facts: paper.ReceiptFacts
    sealed: bool
    replayed: bool


def answer(made: Registered) -> Told:
    """What the answer says, gathered while the matter is at hand."""
    return Told(facts(made.case, made.secrets), made.case.sealed, made.replayed)


def shown(told: Told, key: str) -> Response:
    """Number, code and what comes next, as the answer to the POST itself.

    The code is shown once and kept nowhere: not in an address, not in a cookie, not on the server. Sending the form
    again (reload, double click) carries the same form key, so the same number and the same code come back (R07).
    The paper is on its way before anybody asks for it, behind those of the people who wait for theirs at a terminal: a flood
    of matters told online does not keep the press from them (R58)."""
    blank = replace(told, facts=paper.blank(told.facts, ready.blank("number"), ready.blank("code")))
    said = ready.page(lambda: page.show("public/asked.html", told=blank, facts=blank.facts, key=ready.blank("form_key")),
                      rests_on=("network",), key=blank, number=told.facts.number, code=told.facts.code, form_key=key)
    return papers.set_after(said, _html(told.facts), SIZE) if told.facts.code else said


@door.post("/ask/receipt")
@opens(OPEN)
def receipt() -> Response:
    """The receipt again, for whoever holds number and form key: the code is derived from the key and checked as if typed."""
    number, key = request.form.get("number", ""), request.form.get("key", "")
    case = tracking.by_code(number[:24], codes.derive_code(key), source=gate.source(), by=actor.public(clock.now()))
    secrets = tracking.issued(case, key)
    if secrets is None:
        raise Missing
    return papers.hand_out(_html(facts(case, secrets)), SIZE, case.number)


def facts(case: Case, secrets: tracking.Secrets) -> paper.ReceiptFacts:
    """What the receipt of a matter told online says."""
    return receipt_of(case, secrets, network=gate.network(), public_url=current_app.config["PUBLIC_URL"],
                      received_by=case.station.name, today=clock.today())


def _html(facts: paper.ReceiptFacts) -> Html:
    say = gate.say()
    return lambda size, links: paper.html(facts, say, size, links)
