"""What a visitor may do with number and code: rate, add, withdraw, object; a page each, all by one pattern (T6, T20–T25)."""

from dataclasses import dataclass, fields

from flask import Response
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Optional

from portal.cases import acceptance, care, dissatisfaction, rating, reception_rating
from portal.cases.case import Case, Channel
from portal.cases.dissatisfaction import SAID_MOST
from portal.cases.intake import Consent
from portal.cases.rating import Result, Solved
from portal.cases.visitor import may_share
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import WORDS_LINES, WORDS_MOST
from portal.foundation.unit_of_work import unit_of_work
from portal.network.actor import Actor
from portal.notices import pressure
from portal.web import page
from portal.web.form import Form, Needed, Written, options
from portal.web.gate import OPEN, opens
from portal.web.public import award, excluded, news, preview, story, visit
from portal.web.public.blueprint import door

PERMISSIONS = tuple(field.name for field in fields(Consent))
RECEPTION = [(str(n), f"public.rating.reception_{n}") for n in (5, 4, 3, 2, 1)]


class ActForm(Form):
    """A form that does one thing to the visitor's own case."""

    def prepare(self, case: Case) -> None:
        """Fill in, on a fresh form, what the case already says."""

    def do(self, case: Case, by: Actor) -> None:
        """Do it, inside a unit of work."""
        raise NotImplementedError


class RatingForm(ActForm):
    """The two questions of the station, and whether it was understood and is really solved (practice.md §2.6)."""

    result = RadioField("public.rating.result", [Needed("public.rating.result_needed")], choices=options(Result, "common.result"))
    solved = RadioField("public.rating.solved", [Needed("public.rating.solved_needed")], choices=options(Solved, "common.solved"))
    understood = RadioField("public.rating.understood", [Needed("public.rating.understood_needed")],
                            choices=[("yes", "public.rating.understood_yes"), ("no", "public.rating.understood_no")])
    reception = RadioField("public.rating.reception", [Optional()], validate_choice=False, choices=RECEPTION)
    expected_more = BooleanField("public.rating.expected_more")
    words = TextAreaField("public.rating.words", [Written(500, 20)])
    publish_words = BooleanField("public.rating.publish_words")

    def prepare(self, case: Case) -> None:
        """The reception is not asked a second time. The permission given when the matter was told is shown; the tick that is sent decides."""
        if not reception_rating.is_asked(case):
            del self.reception
        if not self.is_submitted():
            self.publish_words.data = case.publish_rating

    def do(self, case: Case, by: Actor) -> None:
        """Give the rating; sending the same form twice gives it once."""
        reception = self.reception.data if "reception" in self else None
        rating.rate(case, result=Result(self.result.data), solved=Solved(self.solved.data),
                    understood=self.understood.data == "yes", channel=Channel.ONLINE, by=by,
                    reception=int(reception) if reception in ("1", "2", "3", "4", "5") else None,
                    words=self.words.data, publish_words=self.publish_words.data, expected_more=self.expected_more.data)


class ReceptionForm(ActForm):
    """How they were received, alone; from the first day on, and whatever became of the matter (practice.md §2.6)."""

    reception = RadioField("public.rating.reception", [Needed("public.rating.result_needed")], choices=RECEPTION)

    def do(self, case: Case, by: Actor) -> None:
        """Say it; it moves nothing."""
        reception_rating.rate(case, reception=int(self.reception.data), channel=Channel.ONLINE, by=by)


class MoreForm(ActForm):
    """More words to the same matter."""

    words = TextAreaField("public.more.words", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)])

    def do(self, case: Case, by: Actor) -> None:
        """Add them."""
        acceptance.inform(case, words=self.words.data, by=by)


class AgainForm(ActForm):
    """How far is it? On record for the representative, once a day; a visitor may say that they are very dissatisfied (HB-64, HB-66)."""

    words = TextAreaField("public.again.words", [Written(SAID_MOST, 10)])
    very = BooleanField("public.again.very")

    def do(self, case: Case, by: Actor) -> None:
        """Ask."""
        dissatisfaction.ask_again(case, words=self.words.data, very=self.very.data, by=by)


class WithdrawalForm(ActForm):
    """Nobody may be talked out of a matter: the form asks whether it is one's own will (T25)."""

    own_will = BooleanField("public.withdrawal.own_will")
    reason = TextAreaField("public.withdrawal.reason", [Written(500, 10)])

    def do(self, case: Case, by: Actor) -> None:
        """Withdraw it."""
        care.withdraw(case, own_will=self.own_will.data, reason=self.reason.data, by=by)


class PermissionsForm(ActForm):
    """What may be published and who may know how to be reached; each may be given or taken back (practice.md §6.1)."""

    publish_result = BooleanField("public.ask.publish_result")
    publish_words = BooleanField("public.ask.publish_words")
    publish_rating = BooleanField("public.ask.publish_rating")
    share_contact = BooleanField("public.ask.share_contact")

    def prepare(self, case: Case) -> None:
        """Start from what was said before; the unit may have the contact only of who gave a name (§6.2)."""
        if not may_share(case):
            del self.share_contact
        for name in self.asked() if not self.is_submitted() else ():
            self[name].data = getattr(case, name)

    def asked(self) -> list[str]:
        """The names of what stands on the page."""
        return [name for name in PERMISSIONS if name in self]

    def do(self, case: Case, by: Actor) -> None:
        """Change them."""
        care.change_consent(case, Consent(**{name: self[name].data for name in self.asked()}), by=by)


class ObjectionForm(ActForm):
    """Why the station should have taken it on; the station above decides (T8)."""

    words = TextAreaField("public.objection.words", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)])

    def do(self, case: Case, by: Actor) -> None:
        """Object."""
        acceptance.contest(case, words=self.words.data, by=by)


class PressureForm(ActForm):
    """Somebody put pressure on me: only the director of the station above reads it."""

    words = TextAreaField("public.pressure.words", [Needed("refusal.words_needed"), Written(WORDS_MOST, WORDS_LINES)])

    def do(self, case: Case, by: Actor) -> None:
        """Leave the sealed message."""
        pressure.tell(case, words=self.words.data, by=by)


@dataclass(frozen=True)
class Act:
    """One act: its form, its template and what is said when it is done."""

    form: type[ActForm] | type[award.AwardForm] | type[news.NewsForm] | type[preview.PreviewForm] | type[excluded.KeptForm]
    template: str
    done: str


ACTS = {
    "rating": Act(RatingForm, "public/rating.html", "public.rating.done"),
    "reception": Act(ReceptionForm, "public/reception.html", "public.rating.done"),
    "more": Act(MoreForm, "public/more.html", "public.more.done"),
    "again": Act(AgainForm, "public/again.html", "public.again.done"),
    "withdrawal": Act(WithdrawalForm, "public/withdrawal.html", "public.withdrawal.done"),
    "news": Act(news.NewsForm, "public/news.html", "public.news.done"),
    "preview": Act(preview.PreviewForm, "public/preview.html", "public.preview.done"),
    "award": Act(award.AwardForm, "public/award.html", "public.award.done"),
    "kept": Act(excluded.KeptForm, "public/kept.html", "public.kept.done"),
    "pressure": Act(PressureForm, "public/pressure.html", "public.pressure.done"),
    "permissions": Act(PermissionsForm, "public/permissions.html", "public.permissions.done"),
    "objection": Act(ObjectionForm, "public/objection.html", "public.objection.done"),
}


@door.route("/track/<name>", methods=["GET", "POST"])
@opens(OPEN, form=True)
def act(name: str) -> Response:
    """The page of one act. What is not open now (done already, or not yet) leads back to the matter and says so."""
    wanted, by = ACTS.get(name), visit.by()
    if wanted is None:
        raise Missing
    if by is None:
        return page.done("/track", "public.track.over", "info")
    case, form = visit.case(by), wanted.form()
    if name not in story.may(case):
        return page.done("/track/case", "public.track.not_open", "info")
    form.prepare(case)
    if not form.validate_on_submit():
        return page.show(wanted.template, 422 if form.is_submitted() else 200, form=form, case=case)
    try:
        with unit_of_work():
            form.do(visit.case(by), by)
    except Moved:
        return page.done("/track/case", "public.track.not_open", "info")
    except Refused as refusal:
        return page.again(wanted.template, form, refusal, case=visit.case(by))
    return page.done("/track/case", wanted.done)
