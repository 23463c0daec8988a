"""Nominations as the office reads them: those of one's own stations, and of others those that may be scored; a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.awards import deciding, scoring
from portal.awards.award import Award
from portal.awards.nomination import Consent, Nomination
from portal.awards.period import Period
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.network import access, reach
from portal.network.actor import Actor

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """One nomination: by how many it was scored, whether the reader did, and what became of it when its period was closed."""

    row: Nomination
    scored: int
    own: bool
    may: bool
    award: Award | None


def lines(of: Period, by: Actor, after: int = 0) -> tuple[list[Line], int]:
    """The nominations of a period that this person may read, the oldest first, from the id `after` on; and where to go on (0: no more)."""
    query = select(Nomination).where(Nomination.period_id == of.id, Nomination.id > after, Nomination.case_id.not_in(by.kept_from)).order_by(Nomination.id).limit(PER_PAGE + 1)
    own = reach.stations(by, "award.see")
    if own is not None:
        query = query.where(or_(Nomination.station_id.in_(own), Nomination.consent == Consent.AGREED))
    rows = list(db.session.scalars(query.options(joinedload(Nomination.case))))
    return _lines(rows[:PER_PAGE], by), rows[PER_PAGE - 1].id if len(rows) > PER_PAGE else 0


def one(nomination_id: int, by: Actor) -> Line:
    """A nomination that this person may read, never one of a matter they are kept from (X-04); raises Missing."""
    row, own = db.session.get(Nomination, nomination_id), reach.stations(by, "award.see")
    if row is None or row.case_id in by.kept_from or not access.can(by, "award.see") or not (own is None or row.station_id in own or row.consent is Consent.AGREED):
        raise Missing
    return _lines([row], by)[0]


def _lines(rows: Sequence[Nomination], by: Actor) -> list[Line]:
    ids = [row.id for row in rows]
    counted = scoring.counted(ids)
    mine = set(db.session.scalars(select(scoring.Score.nomination_id).where(scoring.Score.person_id == by.person_id, scoring.Score.nomination_id.in_(ids))))
    given = {row.nomination_id: row for row in db.session.scalars(select(Award).where(Award.nomination_id.in_(ids)))}
    return [Line(row, counted.get(row.id, 0), row.id in mine, scoring.may_score(row, by), given.get(row.id)) for row in rows]


@dataclass(frozen=True)
class Standing:
    """Where a period is: how many nominations count, and how many of them enough people have scored."""

    counting: int
    ready: int


def standing(of: Period) -> Standing:
    """As it is now; the marks themselves nobody reads before it is closed."""
    rows = deciding.standing(of)
    counted = scoring.counted([row.id for row in rows])
    return Standing(len(rows), sum(counted.get(row.id, 0) >= of.fewest for row in rows))
