"""What must always be true (practice.md §12.4): checked every night, by `portal verify`, and by random life stories in tests."""

from collections.abc import Callable, Iterator
from itertools import groupby

from sqlalchemy import Integer, cast, func, not_, or_, select
from sqlalchemy.orm import aliased

from portal.cases import (
    audit_invariants,
    board_invariants,
    commitment_invariants,
    hands,
    ladder_invariants,
    ledger_invariants,
    pause,
    progress,
)
from portal.cases.case import OPEN, TO_PUBLISH, Case, PublicState, State
from portal.cases.closing import hindrance
from portal.cases.deadline import Deadline
from portal.cases.delivery import Delivery
from portal.cases.preview import Preview
from portal.cases.progress import Progress
from portal.cases.publication import Publication
from portal.cases.rating import Rating
from portal.cases.referral import Referral
from portal.cases.timeline import Event, digest
from portal.cases.tracking import Tracking
from portal.cases.visit import CameAgain, Visit
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.series import Series
from portal.foundation.workdays import Workdays
from portal.network import calendar
from portal.network import network as networks
from portal.network.person import Person
from portal.network.station import Station
from portal.network.unit import RECEIVES_SEALED, Unit


def one_owner_one_date() -> Iterator[str]:
    """1: every open case has exactly one owner and one next date (HB-52, YT-18)."""
    query = select(Case.number).where(Case.state.in_(OPEN), (Case.owner_id.is_(None)) | (Case.next_on.is_(None)))
    for number in db.session.scalars(query):
        yield f"{number}: open without an owner or without a next date"
    gone = select(Case.number).join(Person, Person.id == Case.owner_id).where(Case.state.in_(OPEN), Person.active.is_(False))
    for number in db.session.scalars(gone):
        yield f"{number}: open, but its owner's account is closed"
    yield from hands.unheld(clock.today())
    ticking = select(Deadline.id).where(Deadline.case_id == Case.id, Deadline.clock == Case.next_clock, Deadline.due_on == Case.next_on,
                                        Deadline.ended_at.is_(None)).exists()
    for number in db.session.scalars(select(Case.number).where(Case.next_on.is_not(None), ~ticking)):
        yield f"{number}: its next date is not that of a running clock"


def chains_hold() -> Iterator[str]:
    """2 and 10: each story is unbroken, and its last event ends in the state the case has."""
    states = {case_id: (number, state, events, chain) for case_id, number, state, events, chain in
              db.session.execute(select(Case.id, Case.number, Case.state, Case.events, Case.chain))}
    seen = set()
    rows = db.session.scalars(select(Event).order_by(Event.case_id, Event.seq).execution_options(yield_per=500))
    for case_id, story in groupby(rows, key=lambda event: event.case_id):
        if case_id not in states:
            yield f"case id {case_id}: a story without its case"
            continue
        number, state, count, chain = states[case_id]
        seen.add(case_id)
        yield from (f"{number}: {fault}" for fault in _faults(list(story), state, count, chain))
    for case_id in states.keys() - seen:
        yield f"{states[case_id][0]}: a case without any event"


def _faults(story: list[Event], state: State, count: int, chain: str) -> Iterator[str]:
    previous, at = "", State.DRAFT
    for place, event in enumerate(story, 1):
        if event.seq != place or event.previous != previous or event.hash != digest(event):
            yield f"event {place} does not fit the chain"
            return
        if event.from_state is not at and event.from_state is not None:
            yield f"event {place} starts from {event.from_state}, but the case was {at}"
        previous, at = event.hash, event.to_state or at
    if (at, len(story), previous) != (state, count, chain):
        yield f"is {state} after {count} events, its story ends in {at} after {len(story)}"


def due_days_keep() -> Iterator[str]:
    """3: the original due day never changes; a due day only moves later, by a recorded extension or pause,
    and only after its calendar came does it move earlier. A pause that ended with its clock (the unit replied, the visitor withdrew)
    left its row and no event of its own."""
    clocks = select(Case.number, Deadline.clock).join(Case, Case.id == Deadline.case_id)
    anew = select(Event.case_id).where(Event.act == "deadline.recount")
    for number, name in db.session.execute(clocks.where(Deadline.due_on < Deadline.original_due_on, Case.id.not_in(anew))):
        yield f"{number}: the {name} clock is due before its original day"
    longer = or_(Event.move.in_(("T6", "T14", "T15")), Event.act.in_(("acceptance.extend", "clock.resume")))
    moved = anew.union(select(Event.case_id).where(longer))
    stood = select(pause.Pause.deadline_id)
    later = clocks.where(Deadline.due_on > Deadline.original_due_on, Case.id.not_in(moved), Deadline.id.not_in(stood))
    for number, name in db.session.execute(later):
        yield f"{number}: the {name} clock is due after its original day, but nobody paused or extended it"


def due_days_add_up() -> Iterator[str]:
    """3: a due day is what its limit, extension and pauses make it by the calendar it was counted with: "why this date" is true.
    A clock from before pauses were rows carries no version and is passed over."""
    calendars: dict[int, Workdays] = {}
    held = pause.of_clocks(db.session.scalars(select(pause.Pause.deadline_id).distinct()))
    for row, number in db.session.execute(select(Deadline, Case.number).join(Case, Case.id == Deadline.case_id).where(
            Deadline.calendar.is_not(None)).execution_options(yield_per=500)):
        if row.calendar not in calendars:
            calendars[row.calendar] = Workdays({day: told.works for day, told in calendar.as_of(row.calendar).items()})
        stood = pause.stood(held.get(row.id, []))
        due = calendars[row.calendar].due(row.started_on, row.limit + row.extended_by, stood, row.working).due
        if due != row.due_on:
            yield f"{number}: the {row.clock} clock is due on {row.due_on}, but its days end on {due}"


def sealed_stays_sealed() -> Iterator[str]:
    """5: no path leads from a report about officials to the unit complained of, nor to the board (HB-44, X-04)."""
    query = select(Case.number).join(Referral, Referral.case_id == Case.id).where(Referral.unit_id == Case.target_unit_id)
    for number in db.session.scalars(query):
        yield f"{number}: referred to the unit complained of"
    beside = aliased(Case)
    query = (select(Case.number).join(Referral, Referral.case_id == Case.id).join(beside, beside.visit_id == Case.visit_id)
             .where(Case.sealed.is_(True), beside.sealed.is_(True), beside.id != Case.id, Referral.unit_id == beside.target_unit_id))
    for number in db.session.scalars(query):
        yield f"{number}: referred to the unit that another report of its visit complains of"
    query = select(Case.number).join(Publication, Publication.case_id == Case.id).where(Case.sealed.is_(True))
    for number in db.session.scalars(query.union(select(Case.number).join(Progress).where(Case.sealed.is_(True)))):
        yield f"{number}: sealed, but on the board"
    query = select(Case.number).join(Referral, Referral.case_id == Case.id).join(Unit, Unit.id == Referral.unit_id)
    for number in db.session.scalars(query.where(Case.sealed.is_(True), Unit.kind.not_in(RECEIVES_SEALED))):
        yield f"{number}: sealed, but referred to a unit that receives no such reports"
    for number in db.session.scalars(select(Case.number).where(Case.kind == 4, Case.sealed.is_(False))):
        yield f"{number}: kind 4 without a seal"
    cut = select(Case.number, Event.facts).join(Event, Event.case_id == Case.id).where(Event.act == "case.split", Case.sealed.is_(False))
    for number, facts in db.session.execute(cut):
        if "new" not in facts:
            yield f"{number}: open, but a report about officials was taken out of it"


def unrated_is_not_satisfied() -> Iterator[str]:
    """6: what nobody rated is published as not rated, and what somebody rated as they did; a row that stands no longer may be from before
    an answer on the spot was rated."""
    for row in db.session.scalars(select(Publication).execution_options(yield_per=200)):
        query = select(Rating).where(Rating.case_id == row.case_id, Rating.round <= row.rounds).order_by(Rating.id.desc())
        last = db.session.scalars(query).first()
        if last is not None and last.at >= row.published_at and not (row.is_current or row.rating):
            continue
        given = {} if last is None else {"result": last.result.value, "solved": last.solved.value, "understood": last.understood}
        if given != {name: row.rating[name] for name in ("result", "solved", "understood") if name in row.rating}:
            yield f"{row.number}: published with a rating nobody gave"


def stations_add_up() -> Iterator[str]:
    """7: every case belongs to one station and is numbered there; numbers have no gap (R12)."""
    query = select(Case.number).join(Station, Station.id == Case.station_id)
    for number in db.session.scalars(query.where(not_(Case.number.startswith(Station.code + "-")))):
        yield f"{number}: numbered at another station than its own"
    for series in db.session.scalars(select(Series).where(Series.name.startswith("case:"))):
        _, station, year = series.name.split(":")
        prefix = f"{station}-{year[2:]}-"
        serial = cast(func.substr(Case.number, len(prefix) + 1), Integer)
        count, last = db.session.execute(
            select(func.count(), func.max(serial)).select_from(Case).where(Case.number.startswith(prefix, autoescape=True))).one()
        if (count, last) != (series.last, series.last):
            yield f"{prefix}: {count} cases up to number {last}, but {series.last} numbers were given out"


def codes_open_one() -> Iterator[str]:
    """8: each receipt code opens exactly one case; every case has one."""
    for number in db.session.scalars(select(Case.number).where(Case.id.not_in(select(Tracking.case_id)))):
        yield f"{number}: no receipt code"


def closed_was_told() -> Iterator[str]:
    """9: a closed case has a telling; publication is for finished cases only."""
    told = select(Delivery.case_id)
    for number in db.session.scalars(select(Case.number).where(Case.state == State.CLOSED, Case.id.not_in(told))):
        yield f"{number}: closed, but nobody was told"
    for case in db.session.scalars(select(Case).where(Case.public_state.in_(TO_PUBLISH))):
        if hindrance(case) is not None:
            yield f"{case.number}: waits for publication, but may not be published"
    prepared = set(db.session.scalars(select(Case.id).where(Case.public_state == PublicState.PREPARED)))
    for case_id in prepared ^ set(db.session.scalars(select(Preview.case_id))):
        yield f"case {case_id}: shown to its visitor and not prepared, or prepared and not shown"


def progress_agrees() -> Iterator[str]:
    """Board and case never disagree: the progress that stands there is what the case is now, and stands nowhere else (SD-40)."""
    standing = {row.case_id: row for row in db.session.scalars(select(Progress).where(Progress.is_current.is_(True)))}
    for case in db.session.scalars(select(Case).where(Case.shows_progress.is_(True)).execution_options(yield_per=200)):
        row = standing.pop(case.id, None)
        if row is None or not progress.may_stand(case):
            yield f"{case.number}: its progress is public, but {'no row tells it' if row is None else 'may not be'}"
        elif progress.differs(row, progress.projection(case, row.at)):
            yield f"{case.number}: the board tells another progress than the case"
    for row in standing.values():
        yield f"{row.number}: its progress stands on the board, but the case does not show it"


def came_with_a_visit() -> Iterator[str]:
    """Every case was brought by a visit to its own station, so that batches and person-times are whole (HB-22, X-08)."""
    wrong = select(Case.number).outerjoin(Visit, Visit.id == Case.visit_id).where(or_(Visit.id.is_(None), Visit.station_id != Case.station_id))
    for number in db.session.scalars(wrong.order_by(Case.id)):
        yield f"{number}: belongs to no visit of its station"
    later = select(Case.number).join(CameAgain, CameAgain.case_id == Case.id).join(Visit, Visit.id == CameAgain.visit_id)
    for number in db.session.scalars(later.where(or_(Visit.station_id != Case.station_id, Visit.id == Case.visit_id)).order_by(Case.id)):
        yield f"{number}: its later visit is its first one, or that of another station"


def nothing_invented() -> Iterator[str]:
    """What a demonstration told or published has no place in a real network, least of all on its board (practice.md §9, row 17)."""
    network = networks.current()
    if network is None or network.demo:
        return
    for table in (Publication, Progress):
        for number in db.session.scalars(select(table.number).where(table.demo.is_(True), table.is_current.is_(True))):
            yield f"{number}: published by a demonstration, but this is a real network"
    for number in db.session.scalars(select(Case.number).where(Case.demo.is_(True)).order_by(Case.id)):
        yield f"{number}: told in a demonstration, but this is a real network"


CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    one_owner_one_date, chains_hold, due_days_keep, due_days_add_up, sealed_stays_sealed, unrated_is_not_satisfied,
    stations_add_up, codes_open_one, closed_was_told, progress_agrees, came_with_a_visit, nothing_invented,
    *board_invariants.CHECKS, *ladder_invariants.CHECKS, *commitment_invariants.CHECKS, *audit_invariants.CHECKS, *ledger_invariants.CHECKS,
)


def broken() -> list[str]:
    """Every violation as a sentence that names the case; empty when all is well."""
    return [fault for check in CHECKS for fault in check()]
