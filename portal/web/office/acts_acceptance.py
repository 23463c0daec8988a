"""Taken on, or not: the representative decides, the liaison records; an objection goes to the parent station (T7–T9, HB-41–46)."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.cases import acceptance, deadline, objection, plain_words, where_to_go
from portal.cases.acceptance import Exclusion, Sorting
from portal.cases.case import Affects, Case, Nature, State
from portal.cases.visitor import IdentityMode, mode_of
from portal.foundation import clock
from portal.foundation.text import WORDS_LINES, WORDS_MOST
from portal.network import calendar, unit
from portal.network.actor import Actor
from portal.web import gate
from portal.web.form import Needed, Written, options
from portal.web.office import pickers
from portal.web.office.act import Act, ActForm, by_move, never

COMMON = [("1", "office.act.choice.common"), ("0", "office.act.choice.personal")]
UPHELD = [("1", "office.act.choice.upheld"), ("0", "office.act.choice.stands")]


class DecidedForm(ActForm):
    """What a representative decided, recorded by the liaison."""

    decided_by = SelectField("office.act.field.decided_by", [Needed()], description="office.act.hint.decided_by")

    def prepare(self, case: Case, by: Actor) -> None:
        """Offer those who may decide, the one who stands for the matter first."""
        self.decided_by.choices = pickers.deciders(case, by)


class AcceptForm(DecidedForm):
    """How the matter is sorted when it is taken on."""

    kind = RadioField("office.act.field.kind", [Needed()])
    category = SelectField("office.act.field.category", [Needed()])
    nature = RadioField("office.act.field.nature", [Needed()], choices=options(Nature, "common.nature"))
    common = RadioField("office.act.field.common", [Needed()], choices=COMMON)
    affects = SelectField("common.case.affects", choices=options(Affects, "common.affects", blank="common.case.unsaid"), default="")
    target = pickers.UnitField("office.act.field.target", [Written(60)], description="office.act.hint.target")
    minor = BooleanField("office.act.field.minor")
    urgent = BooleanField("office.register.urgent")
    danger = BooleanField("office.register.danger")
    points_to_nobody = BooleanField("office.act.field.points_to_nobody", description="office.act.hint.points_to_nobody")

    def prepare(self, case: Case, by: Actor) -> None:
        """Start from what the visitor chose; the tick is asked for only where the visitor is not named."""
        super().prepare(case, by)
        pickers.offer_sorting(self, case)
        self.target.offer(unit.all_active())
        if mode_of(case) is IdentityMode.NAMED:
            del self.points_to_nobody
        if case.danger:  # what stands is said above the form and taken back by an act of its own
            del self.danger
        if case.affects:  # it may be corrected, not unsaid
            self.affects.choices = options(Affects, "common.affects")
        if not self.is_submitted():
            self.nature.data, self.affects.data, self.urgent.data = case.nature, case.affects, case.urgent
            self.common.data = "" if case.common is None else str(int(case.common))

    def sorting(self) -> Sorting:
        """What was chosen."""
        tick = "points_to_nobody" in self and self.points_to_nobody.data
        return Sorting(int(self.kind.data), self.category.data, Nature(self.nature.data), common=self.common.data == "1",
                       affects=Affects(self.affects.data) if self.affects.data else None, urgent=self.urgent.data,
                       target_unit_id=self.target.unit.id if self.target.unit else None, minor=self.minor.data,
                       points_to_nobody=bool(tick), danger="danger" in self and self.danger.data)


class RefuseForm(DecidedForm):
    """Why it is outside, which body has it since when, and where to go, in words the visitor takes home."""

    reason = RadioField("office.act.field.exclusion", [Needed()], choices=options(Exclusion, "common.exclusion"))
    body = StringField("office.act.field.body", [Needed(), Written(100)], description="office.act.hint.body")
    since = DateField("office.act.field.since", [Needed()], description="office.act.hint.since")
    address = StringField("paper.notice.address", [Needed(), Written(where_to_go.MOST["address"])], description="office.act.hint.address")
    hours = StringField("paper.notice.hours", [Written(where_to_go.MOST["hours"])])
    phone = StringField("paper.notice.phone", [Written(where_to_go.MOST["phone"])])
    bring = StringField("paper.notice.bring", [Written(where_to_go.MOST["bring"])])
    time_limit = StringField("paper.notice.time_limit", [Written(where_to_go.MOST["time_limit"])])
    explanation = TextAreaField("office.act.field.explanation", [Needed(), Written(2000, 40)],
                                description="office.act.hint.explanation")
    plain = StringField("office.act.field.plain", [Written(plain_words.MOST)], description="office.act.hint.plain")

    def validate_since(self, field: DateField) -> None:
        """It is already there, so it began before now."""
        if field.data and field.data > clock.today():
            raise ValidationError(gate.say()("office.act.since_future"))


class ObjectionForm(ActForm):
    """What the visitor says against the refusal."""

    words = TextAreaField("office.act.field.objection", [Needed(), Written(WORDS_MOST, WORDS_LINES)],
                          description="office.act.hint.words")


class RulingForm(ActForm):
    """What the parent station decides, and why."""

    upheld = RadioField("office.act.field.ruling", [Needed()], choices=UPHELD)
    decision = TextAreaField("office.act.field.decision", [Needed(), Written(1000, 20)],
                             description="office.act.hint.decision")


class LongerForm(ActForm):
    """Why the decision needs longer; the visitor reads it."""

    reason = TextAreaField("office.act.field.extension_reason", [Needed(), Written(1000, 20)],
                           description="office.act.hint.extension_reason")


def _accept(case: Case, form: AcceptForm, by: Actor) -> None:
    acceptance.accept(case, form.sorting(), decided_by_id=pickers.whole(form.decided_by), by=by)


def _refuse(case: Case, form: RefuseForm, by: Actor) -> None:
    acceptance.refuse(case, reason=Exclusion(form.reason.data), body=form.body.data, since=form.since.data.isoformat(),
                      explanation=form.explanation.data, plain=form.plain.data, decided_by_id=pickers.whole(form.decided_by), by=by,
                      where={name: form[name].data or "" for name in where_to_go.MOST})


def _contest(case: Case, form: ObjectionForm, by: Actor) -> None:
    acceptance.contest(case, words=form.words.data, by=by)


def _rule(case: Case, form: RulingForm, by: Actor) -> None:
    acceptance.decide_contest(case, upheld=form.upheld.data == "1", decision=form.decision.data, by=by)


def _extend(case: Case, form: LongerForm, by: Actor) -> None:
    acceptance.extend(case, reason=form.reason.data, by=by)


def _extendable(case: Case, by: Actor) -> bool:
    running = deadline.running(case, "accept")
    fresh = running is not None and not running.extended_by and running.due_on >= clock.day_of(by.at)
    return fresh and acceptance.longest(case) > 0


def _moved(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    """The due day and the later one, where it may still move."""
    running = deadline.running(case, "accept") if _extendable(case, by) else None
    later = calendar.workdays().after(running.due_on, acceptance.longest(case)).due if running else None
    return {"running": running, "later": later}


def _objection(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    return {"refusal": acceptance.refusal_of(case), "contest": acceptance.open_contest(case)}


def _contested(case: Case, by: Actor) -> bool:
    return acceptance.open_contest(case) is not None and by.person_id not in acceptance.refusers(case)


ROWS = (
    by_move("acceptance", "T9", form=AcceptForm, do=_accept, ready=lambda case, by: bool(case.words.strip()),
            template="office/act/acceptance.html"),
    Act("acceptance_extension", "acceptance.extend", LongerForm, _extend, frozenset({State.REGISTERED}), ready=_extendable,
        leads=never, template="office/act/acceptance_extension.html", shows=_moved),
    by_move("refusal", "T7", form=RefuseForm, do=_refuse, leads=never),
    by_move("ruling", "T8", form=RulingForm, do=_rule, ready=_contested, template="office/act/ruling.html", shows=_objection),
    Act("objection", "case.contest", ObjectionForm, _contest, frozenset({State.NOT_ACCEPTED}), ready=lambda case, by: objection.can_be_made(case), leads=never),
)
