"""What a visitor can do about an open matter: add something, ask how far it is, object to a refusal, withdraw, change what may be
published (K37, T6, T8, T25, HB-62, practice.md §6.1)."""

from collections.abc import Callable

from flask import Response
from wtforms import BooleanField, HiddenField, TextAreaField

from portal.cases import acceptance, care, dissatisfaction
from portal.cases.case import Case
from portal.cases.intake import Consent
from portal.cases.visitor import may_share
from portal.foundation import clock, form_key
from portal.foundation.refusal import Refused
from portal.foundation.text import WORDS_LINES, WORDS_MOST
from portal.foundation.unit_of_work import unit_of_work
from portal.kiosk import matter, parting, visit
from portal.kiosk.blueprint import door
from portal.kiosk.draft import CONSENTS
from portal.network.actor import Actor
from portal.network.visit_end import Step
from portal.notices import pressure as sealed
from portal.web import gate, page
from portal.web.form import Form, Needed, Written, key_field
from portal.web.gate import OPEN, opens

Verb = Callable[[Case, str, Actor], object]
TEMPLATES = {"more": "add", "objection": "add", "pressure": "add", "ask": "ask", "withdrawal": "withdrawal", "permissions": "permissions", "cover": "add"}


class ActForm(Form):
    """One act, done once. By itself only the question: of your own will?"""

    key = key_field()
    go = HiddenField()

    def prepare(self, case: Case) -> None:
        """Fill in, on a fresh form, what the case already says."""

    def said(self) -> str:
        """What was said, as one text."""
        return ""


class WordsForm(ActForm):
    """Something in the visitor's own words."""

    words = TextAreaField("kiosk.words.label", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)])

    def said(self) -> str:
        """The words."""
        return str(self.words.data)


class AskForm(ActForm):
    """How far is it? Whoever is very dissatisfied can say so by one touch (HB-64, HB-66); words are added on a screen of their own."""

    very = BooleanField("kiosk.ask_again.very")

    def said(self) -> str:
        """The statement, if it was made."""
        return "very" if self.very.data else ""


class PermissionsForm(ActForm):
    """The permissions as they stand, each to be given or taken back; the unit may have the contact only of who gave a name (§6.2)."""

    publish_result = BooleanField("kiosk.publish.result")
    publish_words = BooleanField("kiosk.publish.words")
    publish_rating = BooleanField("kiosk.publish.rating")
    share_contact = BooleanField("kiosk.publish.contact")

    def prepare(self, case: Case) -> None:
        """Start from what was said before."""
        if not may_share(case):
            del self.share_contact
        for name in self.asked() if not self.is_submitted() else ():
            self[name].data = getattr(case, name)

    def asked(self) -> list[str]:
        """The names of what stands on the screen."""
        return [name for name in CONSENTS if name in self]

    def said(self) -> str:
        """The names of what is permitted."""
        return " ".join(name for name in self.asked() if self[name].data)


@door.route("/matter/more", methods=["GET", "POST"])
@opens(OPEN, form=True)
def more() -> Response:
    """Add something, or answer what the station asked."""
    return act(WordsForm(), "more", lambda case, words, by: acceptance.inform(case, words=words, by=by))


@door.route("/matter/ask", methods=["GET", "POST"])
@opens(OPEN, form=True)
def ask_again() -> Response:
    """Ask how far it is while a unit has it: on record for the representative, once a day (HB-62, practice.md §13)."""
    case = visit.matter()
    if case is not None and not matter.can_be_asked(case):
        return page.done("/kiosk/matter")
    return act(AskForm(), "ask", lambda case, said, by: dissatisfaction.ask_again(case, very=bool(said), by=by))


@door.route("/matter/objection", methods=["GET", "POST"])
@opens(OPEN, form=True)
def objection() -> Response:
    """Say that it should have been taken on; the station above looks at it."""
    return act(WordsForm(), "objection", lambda case, words, by: acceptance.contest(case, words=words, by=by))


@door.route("/matter/pressure", methods=["GET", "POST"])
@opens(OPEN, form=True)
def pressure() -> Response:
    """Somebody put pressure on me: a sealed message that only the director of the station above reads."""
    return act(WordsForm(), "pressure", lambda case, words, by: sealed.tell(case, words=words, by=by))


@door.route("/matter/withdrawal", methods=["GET", "POST"])
@opens(OPEN, form=True)
def withdrawal() -> Response:
    """Withdraw, after being asked whether it is of their own will."""
    return act(ActForm(), "withdrawal", lambda case, words, by: care.withdraw(case, own_will=True, by=by))


@door.route("/matter/permissions", methods=["GET", "POST"])
@opens(OPEN, form=True)
def permissions() -> Response:
    """Give or take back what may be published: as easy here as it was to agree."""
    return act(PermissionsForm(), "permissions", lambda case, words, by: care.change_consent(
        case, Consent(**{name: name in words.split() for name in CONSENTS}), by=by))


def act(form: ActForm, name: str, verb: Verb) -> Response:
    """Show the form, or do what it says once: a repeat of the same form finds it done (R07)."""
    case = visit.matter()
    if case is None:
        return page.done("/kiosk/track")
    form.prepare(case)
    if form.go.data != "on":
        return _show(form, name, case)
    if not form.validate():
        return _show(form, name, case, 422)
    try:
        with unit_of_work():
            once(form.key.data, {"act": name, "case": case.id, "words": form.said()}, case, verb)
    except Refused as refusal:
        form.refuse(refusal, "words")
        return _show(form, name, case, refusal.status)
    parting.reached(Step.ACT, done=True)
    return page.show("kiosk/thanks.html", thanks=name, due=None)


def once(key: str, body: dict[str, object], case: Case, verb: Verb) -> None:
    """Do what a form says, unless the same one was sent before."""
    if form_key.earlier(key, body) is not None:
        return
    verb(case, str(body["words"]), visit.visitor(case))
    form_key.remember(key, body, case.id, clock.now())


def _show(form: ActForm, name: str, case: Case, status: int = 200) -> Response:
    return page.show(f"kiosk/{TEMPLATES[name]}.html", status, form=form, act=name,
                     draft_url=f"/kiosk/matter/{name}", matter=matter.shown(case, gate.say()), back_url="/kiosk/matter",
                     typing=TEMPLATES[name] == "add")
