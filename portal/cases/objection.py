"""Whether an objection to a refusal may still be made (T8): every door offers it by the same rule that acceptance.contest checks."""

from portal.cases import acceptance
from portal.cases.case import Case, State
from portal.foundation import clock


def can_be_made(case: Case) -> bool:
    """Whether the visitor may say now: you should have taken it on. Within the policy's days, once at a time."""
    refusal = acceptance.refusal_of(case) if case.state is State.NOT_ACCEPTED else None
    if refusal is None or acceptance.open_contest(case) is not None:
        return False
    return (clock.today() - clock.day_of(refusal.at)).days <= acceptance.contest_days(case)
