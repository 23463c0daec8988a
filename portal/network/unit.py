"""Responsible units: departments that handle matters, and the bodies that receive reports about officials (HB-50)."""

import enum

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, choice, db


class UnitKind(enum.StrEnum):
    """What sort of body it is; kind-4 matters go only to the last three (HB-44)."""

    UNIT = "unit"
    COMMITTEE = "committee"
    DISCIPLINE = "discipline"
    SUPERVISION = "supervision"


RECEIVES_SEALED = frozenset({UnitKind.COMMITTEE, UnitKind.DISCIPLINE, UnitKind.SUPERVISION})


class Unit(Base):
    """A body that matters are referred to."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind), default=UnitKind.UNIT)
    phone: Mapped[str] = mapped_column(String(30), default="")
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def receives_sealed(self) -> bool:
        """Whether a report about officials may go here."""
        return self.kind in RECEIVES_SEALED


def all_active() -> list[Unit]:
    """Active units by name."""
    return list(db.session.scalars(select(Unit).where(Unit.active.is_(True)).order_by(Unit.name)))


def by_name(name: str) -> Unit | None:
    """The unit of that exact name."""
    return db.session.scalar(select(Unit).where(Unit.name == name))
