"""What was answered in a case, as a published result tells it: every reply to the byte, with its days (SD-40, SD-42)."""

from typing import Any

from portal.cases import reply, timeline
from portal.cases.case import Case, Outcome
from portal.foundation import clock


def told(case: Case) -> list[dict[str, Any]]:
    """The replies of the unit in their order, also those that were sent back; without one, what was answered on the spot. The keys are
    those of `Publication.replies`, the texts as stored."""
    reviews = reply.reviews_of(case)
    rows = [{"seq": row.seq, "round": row.round, "unit": row.unit.name, "text": row.text, "sha256": row.sha256,
             "document": row.document, "on": clock.day_of(row.at).isoformat(), **_paper(row), **_planned(row), "claim": row.claim.value,
             "passed": row.referral_id is None or (row.id in reviews and reviews[row.id].passed)} for row in reply.of_case(case)]
    return rows or _answer_on_the_spot(case)


def _paper(row: reply.Reply) -> dict[str, str]:
    """The day a unit without accounts handed it in on paper."""
    return {"paper": clock.day_of(row.paper_at).isoformat()} if row.paper_at else {}


def _planned(row: reply.Reply) -> dict[str, str]:
    """The day by which the unit promises to be done, where it says "planned" (practice.md §12.1)."""
    return {"planned": row.planned_on.isoformat()} if row.claim is Outcome.PLANNED and row.planned_on else {}


def _answer_on_the_spot(case: Case) -> list[dict[str, Any]]:
    for event in timeline.story(case):
        if event.act == "case.answer":
            return [{"seq": 1, "round": 1, "unit": event.facts["answered_by"], "text": event.text,
                     "sha256": reply.fingerprint(event.text), "document": "", "on": clock.day_of(event.happened_at).isoformat(),
                     "claim": Outcome.ANSWERED.value, "passed": True}]
    return []
