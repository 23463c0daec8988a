"""From rules to rows: the shifts of a horizon are made, moved and called off as rules and calendar say; doing it again changes
nothing (HB-26, HB-40; a notice is out at least three days before, practice.md §3.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.workdays import Workdays
from portal.network import access, calendar, station
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station
from portal.reception import diary, invitation, opening, roster, sitting
from portal.reception.opening import LEAST_NOTICE, OpeningRule
from portal.reception.pattern import Occasion, hours, occasions
from portal.reception.shift import OffBy, Shift

# So far ahead shifts are rows, and as far as a roster is laid; a rule of every other month has its next day within it.
HORIZON = timedelta(days=92)
Planned = dict[tuple[int | None, date], tuple[OpeningRule, Occasion]]


@dataclass
class Made:
    """What planning changed: days added, called off, changed in day or hours or held again."""

    added: int = 0
    called_off: int = 0
    changed: int = 0

    def __iadd__(self, other: "Made") -> "Made":
        self.added += other.added
        self.called_off += other.called_off
        self.changed += other.changed
        return self

    def __bool__(self) -> bool:
        return bool(self.added or self.called_off or self.changed)


def plan(place: Station, *, by: Actor) -> Made:
    """Make the rows of one station what its rules say from today on; what has begun stays as it was."""
    access.permit(by, "shift.plan", Place(place.id))
    today = clock.day_of(by.at)
    last, want = _last(today), wanted(place, opening.standing(today), today, calendar.workdays())
    made, query = Made(), select(Shift).where(Shift.station_id == place.id, Shift.ends_at > by.at)
    known = {(row.rule_id, row.planned_on): row for row in db.session.scalars(query.with_for_update())}
    over = select(Shift.rule_id, Shift.planned_on).where(
        Shift.station_id == place.id, Shift.ends_at <= by.at, Shift.planned_on >= today - HORIZON)
    gone = {(rule_id, planned_on) for rule_id, planned_on in db.session.execute(over)}
    for key, (rule, one) in want.items():
        if key in known:
            made += _follow(known[key], rule, one, by)
        elif key not in gone:
            made += _add(place, rule, one, by.at)
    for key, row in known.items():
        if key not in want and row.rule_id is not None and row.planned_on <= last:
            made += _drop(row, by)
    db.session.flush()
    return made


def wanted(place: Station, rules: Collection[OpeningRule], today: date, workdays: Workdays) -> Planned:
    """What such rules and such a calendar give a station from today to the end of the horizon, by rule and planned day."""
    if place.closed:
        return {}
    return {(rule.id, one.planned_on): (rule, one) for rule, one in opening.planned(place, rules, today, _last(today), workdays)}


def _last(today: date) -> date:
    return max(today + HORIZON, roster.reaches_to() or today)


def _add(place: Station, rule: OpeningRule, one: Occasion, at: datetime) -> Made:
    day = one.day or one.planned_on
    begins_at, ends_at = hours(rule.pattern, day)
    if ends_at <= at:
        return Made()
    row = Shift(station_id=place.id, rule_id=rule.id, planned_on=one.planned_on, day=day, begins_at=begins_at, ends_at=ends_at,
                required=rule.required, notice_days=max(rule.notice_days, LEAST_NOTICE), changed_at=at)
    row.off_by, row.because = (None, "") if one.day else (OffBy.HOLIDAY, _holiday(one.planned_on))
    row.short_notice = row.off_by is None and row.is_near(at)
    db.session.add(row)
    return Made(added=int(row.off_by is None))


def _follow(row: Shift, rule: OpeningRule, one: Occasion, by: Actor) -> Made:
    """A row that stands takes on what its rule says now, unless it has begun or somebody called it off by hand."""
    at = by.at
    if row.begins_at <= at:
        return Made()
    row.required, row.notice_days = rule.required, max(rule.notice_days, LEAST_NOTICE)  # an older rule may say fewer
    day = one.day or one.planned_on
    begins_at, ends_at = hours(rule.pattern, day)
    off = OffBy.HAND if row.off_by is OffBy.HAND else None if one.day else OffBy.HOLIDAY
    if (row.begins_at, row.ends_at, row.off_by) == (begins_at, ends_at, off):
        return Made()
    was_off, near = row.off_by is not None, row.is_near(at)
    row.day, row.begins_at, row.ends_at, row.off_by = day, begins_at, ends_at, off
    if off is not OffBy.HAND:
        row.because = _holiday(one.planned_on) if off else ""
    row.change(at)
    row.short_notice = row.short_notice or near
    diary.unsettle(row)
    if off is None:
        sitting.let_go(row, by)
        invitation.tell_changed(row, by)
    elif not was_off:
        invitation.tell_off(row, by)
    return Made(called_off=1) if off and not was_off else Made(changed=1)


def _drop(row: Shift, by: Actor) -> Made:
    """Its rule gives the day no more."""
    if row.begins_at <= by.at or row.off_by is OffBy.RULE:
        return Made()
    counted = int(row.off_by is None)
    if row.off_by is not OffBy.HAND:
        if row.off_by is None:
            invitation.tell_off(row, by)
            diary.unsettle(row)
        row.off_by, row.because = OffBy.RULE, ""
        row.change(by.at)
    return Made(called_off=counted)


def _holiday(day: date) -> str:
    told = calendar.told().get(day)
    return told.name if told is not None and not told.works else ""


def concerned(rule: OpeningRule | None, place: Station | None) -> list[Station]:
    """The open stations a rule at a place may reach; None: all of them."""
    if place is None or (rule is not None and rule.station_id is None):
        return station.all_open()
    ids = station.below(frozenset({place.id}) | ({rule.station_id} if rule is not None and rule.station_id else frozenset()))
    return [each for each in station.all_open() if each.id in ids]


def preview(rule: opening.Wanted, today: date, most: int) -> list[Occasion]:
    """The next days that this rule alone would give."""
    found = occasions(rule.pattern, max(today, rule.from_on), today + 4 * HORIZON, calendar.workdays())
    return [one for one in found if rule.until_on is None or one.planned_on <= rule.until_on][:most]
