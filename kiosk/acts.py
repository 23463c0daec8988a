"""What a visitor can do about an open matter: add something, object to a refusal, withdraw (K37, T6, T8, T25)."""

from collections.abc import Callable

from flask import Response
from wtforms import HiddenField, TextAreaField

from portal.cases import acceptance, care
from portal.cases.case import Case
from portal.foundation import clock, form_key
from portal.foundation.refusal import Refused
from portal.foundation.text import WORDS_LINES, WORDS_MOST
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import matter, visit
from portal.kiosk.blueprint import door
from portal.network.actor import Actor
from portal.web import gate, page
from portal.web.form import Form, Needed, Written, key_field
from portal.web.gate import OPEN, opens

Verb = Callable[[Case, str, Actor], object]


class WordsForm(Form):
    """Something in the visitor's own words, taken once."""

    key = key_field()
    go = HiddenField()
    words = TextAreaField("kiosk.words.label", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)])


class WithdrawForm(Form):
    """Only the question: of your own will?"""

    key = key_field()
    go = HiddenField()


@door.route("/matter/more", methods=["GET", "POST"])
@opens(OPEN, form=True)
def more() -> Response:
    """Add something, or answer what the station asked."""
    return _act(WordsForm(), "more", lambda case, words, by: acceptance.inform(case, words=words, by=by))


@door.route("/matter/objection", methods=["GET", "POST"])
@opens(OPEN, form=True)
def objection() -> Response:
    """Say that it should have been taken on; the station above looks at it."""
    return _act(WordsForm(), "objection", lambda case, words, by: acceptance.contest(case, words=words, by=by))


@door.route("/matter/withdrawal", methods=["GET", "POST"])
@opens(OPEN, form=True)
def withdrawal() -> Response:
    """Withdraw, after being asked whether it is of their own will."""
    return _act(WithdrawForm(), "withdrawal", lambda case, words, by: care.withdraw(case, own_will=True, by=by))


def _act(form: WordsForm | WithdrawForm, name: str, verb: Verb) -> Response:
    """Show the form, or do what it says once: a repeat of the same form finds it done (R07)."""
    case = visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    if form.go.data != "on":
        return _show(form, name, case)
    if not form.validate():
        return _show(form, name, case, 422)
    words = form.words.data if isinstance(form, WordsForm) else ""
    try:
        with unit_of_work():
            _once(form.key.data, {"act": name, "case": case.id, "words": words}, case, verb)
    except Refused as refusal:
        form.refuse(refusal, "words")
        return _show(form, name, case, refusal.status)
    return page.show("kiosk/thanks.html", thanks=name, due=None)


def _once(key: str, body: dict[str, object], case: Case, verb: Verb) -> None:
    if form_key.earlier(key, body) is not None:
        return
    verb(case, str(body["words"]), visit.visitor(case))
    form_key.remember(key, body, case.id, clock.now())


def _show(form: WordsForm | WithdrawForm, name: str, case: Case, status: int = 200) -> Response:
    return page.show(f"kiosk/{'withdrawal' if name == 'withdrawal' else 'add'}.html", status, form=form, act=name,
                     draft_url=f"/kiosk/matter/{name}", matter=matter.shown(case, gate.say()), back_url="/kiosk/matter",
                     typing=name != "withdrawal")
