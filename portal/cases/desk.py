"""What waits for me, by when: each role's own list, most urgent first; and the list of all cases with its filters (X-17)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, and_, bindparam, exists, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from portal.cases import explanation, forwarding, search, waits
from portal.cases.case import AT_DESK, FINAL, TO_PUBLISH, WITH_UNIT, Case, PublicState, State
from portal.cases.deadline import Deadline
from portal.cases.policy import limit_of
from portal.cases.reminder import CALLS, Reminder
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access, alike
from portal.network.actor import Actor, Held
from portal.network.alike import DAY
from portal.network.role import OWNERS, Role
from portal.network.station import Station

PER_PAGE, MOST_PAGES, MOST_LYING = 50, 1_000_000, 20
S = State
FIRST = (Case.danger.desc(), Case.urgent.desc())  # before others of the same day (SD-55)
BEFORE_UNIT = frozenset({S.REGISTERED, S.CLARIFYING, S.ACCEPTED})
# who ever makes the next step of a case (waits.steps)
STEPPING = (Role.LIAISON, Role.CLERK, Role.REPRESENTATIVE, Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.DIRECTOR, Role.OFFICE)


@dataclass(frozen=True)
class Filter:
    """How a list of cases is narrowed; empty means everything that may be seen."""

    words: str = ""
    state: str = ""
    station: str = ""
    category: str = ""
    unit: str = ""
    overdue: bool = False
    page: int = 1


@dataclass(frozen=True)
class Figures:
    """How many cases wait for somebody's next step, and of these past their date and due on the day."""

    waiting: int
    overdue: int
    due_today: int


def today(by: Actor, page: int = 1) -> list[Case]:
    """The cases where this actor makes the next step, the nearest date first, of one day the urgent first; one more than a page if there are more."""
    return day_of(by, page)[0]


def figures(by: Actor) -> Figures:
    """The plain numbers above the list of the day."""
    return day_of(by)[1]


def day_of(by: Actor, page: int = 1) -> tuple[list[Case], Figures]:
    """A page of the list of the day and the numbers above it: what waits for whom is asked once, the page is read by its numbers."""
    if not _has_steps(by):
        return [], Figures(0, 0, 0)
    query, values = _today(by, waits.around(by))
    rows = db.session.execute(query, values | waits.values(by) | {"skipped": _skipped(page)}).all()
    if not rows and page > 1:
        return [], day_of(by)[1]
    found = {case.id: case for case in db.session.scalars(_page(), {"ids": [row[0] for row in rows]})} if rows else {}
    return [found[row[0]] for row in rows], Figures(*rows[0][1:]) if rows else Figures(0, 0, 0)


def _skipped(page: int) -> int:
    """How many rows lie before a page; a page nobody can reach is the last one a database can count."""
    return (min(max(1, page), MOST_PAGES) - 1) * PER_PAGE


@alike.built
def _today(by: Actor, now: waits.Around) -> Select[tuple[int, int, int, int]]:
    counted = func.count(), func.count().filter(Case.next_on < DAY), func.count().filter(Case.next_on == DAY)
    return (select(Case.id, *(each.over().label(f"n{place}") for place, each in enumerate(counted))).where(_mine(by, now))
            .order_by(Case.next_on.is_(None), Case.next_on, *FIRST, Case.id).limit(PER_PAGE + 1).offset(bindparam("skipped", type_=Integer)))


@cache
def _page() -> Select[tuple[Case]]:
    return select(Case).options(joinedload(Case.unit)).where(Case.id.in_(bindparam("ids", expanding=True)))


def _has_steps(by: Actor) -> bool:
    """Whether a step is ever this actor's."""
    return by.has(*STEPPING)


def _mine(by: Actor, now: waits.Around) -> ColumnElement[bool]:
    """Each way is looked up by itself, through the index of its states: what is open is few, what is over is not walked."""
    ways = [select(Case.id).where(way).correlate(None) for held in by.held for way in waits.steps(by, held, now)]
    return and_(access.visible(by, Case), Case.id.in_(union_all(*ways)))


def lying(by: Actor, most: int = MOST_LYING) -> list[Case]:
    """What is late where somebody else makes the next step, for those who press for it: overdue with its unit, or waited for beyond
    the visitor's own clock, or an explanation owed beyond its day; the longest overdue first. Nothing lies there unseen because the
    visitor is quiet, or because who drew the red slip up has left."""
    alone = waits.lonely(by)
    if not by.has(Role.LIAISON, Role.DIRECTOR) and not alone:
        return []
    query, values = _lying(by, alone, forwarding.goes_through_office())
    return list(db.session.scalars(query, values | {"most": most}))


@alike.built
def _lying(by: Actor, alone: frozenset[int], two_step: bool) -> Select[tuple[Case]]:
    ways = [select(Case.id).where(where, late).correlate(None)
            for held in by.held for where in _pressing(held, alone, two_step) for late in (Case.next_on < DAY, _is_beyond(held))]
    ways += [select(Case.id).where(below, Case.id.in_(explanation.beyond(DAY))).correlate(None) for held in by.held for below in _below(held, alone)]
    query = select(Case).options(joinedload(Case.unit)).where(access.visible(by, Case), Case.id.in_(union_all(*ways)))
    return query.order_by(Case.next_on.is_(None), Case.next_on, *FIRST, Case.id).limit(bindparam("most", type_=Integer))


def unexplained(cases: list[Case], day: date) -> set[int]:
    """Those of some cases whose unit owes the explanation of a red slip beyond its day: it is what they are pressed for (HB-66)."""
    over = [case.id for case in cases if case.state not in WITH_UNIT]
    return set(db.session.scalars(explanation.beyond(day).where(Case.id.in_(over)))) if over else set()


def received(by: Actor, most: int = MOST_LYING) -> list[Case]:
    """The open matters a recommended member received, the newest first: no step of them is theirs, but they see how far it is (SD-06)."""
    if not by.has(Role.MEMBER):
        return []
    query = select(Case).options(joinedload(Case.unit)).where(access.visible(by, Case), Case.received_by_id == by.person_id, Case.closed_at.is_(None))
    return list(db.session.scalars(query.order_by(Case.id.desc()).limit(most)))


def _is_beyond(held: Held) -> ColumnElement[bool]:
    """Whether the visitor's own clock has passed. At one station each open matter is asked for its clock: those of the whole network are
    many more. Over many stations those that passed are the few."""
    if held.role is not Role.LIAISON:
        return Case.id.in_(_beyond_ceiling(DAY))
    return exists().where(Deadline.case_id == Case.id, Deadline.clock.concat("") == "ceiling",  # no index of the network's clocks serves this
                          Deadline.ended_at.is_(None), Deadline.due_on < DAY)


def _beyond_ceiling(day: date | BindParameter[date]) -> Select[tuple[int]]:
    """The cases whose visitor's own clock has passed."""
    return select(Deadline.case_id).where(Deadline.clock == "ceiling", Deadline.ended_at.is_(None), Deadline.due_on < day)


def _pressing(held: Held, alone: frozenset[int], two_step: bool) -> list[ColumnElement[bool]]:
    """Where somebody else's lateness is this role's to press for: the office's where no director is. The office's own is the station's,
    and the station's own is the director's."""
    overdue = [Case.state.in_(WITH_UNIT | AT_DESK | {S.REPLIED}), Case.public_state == PublicState.WAITING]  # no deputy reviews
    passed = [and_(Case.state == S.ACCEPTED, Case.forwarded_at.is_not(None))] if two_step else []
    if held.role is Role.LIAISON:
        return [and_(Case.station_id == held.station_id, where) for where in (Case.state.in_(WITH_UNIT), *passed)]
    return [and_(below, where) for below in _below(held, alone) for where in overdue]


def _below(held: Held, alone: frozenset[int]) -> list[ColumnElement[bool]]:
    """The stations a director, or where none is the office, answers for."""
    stations = {Role.DIRECTOR: held.stations, Role.OFFICE: alone}.get(held.role, frozenset())
    return [access.among(Case.station_id, stations)] if stations else []


def uncalled(by: Actor) -> list[tuple[Case, datetime]]:
    """Matters of danger to life of which no call to the unit is on record, with the hour until which it is made, counted from
    the mark (practice.md §3.2). For the liaison and the owner; for the representative too, until it is referred and the ladder suggests
    the call."""
    if not by.has(*OWNERS, Role.REPRESENTATIVE):
        return []
    query, values = _uncalled(by)
    rows = list(db.session.scalars(query, values))
    hours = {name: limit_of(name, "danger_call").limit for name in {case.policy for case in rows}}
    return [(case, case.danger_at + timedelta(hours=hours[case.policy])) for case in rows if case.danger_at]


@alike.built
def _uncalled(by: Actor) -> Select[tuple[Case]]:
    mine = [Case.station_id == held.station_id for held in by.held if held.role is Role.LIAISON]
    mine += [Case.owner_id + 0 == by.person_id] * by.has(*OWNERS)
    ways = [or_(*mine)] if mine else []
    if by.has(Role.REPRESENTATIVE):
        ways.append(and_(Case.agent_id + 0 == by.person_id, Case.state.not_in(frozenset(State) - BEFORE_UNIT)))
    beyond = frozenset(State) - BEFORE_UNIT - WITH_UNIT  # not "in": as the index of the few says it (due.Uncalled)
    called = exists().where(Reminder.case_id == Case.id, Reminder.way.in_(CALLS), Reminder.entered_at >= Case.danger_at)
    query = select(Case).where(Case.closed_at.is_(None), Case.danger, Case.state.not_in(beyond), or_(*ways), ~called, access.visible(by, Case))
    return query.order_by(Case.danger_at, Case.id).limit(PER_PAGE)


def owned_by(person_id: int) -> int:
    """How many open cases this person owns or stands for: they are handed over before the account is closed (YT-18)."""
    return db.session.scalar(select(func.count()).select_from(Case).where(
        or_(Case.owner_id == person_id, Case.agent_id == person_id), Case.state.not_in(FINAL))) or 0


def cases(by: Actor, wanted: Filter) -> list[Case]:
    """Cases the actor may see, newest first; one more than a page if there are more."""
    query = select(Case).options(joinedload(Case.unit)).where(access.visible(by, Case))
    query = _narrowed(query.order_by(Case.id.desc()), wanted, by)
    return list(db.session.scalars(query.limit(PER_PAGE + 1).offset(_skipped(wanted.page))))


def _narrowed(query: Select[tuple[Case]], wanted: Filter, by: Actor) -> Select[tuple[Case]]:
    if wanted.state in frozenset(State):
        query = query.where(Case.state == State(wanted.state))
    if wanted.station:
        query = query.where(Case.station_id == select(Station.id).where(Station.code == wanted.station).scalar_subquery())
    if wanted.category:
        query = query.where(Case.category.startswith(wanted.category, autoescape=True))
    if wanted.unit.isdecimal() and len(wanted.unit) < 10:
        query = query.where(Case.unit_id == int(wanted.unit))
    if wanted.overdue:
        # few are late at any time: found by their date and sorted, not looked for along the whole list
        day = clock.day_of(by.at)
        query = query.where(Case.id.in_(union_all(
            select(Case.id).where(Case.closed_at.is_(None), Case.next_on < day), _beyond_ceiling(day),
            select(Case.id).where(or_(Case.public_state.in_(TO_PUBLISH), waits.contested()), Case.next_on < day))))
        query = query.order_by(None).order_by((Case.id + 0).desc())
    if wanted.words.strip():
        query = search.narrow(query, wanted.words, by, most=_skipped(wanted.page) + PER_PAGE + 1)
    return query


def is_overdue(case: Case, by: Actor) -> bool:
    """Whether the next date has passed; of what is over only what waits for somebody has one."""
    return case.next_on is not None and case.next_on < clock.day_of(by.at)
