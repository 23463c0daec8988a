"""What a case was good for, filled in by the system from its record and typed by nobody (X-21, ZK-03): each criterion has its facts."""

from typing import Any

from sqlalchemy import func, select

from portal.cases import trace
from portal.cases.follow_up import Finding, FollowUp
from portal.cases.publication import Publication
from portal.cases.support import Support
from portal.foundation.database import db

LOOKED_AT = 500  # newest results of the field among which alike ones are counted, however many there are


def of(row: Publication) -> dict[str, Any]:
    """The facts of one published result, as JSON holds them: how many of its kind there are, how it was handled, what its visitor said,
    and whom it reached. Who read it is counted nowhere, so nothing is said of that."""
    alike, of = _alike(row)
    pressed = trace.read(row.supervision)
    return {
        "alike": alike, "of": of, "common": row.common,
        "days": row.days, "late": row.late, "due": row.steps.get("due", ""), "replied": row.steps.get("replied", ""), "rounds": row.rounds,
        "reminders": pressed.reminders, "slips": len(pressed.slips),
        "result": row.rating.get("result", ""), "solved": row.rating.get("solved", ""), "understood": row.rating.get("understood"),
        "earlier": len(row.rating.get("earlier", [])),
        "heads": row.heads, "affects": row.affects.value if row.affects else "", **_visits(row), "supporting": _supporting(row)}


def _alike(row: Publication) -> tuple[int, int]:
    """How many other results are of this kind, among the newest of the field."""
    newest = (select(Publication.case_id, Publication.category).where(Publication.category_top == row.category_top, Publication.is_current.is_(True))
              .order_by(Publication.id.desc()).limit(LOOKED_AT).subquery())
    others = select(func.count()).select_from(newest).where(newest.c.case_id != row.case_id)
    return int(db.session.scalar(others.where(newest.c.category == row.category)) or 0), int(db.session.scalar(others) or 0)


def _visits(row: Publication) -> dict[str, Any]:
    """What came of it afterwards: how often somebody asked or looked, and what was found last."""
    found = list(db.session.execute(select(FollowUp.finding, FollowUp.solved).where(FollowUp.case_id == row.case_id).order_by(FollowUp.id)))
    told = [one for one in found if one.finding is not Finding.UNREACHED]
    return {"visits": len(found), "found": told[-1].finding.value if told else "", "found_solved": (told[-1].solved or "") if told else ""}


def _supporting(row: Publication) -> int:
    """How many units worked on it beside the first one."""
    return int(db.session.scalar(select(func.count(Support.unit_id.distinct())).where(Support.case_id == row.case_id)) or 0)
