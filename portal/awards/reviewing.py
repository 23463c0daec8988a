"""Who is still to score what: the people whom cases of an open period wait for, so that they can be told once, and once more before its end (ZK-03)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.awards import deciding, period, scoring
from portal.awards.nomination import Nomination
from portal.awards.scoring import Score
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import actor, person
from portal.network.matrix import ACTS
from portal.network.person import Person

SOON = timedelta(days=7)  # before the last day of the period


def waited_for(at: datetime) -> dict[Person, list[Nomination]]:
    """Of the open period, everybody who may score a case and has not, with these cases in the order in which their visitors agreed."""
    now = period.current()
    rows = sorted(deciding.standing(now), key=lambda row: (row.consent_at or row.nominated_at, row.id)) if now is not None else []
    if not rows:
        return {}
    pairs = select(Score.nomination_id, Score.person_id).where(Score.nomination_id.in_([row.id for row in rows]))
    given = {(nomination_id, person_id) for nomination_id, person_id in db.session.execute(pairs)}
    day, found = clock.day_of(at), dict[Person, list[Nomination]]()
    for one in {each.id: each for role in ACTS["award.review"] for each in person.holding(role, day)}.values():
        by = actor.of_person(one, at)
        if mine := [row for row in rows if (row.id, one.id) not in given and scoring.may_score(row, by)]:
            found[one] = mine
    return found


def ends_soon(at: datetime) -> bool:
    """Whether the days of the open period end within a week, or are over."""
    now = period.current()
    return now is not None and clock.day_of(at) >= now.last - SOON
