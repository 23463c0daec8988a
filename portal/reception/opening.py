"""Opening rules as rows: of the whole network, of a station and those below it, or of one station alone; the nearest that is in
force on a day holds there (HB-40, SD-08, YT-01, YT-10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import clock
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.workdays import Workdays
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station, StationLevel
from portal.reception.pattern import DAY, Holiday, Months, Occasion, Pattern, Repeat, occasions

MOST_REQUIRED, LEAST_NOTICE, MOST_NOTICE = 9, 3, 30  # representatives on one day; days a notice is out before it (practice.md §2.7)


@dataclass(frozen=True)
class Wanted:
    """A rule as somebody asks for it. `place` None is the whole network; `below`: also the stations below the place."""

    pattern: Pattern
    from_on: date
    place: Station | None = None
    below: bool = False
    required: int = 2
    notice_days: int = LEAST_NOTICE
    until_on: date | None = None


class OpeningRule(Base):
    """One rule in force from a day until, and including, another; ended by a date, never deleted. `weekdays` are digits, 0 is Monday."""

    __tablename__ = "opening_rule"
    __table_args__ = (CheckConstraint("station_id IS NOT NULL OR below", name="whole_network"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    below: Mapped[bool]
    repeat: Mapped[Repeat] = mapped_column(choice(Repeat))
    weekdays: Mapped[str] = mapped_column(String(7))
    month_day: Mapped[int]
    months: Mapped[Months] = mapped_column(choice(Months))
    starts: Mapped[int]
    ends: Mapped[int]
    holiday: Mapped[Holiday] = mapped_column(choice(Holiday))
    required: Mapped[int]
    notice_days: Mapped[int]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(Utc)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    station: Mapped[Station | None] = relationship()

    @property
    def pattern(self) -> Pattern:
        """The rule without its place."""
        return Pattern(self.repeat, self.starts, self.ends, frozenset(map(int, self.weekdays)), self.month_day, self.months, self.holiday)

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def keep(rule: OpeningRule | None, wanted: Wanted, *, by: Actor) -> OpeningRule:
    """Write a rule, a new one for None. Refused: no weekday, no hours, numbers nobody means, an end before the beginning."""
    for place in {wanted.place, rule.station if rule is not None else wanted.place}:
        _permit(place, by)
    sound(wanted)
    if rule is None:
        rule = OpeningRule()
        db.session.add(rule)
    _fill(rule, wanted)
    rule.changed_at, rule.changed_by_id = by.at, by.person_id
    db.session.flush()
    db.session.refresh(rule)
    return rule


def as_if(rule: OpeningRule | None, wanted: Wanted) -> OpeningRule:
    """The rule as it would be, a new one for None; it is no row and stays none."""
    found = OpeningRule(id=rule.id if rule is not None else None)
    _fill(found, wanted)
    return found


def _fill(rule: OpeningRule, wanted: Wanted) -> None:
    pattern = wanted.pattern
    rule.station_id, rule.below = (wanted.place.id, wanted.below) if wanted.place else (None, True)
    rule.repeat, rule.months, rule.holiday, rule.month_day = pattern.repeat, pattern.months, pattern.holiday, pattern.month_day
    rule.weekdays = "".join(map(str, sorted(pattern.weekdays))) if pattern.repeat is Repeat.WEEKLY else ""
    rule.starts, rule.ends, rule.required, rule.notice_days = pattern.starts, pattern.ends, wanted.required, wanted.notice_days
    rule.from_on, rule.until_on = wanted.from_on, wanted.until_on


def end(rule: OpeningRule, *, by: Actor) -> None:
    """It holds no more from today on; what stands above it does again."""
    _permit(rule.station, by)
    rule.until_on, rule.changed_at, rule.changed_by_id = clock.day_of(by.at) - timedelta(days=1), by.at, by.person_id
    db.session.flush()


def _permit(place: Station | None, by: Actor) -> None:
    access.permit(by, "opening.manage", Place(place.id if place else 0))  # 0 is no station: only who reaches all of them does


def sound(wanted: Wanted) -> None:
    """Refused: no weekday, no hours, numbers nobody means, a notice of fewer than three days, an end before the beginning."""
    pattern = wanted.pattern
    if pattern.repeat is Repeat.WEEKLY and not pattern.weekdays:
        raise Refused("opening_weekdays")
    if pattern.starts == pattern.ends or not (0 <= pattern.starts < DAY and 0 <= pattern.ends < DAY):
        raise Refused("opening_hours")
    if not (1 <= pattern.month_day <= 31 and 0 <= wanted.required <= MOST_REQUIRED and wanted.notice_days <= MOST_NOTICE):
        raise Refused("field_number")
    if wanted.notice_days < LEAST_NOTICE:
        raise Refused("opening_notice", least=LEAST_NOTICE)
    if wanted.until_on is not None and wanted.until_on < wanted.from_on:
        raise Refused("opening_span")


def may_keep(rule: OpeningRule, by: Actor) -> bool:
    """Whether the actor may change it."""
    return access.can(by, "opening.manage", Place(rule.station_id or 0))


def one(rule_id: int, by: Actor) -> OpeningRule:
    """A rule the actor may change; raises Missing for any other."""
    found = db.session.get(OpeningRule, rule_id)
    if found is None or not may_keep(found, by):
        raise Missing
    return found


def standing(day: date) -> list[OpeningRule]:
    """Every rule that holds on or after a day: the network's first, then by station."""
    query = select(OpeningRule).where(or_(OpeningRule.until_on.is_(None), OpeningRule.until_on >= day))
    found = db.session.scalars(query.order_by(OpeningRule.id)).all()
    return sorted(found, key=lambda rule: (rule.station.code if rule.station else "", not rule.below, rule.id))


def levels(place: Station, rules: Collection[OpeningRule]) -> list[list[OpeningRule]]:
    """The rules that may hold at a station, the nearest level first: its own, its area's upward, the network's."""
    found = [[rule for rule in rules if rule.station_id == place.id and not rule.below]]
    if place.level is StationLevel.ONLINE:
        return found  # it is open day and night; only a rule of its own gives it days on which somebody sits there
    here: Station | None = place
    while here is not None:
        found.append([rule for rule in rules if rule.station_id == here.id and rule.below])
        here = here.parent
    return [*found, [rule for rule in rules if rule.station_id is None]]


def planned(place: Station, rules: Collection[OpeningRule], first: date, last: date, workdays: Workdays) -> list[tuple[OpeningRule, Occasion]]:
    """What the rules plan for a station, each day by the nearest level that has a rule in force on it."""
    found: list[tuple[OpeningRule, Occasion]] = []
    nearer: list[OpeningRule] = []
    for level in levels(place, rules):
        for rule in level:
            found += [(rule, one) for one in occasions(rule.pattern, first, last, workdays) if rule.in_force(one.planned_on)
                      and not any(other.in_force(one.planned_on) for other in nearer)]
        nearer += level
    return found
