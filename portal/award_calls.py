"""Reviewers are told that cases wait for their marks: once when new ones came, and once more before the period's days end (ZK-03, R09)."""

from datetime import datetime

from sqlalchemy import func, select

from portal.awards import period, reviewing
from portal.foundation import chore, clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.notices.notice import Kind, Notice

NAME = "award_calls"


def call(at: datetime) -> int:
    """Tell whom it concerns, once a day at most; how many were told. However many cases wait, one notice says so. In an app context."""
    with unit_of_work():
        if not chore.begin(NAME, since=clock.at_local(clock.day_of(at), 0), at=at):
            return 0
        told = _tell(at)
        chore.end(NAME, at=at, found={"told": told})
    return told


def _tell(at: datetime) -> int:
    now, told = period.current(), 0
    if now is None:
        return 0
    soon, newest = reviewing.ends_soon(at), {kind: _last(kind, now.opened_at) for kind in (Kind.TO_SCORE, Kind.SCORE_SOON)}
    for one, rows in reviewing.waited_for(at).items():
        heard = newest[Kind.TO_SCORE].get(one.id)
        fresh = [row for row in rows if heard is None or (row.consent_at or row.nominated_at) > heard]
        kind = Kind.SCORE_SOON if soon and one.id not in newest[Kind.SCORE_SOON] else Kind.TO_SCORE if fresh else None
        if kind is not None:
            db.session.add(Notice(person_id=one.id, case_id=(fresh or rows)[0].case_id, kind=kind, at=at))
            told += 1
    return told


def _last(kind: Kind, since: datetime) -> dict[int, datetime]:
    """When each person was told last of this kind, within the open period."""
    query = select(Notice.person_id, func.max(Notice.at)).where(Notice.kind == kind, Notice.at >= since).group_by(Notice.person_id)
    return {person_id: at for person_id, at in db.session.execute(query)}
