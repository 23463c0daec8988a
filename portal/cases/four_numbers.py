"""The four promises and the figure each is held to (FT-03): a place to speak, somebody who listens, a matter that is solved by the
visitor's own word, and the right to supervise. For the whole network and for each station, counted once a day and kept.

A report about officials is counted nowhere but in the whole, so that no station's figure gives one away (HB-44)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Any

from sqlalchemy import func, select

from portal.cases.acceptance import Contest
from portal.cases.case import Case, Channel, State
from portal.cases.in_time import BACK, FEWEST, FEWEST_IN_A_SHARE
from portal.cases.publication import Publication
from portal.cases.rating import Rating, Solved
from portal.cases.timeline import Event
from portal.foundation import chore, clock, marks
from portal.foundation.database import db
from portal.network.calendar import workdays
from portal.network.station import Station

NAME, ALL = "four_numbers", ""
ALONE = (Channel.KIOSK, Channel.ONLINE, Channel.LETTER)  # told where nobody sat who could have answered at once
GONE = (State.MERGED, State.WITHDRAWN, State.VOID)


@dataclass(frozen=True)
class Numbers:
    """One place, or the network. `stations` that receive and `minutes` they are open in the seven days from `until` on; of the year up
    to `until`: `told` to nobody's face and the median `waited` in working days until a person answered (whoever still waits counts with
    the days so far); `rated`, of these `solved` as the visitor says; `objected`, handled `again` on the visitor's word, `published`."""

    until: date
    stations: int = 0
    minutes: int = 0
    told: int = 0
    waited: int = 0
    rated: int = 0
    solved: int = 0
    objected: int = 0
    again: int = 0
    published: int = 0

    @property
    def hours(self) -> int:
        """Whole hours open in the seven days."""
        return self.minutes // 60

    @property
    def median(self) -> int | None:
        """Working days until a person answered; None where too few told to say anything (R41)."""
        return self.waited if self.told >= FEWEST else None

    @property
    def percent(self) -> int | None:
        """The share that is solved, rounded down; None where so few make no share (practice.md §4.3)."""
        return 100 * self.solved // self.rated if self.rated >= FEWEST_IN_A_SHARE else None

    @property
    def few_rated(self) -> bool:
        """Whether the counts would name single people."""
        return self.rated < FEWEST


def counted(today: date, open_minutes: Mapping[str, int]) -> dict[str, Numbers]:
    """The figures of `today` by station code, "" for the whole; `open_minutes` are those of the stations that receive people."""
    since = clock.at_local(today - timedelta(days=BACK), 0)
    found = {code: Numbers(today, stations=1, minutes=minutes) for code, minutes in open_minutes.items()}
    found[ALL] = Numbers(today, stations=len(open_minutes), minutes=sum(open_minutes.values()))
    for code, days in _waits(since, today).items():
        _add(found, code, told=len(days), waited=median_low(days))
    for code, count, solved in _by_place(_rated(since)):
        _add(found, code, rated=count, solved=solved)
    for name, rows in (("objected", _objected(since)), ("again", _again(since)), ("published", _published(since))):
        for code, count, _ in _by_place(rows):
            _add(found, code, **{name: count})
    return found


def _add(found: dict[str, Numbers], code: str, **more: int) -> None:
    found[code] = replace(found.get(code, Numbers(found[ALL].until)), **more)


Row = tuple[str, bool, bool]  # station, sealed, whether it counts as a yes


def _by_place(rows: Iterable[Any]) -> list[tuple[str, int, int]]:
    """(code, how many, how many yes) of each station, without what is sealed, and of the whole with it."""
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for code, sealed, yes in rows:
        for place in (ALL,) if sealed else (ALL, code):
            told[place][0] += 1
            told[place][1] += bool(yes)
    return [(code, count, yes) for code, (count, yes) in told.items()]


def _waits(since: datetime, today: date) -> dict[str, list[int]]:
    """Working days each matter waited for a person's first answer: a question, an acceptance, a refusal or the answer itself."""
    first = (select(Event.case_id, func.min(Event.entered_at).label("at"))
             .where(Event.from_state == State.REGISTERED, Event.move.in_(("T3", "T4", "T5", "T7", "T9"))).group_by(Event.case_id).subquery())
    query = (select(Station.code, Case.sealed, Case.registered_at, first.c.at).join(Station, Station.id == Case.station_id)
             .outerjoin(first, first.c.case_id == Case.id)
             .where(Case.registered_at >= since, Case.channel.in_(ALONE), Case.state.not_in(GONE)))
    days, told = workdays(), defaultdict(list)
    for code, sealed, registered, answered in db.session.execute(query):
        waited = days.between(clock.day_of(registered), clock.day_of(answered) if answered else today)
        for place in (ALL,) if sealed else (ALL, code):
            told[place].append(max(0, waited))
    return told


def _rated(since: datetime) -> Iterable[Any]:
    """The newest word on each matter."""
    newest = select(func.max(Rating.id)).where(Rating.at >= since).group_by(Rating.case_id)
    return db.session.execute(select(Station.code, Case.sealed, Rating.solved == Solved.YES).select_from(Rating)
                              .join(Case, Case.id == Rating.case_id).join(Station, Station.id == Case.station_id).where(Rating.id.in_(newest)))


def _objected(since: datetime) -> Iterable[Any]:
    return db.session.execute(select(Station.code, Case.sealed, Contest.upheld).select_from(Contest).join(Case, Case.id == Contest.case_id)
                              .join(Station, Station.id == Case.station_id).where(Contest.at >= since))


def _again(since: datetime) -> Iterable[Any]:
    """Matters handled again because their visitor was not satisfied, or looked at by somebody else."""
    again = select(Event.case_id).where(Event.move.in_(("T21", "T23")), Event.entered_at >= since)
    return db.session.execute(select(Station.code, Case.sealed, Case.sealed).join(Station, Station.id == Case.station_id).where(Case.id.in_(again)))


def _published(since: datetime) -> list[Row]:
    query = select(Publication.station_code).where(Publication.is_current.is_(True), Publication.published_at >= since)
    return [(code, False, True) for code in db.session.scalars(query)]


def keep(found: Mapping[str, Numbers], *, at: datetime) -> None:
    """The figures of this day; the pages that show them are drawn anew."""
    chore.end(NAME, at=at, found={code: asdict(numbers) | {"until": numbers.until.isoformat()} for code, numbers in found.items()})
    marks.renew("board")


def latest(code: str = ALL) -> Numbers | None:
    """What was counted last for a place; None before the first time, and for a place that has nothing to count yet."""
    row = chore.of(NAME)
    told = (row.found or {}).get(code) if row is not None else None
    return Numbers(**told | {"until": date.fromisoformat(told["until"])}) if told else None
