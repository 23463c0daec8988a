"""Gapless running numbers: one row a series, advanced inside the caller's transaction (R12)."""

from sqlalchemy import String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, db


class Series(Base):
    """The last number given out in a series such as `case:S01:2026`."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int]


def advance(name: str, steps: int = 1) -> int:
    """The next number of the series, from 1; with `steps` the last of so many. A transaction that fails gives its number back, so there are no gaps;
    on PostgreSQL the row stays locked until the caller's transaction ends."""
    statement = text(
        "INSERT INTO series (name, last) VALUES (:name, :steps) "
        "ON CONFLICT (name) DO UPDATE SET last = series.last + :steps RETURNING last"
    )
    return int(db.session.execute(statement, {"name": name, "steps": steps}).scalar_one())
