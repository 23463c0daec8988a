"""What an open day is about, and the units invited to sit at it: asked by those who keep the roster, told in the office, noted on the
day with who of them came (SD-24). What a unit says at the table is its reply (portal/cases/acceptance.py)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from portal.foundation import clock
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean, needed
from portal.network import access, person
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.role import AT_UNIT
from portal.network.unit import Unit
from portal.reception import day_notice, sitting
from portal.reception.day_notice import Told
from portal.reception.shift import Shift

THEME_MOST, WHO_MOST = 40, 80  # characters


class Invitation(Base):
    """One unit at one open day. `came` is None until somebody noted it; `who` came for it, name and position as they were typed, stays
    in the office. `withdrawn_at`: it is invited no more."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("shift_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(Utc)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Utc)
    came: Mapped[bool | None]
    who: Mapped[str] = mapped_column(String(WHO_MOST), default="")
    noted_at: Mapped[datetime | None] = mapped_column(Utc)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    shift: Mapped[Shift] = relationship()
    unit: Mapped[Unit] = relationship()


def name_theme(shift: Shift, theme: str, *, by: Actor) -> None:
    """What the day is about, which everybody reads; empty: whatever people bring. Refused: it is over or called off."""
    access.permit(by, "roster.keep", Place(shift.station_id))
    _still(shift, by.at)
    words = clean(theme, THEME_MOST).strip()
    if words != shift.theme:
        shift.theme = words
        shift.change(by.at)


def invite(shift: Shift, unit: Unit, *, by: Actor) -> Invitation:
    """Ask a unit to the table and tell those of it; a second time changes nothing. Refused: the day is over or called off."""
    access.permit(by, "roster.keep", Place(shift.station_id))
    _still(shift, by.at)
    if not unit.active:
        raise Missing
    row = db.session.scalar(select(Invitation).where(Invitation.shift_id == shift.id, Invitation.unit_id == unit.id))
    if row is not None and row.withdrawn_at is None:
        return row
    if row is None:
        row = Invitation(shift_id=shift.id, unit_id=unit.id)
        db.session.add(row)
    row.asked_at, row.asked_by_id, row.withdrawn_at = by.at, by.person_id, None
    shift.change(by.at)
    day_notice.tell(_people([unit.id], by.at), shift, Told.INVITED, by)
    db.session.flush()
    return row


def withdraw(row: Invitation, *, by: Actor) -> None:
    """It is invited no more, and told so. Refused: it was noted whether they came, or the day is over."""
    access.permit(by, "roster.keep", Place(row.shift.station_id))
    if row.came is not None or row.shift.is_over(by.at):
        raise Refused("invitation_noted")
    row.withdrawn_at = by.at
    row.shift.change(by.at)
    day_notice.tell(_people([row.unit_id], by.at), row.shift, Told.UNINVITED, by)


def note(row: Invitation, came: bool, *, who: str = "", by: Actor) -> None:
    """Whether they came, and who, which may be put right as long as that of a representative. Refused: nobody named, too early, too late."""
    access.permit(by, "sitting.note", Place(row.shift.station_id))
    if row.withdrawn_at is not None or row.shift.off_by is not None:
        raise Missing
    if not sitting.may_note(row.shift, by.at) or (not came and by.at < row.shift.begins_at):
        raise Refused("sitting_when")
    row.who = needed(who, WHO_MOST, key="invitation_who").strip() if came else ""
    row.came, row.noted_at, row.noted_by_id = came, by.at, by.person_id


def tell_off(shift: Shift, by: Actor) -> None:
    """Whoever sits at a day that is called off, or was invited to it, is told."""
    sitting.tell_off(shift, by)
    _tell(shift, Told.CALLED_OFF, by)


def tell_changed(shift: Shift, by: Actor) -> None:
    """The units invited to a day are told that it is held after all, or at other hours."""
    _tell(shift, Told.CHANGED, by)


def _tell(shift: Shift, told: Told, by: Actor) -> None:
    units = [row.unit_id for row in of_shifts([shift.id])[shift.id]]
    day_notice.tell(_people(units, by.at), shift, told, by)


def _people(units: Collection[int], at: datetime) -> list[int]:
    day = clock.day_of(at)
    found = [one.id for unit in units for role in sorted(AT_UNIT) for one in person.holding(role, day, unit_id=unit)]
    return list(dict.fromkeys(found))


def _still(shift: Shift, at: datetime) -> None:
    if shift.off_by is not None or shift.is_over(at):
        raise Refused("shift_over")


def of_shifts(shift_ids: Collection[int]) -> dict[int, list[Invitation]]:
    """The units that are invited to each of these days, in the order they were asked."""
    found: dict[int, list[Invitation]] = {shift_id: [] for shift_id in shift_ids}
    query = select(Invitation).where(Invitation.shift_id.in_(found), Invitation.withdrawn_at.is_(None)).options(joinedload(Invitation.unit))
    for row in db.session.scalars(query.order_by(Invitation.asked_at, Invitation.id)):
        found[row.shift_id].append(row)
    return found


def of_units(units: Collection[int], at: datetime, most: int, skip: int = 0) -> list[Invitation]:
    """The days that are not over to which these units are invited, the next first; called off ones too."""
    query = (select(Invitation).join(Shift, Shift.id == Invitation.shift_id).where(
        Invitation.unit_id.in_(units), Invitation.withdrawn_at.is_(None), Shift.ends_at > at)
        .options(contains_eager(Invitation.shift).joinedload(Shift.station), joinedload(Invitation.unit)))
    return list(db.session.scalars(query.order_by(Shift.begins_at, Invitation.id).limit(most).offset(skip)))


def one(shift: Shift, unit_id: int) -> Invitation:
    """The invitation of a unit to a day; raises Missing."""
    found = next((row for row in of_shifts([shift.id])[shift.id] if row.unit_id == unit_id), None)
    if found is None:
        raise Missing
    return found
