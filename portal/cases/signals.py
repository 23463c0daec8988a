"""What the stored figures make one look at (practice.md §9): few signs, of units, stations and staff, never of a visitor.

A sign proves nothing: it says where somebody should look. Every limit is named here, and every sign tells its figures. Sealed matters
are in no count by unit or station (HB-44)."""

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select

from portal.cases.case import Case, State
from portal.cases.delivery import Delivery
from portal.cases.printed import Printed
from portal.cases.rating import Rating, Result
from portal.cases.reply import Reply
from portal.cases.timeline import Event
from portal.cases.visitor import Reveal
from portal.foundation import clock
from portal.foundation.database import db
from portal.network.person import Person
from portal.network.station import Station
from portal.network.terminal import Terminal
from portal.network.unit import Unit
from portal.network.visit_end import Ending, Step, VisitEnd

Apart = frozenset[int]
SPAN = timedelta(days=30)
LOOKS, PRINTS = 10, 30            # at identities, and papers printed, by one person in the span
IDLE = timedelta(days=2)          # after a look something is done in the matter
INSTANT, HASTY = timedelta(seconds=60), 3  # rated so soon after being told, so many of one unit
ALL_SATISFIED = 20                # more ratings than that and not one dissatisfied
WITHDRAWN = 3                     # of one unit's matters in the span
LEAST, TIMES = 5, 2               # a share is told from so many on, when it is so many times that of the network
MONTH_END, ENDINGS = 28, 10       # from that day of the month on; of so many endings in the span
HALF = 0.5
ENOUGH, QUARTER = 20, 0.25        # visits on a way, and the share of them that a step may lose


class What(enum.StrEnum):
    """What was seen."""

    INSTANT = "instant"
    ALL_SATISFIED = "all_satisfied"
    WITHDRAWN = "withdrawn"
    LOOKS = "looks"
    PRINTS = "prints"
    IDLE_LOOKS = "idle_looks"
    LISTENED = "listened"
    NOT_ACCEPTED = "not_accepted"
    MONTH_END = "month_end"
    UNRATED = "unrated"
    EXPECTED_MORE = "expected_more"
    LEFT_AT = "left_at"


@dataclass(frozen=True)
class Signal:
    """A failure's row in §9, what was seen, of whom, and `n` of `of` (0: no whole to compare with); at a terminal the step and the
    language of the screen."""

    row: int
    what: What
    whom: str
    n: int
    of: int = 0
    step: Step | None = None
    locale: str = ""


def seen(at: datetime, apart: Apart = frozenset()) -> list[Signal]:
    """Every sign of the last thirty days, by row; without the matters in `apart`, from which the reader is kept (X-04)."""
    return [found for look in LOOKS_AT for found in look(at, apart)]


def _told(apart: Apart) -> ColumnElement[bool]:
    return and_(Case.sealed.is_(False), Case.id.not_in(apart))


def _instant(at: datetime, apart: Apart) -> Iterator[Signal]:
    """4: rated within seconds of being told, with the code, more than once at one unit."""
    rows = db.session.execute(
        select(Unit.name, Rating.at, Delivery.entered_at).join(Reply, Reply.id == Rating.reply_id).join(Unit, Unit.id == Reply.unit_id)
        .join(Delivery, Delivery.reply_id == Rating.reply_id).join(Case, Case.id == Reply.case_id)
        .where(_told(apart), Rating.at > at - SPAN, Rating.person_id.is_(None)))
    hasty = [name for name, rated_at, told_at in rows if timedelta() <= rated_at - told_at < INSTANT]
    yield from (Signal(4, What.INSTANT, name, hasty.count(name)) for name in sorted(set(hasty)) if hasty.count(name) >= HASTY)


def _all_satisfied(at: datetime, apart: Apart) -> Iterator[Signal]:
    """4: a unit with which everybody is satisfied."""
    good = func.count().filter(Rating.result == Result.SATISFIED)
    rows = db.session.execute(select(Unit.name, func.count(), good).join(Reply, Reply.id == Rating.reply_id)
                              .join(Unit, Unit.id == Reply.unit_id).join(Case, Case.id == Reply.case_id).where(_told(apart))
                              .group_by(Unit.name).order_by(Unit.name))
    yield from (Signal(4, What.ALL_SATISFIED, name, found, count) for name, count, found in rows if found == count > ALL_SATISFIED)


def _withdrawn(at: datetime, apart: Apart) -> Iterator[Signal]:
    """5: matters of one unit are withdrawn, again and again."""
    rows = db.session.execute(
        select(Unit.name, func.count()).select_from(Event).join(Case, Case.id == Event.case_id).join(Unit, Unit.id == Case.unit_id)
        .where(_told(apart), Event.move == "T25", Event.entered_at > at - SPAN).group_by(Unit.name).order_by(Unit.name))
    yield from (Signal(5, What.WITHDRAWN, name, count) for name, count in rows if count >= WITHDRAWN)


def _looks(at: datetime, apart: Apart) -> Iterator[Signal]:
    """6: somebody looks at many identities, or prints much; or looked, and did nothing in the matter."""
    for what, table, most in ((What.LOOKS, Reveal, LOOKS), (What.PRINTS, Printed, PRINTS)):
        rows = db.session.execute(select(Person.name, func.count()).select_from(table).join(Person, Person.id == table.person_id)
                                  .where(table.at > at - SPAN, table.case_id.not_in(apart)).group_by(Person.id).order_by(Person.id))
        yield from (Signal(6, what, name, count) for name, count in rows if count >= most)
    acted = select(Event.id).where(Event.case_id == Reveal.case_id, Event.person_id == Reveal.person_id, Event.act != "identity.reveal",
                                   Event.entered_at >= Reveal.at)
    idle = db.session.execute(select(Person.name, func.count()).select_from(Reveal).join(Person, Person.id == Reveal.person_id).where(
        Reveal.case_id.not_in(apart), Reveal.at > at - SPAN, Reveal.at < at - IDLE, ~acted.exists()).group_by(Person.id).order_by(Person.id))
    yield from (Signal(6, What.IDLE_LOOKS, name, count) for name, count in idle)


def _cherries(at: datetime, apart: Apart) -> Iterator[Signal]:
    """12, 13: a station that hears or turns away far more of what comes than the others do."""
    for row, what, state in ((12, What.LISTENED, State.LISTENED), (13, What.NOT_ACCEPTED, State.NOT_ACCEPTED)):
        counts = db.session.execute(
            select(Station.name, func.count(), func.count().filter(Case.state == state)).join(Case, Case.station_id == Station.id)
            .where(_told(apart), Case.registered_at > at - SPAN).group_by(Station.id).order_by(Station.id)).all()
        for name, count, found in counts:
            others, theirs = sum(one[1] for one in counts) - count, sum(one[2] for one in counts) - found
            if found >= LEAST and others and found / count > TIMES * theirs / others:
                yield Signal(row, what, name, found, count)


def _month_end(at: datetime, apart: Apart) -> Iterator[Signal]:
    """18: half of what ended in the span ended on the last days of a month; or hardly anybody who was told rated."""
    ends = list(db.session.scalars(select(Case.closed_at).where(Case.state == State.CLOSED, Case.closed_at > at - SPAN, Case.id.not_in(apart))))
    late = sum(clock.day_of(one).day >= MONTH_END for one in ends if one is not None)
    if len(ends) >= ENDINGS and late > HALF * len(ends):
        yield Signal(18, What.MONTH_END, "", late, len(ends))
    rated = db.session.scalar(select(func.count(func.distinct(Rating.case_id))).join(Case, Case.id == Rating.case_id).where(
        Case.state == State.CLOSED, Case.closed_at > at - SPAN, Case.id.not_in(apart))) or 0
    if len(ends) >= ENDINGS and rated < HALF * len(ends):
        yield Signal(18, What.UNRATED, "", rated, len(ends))


def _hopes(at: datetime, apart: Apart) -> Iterator[Signal]:
    """24: at one station many of those who were dissatisfied had expected more than it may do."""
    rows = db.session.execute(
        select(Station.name, func.count(), func.count().filter(Rating.expected_more.is_(True))).select_from(Rating)
        .join(Case, Case.id == Rating.case_id).join(Station, Station.id == Case.station_id)
        .where(_told(apart), Rating.result == Result.DISSATISFIED, Rating.at > at - SPAN).group_by(Station.id).order_by(Station.id))
    yield from (Signal(24, What.EXPECTED_MORE, name, found, count) for name, count, found in rows if found >= LEAST and found > HALF * count)


def _left(at: datetime, apart: Apart) -> Iterator[Signal]:
    """23: at the terminals of a station a step loses more than a quarter of those who were on the way it belongs to, in one language; who
    called a person is not lost. The four tiles are on everybody's way."""
    rows = db.session.execute(
        select(Station.name, VisitEnd.locale, VisitEnd.step, VisitEnd.ending, func.sum(VisitEnd.n)).select_from(VisitEnd)
        .join(Terminal, Terminal.id == VisitEnd.terminal_id).join(Station, Station.id == Terminal.station_id).where(VisitEnd.day > since(at))
        .group_by(Station.id, VisitEnd.locale, VisitEnd.step, VisitEnd.ending).order_by(Station.id, VisitEnd.locale))
    visits: dict[tuple[str, str], list[tuple[Step, Ending, int]]] = {}
    for name, locale, step, ending, count in rows:
        visits.setdefault((name, locale), []).append((step, ending, count))
    for (name, locale), counts in visits.items():
        for step, lost in [(step, count) for step, ending, count in counts if ending is Ending.LEFT]:
            whole = sum(count for other, _, count in counts if step is Step.HOME or other.way == step.way)
            if whole >= ENOUGH and lost > QUARTER * whole:
                yield Signal(23, What.LEFT_AT, name, lost, whole, step, locale)


LOOKS_AT: tuple[Callable[[datetime, Apart], Iterator[Signal]], ...] = (
    _instant, _all_satisfied, _withdrawn, _looks, _cherries, _month_end, _left, _hopes)


def since(at: datetime) -> date:
    """The first day the signs speak of."""
    return clock.day_of(at - SPAN)
