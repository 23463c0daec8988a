"""The daily self-test of a terminal: what the keeper tried, and how it went, one row a day (K64)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import clock
from portal.foundation.database import Base, Json, Utc, db
from portal.network.terminal import Terminal

PARTS = ("screen", "touch", "print", "network", "speaker")


class SelfTest(Base):
    """One day's test of one terminal; done again, the later one stands."""

    __tablename__ = "self_test"
    __table_args__ = (UniqueConstraint("terminal_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    terminal_id: Mapped[int] = mapped_column(ForeignKey("terminal.id"))
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(Utc)
    keeper: Mapped[str] = mapped_column(String(40))
    results: Mapped[dict[str, bool]] = mapped_column(Json)

    @property
    def failed(self) -> list[str]:
        """The parts that did not work, in their order."""
        return [part for part in PARTS if not self.results.get(part)]


def store(terminal: Terminal, results: dict[str, bool], at: datetime) -> SelfTest:
    """Keep today's result; what was not tried counts as not working."""
    row = of_day(terminal, clock.day_of(at)) or SelfTest(terminal_id=terminal.id, day=clock.day_of(at))
    row.at, row.keeper, row.results = at, terminal.keeper, {part: bool(results.get(part)) for part in PARTS}
    db.session.add(row)
    return row


def of_day(terminal: Terminal, day: date) -> SelfTest | None:
    """The test of that day, if it was done."""
    return db.session.scalar(select(SelfTest).where(SelfTest.terminal_id == terminal.id, SelfTest.day == day))


def of_today(terminals: list[Terminal], today: date) -> dict[int, SelfTest]:
    """Today's test of each terminal that had one, by the terminal's id."""
    ids = [each.id for each in terminals]
    rows = db.session.scalars(select(SelfTest).where(SelfTest.terminal_id.in_(ids), SelfTest.day == today))
    return {row.terminal_id: row for row in rows}
