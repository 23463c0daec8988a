"""Receipts at the desk: after registering, and again with a new code for a visitor who was checked. Never a name on them."""

from typing import Any

from flask import Response, current_app, make_response, request
from wtforms import BooleanField
from wtforms.validators import ValidationError

from portal.cases import timeline, tracking
from portal.cases.case import Case, State, seen_by
from portal.cases.category import HARDSHIP
from portal.foundation import clock, codes, words
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, person
from portal.network.access import can
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.role import Role
from portal.network.station import Station
from portal.paper import receipt as paper
from portal.web import gate, page
from portal.web.form import Form
from portal.web.gate import opens
from portal.web.office.blueprint import door

SIZES = ("roll80", "a5")
WITH_UNIT = frozenset({State.REFERRED, State.RETURN_ASKED, State.HANDLING, State.REHANDLE, State.REPLIED, State.TO_DELIVER,
                       State.REVIEW})


class CheckedForm(Form):
    """The one thing to be sure of before an old code dies."""

    checked = BooleanField("office.receipt.checked")

    def validate_checked(self, field: BooleanField) -> None:
        """Nobody else may learn the code."""
        if not field.data:
            raise ValidationError(gate.say()("office.receipt.check_first"))


@door.get("/cases/<number>/receipt")
@opens("code.reissue")
def receipt_page(number: str) -> Response:
    """What a new code means, and the check before it."""
    return page.show("office/receipt.html", form=CheckedForm(formdata=None), case=_case(number)[0])


@door.post("/cases/<number>/receipt")
@opens("code.reissue", form=True)
def reissue(number: str) -> Response:
    """A new code; the old one is dead from now on."""
    (case, by), form = _case(number), CheckedForm()
    if not form.validate_on_submit():
        return page.again("office/receipt.html", form, case=case)
    with unit_of_work():
        case = _case(number)[0]
        secrets = tracking.reissue(case, by=by)
    return fresh("office/reissued.html", case, secrets.code, secrets.token, reprint=True)


@door.post("/cases/<number>/receipt/paper")
@opens("case.register")
def receipt_paper(number: str) -> Response:
    """The paper itself, for whoever holds the code: PDF from the press, or after ten seconds a page to print."""
    code, token, size = (request.form.get(name, "")[:80] for name in ("code", "token", "size"))
    case = tracking.by_code(number, code, source=gate.source(), by=actor.public(clock.now()))
    if tracking.by_token(token, source=gate.source(), by=actor.public(clock.now())).id != case.id:
        raise Missing
    facts, say = facts_of(case, code, token, reprint=bool(request.form.get("reprint"))), words.speaker(case.locale)
    pdf = current_app.extensions["press"].pdf(paper.html(facts, say, size), size) if size in SIZES else None
    if pdf is None:
        return make_response(paper.html(facts, say, "page", tuple(page.static(path) for path in paper.PAGE_STYLES)))
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{case.number}.pdf"'
    return response


def fresh(template: str, case: Case, code: str, token: str, reprint: bool = False, **more: Any) -> Response:
    """The page that shows number and code once, its paper on the way to the press before anybody asks for it."""
    press, by = current_app.extensions["press"], gate.staff()
    if code and not press.available():
        press.submit(paper.html(facts_of(case, code, token, reprint), words.speaker(case.locale), SIZES[0]), SIZES[0])
    may_see = by is not None and can(by, "case.see", case)
    return page.show(template, case=case, code=code, grouped=codes.group(code), token=token, reprint=reprint, may_see=may_see,
                     press=press.available() is None, **more)


def facts_of(case: Case, code: str, token: str, reprint: bool = False) -> paper.ReceiptFacts:
    """What the receipt says, in the visitor's language; the matter only where it may be read over a shoulder (practice.md §2.2)."""
    network, here, public = gate.network(), case.station, current_app.config["PUBLIC_URL"]
    near = here if here.address or here.parent is None else here.parent
    return paper.ReceiptFacts(
        network=network.name, motto=network.motto, station=here.name, address=near.address, phone=near.phone, hours=near.hours,
        number=case.number, code=codes.group(code), token_url=f"{public}/t/{token}", online=f"{public.split('://')[-1]}/track",
        received_at=case.registered_at, received_by=_received_by(case), next_step=_next(case), next_date=case.next_on,
        call_name=_first_responsible(near), call_phone=near.first_responsible_phone or near.phone, words=_printable(case),
        my_representative=case.agent.name if case.agent else None, stage=case.stage, reprint=reprint, demo=network.demo)


def _received_by(case: Case) -> str:
    first = timeline.story(case)[0]
    who = timeline.db.session.get(Person, first.person_id) if first.person_id else None
    return who.name if who is not None else case.station.name


def _first_responsible(station: Station) -> str:
    people = person.holding(Role.DIRECTOR, clock.today(), station_id=station.id)
    return people[0].name if people else station.name


def _next(case: Case) -> paper.Next:
    if not case.is_open:
        return paper.Next.NOTHING
    if case.needs_writer and not case.words:
        return paper.Next.WRITE
    if case.state in WITH_UNIT:
        return paper.Next.REPLY
    return paper.Next.REFER if case.state is State.ACCEPTED else paper.Next.DECIDE


def _printable(case: Case) -> str | None:
    return None if case.sealed or (case.category or "") in HARDSHIP or not case.words else case.words


def _case(number: str) -> tuple[Case, Actor]:
    by = gate.staff()
    case = seen_by(by, number) if by is not None else None
    if by is None or case is None or not can(by, "code.reissue", case):
        raise Missing
    return case, by
