"""To the unit and back: referred, acknowledged, not ours, more time (T11–T15, HB-50, SD-32)."""

from datetime import date
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, TextAreaField

from portal.cases import deadline, forwarding, policy, referral, target
from portal.cases.case import Case, State
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.network import calendar
from portal.network.actor import Actor
from portal.network.role import Role
from portal.web import gate
from portal.web.form import Needed, Written
from portal.web.office import pickers
from portal.web.office.act import Act, ActForm, NoForm, by_move, never

GRANTED = [("1", "office.act.choice.granted"), ("0", "office.act.choice.not_granted")]
STAYS = [("1", "office.act.choice.stays"), ("0", "office.act.choice.goes")]


class ReferForm(ActForm):
    """To whom, how long they have, and what the representative says to it."""

    unit = pickers.UnitField("office.act.field.unit", [Needed(), Written(60)], description="office.act.hint.unit")
    clock = RadioField("office.act.field.clock", [Needed()])
    opinion = TextAreaField("office.act.field.opinion", [Needed(), Written(1000, 20)],
                            description="office.act.hint.opinion")
    opinion_by = SelectField("office.act.field.opinion_by", [Needed()])

    def prepare(self, case: Case, by: Actor) -> None:
        """Only units that may have it; the clocks with the day they would end on."""
        say = gate.say()
        self.unit.offer(target.units_for(case))
        self.clock.choices = [(name, say("common.clock." + name)) for name in deadline.REPLY_CLOCKS]
        self.opinion_by.choices = pickers.deciders(case, by)
        if not self.is_submitted():
            self.clock.data = "reply_danger" if case.danger else "reply_ordinary"
            self._start_from(forwarding.proposed(case))

    def _start_from(self, event: Event | None) -> None:
        """What the station proposed to the office (SD-26)."""
        if event is not None:
            self.unit.data = next((row.name for row in self.unit.among if row.id == event.facts["proposed_unit"]), "")
            self.clock.data, self.opinion.data, self.opinion_by.data = event.facts["clock"], event.text, str(event.facts["opinion_by"])


class ReturnForm(ActForm):
    """Why it is not ours, and whose it is."""

    reason = TextAreaField("office.act.field.return_reason", [Needed(), Written(1000, 20)],
                           description="office.act.hint.return_reason")
    proposed = pickers.UnitField("office.act.field.proposed", [Written(60)], description="office.act.hint.unit")

    def prepare(self, case: Case, by: Actor) -> None:
        """Any unit that may have it but the one that has it."""
        self.proposed.offer(row for row in target.units_for(case) if row.id != case.unit_id)


class ReturnDecisionForm(ActForm):
    """Stay, or go to another unit; both bind."""

    stays = RadioField("office.act.field.stays", [Needed()], choices=STAYS)
    unit = pickers.UnitField("office.act.field.other_unit", [Written(60)], description="office.act.hint.other_unit")
    decision = TextAreaField("office.act.field.decision", [Needed(), Written(1000, 20)],
                             description="office.act.hint.decision")

    def prepare(self, case: Case, by: Actor) -> None:
        """The proposed unit stands in the field; who may give it to no other unit is asked for none (SD-26)."""
        if not forwarding.may_refer(case, by):
            self.stays.choices, self.stays.description = self.stays.choices[:1], gate.say()("office.act.hint.office_gives")
            del self.unit
            return
        self.unit.offer(row for row in target.units_for(case) if row.id != case.unit_id)
        request = referral.open_return(case)
        if request is not None and not self.is_submitted():
            self.unit.data = next((row.name for row in self.unit.among if row.id == request.proposed_unit_id), "")

    def validate(self, extra_validators: Any = None) -> bool:
        """To go elsewhere it needs a unit to go to."""
        good = super().validate(extra_validators)
        if self.stays.data == "0" and self.unit and self.unit.unit is None and not self.unit.errors:
            self.unit.errors = [gate.say()("refusal.field_needed")]
            return False
        return good


class ExtensionForm(ActForm):
    """How many working days more, and why."""

    days = IntegerField("office.act.field.days", [Needed()], description="office.act.hint.days")
    reason = TextAreaField("office.act.field.extension_reason", [Needed(), Written(1000, 20)],
                           description="office.act.hint.extension_reason")


class ExtensionDecisionForm(ActForm):
    """Granted or not; the visitor is told either way."""

    granted = RadioField("office.act.field.granted", [Needed()], choices=GRANTED)
    decision = TextAreaField("office.act.field.decision", [Needed(), Written(1000, 20)],
                             description="office.act.hint.decision")


def _refer(case: Case, form: ReferForm, by: Actor) -> None:
    referral.refer(case, to=form.unit.unit, clock_name=form.clock.data, opinion=form.opinion.data,
                   opinion_by_id=pickers.whole(form.opinion_by), by=by)


def _forward(case: Case, form: ReferForm, by: Actor) -> None:
    forwarding.forward(case, to=form.unit.unit, clock_name=form.clock.data, opinion=form.opinion.data,
                       opinion_by_id=pickers.whole(form.opinion_by), by=by)


def _acknowledge(case: Case, form: NoForm, by: Actor) -> None:
    referral.acknowledge(case, by=by)


def _ask_return(case: Case, form: ReturnForm, by: Actor) -> None:
    proposed = form.proposed.unit
    referral.ask_return(case, reason=form.reason.data, proposed_unit_id=proposed.id if proposed else None, by=by)


def _decide_return(case: Case, form: ReturnDecisionForm, by: Actor) -> None:
    referral.decide_return(case, to=None if form.stays.data == "1" else form.unit.unit, decision=form.decision.data, by=by)


def _ask_extension(case: Case, form: ExtensionForm, by: Actor) -> None:
    referral.ask_extension(case, days=form.days.data, reason=form.reason.data, by=by)


def _decide_extension(case: Case, form: ExtensionDecisionForm, by: Actor) -> None:
    referral.decide_extension(case, granted=form.granted.data == "1", decision=form.decision.data, by=by)


def due_days(case: Case, today: date) -> dict[str, str]:
    """For each clock of a reply the sentence that says on which day it would end."""
    say, days = gate.say(), calendar.workdays()
    limits = {name: policy.limit_of(case.policy, name) for name in deadline.REPLY_CLOCKS}
    ends = {name: deadline.counted(days, today, row.limit, row.working) for name, row in limits.items()}
    keys = {True: "office.act.due_provisional", False: "office.act.due"}
    return {name: say(keys[end.provisional], date=say.date(end.due), n=limits[name].limit) for name, end in ends.items()}


def _clocks(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    return {"notes": due_days(case, clock.day_of(by.at)), "units": form.unit.among}


def _returnable(case: Case, by: Actor) -> bool:
    limit = deadline.running(case, "return")
    return limit is not None and limit.due_on >= clock.day_of(by.at) and not referral.current(case).final


def most_days(case: Case) -> int:
    """How many working days an extension may have now; 0: none."""
    running = deadline.running(case, *deadline.REPLY_CLOCKS)
    return policy.limit_of(case.policy, running.clock).extension if running else 0


def _extendable(case: Case, by: Actor) -> bool:
    running = deadline.running(case, *deadline.REPLY_CLOCKS)
    fresh = running is not None and not running.extended_by and running.due_on >= clock.day_of(by.at)
    return fresh and most_days(case) > 0 and referral.open_extension(case) is None


def _waits(case: Case, by: Actor) -> bool:
    return referral.open_extension(case) is not None


ROWS = (
    by_move("referral", "T11", form=ReferForm, do=_refer, template="office/act/referral.html", shows=_clocks, ready=forwarding.may_refer),
    Act("forwarding", "referral.forward", ReferForm, _forward, frozenset({State.ACCEPTED}), template="office/act/referral.html", shows=_clocks,
        ready=lambda case, by: forwarding.goes_through_office() and not case.danger and case.forwarded_at is None and not by.has(Role.OFFICE)),
    by_move("acknowledgement", "T12", form=NoForm, do=_acknowledge, template="office/act/acknowledgement.html",
            shows=lambda case, form, by: {"slip": referral.current(case)}),
    by_move("return_request", "T13", form=ReturnForm, do=_ask_return, ready=_returnable, leads=never,
            template="office/act/return.html", shows=lambda case, form, by: {"units": form.proposed.among}),
    by_move("return_decision", "T14", form=ReturnDecisionForm, do=_decide_return, template="office/act/return.html",
            shows=lambda case, form, by: {"units": form.unit.among if form.unit else (), "request_row": referral.open_return(case)}),
    by_move("extension_decision", "T15", form=ExtensionDecisionForm, do=_decide_extension, ready=_waits,
            template="office/act/extension.html", shows=lambda case, form, by: {"asked": referral.open_extension(case)}),
    Act("extension_request", "extension.ask", ExtensionForm, _ask_extension, frozenset({State.HANDLING, State.REHANDLE}),
        ready=_extendable, leads=never, template="office/act/extension.html",
        shows=lambda case, form, by: {"most": most_days(case)}),
)
