"""A roster as plain data: what has to be filled, who may sit there, on what terms, and what came of it; no rows, no clock (HB-40, SD-03 to SD-07)."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.foundation import clock
from portal.reception.pattern import Half, halves

Slot = tuple[date, Half]
Span = tuple[date, date]  # first and last day, both included


class Reason(enum.StrEnum):
    """Why a seat stays empty, or a week has no open day."""

    NO_DAY = "no_day"        # no rule gives the station a day in that week
    OFF = "off"              # the day was called off, by the calendar or by hand
    NOBODY = "nobody"        # nobody is assigned to the station on that day
    LEAVE = "leave"          # but for somebody's leave it would be fuller
    TOO_FEW = "too_few"      # fewer are assigned than the day needs, and all of them are there
    MOST = "most"            # they sit as often as the terms allow
    ELSEWHERE = "elsewhere"  # they sit somewhere else in that half-day
    NEAR = "near"            # the day is too near for a notice: who sits there is arranged by hand
    GONE = "gone"            # somebody was put on, and cannot come any more


@dataclass(frozen=True)
class Need:
    """An open day with `seats` still to be filled of `required`; `led`: a representative sits there already."""

    id: int
    station: int
    day: date
    slots: frozenset[Slot]
    seats: int
    required: int
    led: bool = False


@dataclass(frozen=True)
class Term:
    """At which station somebody receives, and on which days."""

    station: int
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Receiver:
    """Somebody who receives. `away`: leave; `busy`: half-days they are taken in already; `carried`: how often they sit in the span already."""

    id: int
    is_member: bool
    terms: tuple[Term, ...]
    away: tuple[Span, ...] = ()
    busy: frozenset[Slot] = frozenset()
    carried: int = 0

    def is_away(self, day: date) -> bool:
        """Whether they are on leave on that day."""
        return any(first <= day <= last for first, last in self.away)

    def serves(self, station: int, day: date) -> bool:
        """Whether they receive at that station on that day."""
        return any(term.station == station and term.covers(day) for term in self.terms)


@dataclass(frozen=True)
class Terms:
    """`least` and `most` sittings of each in the span, no upper bound for None; `areas`: stations of the same number help each other out,
    none where it is empty."""

    least: int = 2
    most: int | None = None
    areas: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Rota:
    """Who sits where: (need, person) by id; why what is empty is empty, by need; and what each would have sat during their leave."""

    seats: tuple[tuple[int, int], ...]
    empty: Mapping[int, tuple[int, Reason]]
    credit: Mapping[int, int]


def slots(day: date, begins_at: datetime, ends_at: datetime) -> frozenset[Slot]:
    """The half-days a shift takes of those who sit there. One that ends after midnight takes the next morning too: they sleep."""
    found, next_day = {(day, half) for half in halves(begins_at, ends_at)}, day + timedelta(days=1)
    return frozenset(found | ({(next_day, Half.MORNING)} if ends_at > clock.at_local(next_day, 0) else set()))


def weeks(first: date, last: date) -> Iterable[date]:
    """The Mondays of the whole weeks that lie within a span."""
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday + timedelta(days=6) <= last:
        yield monday
        monday += timedelta(days=7)
