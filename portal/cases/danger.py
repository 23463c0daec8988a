"""Danger to life: marked by whoever first hears of it, taken back only with a reason (practice.md §2.1, §3.2)."""

from portal.cases import lifecycle
from portal.cases.case import Case
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network.actor import Actor


def mark(case: Case, *, reason: str, by: Actor) -> None:
    """Mark an open case: from this hour on the unit is called within those of the policy, which the desk shows, and the reply clock offered is that of danger."""
    _set(case, True, reason, by)


def take_back(case: Case, *, reason: str, by: Actor) -> None:
    """The danger is over, or there was none: the mark goes, that it stood stays in the story."""
    _set(case, False, reason, by)


def heard(case: Case, told: bool, by: Actor) -> dict[str, object]:
    """Mark a case by a tick of another act, and the fact which that act's event records; a tick left empty takes nothing back."""
    if not told or case.danger:
        return {}
    case.danger, case.danger_at = True, by.at
    return {"danger": True}


def _set(case: Case, stands: bool, reason: str, by: Actor) -> None:
    if not case.is_open:
        raise Refused("case_over")
    if case.danger is stands:
        raise Refused("danger_known")
    lifecycle.also(case, "danger.mark", by=by, text=needed(reason, 200, key="reason_needed"), facts={"danger": stands})
    case.danger, case.danger_at = stands, by.at if stands else None
