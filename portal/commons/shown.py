"""A concern as everybody may read it: how many, since when, where, and of its matters those alone that stand on the board (X-05, X-18)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.cases.case import Case
from portal.cases.progress import Progress
from portal.cases.publication import Publication
from portal.commons import joining, members
from portal.commons.concern import FEWEST, ON_BOARD, Concern, Member, Standing
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing

PER_PAGE, MOST = 20, 50


@dataclass(frozen=True)
class Shown:
    """One concern in figures: `matters` that were told, or None where fewer than three still count; `joined` who said "me too"; `since` the day of the
    first matter."""

    row: Concern
    matters: int | None
    joined: int
    since: date | None

    @property
    def neighbours(self) -> int:
        """How many are said to have raised it: never less than is shown."""
        return (self.matters or 0) + self.joined

    @property
    def is_open(self) -> bool:
        """Whether one may still join."""
        return self.row.standing is Standing.PUBLIC


def page(before: int | None = None, per_page: int = PER_PAGE) -> tuple[list[Shown], int | None]:
    """The newest of all that stand on the board, and where to go on."""
    query = select(Concern).where(Concern.standing.in_(ON_BOARD)).order_by(Concern.id.desc()).limit(per_page + 1)
    rows = list(db.session.scalars(query.where(Concern.id < before) if before else query))
    return figures(rows[:per_page]), rows[per_page - 1].id if len(rows) > per_page else None


def one(concern_id: int) -> Shown:
    """One that stands on the board; raises Missing."""
    row = db.session.get(Concern, concern_id)
    if row is None or not row.is_on_board:
        raise Missing
    return figures([row])[0]


def figures(rows: list[Concern]) -> list[Shown]:
    """Several at once, by two questions."""
    ids = [row.id for row in rows]
    query = (select(Member.concern_id, func.count(), func.min(Case.registered_at)).join(Case, Case.id == Member.case_id)
             .where(Member.concern_id.in_(ids), members.fitting()).group_by(Member.concern_id))
    told = {concern_id: (count, first) for concern_id, count, first in db.session.execute(query)}
    joined = joining.counted(ids)
    found = []
    for row in rows:
        count, first = told.get(row.id, (0, None))
        enough = count >= FEWEST
        found.append(Shown(row, count if enough else None, joined.get(row.id, 0), clock.day_of(first) if first is not None and enough else None))
    return found


def results(row: Concern) -> list[Publication]:
    """The published results among its matters, newest first."""
    query = (select(Publication).join(Member, Member.case_id == Publication.case_id).join(Case, Case.id == Member.case_id)
             .where(Member.concern_id == row.id, Publication.is_current.is_(True), members.fitting()))
    return list(db.session.scalars(query.order_by(Publication.id.desc()).limit(MOST)))


def moving(row: Concern) -> list[Progress]:
    """Those under way whose progress is public, the longest waiting first."""
    query = (select(Progress).join(Member, Member.case_id == Progress.case_id).join(Case, Case.id == Member.case_id)
             .where(Member.concern_id == row.id, Progress.is_current.is_(True), members.fitting()))
    return list(db.session.scalars(query.order_by(Progress.case_id).limit(MOST)))


def stations(row: Concern, rows: list[Publication], under_way: list[Progress]) -> list[tuple[str, str]]:
    """Code and name of its own station and of those whose matters stand on the board."""
    return sorted({(row.station.code, row.station.name), *((one.station_code, one.station_name) for one in (*rows, *under_way))})
