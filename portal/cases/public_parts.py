"""What the public reads of a case, part by part, as stored: its replies, the visitor's word, the dates of its stages (SD-40–42)."""

from typing import Any

from portal.cases import deadline, delivery, rating, reception_rating, referral, reply, timeline
from portal.cases.case import Case, Outcome
from portal.foundation import clock


def replies(case: Case) -> list[dict[str, Any]]:
    """Every reply as stored, or what was answered on the spot (see Publication)."""
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


def said(case: Case) -> dict[str, Any]:
    """The visitor's word on the newest answer; words of their own only where they agreed."""
    rows = rating.of_case(case)
    if not rows:
        return {}
    last = rows[-1]
    review, alone = rating.review_of(case), reception_rating.of_case(case)
    shown = {"result": last.result.value, "solved": last.solved.value, "understood": last.understood,
             "reception": last.reception or (alone.reception if alone else None), "upheld": review.upheld if review else None,
             "earlier": [row.result.value for row in rows[:-1]]}
    if last.words and last.publish_words and not _taken_back(case, last):
        shown["words"] = last.words
    return shown


def _taken_back(case: Case, given: rating.Rating) -> bool:
    """Whether the visitor's last change of this permission since they gave the words took it back (practice.md §6.1)."""
    changes = [event.facts["publish_rating"][1] for event in timeline.story(case)
               if event.act == "consent.change" and event.entered_at >= given.at and "publish_rating" in event.facts]
    return changes[-1:] == [False]


def steps(case: Case, slips: list[referral.Referral], clocks: list[deadline.Deadline], given: list[dict[str, Any]]) -> dict[str, str]:
    """Dates of the stages, ISO: the board shows the way as well as the result (SD-40)."""
    days = {"registered": clock.day_of(case.registered_at)}
    if slips:
        days["referred"] = clock.day_of(slips[0].sent_at)
        if slips[-1].acknowledged_at is not None:
            days["received"] = clock.day_of(slips[-1].acknowledged_at)
    if clocks:
        days["due"] = clocks[-1].original_due_on
        days["due_extended"] = clocks[-1].due_on
    shown = {name: day.isoformat() for name, day in days.items()}
    if given:
        shown["replied"] = given[-1]["on"]
    told = delivery.delivery_of(case)
    if told is not None:
        shown["told"] = clock.day_of(told.happened_at).isoformat()
    if case.closed_at is not None:
        shown["closed"] = clock.day_of(case.closed_at).isoformat()
    return shown


def is_late(clocks: list[deadline.Deadline]) -> bool:
    """Whether one of these clocks ended after the day first set."""
    return any(row.ended_at is not None and clock.day_of(row.ended_at) > row.original_due_on for row in clocks)
