"""What the public reads: published rows, newest first, by station, class, month and words; the progress of what is still under way;
and nothing else (the two projections)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from portal.cases import board_search, publication, trace
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason, counts
from portal.cases.in_time import FEWEST
from portal.cases.progress import Progress
from portal.cases.publication import Publication
from portal.cases.trace import Trace
from portal.foundation.database import db
from portal.foundation.refusal import Gone, Missing
from portal.network import area_tree, representative
from portal.network.station import Station

PER_PAGE, FEW, LOOKED_AT = 20, 3, 200
STEPS = ("registered", "referred", "received", "due", "due_extended", "replied", "told", "closed")


@dataclass(frozen=True)
class Filter:
    """What the reader asked for; empty means everything."""

    station: str = ""
    area: str = ""
    category: str = ""
    month: str = ""
    outcome: str = ""
    rated: str = ""
    concerns: str = ""
    words: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Page:
    """Some published rows, and the id to go on from (None: no more)."""

    rows: list[Publication]
    older: int | None


@dataclass(frozen=True)
class NotThere:
    """What is finished and not on the board: each reason with its number (None: fewer than three), and how many at least; `whole`
    if it is exactly as many."""

    reasons: list[tuple[NotPublishedReason, int | None]]
    at_least: int
    whole: bool


def stage_of(row: Publication) -> int:
    """Where the ring ended: 5 closed; 4 with a dissatisfied word standing; 3 when nobody said a word (never a tick then)."""
    if row.rating:
        return 4 if row.rating["result"] == "dissatisfied" else 5
    return 3 if "referred" in row.steps else 5


def answer_of(row: Publication) -> dict[str, Any] | None:
    """The newest reply a representative passed on: the one the visitor was told."""
    passed = [reply for reply in row.replies if reply["passed"]]
    return passed[-1] if passed else None


def plain(row: Publication) -> str:
    """The plain summary as a card says it: what was asked only where the visitor's own words are not there to say it."""
    return "\n".join(row.summary[1:3] if row.words else row.summary[:3])


def steps(row: Publication) -> list[tuple[str, date]]:
    """The steps that have a date, in order; an extension is shown beside the original due day, never instead of it (SD-40)."""
    return [(name, date.fromisoformat(row.steps[name])) for name in STEPS if row.steps.get(name)
            and not (name == "due_extended" and row.steps["due_extended"] == row.steps["due"])]


def stood_for(place: Station, name: str, most: int = 5) -> list[Publication]:
    """The newest published results of a station of matters that somebody stood for, among the newest of all. A result names people by
    name alone: nothing is told of one whose name another had too."""
    if not representative.is_the_only_one(place, name):
        return []
    newest = (select(Publication.id).where(Publication.is_current.is_(True), Publication.station_code == place.code)
              .order_by(Publication.id.desc()).limit(LOOKED_AT).subquery())
    query = select(Publication).join(newest, newest.c.id == Publication.id).where(Publication.representative == name)
    return list(db.session.scalars(query.order_by(Publication.id.desc()).limit(most)))


def newest(wanted: Filter, per_page: int = PER_PAGE) -> Page:
    """The newest published results that fit; paged by id, so that page 5,000 costs what page 1 costs."""
    query = select(Publication).where(Publication.is_current.is_(True)).order_by(Publication.id.desc()).limit(per_page + 1)
    if wanted.station:
        query = query.where(Publication.station_code == wanted.station)
    if wanted.category:
        query = query.where(Publication.category_top == wanted.category)
    if wanted.month:
        query = query.where(Publication.month == wanted.month)
    if wanted.before:
        query = query.where(Publication.id < wanted.before)
    way = area_tree.path(wanted.area) if wanted.area else []
    if wanted.area and not way:
        return Page([], None)
    if wanted.words.strip() or wanted.outcome or wanted.rated or wanted.concerns or way:
        matching = board_search.matching(wanted.words, board_search.scope(
            wanted.station, wanted.category, wanted.month, wanted.outcome, wanted.rated, wanted.concerns, way[-1].codes if way else ()))
        if matching is None:
            return Page([], None)
        query = matching.newest(query, Publication.id)
    rows = list(db.session.scalars(query))
    return Page(rows[:per_page], rows[per_page - 1].id if len(rows) > per_page else None)


def one(number: str) -> Publication:
    """The current result of a case number; raises Missing."""
    row = db.session.scalar(select(Publication).where(Publication.number == number, Publication.is_current.is_(True)))
    if row is None:
        raise Missing
    return row


def pressed(case: Case) -> Trace:
    """How a unit was pressed, as the visitor reads it: the trace as it is now, and of the explanations what stands on the board (§13)."""
    now = trace.of_case(case)
    if not any("explained" in one.days for one in now.slips):
        return now
    row = publication.current_of(case)
    told = {one.number: one.words for one in trace.read(row.supervision).slips} if row is not None else {}
    return replace(now, slips=[replace(one, words=told.get(one.number, {})) for one in now.slips])


def months() -> list[str]:
    """Months that have results, newest first."""
    return list(db.session.scalars(select(Publication.month).where(Publication.is_current.is_(True)).distinct()
                                   .order_by(Publication.month.desc())))


def classes() -> list[str]:
    """Top classes that have results, in the order of their codes."""
    return list(db.session.scalars(select(Publication.category_top).where(Publication.is_current.is_(True)).distinct()
                                   .order_by(Publication.category_top)))


def published_count() -> int:
    """How many results stand on the board."""
    return int(db.session.scalar(select(func.count()).select_from(Publication).where(Publication.is_current.is_(True))) or 0)


def not_published() -> NotThere:
    """How many are not there, by reason (X-27), as far as it may be told."""
    return told(counts())


def told(counted: dict[NotPublishedReason, int]) -> NotThere:
    """Under three, a number may point to somebody (R41): the reason stands without it, and neither the order nor the total, which
    is then the least it can be, gives it away."""
    many = sorted((pair for pair in counted.items() if pair[1] >= FEWEST), key=lambda pair: (-pair[1], pair[0]))
    few = [reason for reason in NotPublishedReason if 0 < counted.get(reason, 0) < FEWEST]
    return NotThere([*many, *((reason, None) for reason in few)], sum(count for _, count in many) + len(few), whole=not few)


@dataclass(frozen=True)
class UnderWay:
    """Matters whose progress is public: how many there are, how many of them late, and those that have waited longest."""

    count: int
    late: int
    longest: list[Progress]


def under_way(day: date) -> UnderWay:
    """What the first page of the board says of them, by one question; the rows belong to no session and may be kept."""
    count = select(func.count()).where(Progress.is_current.is_(True))
    query = select(Progress, count.scalar_subquery(), count.where(Progress.late_on <= day).scalar_subquery())
    found = db.session.execute(query.where(Progress.is_current.is_(True)).order_by(Progress.case_id).limit(FEW)).all()
    for row, *_ in found:
        db.session.expunge(row)
    return UnderWay(found[0][1], found[0][2], [row for row, *_ in found]) if found else UnderWay(0, 0, [])


def waiting(station: str = "", late_on: date | None = None, after: int | None = None, per_page: int = PER_PAGE) -> tuple[list[Progress], int | None]:
    """Matters under way whose progress is public, the longest waiting first; of one station, or those late on a day. And where to go on."""
    query = select(Progress).where(Progress.is_current.is_(True)).order_by(Progress.case_id).limit(per_page + 1)
    if station:
        query = query.where(Progress.station_code == station)
    if late_on is not None:
        query = query.where(Progress.late_on <= late_on)
    if after:
        query = query.where(Progress.case_id > after)
    rows = list(db.session.scalars(query))
    return rows[:per_page], rows[per_page - 1].case_id if len(rows) > per_page else None


def progress_of(number: str) -> Progress:
    """The progress of a case number that has no result yet. Raises Gone where some stood here once, whatever took it away, and Missing."""
    row = db.session.scalar(select(Progress).where(Progress.number == number).order_by(Progress.is_current.desc()))
    if row is None:
        raise Missing
    if not row.is_current:
        raise Gone
    return row
