"""What waits for me, by when: each role's own list, most urgent first; and the list of all cases with its filters (X-17)."""

import functools
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload

from portal.cases import hands, preview, search, unit_paper
from portal.cases.acceptance import Contest
from portal.cases.case import FINAL, TO_PUBLISH, WITH_UNIT, Case, PublicState, State
from portal.cases.deadline import Deadline
from portal.cases.delivery import PlainSummary
from portal.cases.policy import limit_of
from portal.cases.preview import Preview
from portal.cases.referral import Referral
from portal.cases.reminder import CALLS, Reminder
from portal.cases.reply import Reply
from portal.cases.unit_request import Extension
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import access, seats
from portal.network.actor import Actor, Held
from portal.network.role import OWNERS, Role
from portal.network.station import Station

PER_PAGE, MOST_PAGES, MOST_LYING = 50, 1_000_000, 20
S = State
BEFORE_UNIT = frozenset({S.REGISTERED, S.CLARIFYING, S.ACCEPTED})


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


def today(by: Actor, page: int = 1) -> list[Case]:
    """The cases where this actor makes the next step, the nearest date first; one more than a page if there are more."""
    query = select(Case).options(joinedload(Case.unit)).where(_mine(by)).order_by(Case.next_on.is_(None), Case.next_on, Case.id)
    return list(db.session.scalars(query.limit(PER_PAGE + 1).offset(_skipped(page))))


def _skipped(page: int) -> int:
    """How many rows lie before a page; a page nobody can reach is the last one a database can count."""
    return (min(max(1, page), MOST_PAGES) - 1) * PER_PAGE


def _mine(by: Actor) -> ColumnElement[bool]:
    """Each way is looked up by itself, through the index of its states: what is open is few, what is over is not walked."""
    ways = [select(Case.id).where(way).correlate(None) for held in by.held for way in _waiting(by, held) + _slipped(by, held)]
    return and_(access.visible(by, Case), Case.id.in_(union_all(*ways)) if ways else false())


def lying(by: Actor, most: int = MOST_LYING) -> list[Case]:
    """What is late where somebody else makes the next step, for those who press for it: overdue with its unit, or waited for beyond
    the visitor's own clock; the longest overdue first. Nothing lies there unseen because the visitor is quiet."""
    day = clock.day_of(by.at)
    ways = [select(Case.id).where(where, late).correlate(None)
            for held in by.held for where in _pressing(held) for late in (Case.next_on < day, Case.id.in_(_beyond_ceiling(day)))]
    query = select(Case).options(joinedload(Case.unit)).where(access.visible(by, Case), Case.id.in_(union_all(*ways))) if ways else None
    return list(db.session.scalars(query.order_by(Case.next_on, Case.id).limit(most))) if query is not None else []


def _beyond_ceiling(day: date) -> Select[tuple[int]]:
    """The cases whose visitor's own clock has passed."""
    return select(Deadline.case_id).where(Deadline.clock == "ceiling", Deadline.ended_at.is_(None), Deadline.due_on < day)


def _pressing(held: Held) -> list[ColumnElement[bool]]:
    """Where somebody else's lateness is this role's to press for."""
    match held.role:
        case Role.LIAISON:
            return [and_(Case.station_id == held.station_id, Case.state.in_(WITH_UNIT))]
        case Role.DIRECTOR:
            return [and_(access.among(Case.station_id, held.stations), Case.state.in_(WITH_UNIT | {S.REPLIED}))]  # no deputy reviews
    return []


@dataclass(frozen=True)
class Figures:
    """How many cases wait for somebody's next step, and of these past their date and due on the day."""

    waiting: int
    overdue: int
    due_today: int


def figures(by: Actor) -> Figures:
    """The plain numbers above the list of the day: one read."""
    day = clock.day_of(by.at)
    counted = db.session.execute(select(
        func.count(), func.count().filter(Case.next_on < day), func.count().filter(Case.next_on == day),
    ).select_from(Case).where(_mine(by))).one()
    return Figures(*counted)


def uncalled(by: Actor) -> list[tuple[Case, datetime]]:
    """Matters of danger to life of which no call to the unit is on record, with the hour until which it is made, counted from the first
    word (practice.md §3.2). For the liaison and the owner; for the representative too, until it is referred and the ladder suggests
    the call."""
    here = {held.station_id for held in by.held if held.role is Role.LIAISON}
    mine = [Case.station_id.in_(here)] * bool(here) + [Case.owner_id + 0 == by.person_id] * by.has(*OWNERS)
    ways = [and_(or_(*mine), Case.state.in_(BEFORE_UNIT | WITH_UNIT))] if mine else []
    if by.has(Role.REPRESENTATIVE):
        ways.append(and_(Case.agent_id == by.person_id, Case.state.in_(BEFORE_UNIT)))
    called = exists().where(Reminder.case_id == Case.id, Reminder.way.in_(CALLS))
    query = select(Case).where(or_(false(), *ways), Case.danger.is_(True), ~called, access.visible(by, Case))
    rows = list(db.session.scalars(query.order_by(Case.registered_at, Case.id).limit(PER_PAGE))) if ways else []
    hours = {name: limit_of(name, "danger_call").limit for name in {case.policy for case in rows}}
    return [(case, case.registered_at + timedelta(hours=hours[case.policy])) for case in rows]


def owned_by(person_id: int) -> int:
    """How many open cases this person owns or stands for: they are handed over before the account is closed (YT-18)."""
    return db.session.scalar(select(func.count()).select_from(Case).where(
        or_(Case.owner_id == person_id, Case.agent_id == person_id), Case.state.not_in(FINAL))) or 0


def _waiting(by: Actor, held: Held) -> list[ColumnElement[bool]]:
    match held.role:
        case Role.LIAISON:
            return _at_desk(by, Case.station_id == held.station_id) + (_owned(by, held) if len(held.stations) > 1 else [])
        case Role.CLERK:
            unwritten = and_(Case.needs_writer.is_(True), Case.words == "")
            return [and_(Case.station_id == held.station_id, Case.state == S.REGISTERED, unwritten)]
        case Role.REPRESENTATIVE:
            mine = Case.agent_id == by.person_id
            return [and_(mine, Case.state == S.REPLIED), and_(mine, Case.state == S.TO_DELIVER, _summary_waits()),
                    *(and_(mine, one) for one in _prepared_by_nobody(by))]
        case Role.UNIT_OFFICER | Role.UNIT_HEAD:
            return [and_(Case.unit_id == held.unit_id, Case.state.in_((S.REFERRED, S.HANDLING, S.REHANDLE)))]
        case Role.DIRECTOR:
            below = access.among(Case.station_id, held.stations)
            children = select(Station.id).where(Station.parent_id == held.station_id)
            return [and_(below, Case.state.in_((S.RETURN_ASKED, S.REVIEW))), and_(below, _may_go_up(by)),
                    and_(Case.station_id.in_(children), Case.state == S.NOT_ACCEPTED, _contested()), *_owned(by, held)]
        case Role.OFFICE:
            return [Case.state.in_((S.RETURN_ASKED, S.REVIEW)), and_(Case.state == S.NOT_ACCEPTED, _contested()), *_owned(by, held),
                    *_published_by_nobody(by)]
    return []


def _published_by_nobody(by: Actor) -> list[ColumnElement[bool]]:
    """Where no director sits, nor above, the office decides whether a result goes on the board (SD-41)."""
    alone = seats.empty(Role.DIRECTOR, clock.day_of(by.at), above=True)
    return [and_(_may_go_up(by), access.among(Case.station_id, alone))] if alone else []


def _at_desk(by: Actor, here: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """What waits for the liaison, also for a unit that works on paper (HB-50)."""
    return [and_(here, Case.state.in_((S.REGISTERED, S.ACCEPTED, S.DELIVERED))),
            and_(here, Case.state == S.TO_DELIVER, ~_summary_waits()), and_(here, Case.public_state == PublicState.WAITING),
            and_(here, Case.state.in_((S.HANDLING, S.REHANDLE)), _extension_asked()),
            and_(here, Case.state.in_(WITH_UNIT), Case.unit_id.not_in(unit_paper.units_signing_in(by)))]


def _owned(by: Actor, held: Held) -> list[ColumnElement[bool]]:
    """The same of what one owns elsewhere: where no liaison sits, it waits for the owner (YT-18)."""
    mine = Case.owner_id + 0 == by.person_id  # of all one ever owned few are open: these are found by their states
    return _at_desk(by, mine if held.role is Role.OFFICE else and_(mine, Case.station_id.in_(held.stations)))


def _slipped(by: Actor, held: Held) -> list[ColumnElement[bool]]:
    """What lies with somebody who left is handed over by whoever answers for the station, or by the office (YT-18)."""
    if held.role not in (Role.DIRECTOR, Role.OFFICE):
        return []
    return hands.slipped_at(held.stations if held.role is Role.DIRECTOR else None, clock.day_of(by.at))


def _prepared_by_nobody(by: Actor) -> list[ColumnElement[bool]]:
    """Where no liaison sits, the representative makes a result ready for the board: the director is the second person."""
    alone = seats.empty(Role.LIAISON, clock.day_of(by.at))
    return [and_(Case.public_state == PublicState.WAITING, access.among(Case.station_id, alone))] if alone else []


def _may_go_up(by: Actor) -> ColumnElement[bool]:
    """What its visitor saw long enough, or found well, waits for the second person."""
    seen = exists().where(Preview.case_id == Case.id, or_(Preview.agreed_at.is_not(None), Preview.at <= by.at - preview.STANDS))
    return and_(Case.public_state == PublicState.PREPARED, seen)


@functools.cache
def _contested() -> ColumnElement[bool]:
    return Case.id.in_(select(Contest.case_id).where(Contest.decided_at.is_(None)))


@functools.cache
def _extension_asked() -> ColumnElement[bool]:
    return exists().where(Referral.case_id == Case.id, Extension.referral_id == Referral.id, Extension.decided_at.is_(None))


@functools.cache
def _summary_waits() -> ColumnElement[bool]:
    """The newest summary of the newest reply waits for the representative; those it replaced wait for nobody."""
    newest, rewritten = aliased(Reply), aliased(PlainSummary)
    later = exists().where(newest.case_id == Case.id, newest.seq > Reply.seq).correlate(Case, Reply)
    replaced = exists().where(rewritten.reply_id == Reply.id, rewritten.id > PlainSummary.id).correlate(Reply, PlainSummary)
    return exists().where(Reply.case_id == Case.id, PlainSummary.reply_id == Reply.id,
                          PlainSummary.confirmed_at.is_(None)).where(~later, ~replaced)


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
            select(Case.id).where(or_(Case.public_state.in_(TO_PUBLISH), _contested()), Case.next_on < day))))
        query = query.order_by(None).order_by((Case.id + 0).desc())
    if wanted.words.strip():
        query = search.narrow(query, wanted.words, by, most=_skipped(wanted.page) + PER_PAGE + 1)
    return query


def is_overdue(case: Case, by: Actor) -> bool:
    """Whether the next date has passed; of what is over only what waits for somebody has one."""
    return case.next_on is not None and case.next_on < clock.day_of(by.at)
