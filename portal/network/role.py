"""Roles, and who holds which one where and until when."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, and_, bindparam, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import marks
from portal.foundation.database import Base, choice


class Role(enum.StrEnum):
    """Everybody who can act; the last four are not staff."""

    ADMINISTRATOR = "administrator"
    OFFICE = "office"
    DIRECTOR = "director"
    LIAISON = "liaison"
    CLERK = "clerk"
    REPRESENTATIVE = "representative"
    MEMBER = "member"
    UNIT_OFFICER = "unit_officer"
    UNIT_HEAD = "unit_head"
    STEERING = "steering"
    VOLUNTEER = "volunteer"
    VISITOR = "visitor"
    KIOSK = "kiosk"
    PUBLIC = "public"
    SYSTEM = "system"


STAFF = tuple(role for role in Role if role not in (Role.VISITOR, Role.KIOSK, Role.PUBLIC, Role.SYSTEM))
AT_STATION = frozenset({Role.DIRECTOR, Role.LIAISON, Role.CLERK, Role.REPRESENTATIVE, Role.MEMBER, Role.VOLUNTEER})
AT_UNIT = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})
RECEIVES = (Role.REPRESENTATIVE, Role.MEMBER)  # who sits at a reception and hears what is told (SD-06)
OWNERS = frozenset({Role.LIAISON, Role.DIRECTOR, Role.OFFICE})  # whose a case may be (YT-18)


class Grant(Base):
    """One person holds one role at one place; ending it is a date, never a deletion."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("station_id IS NULL OR unit_id IS NULL", name="one_place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]


marks.renewed_by("network", Grant.__table__)  # type: ignore[arg-type]


def in_force() -> ColumnElement[bool]:
    """The WHERE clause for grants held on the parameter `day`: what stands built costs a fourth of what is built each time."""
    return and_(Grant.since <= bindparam("day"), or_(Grant.until.is_(None), Grant.until >= bindparam("day")))
