"""What is carried out of the house: tried until it arrived, again with longer pauses, given up at last (R09)."""

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Utc, db

PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720, 1440))  # after the last of them it is given up
OPEN = "done_at IS NULL"


class Carried:
    """The columns of a table of such things. `sent` says, of what is done, whether it arrived."""

    id: Mapped[int] = mapped_column(primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(Utc)
    done_at: Mapped[datetime | None] = mapped_column(Utc)
    sent: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str] = mapped_column(String(200), default="")

    def settle(self, error: str | None, at: datetime) -> None:
        """It arrived, or what hindered it; after the last try it is given up."""
        self.sent, self.error = error is None, (error or "")[:200]
        if self.sent or self.tries > len(PAUSES):
            self.done_at = at


def waiting(kind: type[Carried], at: datetime, most: int) -> list[int]:
    """Those whose time has come, the longest waiting first."""
    return list(db.session.scalars(select(kind.id).where(kind.done_at.is_(None), kind.next_at <= at)
                                   .order_by(kind.next_at, kind.id).limit(most)))


Kind = TypeVar("Kind", bound=Carried)


def take(kind: type[Kind], one: int, at: datetime) -> Kind | None:
    """Take one to carry it: the next try is set before this one is made, so that nobody carries it meanwhile and one that dies with
    it is carried again. None where somebody else was first."""
    tries = db.session.scalar(select(kind.tries).where(kind.id == one)) or 0
    taken = db.session.execute(update(kind).where(kind.id == one, kind.tries == tries, kind.done_at.is_(None), kind.next_at <= at).values(
        tries=tries + 1, next_at=at + PAUSES[min(tries, len(PAUSES) - 1)]))
    if not taken.rowcount:  # type: ignore[attr-defined]
        return None
    return db.session.get_one(kind, one, populate_existing=True)
