"""The unit's clock is stopped for a reason and runs on (practice.md §3.3); the visitor reads both."""

from datetime import date
from typing import Any

from wtforms import IntegerField, RadioField, TextAreaField

from portal.cases import policy, standstill
from portal.cases.case import Case
from portal.cases.pause import DECIDED, PauseReason
from portal.foundation import clock
from portal.network import calendar
from portal.network.actor import Actor
from portal.web import gate
from portal.web.form import Needed, Written
from portal.web.office.act import Act, ActForm, never


class PauseForm(ActForm):
    """Why, for how many working days at most, and a sentence the visitor reads."""

    reason = RadioField("office.act.field.pause_reason", [Needed()])
    days = IntegerField("office.act.field.pause_days", [Needed()], description="office.act.hint.pause_days")
    note = TextAreaField("office.act.field.pause_note", [Needed(), Written(500, 10)], description="office.act.hint.pause_note")

    def prepare(self, case: Case, by: Actor) -> None:
        """The reasons that are left, each with its limit."""
        say, left = gate.say(), standstill.may_hold(case, by) or list(DECIDED)
        self.reason.choices = [(reason.value, say("office.act.choice.pause", reason=say("common.pause." + reason.value),
                                                  n=policy.limit_of(case.policy, f"pause_{reason}").limit)) for reason in left]


class RunOnForm(ActForm):
    """What came, so that the clock runs on."""

    note = TextAreaField("office.act.field.run_on_note", [Needed(), Written(500, 10)], description="office.act.hint.pause_note")


def _hold(case: Case, form: PauseForm, by: Actor) -> None:
    standstill.hold(case, reason=PauseReason(form.reason.data), days=form.days.data, note=form.note.data, by=by)


def _run_on(case: Case, form: RunOnForm, by: Actor) -> None:
    standstill.run_on(case, note=form.note.data, by=by)


def _longest(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    """Until when each reason could hold the clock from today."""
    today: date = clock.day_of(by.at)
    limits = {reason: policy.limit_of(case.policy, f"pause_{reason}").limit for reason in DECIDED}
    return {"latest": {reason.value: calendar.workdays().after(today, days).due for reason, days in limits.items()}}


ROWS = (
    Act("pause", "clock.pause", PauseForm, _hold, standstill.STATES, leads=never, template="office/act/pause.html", shows=_longest,
        ready=lambda case, by: bool(standstill.may_hold(case, by))),
    Act("run_on", "clock.resume", RunOnForm, _run_on, standstill.STATES, leads=never, ready=lambda case, by: standstill.is_held(case)),
)
