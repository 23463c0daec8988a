"""What a station tells of its years: opinions and suggestions collected, what the matters are about, how many were solved, and how their
visitors found the result (CT-10, CT-11, CT-12). Counted once a day since the beginning, by five statements however many matters there are.

What is sealed is counted nowhere, in no station and not in the whole (HB-44)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from portal.cases.case import Case, Kind, Outcome
from portal.cases.category import CONDUCT, shipped_codes
from portal.cases.in_time import FEWEST, FEWEST_IN_A_SHARE, GONE
from portal.cases.rating import Rating, Result
from portal.cases.timeline import Event
from portal.foundation import chore, marks
from portal.foundation.database import db
from portal.network import network
from portal.network.station import Station

NAME, ALL = "station_figures", ""
MOST_TOPICS = 3
SAYS_NOTHING = ("Z", CONDUCT)  # "other" is no topic, and conduct is never told of a place


@dataclass(frozen=True)
class Figures:
    """One place, or the network, up to and with `until`: `matters` registered, of these `opinions` of kind 1; `topics`, the codes of the
    classes told most, the most first; `solved` by their outcome; `told` an answer, of these `rated`, of these `satisfied` and `fairly` so."""

    until: date
    matters: int = 0
    opinions: int = 0
    topics: list[str] = field(default_factory=list)
    solved: int = 0
    told: int = 0
    rated: int = 0
    satisfied: int = 0
    fairly: int = 0

    @property
    def few(self) -> bool:
        """Whether there is too little to say anything."""
        return self.matters < FEWEST

    @property
    def few_opinions(self) -> bool:
        """Whether the count would name single people."""
        return 0 < self.opinions < FEWEST

    @property
    def few_solved(self) -> bool:
        """Whether the count would name single people."""
        return 0 < self.solved < FEWEST

    @property
    def few_rated(self) -> bool:
        """Whether the counts would name single people."""
        return self.rated < FEWEST

    @property
    def well(self) -> int | None:
        """The share that is satisfied, in per cent, rounded down; "fairly" is not among it. None where so few make no share (§4.3)."""
        return 100 * self.satisfied // self.rated if self.rated >= FEWEST_IN_A_SHARE else None


def counted(today: date) -> dict[str, Figures]:
    """The figures up to `today` by station code, "" for the whole; a station without any matter is not among them."""
    told: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    for code, kind, category, count in _registered():
        for place in (ALL, code):
            told[place]["matters"] += count
            told[place]["opinions"] += count if kind == Kind.SUGGESTION else 0
            classes[place][category or "Z"] += count
    for name, rows in (("solved", _solved()), ("told", _told()), *_rated()):
        for code, count in rows:
            for place in (ALL, code):
                told[place][name] += count
    return {code: Figures(today, topics=topics(classes[code]), **counts) for code, counts in told.items()} | ({} if ALL in told else {ALL: Figures(today)})


def topics(classes: Counter[str]) -> list[str]:
    """The codes told most. A class is named by its parts where they stand for themselves, else as a whole, as is what a network added to it;
    nothing that fewer than three told, and what is told equally often stands in the order of the codes."""
    known = shipped_codes()
    found = {code: count for code, count in classes.items() if len(code) > 1 and code in known and count >= FEWEST}
    rest = Counter[str]()
    for code, count in classes.items():
        if code not in found:
            rest[code[0]] += count
    found |= {code: count for code, count in rest.items() if count >= FEWEST}
    named = [code for code in found if code in known and not code.startswith(SAYS_NOTHING)]
    return sorted(named, key=lambda code: (-found[code], code))[:MOST_TOPICS]


def _counts() -> tuple[ColumnElement[bool], ...]:
    """What is counted at all: never sealed, never of kind 4, never what lives on in another matter or was told in a demonstration."""
    real = () if network.is_demo() else (Case.demo.is_(False),)
    return (Case.sealed.is_(False), or_(Case.kind.is_(None), Case.kind != Kind.CONDUCT_REPORT), Case.state.not_in(GONE), *real)


def _registered() -> Iterable[Any]:
    return db.session.execute(select(Station.code, Case.kind, Case.category, func.count()).select_from(Case).join(Station, Station.id == Case.station_id)
                              .where(*_counts()).group_by(Station.code, Case.kind, Case.category)).all()


def _solved() -> Iterable[Any]:
    """By the outcome a matter was closed with (CT-11)."""
    return db.session.execute(select(Station.code, func.count()).select_from(Case).join(Station, Station.id == Case.station_id)
                              .where(*_counts(), Case.outcome == Outcome.SOLVED, Case.closed_at.is_not(None)).group_by(Station.code)).all()


def _told() -> Iterable[Any]:
    """Matters whose visitor heard an answer, on the spot or later, and so could rate it."""
    heard = select(Event.case_id).where(Event.move.in_(("T3", "T19")))
    return db.session.execute(select(Station.code, func.count()).select_from(Case).join(Station, Station.id == Case.station_id)
                              .where(*_counts(), Case.id.in_(heard)).group_by(Station.code)).all()


def _rated() -> list[tuple[str, list[tuple[str, int]]]]:
    """The newest word on each matter: how many, how many satisfied, how many fairly so, each by station."""
    newest = select(func.max(Rating.id)).group_by(Rating.case_id)
    rows = db.session.execute(select(Station.code, Rating.result, func.count()).select_from(Rating).join(Case, Case.id == Rating.case_id)
                              .join(Station, Station.id == Case.station_id).where(*_counts(), Rating.id.in_(newest)).group_by(Station.code, Rating.result)).all()
    return [(name, [(code, count) for code, result, count in rows if wanted in (None, result)])
            for name, wanted in (("rated", None), ("satisfied", Result.SATISFIED), ("fairly", Result.FAIRLY))]


def keep(found: dict[str, Figures], *, at: datetime) -> None:
    """The figures of this day; the pages that show them are drawn anew."""
    chore.end(NAME, at=at, found={code: asdict(figures) | {"until": figures.until.isoformat()} for code, figures in found.items()})
    marks.renew("board")


def latest(code: str = ALL) -> Figures | None:
    """What was counted last for a place; None before the first time, and for a place that has no matters yet."""
    row = chore.of(NAME)
    told = (row.found or {}).get(code) if row is not None else None
    return Figures(**told | {"until": date.fromisoformat(told["until"])}) if told else None
