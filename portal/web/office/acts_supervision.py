"""Supervision by people: the visitor asked again, C reminder, B yellow and A red drawn up, countersigned, withdrawn (HB-60 … 66, X-02)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.cases import deadline, dissatisfaction, issuing, ladder, reminder, slip
from portal.cases.case import OPEN, WITH_UNIT, Case, State
from portal.cases.delivery import Way
from portal.cases.dissatisfaction import SAID_MOST
from portal.cases.issuing import Missing
from portal.cases.reminder import RemindBy
from portal.cases.slip import COLOUR, Level, Slip, Standing
from portal.foundation import clock
from portal.network import calendar
from portal.network.actor import Actor
from portal.web import gate
from portal.web.form import Needed, Written, options
from portal.web.office import pickers
from portal.web.office.act import Act, ActForm, never
from portal.web.office.supervision import steps_of

ASKED_BY = [(way.value, "common.way." + way.value) for way in (Way.PHONE, Way.IN_PERSON)]
EVERY = frozenset(State) - {State.DRAFT, State.VOID}
SIGNED = [("1", "office.act.choice.signed"), ("0", "office.act.choice.not_signed")]


class AskedForm(ActForm):
    """The visitor asked how far it is, by telephone or at the desk."""

    asked_by = RadioField("office.act.field.asked_by", [Needed()], choices=ASKED_BY)
    words = TextAreaField("office.act.field.asked_words", [Written(SAID_MOST, 10)], description="office.act.hint.asked_words")
    very = BooleanField("office.act.field.very")


class PressedForm(ActForm):
    """The liaison's note that the visitor pressed for it."""

    asked_by = RadioField("office.act.field.asked_by", [Needed()], choices=ASKED_BY)
    note = TextAreaField("office.act.field.pressed", [Needed(), Written(SAID_MOST, 10)], description="office.act.hint.pressed")


class ReminderForm(ActForm):
    """What was done, with whom one spoke, what was promised by when; the liaison says on whose word."""

    remind_by = RadioField("office.act.field.remind_by", [Needed()], choices=options(RemindBy, "common.remind_by"))
    spoke_to = StringField("office.act.field.spoke_to", [Written(60)], description="office.act.hint.spoke_to")
    said = TextAreaField("office.act.field.said", [Needed(), Written(1000, 20)])
    promised = StringField("office.act.field.promised", [Written(200)])
    promised_on = DateField("office.act.field.promised_on", [Optional()])
    happened = pickers.MomentField("office.act.field.happened", description="office.act.hint.happened")
    instructed_by = SelectField("office.act.field.instructed_by", [Needed()], description="office.act.hint.instructed_by")

    def prepare(self, case: Case, by: Actor) -> None:
        """A representative gives their own; whoever stands for the case comes first."""
        self.instructed_by.choices = pickers.deciders(case, by)
        if reminder.is_own(case, by):
            del self.instructed_by


class SlipForm(ActForm):
    """What the unit is asked to do, and for each fact that is missing a reason of its own."""

    demand = TextAreaField("office.act.field.demand", [Needed(), Written(1000, 20)], description="office.act.hint.demand")
    yellow = TextAreaField("office.act.field.reason_yellow", [Needed(), Written(500, 10)], description="office.act.hint.slip_reason")
    long = TextAreaField("office.act.field.reason_long", [Needed(), Written(500, 10)], description="office.act.hint.slip_reason")
    some = TextAreaField("office.act.field.reason_some", [Needed(), Written(500, 10)], description="office.act.hint.slip_reason")
    serious = TextAreaField("office.act.field.reason_serious", [Needed(), Written(500, 10)], description="office.act.hint.slip_reason")
    level = Level.B

    def prepare(self, case: Case, by: Actor) -> None:
        """Only reasons that are wanted are asked for."""
        wanted = issuing.footing(case, self.level, by).missing if case.state in WITH_UNIT else []
        for name in set(Missing) - set(wanted):
            delattr(self, name.value)

    @property
    def reasons(self) -> dict[str, str]:
        """The reasons given, by what is missing."""
        return {name.value: self[name.value].data for name in Missing if name.value in self}


class RedForm(SlipForm):
    """The same for a red one."""

    level = Level.A


class SigningForm(ActForm):
    """It goes out or it does not; if not, why."""

    signed = RadioField("office.act.field.signed", [Needed()], choices=SIGNED)
    reason = TextAreaField("office.act.field.not_signed_reason", [Written(500, 10)], description="office.act.hint.not_signed_reason")


class WithdrawSlipForm(ActForm):
    """Which one, and why; number and reason stay visible."""

    slip = RadioField("office.act.field.which_slip", [Needed()])
    reason = TextAreaField("office.act.field.withdraw_slip_reason", [Needed(), Written(500, 10)],
                           description="office.act.hint.withdraw_slip_reason")

    def prepare(self, case: Case, by: Actor) -> None:
        """Those that wait or are out; with one there is nothing to choose."""
        say = gate.say()
        self.slip.choices = [(str(row.id), row.number or say("office.ladder.waiting_" + row.colour)) for row in _withdrawable(case)]
        if len(self.slip.choices) == 1 and not self.is_submitted():
            self.slip.data = self.slip.choices[0][0]


def _ask(case: Case, form: AskedForm, by: Actor) -> None:
    dissatisfaction.ask_again(case, words=form.words.data, very=form.very.data, way=Way(form.asked_by.data), by=by)


def _press(case: Case, form: PressedForm, by: Actor) -> None:
    dissatisfaction.note_pressed(case, note=form.note.data, way=Way(form.asked_by.data), by=by)


def _remind(case: Case, form: ReminderForm, by: Actor) -> None:
    whose = pickers.whole(form.instructed_by) if "instructed_by" in form else None
    reminder.remind(case, way=RemindBy(form.remind_by.data), spoke_to=form.spoke_to.data, said=form.said.data, by=by,
                    promised=form.promised.data, promised_on=form.promised_on.data, happened_at=form.happened.at, instructed_by_id=whose)


def _draw_up(case: Case, form: SlipForm, by: Actor) -> None:
    issuing.draw_up(case, form.level, demand=form.demand.data, reasons=form.reasons, by=by)


def _sign(level: Level, case: Case, form: SigningForm, by: Actor) -> None:
    row = waiting(case, level)
    assert row is not None
    if form.signed.data == "1":
        issuing.countersign(case, row, by=by)
    else:
        issuing.decline(case, row, reason=form.reason.data, by=by)


def _withdraw(case: Case, form: WithdrawSlipForm, by: Actor) -> None:
    row = next(row for row in _withdrawable(case) if str(row.id) == form.slip.data)
    slip.withdraw(case, row, reason=form.reason.data, by=by)


def waiting(case: Case, level: Level) -> Slip | None:
    """The slip of a level that waits for its second signature."""
    return next((row for row in slip.of_case(case) if row.level is level and row.standing is Standing.WAITING), None)


def _withdrawable(case: Case) -> list[Slip]:
    return [row for row in slip.of_case(case) if row.standing in (Standing.WAITING, Standing.OUT) and row.answered_at is None]


def _rests(level: Level, case: Case, form: Any, by: Actor) -> dict[str, Any]:
    """The evidence as it will be stored, and the day the slip would set if it went out today."""
    limit = deadline.limit_of(case.policy, COLOUR[level])
    due = deadline.counted(calendar.workdays(), clock.day_of(by.at), limit.limit, limit.working)
    return {"level_of": level, "rests": issuing.footing(case, level, by), "new_due": due.due, "new_days": limit.limit, "nobody": _nobody(level, case, by),
            "reminders": reminder.of_case(case), "suggested": level in {each.level for each in ladder.suggestions(case, by)}}


def _nobody(level: Level, case: Case, by: Actor) -> str:
    """The words for that nobody could countersign what this person draws up, or nobody but they, who do not."""
    able = issuing.signers(level, case.station_id, clock.day_of(by.at))
    if able - {by.person_id}:
        return ""
    return "office.ladder.only_you" if able else "office.ladder.nobody_signs" if level is Level.A else "office.ladder.nobody_signs_yellow"


def _possible(level: Level, case: Case, by: Actor) -> bool:
    """Not while one waits or runs; a yellow one needs lateness, a red one a yellow one before it or a matter that cannot wait."""
    rests, today = issuing.footing(case, level, by), clock.day_of(by.at)
    last = next(iter(slip.on(rests.to, level, waiting=True)[::-1]), None)
    free = last is None or (last.standing is Standing.OUT and (last.answered_at is not None or last.is_late(today)))
    ground = issuing.overdue(case, by) is not None if level is Level.B else Missing.YELLOW not in rests.missing or issuing.cannot_wait(case)
    return free and ground


def _drawing(noun: str, level: Level, form: type[SlipForm]) -> Act:
    return Act(noun, "slip." + COLOUR[level], form, _draw_up, WITH_UNIT, ready=partial(_possible, level), leads=never,
               template="office/act/slip.html", shows=partial(_rests, level))


def _signing(noun: str, level: Level) -> Act:
    ready: Callable[[Case, Actor], bool] = lambda case, by: (  # noqa: E731
        (row := waiting(case, level)) is not None and row.drawn_up_by_id != by.person_id and issuing.has_ground(case, row, clock.day_of(by.at)))
    return Act(noun, "slip.send_" + COLOUR[level], SigningForm, partial(_sign, level), WITH_UNIT, ready=ready,
               template="office/act/signing.html", shows=lambda case, form, by: {"slip": waiting(case, level), "ladder": steps_of(case, by)})


ROWS = (
    _signing("yellow_signing", Level.B), _signing("red_signing", Level.A),
    Act("reminder", "reminder.give", ReminderForm, _remind, EVERY, ready=lambda case, by: reminder.is_possible(case), leads=never),
    _drawing("yellow_slip", Level.B, SlipForm), _drawing("red_slip", Level.A, RedForm),
    Act("slip_withdrawal", "slip.withdraw", WithdrawSlipForm, _withdraw, OPEN, ready=lambda case, by: bool(_withdrawable(case)), leads=never),
    Act("asking_again", "case.ask_again", AskedForm, _ask, OPEN, leads=never),
    Act("pressing", "case.pressed", PressedForm, _press, OPEN, leads=never),
)
