"""What must always be true of the ladder: numbers without a gap, a red slip after a yellow one, the head explains, a person issues."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.cases.case import Case
from portal.cases.explanation import Explanation
from portal.cases.issuing import Missing
from portal.cases.publication import Publication
from portal.cases.reminder import Reminder
from portal.cases.slip import COLOUR, Level, Slip
from portal.cases.timeline import Event
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.series import Series
from portal.network.role import Grant, Role
from portal.network.station import Station

LEVELS = {colour: level for level, colour in COLOUR.items()}


def slips_have_no_gap() -> Iterator[str]:
    """The numbers of a station, colour and year run from 1 without a gap; withdrawn ones keep theirs."""
    for series in db.session.scalars(select(Series).where(Series.name.startswith("slip:"))):
        _, colour, code, year = series.name.split(":")
        count, last = db.session.execute(
            select(func.count(), func.max(Slip.serial)).join(Station, Station.id == Slip.station_id)
            .where(Station.code == code, Slip.level == LEVELS[colour], Slip.year == int(year))).one()
        if (count, last) != (series.last, series.last):
            yield f"{code} {year}: {count} {colour} slips up to number {last}, but {series.last} numbers were given out"


def red_follows_yellow() -> Iterator[str]:
    """A red slip has a yellow one before it on the same referral, or a written reason why not (HB-66, practice.md §13)."""
    earlier = aliased(Slip)
    before = select(earlier.id).where(earlier.referral_id == Slip.referral_id, earlier.level == Level.B, earlier.serial.is_not(None),
                                      earlier.countersigned_at <= Slip.drawn_up_at).exists()
    query = select(Slip, Case.number).join(Case, Case.id == Slip.case_id).where(Slip.level == Level.A, ~before)
    for row, number in db.session.execute(query):
        if not row.reasons.get(Missing.YELLOW.value):
            yield f"{number}: a red slip without a yellow one before it and without a written reason"


def heads_explain() -> Iterator[str]:
    """Only the head of the unit satisfies a red slip: typed by one who was it that day, or on their signed sheet (X-14)."""
    for row in db.session.scalars(select(Explanation)):
        if row.scan_id is not None:
            continue
        day = clock.day_of(row.entered_at)
        held = select(Grant.id).where(Grant.person_id == row.person_id, Grant.role == Role.UNIT_HEAD, Grant.since <= day,
                                      Grant.unit_id == row.slip.referral.unit_id, (Grant.until.is_(None)) | (Grant.until >= day))
        if db.session.scalar(held) is None:
            yield f"{row.slip.number}: explained by somebody who was not the head of the unit"


def people_issue() -> Iterator[str]:
    """The clock never issues: every slip that is out was drawn up and sent by two people, as its story tells (X-02)."""
    acts = select(Event.case_id, Event.act, Event.role, Event.person_id).where(Event.act.startswith("slip."))
    for case_id, act, role, person_id in db.session.execute(acts):
        if person_id is None or role in (Role.SYSTEM, Role.VISITOR, Role.KIOSK, Role.PUBLIC):
            yield f"case id {case_id}: {act} by nobody"
    alone = select(Slip.id, Case.number).join(Case, Case.id == Slip.case_id).where(
        Slip.serial.is_not(None), (Slip.countersigned_by_id.is_(None)) | (Slip.countersigned_by_id == Slip.drawn_up_by_id))
    for slip_id, number in db.session.execute(alone):
        yield f"{number}: slip {slip_id} went out without a second person's signature"


def published_trace_as_stored() -> Iterator[str]:
    """The board tells every slip that was out when a result was published, and counts every reminder and missing fact."""
    for row in db.session.scalars(select(Publication).where(Publication.supervision != {}).execution_options(yield_per=200)):
        kept = row.supervision
        slips = list(db.session.scalars(select(Slip).where(
            Slip.case_id == row.case_id, Slip.serial.is_not(None), Slip.countersigned_at <= row.published_at)))
        if {(shown["number"], shown["level"]) for shown in kept["slips"]} != {(one.number, one.level.value) for one in slips}:
            yield f"{row.number}: the published slips are not those that went out"
        if kept["reasons"] != sum(len(one.reasons) for one in slips):
            yield f"{row.number}: the published count of missing facts is not that of its slips"
        given = select(func.count()).select_from(Reminder).where(Reminder.case_id == row.case_id, Reminder.entered_at <= row.published_at)
        if kept["reminders"] != db.session.scalar(given):
            yield f"{row.number}: the published count of reminders is not what was given"


CHECKS = (slips_have_no_gap, red_follows_yellow, heads_explain, people_issue, published_trace_as_stored)
