"""B yellow and A red: numbered slips with a new day; acknowledged, answered, or withdrawn with a reason that stays (HB-63 … 66)."""

import enum
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint, and_, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import deadline, lifecycle, unit_paper
from portal.cases.case import Case
from portal.cases.deadline import Deadline
from portal.cases.referral import Referral
from portal.cases.unit_paper import UnitPaper
from portal.foundation import append_only
from portal.foundation.database import Base, Json, Utc, choice, db, index_where
from portal.foundation.refusal import Moved
from portal.foundation.text import needed
from portal.network.actor import Actor


class Level(enum.StrEnum):
    """The ladder: C reminder, B alert, A warning (HB-60)."""

    C = "c"
    B = "b"
    A = "a"


COLOUR = {Level.B: "yellow", Level.A: "red"}
# An official number is the same in every language, as it stands on the paper: in the script of the network that issued it.
SIGN = {Level.B: "督黄", Level.A: "督红"}
TRADITIONAL = str.maketrans("黄红号", "黃紅號")


class Standing(enum.StrEnum):
    """Where a slip is."""

    WAITING = "waiting"
    DECLINED = "declined"
    OUT = "out"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"


# What may still wait for somebody: the office finds it without going along every slip there ever was.
_ASKING = "{0}withdrawn_at IS NULL AND ({0}countersigned_at IS NULL OR {0}acknowledged_at IS NULL OR {0}level = 'a')"
ASKING, _INDEXED = text(_ASKING.format("slip.")), _ASKING.format("")


class Slip(Base):
    """One slip on one referral. It has a number from the moment it goes out; withdrawn ones keep it and stay visible (HB-60)."""

    __tablename__ = "slip"
    __table_args__ = (UniqueConstraint("station_id", "level", "year", "serial", name="uq_slip_station_id"),
                      index_where("ix_slip_asking", "id", where=_INDEXED))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    level: Mapped[Level] = mapped_column(choice(Level))
    round: Mapped[int]
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    year: Mapped[int | None]
    serial: Mapped[int | None]
    number: Mapped[str] = mapped_column(String(24), default="")  # empty before it goes out
    demand: Mapped[str] = mapped_column(Text)
    overdue_days: Mapped[int]
    facts: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    reasons: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    drawn_up_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drawn_up_at: Mapped[datetime] = mapped_column(Utc)
    countersigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    countersigned_at: Mapped[datetime | None] = mapped_column(Utc)
    declined_because: Mapped[str] = mapped_column(Text, default="")
    due_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"))
    acknowledge_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"))
    explain_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Utc)
    acknowledged_by: Mapped[str] = mapped_column(String(40), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Utc)
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")

    referral: Mapped[Referral] = relationship(lazy="joined", innerjoin=True)
    due: Mapped[Deadline | None] = relationship(foreign_keys=[due_id], lazy="joined")
    acknowledge_due: Mapped[Deadline | None] = relationship(foreign_keys=[acknowledge_id], lazy="joined")
    explain_due: Mapped[Deadline | None] = relationship(foreign_keys=[explain_id], lazy="joined")

    @property
    def colour(self) -> str:
        """`yellow` or `red`."""
        return COLOUR[self.level]

    @property
    def standing(self) -> Standing:
        """Where it is now."""
        if self.withdrawn_at is not None:
            return Standing.WITHDRAWN
        if self.referral.ended_at is not None and self.answered_at is None:
            return Standing.LAPSED  # another unit has the matter now
        if self.serial is not None:
            return Standing.OUT
        if self.countersigned_at is not None:
            return Standing.DECLINED
        return Standing.WAITING if self.answered_at is None else Standing.OVERTAKEN  # the unit replied before it was countersigned

    def is_late(self, day: date) -> bool:
        """Whether its new day has passed without a reply."""
        return (self.standing is Standing.OUT and self.answered_at is None and self.due is not None
                and self.due.ended_at is None and self.due.due_on < day)


def is_out() -> ColumnElement[bool]:
    """Standing.OUT as SQL, beside the referral of the slip."""
    return and_(Slip.serial.is_not(None), Slip.withdrawn_at.is_(None), or_(Referral.ended_at.is_(None), Slip.answered_at.is_not(None)))


# What it says and what it rests on stands as it was drawn up.
append_only.guard(Slip.__table__, may_change=(  # type: ignore[arg-type]
    "year", "serial", "number", "countersigned_by_id", "countersigned_at", "declined_because", "due_id", "acknowledge_id", "explain_id",
    "acknowledged_at", "acknowledged_by", "answered_at", "withdrawn_at", "withdrawn_because"))


def official(level: Level, year: int, serial: int, locale: str) -> str:
    """What stands on the paper: 督黄〔2026〕7号, in a network that writes Traditional 督黃〔2026〕7號. Gapless for each station,
    level and year, whatever the script."""
    number = f"{SIGN[level]}〔{year}〕{serial}号"
    return number.translate(TRADITIONAL) if locale == "zh_Hant" else number


def acknowledge(case: Case, row: Slip, *, by: Actor, paper: UnitPaper | None = None) -> None:
    """The unit signs for the slip, by name and time; from paper the liaison enters it."""
    if row.case_id != case.id or row.standing is not Standing.OUT or row.acknowledged_at is not None or row.countersigned_at is None:
        raise Moved("slip_decided")
    if paper is None:
        lifecycle.also(case, "slip.acknowledge", by=by, facts={"slip": row.number, "name": by.name})
        row.acknowledged_at, row.acknowledged_by = by.at, by.name
    else:
        facts = unit_paper.take(case, paper, "behalf.slip", unit_id=row.referral.unit_id, since=row.countersigned_at, by=by)
        lifecycle.also(case, "behalf.slip", by=by, happened_at=paper.happened_at, facts=facts | {"slip": row.number})
        row.acknowledged_at, row.acknowledged_by = paper.happened_at, paper.signed_by
    if row.acknowledge_due is not None:
        deadline.stop(row.acknowledge_due, by=by)


def answer(case: Case, *, by: Actor) -> None:
    """The unit replied: what the slips asked for is done, except the explanation (HB-66); one that waits for its countersignature rests
    on what is no longer so and never goes out, whatever becomes of the reply (HB-64)."""
    for row in of_case(case):
        if row.standing in (Standing.OUT, Standing.WAITING) and row.answered_at is None:
            row.answered_at = by.at
            if row.due is not None:
                deadline.stop(row.due, by=by)


def ask_on(case: Case, *, replied_at: datetime) -> None:
    """The reply of that moment was sent back: it answered nothing, so the slips it stopped ask on, by the day they set (HB-64, HB-66)."""
    for row in of_case(case):
        if row.standing is Standing.OUT and row.answered_at == replied_at and row.due is not None:
            row.answered_at = row.due.ended_at = None


def withdraw(case: Case, row: Slip, *, reason: str, by: Actor) -> None:
    """Taken back with a reason; number and reason stay visible, what it asked for falls away (practice.md §13)."""
    if row.case_id != case.id or row.standing not in (Standing.WAITING, Standing.OUT):
        raise Moved("slip_decided")
    reason = needed(reason, 500, 10, "reason_needed")
    lifecycle.also(case, "slip.withdraw", by=by, text=reason, facts={"slip": row.number, "level": row.level.value},
                   for_visitor=row.standing is Standing.OUT)
    row.withdrawn_at, row.withdrawn_because = by.at, reason
    for running in (row.due, row.acknowledge_due, row.explain_due):
        if running is not None:
            deadline.stop(running, by=by)


def of_case(case: Case) -> list[Slip]:
    """Every slip of a case, oldest first, whatever became of it."""
    return list(db.session.scalars(select(Slip).where(Slip.case_id == case.id).order_by(Slip.id)))


def on(to: Referral, level: Level, waiting: bool = False) -> list[Slip]:
    """The slips of a level that are out on a referral; with `waiting` those to be countersigned too."""
    return those_on(db.session.scalars(select(Slip).where(Slip.referral_id == to.id).order_by(Slip.id)), level, waiting)


def those_on(rows: Iterable[Slip], level: Level, waiting: bool = False) -> list[Slip]:
    """on() among slips that were read already."""
    there = (Standing.OUT, Standing.WAITING) if waiting else (Standing.OUT,)
    return [row for row in rows if row.level is level and row.standing in there]
