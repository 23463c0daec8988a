"""What the visitor takes home: the last screen of telling, and the paper that is set while it is being read."""

from flask import Response, current_app, make_response, request

from portal.cases import tracking
from portal.cases.case import Case, Kind
from portal.cases.category import HARDSHIP
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.kiosk import visit
from portal.kiosk.blueprint import door
from portal.network import person
from portal.network.role import Role
from portal.network.station import Station
from portal.paper import receipt as paper
from portal.paper.receipt import Next, ReceiptFacts
from portal.web import gate, page
from portal.web.gate import OPEN, opens

_HARDSHIP = frozenset(code[0] for code in HARDSHIP)


def hand_out(number: str, key: str) -> Response:
    """The last screen, and the paper on its way before anybody asks for it."""
    case, secrets = _made(number, key)
    _set_in_type(facts(case, secrets))
    return page.show("kiosk/done.html", case=case, code=codes.group(secrets.code), key=key, draft_url="/kiosk/handed",
                     writer=case.needs_writer)


@door.post("/handed")
@opens(OPEN, form=True)
def handed() -> Response:
    """The last screen once more, in another language or size of type."""
    return hand_out(request.form.get("number", ""), request.form.get("key", ""))


@door.post("/receipt")
@opens(OPEN, form=True)
def paper_receipt() -> Response:
    """The receipt as PDF; after ten seconds without one, as a plain page to print."""
    told = facts(*_made(request.form.get("number", ""), request.form.get("key", "")))
    pdf = current_app.extensions["press"].pdf(paper.html(told, gate.say(), "roll80"), "roll80")
    if pdf is None:
        links = tuple(page.static(name) for name in paper.PAGE_STYLES)
        return make_response(paper.html(told, gate.say(), "page", links))
    answer = make_response(pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="receipt.pdf"'
    return answer


def _made(number: str, key: str) -> tuple[Case, tracking.Secrets]:
    """The case that this form key made; nobody else knows the key, and without it there is nothing here."""
    case = db.session.scalar(db.select(Case).where(Case.number == codes.fold_number(number)))
    secrets = tracking.issued(case, key) if case is not None and key else None
    if case is None or secrets is None:
        raise Missing
    return case, secrets


def _set_in_type(told: ReceiptFacts) -> None:
    current_app.extensions["press"].submit(paper.html(told, gate.say(), "roll80"), "roll80")


def facts(case: Case, secrets: tracking.Secrets) -> ReceiptFacts:
    """Everything on the paper. A matter that concerns conduct or hardship is not printed on it (practice.md §2.2)."""
    here, network, say = case.station, gate.network(), gate.say()
    private = case.kind == Kind.CONDUCT_REPORT or case.sealed or (case.category or "")[:1] in _HARDSHIP
    name, phone = _first_responsible(here)
    return ReceiptFacts(
        network=network.name, motto=network.motto, station=here.name, address=here.address, phone=here.phone, hours=here.hours,
        number=case.number, code=codes.group(secrets.code), token_url=visit.public_url(f"/t/{secrets.token}"),
        online=visit.public_url("/track"), received_at=case.registered_at, received_by=say("kiosk.receipt.terminal"),
        next_step=Next.WRITE if case.needs_writer else Next.DECIDE, next_date=case.next_on, call_name=name, call_phone=phone,
        words=None if private or not case.words else case.words, my_representative=case.agent.name if case.agent else None,
        stage=case.stage, demo=network.demo)


def _first_responsible(here: Station) -> tuple[str, str]:
    directors = person.holding(Role.DIRECTOR, clock.today(), station_id=here.id)
    return (directors[0].name if directors else here.name), here.first_responsible_phone or here.phone
