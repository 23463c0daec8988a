"""Once a day: counters of failures that are over are dropped; open days are planned ahead; monthly reports are drafted; the public's figures are counted; the
ledger's head is signed; every stored case is held against the invariants, and the office is told when one is broken (practice.md §12.4)."""

import logging
from datetime import UTC, datetime, timedelta

from portal.cases import attachment, audit_head, commitment, erasure, four_numbers, in_time, invariants, ledger, station_figures
from portal.commons import concern_published, share
from portal.foundation import chore, clock, throttle
from portal.foundation.checkpoint import BadKey
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, calendar, face, naming, station
from portal.network.actor import Actor
from portal.notices import outbox
from portal.reception import departure, planning, shift
from portal.statistics import monthly

PLANNING = "open_days"
ERASING, MOST_ERASED = "erasing", 2000
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NAME, HOUR, MOST_KEPT = "invariants", 3, 50  # at three in the morning, else at the first sweep after
_log = logging.getLogger(__name__)


def begins_at(at: datetime) -> datetime:
    """The moment since which today's check is due: three in the morning of this day or, earlier than that, of the day before."""
    today = clock.at_local(clock.day_of(at), HOUR)
    return today if today <= at else clock.at_local(clock.day_of(at) - timedelta(days=1), HOUR)


def count(at: datetime) -> bool:
    """Count the public's figures once a day; returns whether it was this process (SD-20, FT-03). In an app context."""
    today = clock.day_of(at)
    with unit_of_work():
        if not chore.begin(in_time.NAME, since=clock.at_local(today, 0), at=at):
            return False
    first, four, common = in_time.counted(today), four_numbers.counted(today, shift.open_minutes(today)), share.counted(today)
    figures = station_figures.counted(today)
    db.session.rollback()
    with unit_of_work():
        in_time.keep(first, at=clock.now())
        four_numbers.keep(four, at=clock.now())
        station_figures.keep(figures, at=clock.now())
        share.keep(common, at=clock.now())
    return True


def plan(at: datetime) -> bool:
    """Make the open days of the horizon, once a day and once more after each change of the calendar; returns whether it was this
    process. A station that cannot be planned hides no other. In an app context."""
    changed = calendar.changed_at()
    midnight = clock.at_local(clock.day_of(at), 0)
    with unit_of_work():
        if not chore.begin(PLANNING, since=max(midnight, changed or midnight), at=at):
            return False
    made = planning.Made()
    for code in [place.code for place in station.everywhere()]:
        try:
            with unit_of_work():
                place = station.by_code(code)
                made += planning.plan(place, by=actor.system(at)) if place is not None else planning.Made()
        except Exception:
            _log.exception("the open days of %s could not be planned", code)
    _end_terms(actor.system(at))
    with unit_of_work():
        chore.end(PLANNING, at=clock.now(), found=vars(made))
    return True


def _end_terms(by: Actor) -> None:
    """Whose term ended on a day told ahead sits at no open day and is shown no more; so is whoever left before that was seen to."""
    with unit_of_work():
        departure.leave_seats(by)
        portraits = naming.hide_ended(by)
    with unit_of_work():
        for portrait in portraits:
            face.clear(portrait)


def report(at: datetime) -> int:
    """Draft the monthly reports of the period that ended last, once a day and for whoever has none yet; how many (HB-13). In an app context."""
    with unit_of_work():
        if not chore.begin(monthly.NAME, since=clock.at_local(clock.day_of(at), 0), at=at):
            return 0
    made = monthly.drafts(by=actor.system(at))
    db.session.rollback()
    with unit_of_work():
        db.session.add_all(made)
        chore.end(monthly.NAME, at=clock.now(), found={"drafted": len(made)})
    return len(made)


def sign(at: datetime) -> bool:
    """Sign the ledger's head where the last signature is a day old; returns whether it was this process. In an app context."""
    last = ledger.latest()
    db.session.rollback()
    if last is not None and last.at > at - timedelta(days=1):
        return False
    with unit_of_work():
        if not chore.begin(ledger.SERIES, since=at - timedelta(days=1), at=at):
            return False
        try:
            if not audit_head.enter(at):  # what is entered is signed when this ends
                ledger.sign(at)
        except BadKey as unusable:  # `portal doctor` says it too; what else the clock has to do goes on
            _log.error("the ledger's head was not signed: %s", unusable)
        chore.end(ledger.SERIES, at=at)
    while ledger.unsigned() == "" and commitment.waiting():  # more than enter under one head
        with unit_of_work():
            ledger.sign(at)
    return True


def enter_concerns(at: datetime) -> int:
    """Once for ever: the concerns and motions from before the ledger held such things are entered; how many. In an app context."""
    with unit_of_work():
        if not chore.begin(concern_published.NAME, since=LONG_AGO, at=at):
            return 0
        found = concern_published.enter_missing(at)
        chore.end(concern_published.NAME, at=at, found={"entered": found})
    return found


def erase(months: int, at: datetime) -> int:
    """Erase who brought the matters that ended so long ago (practice.md §6.5), once a day, each in a transaction of its own; how many.
    In an app context."""
    with unit_of_work():
        if not chore.begin(ERASING, since=begins_at(at), at=at):
            return 0
    done = 0
    for visitor_id in erasure.due(at, months, MOST_ERASED):
        with unit_of_work():
            cases = erasure.expire(visitor_id, months, by=actor.system(at))
            outbox.forget_visitor(cases)
            done += bool(cases)
    with unit_of_work():
        erasure.forget_left()
        chore.end(ERASING, at=clock.now(), found={"erased": done})
    attachment.sweep(at)
    return done


def check(at: datetime) -> bool:
    """Check once a day, on whichever process comes first; returns whether it was this one. In an app context.

    What it finds is kept as it is found: how many rules are broken, and the numbers of the cases. A check that breaks is an alarm
    too; neither stops the clock."""
    with unit_of_work():
        if not chore.begin(NAME, since=begins_at(at), at=at):
            return False
        throttle.forget(at)
    found = _found()
    with unit_of_work():
        chore.end(NAME, at=clock.now(), found=found)
    return True


def _found() -> dict[str, object]:
    broken: list[str] = []
    failed = ""
    for rule in invariants.CHECKS:
        try:
            broken += rule()
        except Exception as fault:  # one rule that cannot be checked hides none of the others
            _log.exception("the rule %s could not be checked", rule.__name__)
            failed = f"{rule.__name__}: {type(fault).__name__}"
        finally:
            db.session.rollback()  # each rule reads by itself: no reader stays pinned for the whole time
    for sentence in broken[:MOST_KEPT]:
        _log.error("a rule is broken: %s", sentence)
    numbers = sorted({sentence.split(":")[0] for sentence in broken})
    return {"broken": len(broken), "numbers": numbers[:MOST_KEPT], "failed": failed}
