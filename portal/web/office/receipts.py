"""Receipts at the desk: after registering, and again with a new code for a visitor who was checked. Never a name on them."""

from typing import Any

from flask import Response, current_app, request
from wtforms import BooleanField
from wtforms.validators import ValidationError

from portal.cases import suited, timeline, tracking
from portal.cases.case import Case, seen_by
from portal.foundation import clock, codes, words
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, excluded
from portal.network.access import can
from portal.network.actor import Actor
from portal.network.person import Person
from portal.paper import receipt as paper
from portal.paper.of_case import receipt_of
from portal.web import gate, page, papers
from portal.web.form import Form
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.papers import Html

SIZES = ("roll80", "a5")


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
    secrets = tracking.Secrets(code, token)
    if size == "box":
        return papers.hand_out(_own_copy(case, secrets), "a5", case.number)
    html = _html(case, secrets, reprint=bool(request.form.get("reprint")))
    return papers.hand_out(html, size if size in SIZES else "page", case.number)


def fresh(template: str, case: Case, code: str, token: str, reprint: bool = False, **more: Any) -> Response:
    """The page that shows number and code once, its papers of both sizes on the way to the press before anybody asks for one."""
    press, by = current_app.extensions["press"], gate.staff()
    if code:
        for size in SIZES:  # the desk prints on either; the roll is what most take
            papers.set_in_type(_html(case, tracking.Secrets(code, token), reprint), size, later=size != SIZES[0])
    may_see = by is not None and can(by, "case.see", case) and case.id not in excluded.kept_from(by.person_id or 0)  # since this very form
    return page.show(template, case=case, code=code, grouped=codes.group(code), token=token, reprint=reprint, may_see=may_see, held_back=not may_see and bool(excluded.unresolved(case.id)), fit=suited.of(case),
                     press=press.available() is None, **more)


def _html(case: Case, secrets: tracking.Secrets, reprint: bool) -> Html:
    """The receipt in the visitor's language."""
    facts = _facts(case, secrets, reprint)
    return lambda size, links: paper.html(facts, words.speaker(case.locale), size, links)


def _own_copy(case: Case, secrets: tracking.Secrets) -> Html:
    """The second copy for the box, in the network's language (practice.md §2.2)."""
    facts = paper.for_box(_facts(case, secrets))
    return lambda size, links: paper.html(facts, words.speaker(current_app.config["DEFAULT_LOCALE"]), size, links)


def _facts(case: Case, secrets: tracking.Secrets, reprint: bool = False) -> paper.ReceiptFacts:
    return receipt_of(case, secrets, network=gate.network(), public_url=current_app.config["PUBLIC_URL"],
                      received_by=_received_by(case), today=clock.today(), reprint=reprint)


def _received_by(case: Case) -> str:
    first = timeline.story(case)[0]
    who = timeline.db.session.get(Person, first.person_id) if first.person_id else None
    return who.name if who is not None else case.station.name


def _case(number: str) -> tuple[Case, Actor]:
    by = gate.staff()
    case = seen_by(by, number) if by is not None else None
    if by is None or case is None or not can(by, "code.reissue", case):
        raise Missing
    return case, by
