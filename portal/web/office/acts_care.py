"""What can happen on the way: permissions and contact data changed, merged, withdrawn, handed over, taken up again, a spoiled number
(T10, T25–T28)."""

from dataclasses import fields, replace

from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField

from portal.cases import care, erasure, hands, plain_words, visitor
from portal.cases.case import Case, State, seen_by
from portal.cases.intake import Consent
from portal.foundation import clock, codes
from portal.foundation.refusal import Missing, Refused
from portal.network.actor import Actor
from portal.notices import outbox
from portal.web import gate
from portal.web.form import Needed, Written
from portal.web.office import pickers
from portal.web.office.act import Act, ActForm, by_move, never
from portal.web.office.who_form import WhoFields

PERMISSIONS = tuple(field.name for field in fields(Consent))
UNPUBLISHED = frozenset(State) - {State.DRAFT, State.VOID, State.MERGED, State.WITHDRAWN}


class MergeForm(ActForm):
    """Which case leads, and that the visitor knows."""

    into = StringField("office.act.field.into", [Needed(), Written(24)], description="office.act.hint.into")
    plain = StringField("office.act.field.plain", [Written(plain_words.MOST)], description="office.act.hint.plain_merger")
    told = BooleanField("office.act.field.told")


class WithdrawForm(ActForm):
    """Of their own will; a reason is not needed."""

    own_will = BooleanField("office.act.field.own_will", description="office.act.hint.own_will")
    reason = TextAreaField("office.act.field.withdraw_reason", [Written(500, 10)])


class ConsentForm(ActForm):
    """The permissions as they stand; each may be given or taken back."""

    publish_result = BooleanField("office.case.may_result")
    publish_words = BooleanField("office.case.may_words")
    publish_rating = BooleanField("office.register.publish_rating")
    share_contact = BooleanField("office.register.share_contact")

    def prepare(self, case: Case, by: Actor) -> None:
        """Start from what was said before; what means nothing for this visitor is not asked, and stays as it is."""
        if not visitor.may_share(case):
            del self.share_contact
        for name in PERMISSIONS if not self.is_submitted() else ():
            if name in self:
                self[name].data = getattr(case, name)


class ContactForm(WhoFields, ActForm):
    """What is right from now on. Nothing that is kept is shown: whoever must see it gives a reason for that (R27)."""

    checked = BooleanField("office.receipt.checked", description="office.receipt.checked_hint")
    forget = BooleanField("office.act.field.forget")
    reason = StringField("office.act.field.reason", [Needed(), Written(200)], description="office.act.hint.contact_reason")

    def prepare(self, case: Case, by: Actor) -> None:
        """How they want to be treated stays as it is, and so does what is not chosen anew."""
        for one in (self.sex, self.age_band, self.beside):
            one.choices = [replace(one.choices[0], label=gate.say()("office.act.choice.unchanged")), *one.choices[1:]]
        if not self.is_submitted():
            self.mode.data = visitor.mode_of(case).value

    @property
    def fillable(self) -> list[Field]:
        """First that they were checked."""
        return sorted(super().fillable, key=lambda one: one is not self.checked)


class EraseForm(ActForm):
    """That it is they who ask."""

    checked = BooleanField("office.receipt.checked", description="office.receipt.checked_hint")


class ReasonForm(ActForm):
    """Why."""

    reason = TextAreaField("office.act.field.reason", [Needed(), Written(500, 10)])


class HandOverForm(ReasonForm):
    """Who owns it from now on, who stands for it, and why."""

    owner = SelectField("office.act.field.owner")
    agent = SelectField("office.act.field.agent")

    def prepare(self, case: Case, by: Actor) -> None:
        """Everybody but those who have it now; leaving a field empty keeps who is there."""
        stays = [("", gate.say()("office.act.choice.unchanged"))]
        self.owner.choices = stays + [row for row in pickers.owners(case, by) if row[0] != str(case.owner_id)]
        self.agent.choices = stays + [row for row in pickers.deciders(case, by) if row[0] != str(case.agent_id)]


class ShortReasonForm(ActForm):
    """Why, in one line."""

    reason = StringField("office.act.field.reason", [Needed(), Written(200)])


def _merge(case: Case, form: MergeForm, by: Actor) -> None:
    try:
        into = seen_by(by, codes.fold_number(form.into.data))
    except Missing:
        raise Refused("merge_target") from None
    care.merge(case, into=into, told=form.told.data, plain=form.plain.data, by=by)


def _withdraw(case: Case, form: WithdrawForm, by: Actor) -> None:
    care.withdraw(case, own_will=form.own_will.data, reason=form.reason.data, by=by)


def _hand_over(case: Case, form: HandOverForm, by: Actor) -> None:
    owner, agent = (int(one.data) if one.data else None for one in (form.owner, form.agent))
    care.hand_over(case, reason=form.reason.data, owner_id=owner, agent_id=agent, by=by)


def _reopen(case: Case, form: ReasonForm, by: Actor) -> None:
    care.reopen(case, reason=form.reason.data, by=by)


def _void(case: Case, form: ShortReasonForm, by: Actor) -> None:
    care.void(case, reason=form.reason.data, by=by)


def _correct(case: Case, form: ContactForm, by: Actor) -> None:
    visitor.correct(case, form.identity(), checked=form.checked.data, reason=form.reason.data, rest=not form.forget.data, by=by)


def _erase(case: Case, form: EraseForm, by: Actor) -> None:
    outbox.forget_visitor(erasure.erase(case, checked=form.checked.data, by=by))


def _change_consent(case: Case, form: ConsentForm, by: Actor) -> None:
    care.change_consent(case, Consent(**{name: form[name].data if name in form else getattr(case, name) for name in PERMISSIONS}), by=by)


ROWS = (
    Act("consent", "consent.change", ConsentForm, _change_consent, UNPUBLISHED, leads=never,
        ready=lambda case, by: care.consent_is_open(case)),
    Act("contact", "identity.correct", ContactForm, _correct, frozenset(State) - {State.DRAFT, State.VOID}, leads=never),
    Act("erasure", "identity.erase", EraseForm, _erase, frozenset(State) - {State.DRAFT, State.VOID}, leads=never,
        ready=lambda case, by: erasure.possible(case)),
    by_move("merger", "T10", form=MergeForm, do=_merge, leads=never),
    by_move("withdrawal", "T25", form=WithdrawForm, do=_withdraw, leads=never),
    by_move("hand_over", "T27", form=HandOverForm, do=_hand_over, ready=lambda case, by: case.is_open,
            leads=lambda case, by: hands.slipped(case, clock.day_of(by.at))),
    by_move("reopening", "T26", form=ReasonForm, do=_reopen, leads=never, ready=lambda case, by: case.unit_id is not None),
    by_move("voiding", "T28", form=ShortReasonForm, do=_void, leads=never, ready=lambda case, by: not case.words.strip()),
)
