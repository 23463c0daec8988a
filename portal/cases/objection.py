"""Whether an objection to a refusal may still be made (T8): every door offers it by the rule of the verb itself."""

from portal.cases import acceptance
from portal.cases.case import Case
from portal.foundation import clock


def can_be_made(case: Case) -> bool:
    """Whether the visitor may say now: you should have taken it on. Within the policy's days, once at a time."""
    return acceptance.no_contest(case, clock.today()) is None
