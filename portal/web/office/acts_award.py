"""Excellent cases on the file of a case: nominated, its visitor's word written down, taken back (ZK-02)."""

from typing import Any

from wtforms import DateField, RadioField, TextAreaField

from portal.awards import agreeing, award, evidence, nomination
from portal.awards.nomination import WHY_LINES, WHY_MOST, Way
from portal.cases import publication
from portal.cases.case import Case, PublicState, State
from portal.foundation import clock
from portal.network.actor import Actor
from portal.web.form import Needed, Written, options
from portal.web.office.act import Act, ActForm, never

STANDS = frozenset(State) - {State.DRAFT, State.VOID, State.MERGED, State.WITHDRAWN}


class NominationForm(ActForm):
    """Why; all else is in the record."""

    why = TextAreaField("office.act.field.award_why", [Needed("refusal.award_why"), Written(WHY_MOST, WHY_LINES)], description="office.act.hint.award_why")


class AnswerForm(ActForm):
    """What the visitor said of it, how and on which day."""

    agreed = RadioField("office.act.field.award_agreed", [Needed()], choices=[("1", "office.case.award_yes"), ("0", "office.case.award_no")])
    way = RadioField("office.act.field.award_way", [Needed()], choices=options(Way, "common.consent_way", without={Way.CODE}))
    on = DateField("office.act.field.award_on", [Needed()], default=clock.today)


class ReasonForm(ActForm):
    """Why; it stays inside."""

    reason = TextAreaField("office.act.field.reason", [Needed(), Written(500, 10)])


def _nominate(case: Case, form: NominationForm, by: Actor) -> None:
    nomination.nominate(case, why=form.why.data or "", by=by)


def _answer(case: Case, form: AnswerForm, by: Actor) -> None:
    agreeing.say(case, agreed=form.agreed.data == "1", way=Way(form.way.data), on=form.on.data, by=by)


def _take_back(case: Case, form: ReasonForm, by: Actor) -> None:
    nomination.withdraw(case, reason=form.reason.data or "", by=by)


def _end(case: Case, form: ReasonForm, by: Actor) -> None:
    agreeing.end(case, reason=form.reason.data or "", by=by)


def _record(case: Case, form: Any, by: Actor) -> dict[str, Any]:
    """What the system fills in, and the words that were written."""
    row, asked = publication.current_of(case), agreeing.asked(case)
    return {"record": evidence.of(row) if row is not None else None, "asked": asked}


def _may_nominate(case: Case, by: Actor) -> bool:
    return case.public_state is PublicState.PUBLISHED and nomination.is_possible(case)


def _is_asked(case: Case, by: Actor) -> bool:
    return case.public_state is not PublicState.NONE and agreeing.asked(case) is not None


def _runs(case: Case, by: Actor) -> bool:
    row = nomination.running(case) if case.public_state is not PublicState.NONE else None
    return row is not None and row.withdrawn_at is None


def _was_given(case: Case, by: Actor) -> bool:
    given = award.of_case(case) if case.public_state is not PublicState.NONE else None
    return given is not None and given.ended_at is None


_PAGE = "office/act/nomination.html"
ROWS = (
    Act("nomination", "award.nominate", NominationForm, _nominate, nomination.OVER, ready=_may_nominate, leads=never, template=_PAGE, shows=_record),
    Act("nomination_word", "award.consent", AnswerForm, _answer, STANDS, ready=_is_asked, leads=never, template=_PAGE, shows=_record),
    Act("nomination_withdrawal", "award.withdraw", ReasonForm, _take_back, STANDS, ready=_runs, leads=never),
    Act("award_end", "award.end", ReasonForm, _end, STANDS, ready=_was_given, leads=never),
)
