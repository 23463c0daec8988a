"""What the public reads of excellent cases: which they are, in which words, and the stone of one whose result stands no more (ZK-02)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.awards.award import Award
from portal.awards.nomination import Consent, Nomination
from portal.awards.period import Period
from portal.cases import publication
from portal.cases.publication import Publication
from portal.cases.withdrawal import Withdrawal
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.network.station import Station

PER_PAGE = 10


@dataclass(frozen=True)
class Chosen:
    """One awarded case: its result and why it was nominated; without them a stone, with the day from which it stands there no more."""

    place: int
    points: int
    reviewers: int
    criteria: dict[str, int]
    shared: bool
    station: str
    evidence: dict[str, Any]
    row: Publication | None = None
    why: str = ""
    gone: datetime | None = None


@dataclass(frozen=True)
class Page:
    """Some of a period's cases, and the number to go on from (0: no more)."""

    chosen: list[Chosen]
    next: int


def marks_of(case_ids: Collection[int]) -> dict[int, str]:
    """The name of the period in which each of these cases was awarded, of those that still are."""
    query = select(Award.case_id, Period.name).join(Period, Period.id == Award.period_id).join(Nomination, Nomination.id == Award.nomination_id).where(
        Award.case_id.in_(case_ids), Award.ended_at.is_(None), Nomination.consent == Consent.AGREED)
    return {case_id: name for case_id, name in db.session.execute(query)} if case_ids else {}


def latest() -> Period | None:
    """The newest period whose cases were chosen, where there are any."""
    query = select(Period).join(Award, Award.period_id == Period.id).where(Period.closed_at.is_not(None)).order_by(Period.id.desc()).limit(1)
    return db.session.scalar(query)


def of_period(period: Period, after: int = 0, per_page: int = PER_PAGE) -> Page:
    """The cases of a closed period, best first; `after` so many of them."""
    query = (select(Award, Nomination, Station.name).join(Nomination, Nomination.id == Award.nomination_id).join(Station, Station.id == Nomination.station_id)
             .where(Award.period_id == period.id).order_by(Award.place, Award.nomination_id).offset(after).limit(per_page + 1))
    found = list(db.session.execute(query))
    ids = [one.case_id for one, *_ in found]
    rows = {row.case_id: row for row in db.session.scalars(select(Publication).where(Publication.case_id.in_(ids), Publication.is_current.is_(True)))}
    gone, shared = _gone(ids), _shared(period)
    chosen = [_chosen(one, row, station, rows, gone, shared) for one, row, station in found[:per_page]]
    return Page(chosen, after + per_page if len(found) > per_page else 0)


def standing(row: Nomination, award: Award | None) -> tuple[Award, Chosen]:
    """The award of one nomination as everybody may read it; raises Missing where none was given, it was ended, or its result is gone."""
    if award is None:
        raise Missing
    station, public = db.session.get_one(Station, row.station_id).name, publication.current_of(row.case)
    one = _chosen(award, row, station, {award.case_id: public} if public is not None else {}, {}, _shared(row.period))
    if one.row is None:
        raise Missing
    return award, one


def _chosen(one: Award, row: Nomination, station: str, rows: dict[int, Publication], gone: dict[int, datetime], shared: dict[int, int]) -> Chosen:
    stands = rows.get(one.case_id) if one.ended_at is None and row.consent is Consent.AGREED else None
    about = (one.place, one.points, one.reviewers, one.criteria, shared[one.place] > 1, station, one.evidence)
    if stands is None:
        return Chosen(*about, gone=one.ended_at or gone.get(one.case_id))
    return Chosen(*about, row=stands, why=row.why)


def _gone(case_ids: list[int]) -> dict[int, datetime]:
    query = (select(Publication.case_id, func.max(Withdrawal.at)).join(Withdrawal, Withdrawal.publication_id == Publication.id)
             .where(Publication.case_id.in_(case_ids)).group_by(Publication.case_id))
    return {case_id: at for case_id, at in db.session.execute(query)}


def _shared(period: Period) -> dict[int, int]:
    query = select(Award.place, func.count()).where(Award.period_id == period.id).group_by(Award.place)
    return {place: count for place, count in db.session.execute(query)}
