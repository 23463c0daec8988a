"""Me too: that one more neighbour says the same, counted without a name (SD-50, X-05).

What is kept is the day and a mark: the keyed hash of a random word of the visit or the browser together with the concern. It keeps one
from counting twice, says nothing else, and two concerns of one person have nothing in common."""

import enum
from datetime import date

from sqlalchemy import ForeignKey, String, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.commons.concern import Concern, Standing
from portal.foundation import clock, codes, throttle
from portal.foundation.database import Base, choice, db
from portal.foundation.refusal import Missing, Moved
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor

MOST = 20  # an hour from one address or terminal


class From(enum.StrEnum):
    """Where somebody said so."""

    KIOSK = "kiosk"
    ONLINE = "online"
    DESK = "desk"


class Joined(Base):
    """One more neighbour."""

    __tablename__ = "concern_joined"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    came_from: Mapped[From] = mapped_column(choice(From))
    day: Mapped[date]


_PUT = text("INSERT INTO concern_joined (concern_id, mark, came_from, day) VALUES (:concern_id, :mark, :came_from, :day) ON CONFLICT DO NOTHING")


def join(concern_id: int, word: str, *, came_from: From, source: str, by: Actor) -> bool:
    """Count one more; False where this word counted already. Raises Missing for what is not on the board, Moved for what is done with,
    TooMany where one `source` sends too many."""
    row = db.session.get(Concern, concern_id)
    if row is None or not row.is_on_board or not access.can(by, "concern.join", Place(row.station_id)):
        raise Missing
    if row.standing is not Standing.PUBLIC:
        raise Moved
    mark = codes.keyed_hash("concern", f"{concern_id}:{word}")
    if db.session.get(Joined, (concern_id, mark)) is not None:
        return False
    throttle.spend(f"concern:{source}", MOST, by.at, key="too_many_joined")
    put = db.session.execute(_PUT, {"concern_id": concern_id, "mark": mark, "came_from": came_from.value, "day": clock.day_of(by.at)})
    return bool(put.rowcount)


def counted(concern_ids: list[int]) -> dict[int, int]:
    """How many joined each of some concerns."""
    rows = db.session.execute(select(Joined.concern_id, func.count()).where(Joined.concern_id.in_(concern_ids)).group_by(Joined.concern_id))
    return {concern_id: count for concern_id, count in rows}
