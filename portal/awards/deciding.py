"""The office closes a period: the result is computed, ties share their place and are all awarded, and every case learns of it (ZK-02, ZK-03)."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.awards import evidence, nomination, period, scoring
from portal.awards.award import Award
from portal.awards.nomination import Nomination
from portal.awards.period import Period
from portal.cases import lifecycle, publication
from portal.cases.case import Case
from portal.cases.publication import Publication
from portal.foundation.database import db
from portal.foundation.refusal import Moved
from portal.network import access
from portal.network.actor import Actor

THOUSAND = 1000


@dataclass(frozen=True)
class Ranked:
    """One nomination with enough reviewers: its points of ten and its place; `shared` where others have the same points."""

    row: Nomination
    points: Fraction
    place: int
    shared: bool


def ranking(of: Period) -> list[Ranked]:
    """All that may be awarded, the best first: agreed to, standing on the board, over, scored by enough. Equal points share a place."""
    found = []
    for row in standing(of):
        scores = scoring.of_nomination(row.id)
        if len(scores) >= of.fewest:
            found.append((scoring.points(scores, of), row))
    every = [points for points, _ in found]
    ranked = [Ranked(row, points, 1 + sum(other > points for other in every), every.count(points) > 1) for points, row in found]
    return sorted(ranked, key=lambda one: (one.place, one.row.id))


def standing(of: Period) -> list[Nomination]:
    """The nominations of a period that count and whose result stands and is over."""
    query = (select(Nomination).join(Case, Case.id == Nomination.case_id).join(Publication, Publication.case_id == Nomination.case_id)
             .where(Nomination.period_id == of.id, Publication.is_current.is_(True), Case.state.in_(nomination.OVER)))
    rows = db.session.scalars(query.options(contains_eager(Nomination.case)).order_by(Nomination.id))
    return [row for row in rows if row.counts]


def is_chosen(one: Ranked, of: Period) -> bool:
    """Whether it is awarded: among the places, where a tie at the last one takes all who share it, and with enough points."""
    return one.place <= of.places and one.points >= of.least


def close(of: Period, *, by: Actor) -> list[Award]:
    """Close a period and award its best; every case that stood to be chosen gets its line in the story. Raises Moved where it is closed."""
    access.permit(by, "award.manage")
    if not period.hold(of).is_open:
        raise Moved("award_closed")
    ranked, given = ranking(of), []
    chosen = {one.row.id for one in ranked if is_chosen(one, of)}
    for row in standing(of):
        lifecycle.also(row.case, "award.decide", by=by, facts={"awarded": row.id in chosen, "period": of.name}, for_visitor=True)
    for one in ranked:
        if one.row.id in chosen:
            given.append(_award(one, of, by))
    of.closed_at, of.closed_by_id, of.is_open = by.at, by.person_id, None
    db.session.flush()
    return given


def _award(one: Ranked, of: Period, by: Actor) -> Award:
    scores, stands = scoring.of_nomination(one.row.id), publication.current_of(one.row.case)
    row = Award(nomination_id=one.row.id, case_id=one.row.case_id, period_id=of.id, place=one.place, points=_thousandths(one.points),
                reviewers=len(scores), criteria={name.value: _thousandths(mean) for name, mean in scoring.means(scores).items()},
                evidence=evidence.of(stands) if stands is not None else {}, at=by.at)
    db.session.add(row)
    return row


def _thousandths(mark: Fraction) -> int:
    return int(mark * THOUSAND)
