"""What the visitor takes home: the last screen of telling, and the paper that prints by itself while it is being read (K43–K46).

At a paired terminal the screen says what the job says, or shows the code to a phone where there is no printer; in any other browser
the receipt is a PDF to open."""

from dataclasses import replace

from flask import Response, current_app, request
from markupsafe import Markup

from portal.cases import tracking
from portal.cases.case import Case
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.kiosk import printer, visit
from portal.kiosk.blueprint import door
from portal.paper import qr
from portal.paper import receipt as paper
from portal.paper.of_case import receipt_of
from portal.web import gate, page, papers, ready
from portal.web.gate import OPEN, opens
from portal.web.papers import Html


def hand_out(facts: paper.ReceiptFacts, key: str, again: bool = False) -> Response:
    """The last screen, and the paper on its way before anybody asks for it: at a paired terminal it prints by itself; `again`,
    as it is wanted now. A code that was re-issued since is not ours to show."""
    if not facts.code:
        raise Missing
    printing = printer.missing()
    if printing is not None:
        return _done(facts, printing, key, qr.svg(facts.token_url, gate.say()("paper.receipt.qr_alt")))
    if printer.own() is None:
        papers.set_in_type(_html(facts), printer.SIZE)
    else:
        case = _case(facts.number)
        printer.receipt(case, _html(facts), again)
        printing = printer.of(case)
    blank = paper.blank(facts, ready.blank("number"), ready.blank("code"))
    return visit.ready(lambda: _done(blank, printing, ready.blank("form_key")), (blank, printing), number=facts.number,
                       code=facts.code, form_key=key)


def _done(facts: paper.ReceiptFacts, printing: printer.Printing | None, key: str, code: Markup | None = None) -> Response:
    """`code` is shown to a phone where nothing prints."""
    return page.show("kiosk/done.html", facts=facts, key=key, code=code, draft_url="/kiosk/handed",
                     writer=facts.next_step is paper.Next.WRITE, listener=facts.next_step is paper.Next.HEAR, printing=printing,
                     reprint_url="/kiosk/reprint")


@door.post("/handed")
@opens(OPEN, form=True)
def handed() -> Response:
    """The last screen once more: in another language or size, or to see how the paper stands. Looking prints nothing (K46)."""
    return hand_out(facts(*_made()), request.form.get("key", ""))


@door.post("/reprint")
@opens(OPEN, form=True)
def reprint() -> Response:
    """Copy 1 or 2 of the receipt, marked as one (K46)."""
    case, secrets = _made()
    said = facts(case, secrets)
    printer.copy(case, request.form.get("again") or "?", _html(replace(said, reprint=True)))
    return hand_out(said, request.form.get("key", ""))


@door.post("/receipt")
@opens(OPEN, form=True)
def paper_receipt() -> Response:
    """The receipt as PDF; after ten seconds without one, as a plain page to print."""
    case, secrets = _made()
    return papers.hand_out(_html(facts(case, secrets)), printer.SIZE, case.number)


def _made() -> tuple[Case, tracking.Secrets]:
    """The case that the form key sent made; nobody else knows the key, and without it there is nothing here."""
    key = request.form.get("key", "")
    case = _case(request.form.get("number", ""))
    secrets = tracking.issued(case, key) if key else None
    if secrets is None:
        raise Missing
    return case, secrets


def _case(number: str) -> Case:
    case = db.session.scalar(db.select(Case).where(Case.number == codes.fold_number(number)))
    if case is None:
        raise Missing
    return case


def facts(case: Case, secrets: tracking.Secrets) -> paper.ReceiptFacts:
    """What the receipt of a matter told here says, and the last screen with it."""
    return receipt_of(case, secrets, network=gate.network(), public_url=current_app.config["PUBLIC_URL"],
                      received_by=gate.say()("kiosk.receipt.terminal"), today=clock.today())


def _html(facts: paper.ReceiptFacts) -> Html:
    return lambda size, links: paper.html(facts, gate.say(), size, links)
