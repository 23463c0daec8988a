"""What the visitor takes home: the last screen of telling, and the paper that is set while it is being read."""

from flask import Response, current_app, request

from portal.cases import tracking
from portal.cases.case import Case
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.kiosk.blueprint import door
from portal.paper import receipt as paper
from portal.paper.of_case import receipt_of
from portal.web import gate, page, papers
from portal.web.gate import OPEN, opens
from portal.web.papers import Html


def hand_out(facts: paper.ReceiptFacts, key: str) -> Response:
    """The last screen, and the paper on its way before anybody asks for it; a code that was re-issued since is not ours to show."""
    if not facts.code:
        raise Missing
    papers.set_in_type(_html(facts), "roll80")
    return page.show("kiosk/done.html", facts=facts, key=key, draft_url="/kiosk/handed", writer=facts.next_step is paper.Next.WRITE,
                     listener=facts.next_step is paper.Next.HEAR)


@door.post("/handed")
@opens(OPEN, form=True)
def handed() -> Response:
    """The last screen once more, in another language or size of type."""
    return hand_out(facts(*_made()), request.form.get("key", ""))


@door.post("/receipt")
@opens(OPEN, form=True)
def paper_receipt() -> Response:
    """The receipt as PDF; after ten seconds without one, as a plain page to print."""
    case, secrets = _made()
    return papers.hand_out(_html(facts(case, secrets)), "roll80", case.number)


def _made() -> tuple[Case, tracking.Secrets]:
    """The case that the form key sent made; nobody else knows the key, and without it there is nothing here."""
    number, key = request.form.get("number", ""), request.form.get("key", "")
    case = db.session.scalar(db.select(Case).where(Case.number == codes.fold_number(number)))
    secrets = tracking.issued(case, key) if case is not None and key else None
    if case is None or secrets is None:
        raise Missing
    return case, secrets


def facts(case: Case, secrets: tracking.Secrets) -> paper.ReceiptFacts:
    """What the receipt of a matter told here says, and the last screen with it."""
    return receipt_of(case, secrets, network=gate.network(), public_url=current_app.config["PUBLIC_URL"],
                      received_by=gate.say()("kiosk.receipt.terminal"), today=clock.today())


def _html(facts: paper.ReceiptFacts) -> Html:
    return lambda size, links: paper.html(facts, gate.say(), size, links)
