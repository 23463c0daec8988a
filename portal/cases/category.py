"""Classes of matters: two levels of short codes, editable, with room for a local standard's code (practice.md §5)."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, db

# Code → sub-codes as shipped; names are words of the chapter `common` (common.category.A …).
SHIPPED = {
    "A": 5, "B": 5, "C": 5, "D": 4, "E": 4, "F": 5, "G": 3, "H": 3, "I": 2,
    "J": 3, "K": 3, "L": 2, "M": 4, "N": 3, "O": 3, "P": 4, "Z": 2,
}
HARDSHIP = "F"  # by their first letter: terminal and web give the top class, the desk one below it
CONDUCT = "O"


class Category(Base):
    """One class; `name` is empty for shipped ones, whose names are translated words."""

    __tablename__ = "category"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(40), default="")
    external_code: Mapped[str | None] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)


def shipped_codes() -> list[str]:
    """Every code that comes with the product, top classes first in their group."""
    return [code for top, subs in SHIPPED.items() for code in (top, *(f"{top}{n}" for n in range(1, subs + 1)))] + ["Z9"]


def ship() -> None:
    """Enter the shipped classes."""
    for code in shipped_codes():
        db.session.add(Category(code=code, parent_code=code[0] if len(code) > 1 else None))


def active_codes() -> list[str]:
    """Codes in use, sorted, so that a top class stands before its own."""
    return list(db.session.scalars(select(Category.code).where(Category.active.is_(True)).order_by(Category.code)))


def active() -> list[Category]:
    """Classes in use, sorted by code."""
    return list(db.session.scalars(select(Category).where(Category.active.is_(True)).order_by(Category.code)))
