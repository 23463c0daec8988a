"""A visitor at a terminal calls a person: when, where, and who answered; never what it is about (practice.md §10.1, §10.6)."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, String, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Missing, Moved
from portal.network.access import ACTS, Place, permit
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.station import Station

LATE = timedelta(minutes=2)   # nobody answered for so long: the screen says what else one can do
HELD = timedelta(minutes=10)  # so long a call that is open keeps the screen from being wiped
LASTS = timedelta(minutes=15)  # a call nobody ended is over by then, whatever became of its visitor
_OPEN = "ended_at IS NULL"


class Scene(enum.StrEnum):
    """The screen a call came from, by its name and no more: the desk learns nothing of the matter."""

    RESTING = "resting"
    HOME = "home"
    TELL = "tell"
    TRACK = "track"
    MATTER = "matter"
    RESULTS = "results"
    PEOPLE = "people"


class HelpCall(Base):
    """One call. `visit` is a random word of that visit at the terminal: while its call is open there is no second one."""

    __tablename__ = "help_call"
    __table_args__ = (index_where("uq_help_call_open", "visit", unique=True, where=_OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit: Mapped[str] = mapped_column(String(32))
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    place: Mapped[str] = mapped_column(String(60), default="")
    scene: Mapped[Scene] = mapped_column(choice(Scene))
    called_at: Mapped[datetime] = mapped_column(Utc)
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Utc)

    station: Mapped[Station] = relationship()
    answered_by: Mapped[Person | None] = relationship()


def ring(*, station: Station, visit: str, scene: Scene, place: str = "", by: Actor) -> HelpCall:
    """Call somebody of this station. A second touch, a repeat or two at once find the call that is open already."""
    permit(by, "call.ring", Place(station.id))
    _end(HelpCall.visit == visit, HelpCall.called_at <= by.at - LASTS, by=by)
    db.session.execute(
        text("INSERT INTO help_call (visit, station_id, place, scene, called_at) VALUES (:visit, :station, :place, :scene, :at) "
             "ON CONFLICT DO NOTHING").bindparams(bindparam("at", type_=Utc())),
        {"visit": visit, "station": station.id, "place": place, "scene": scene.value, "at": by.at})
    return db.session.scalars(select(HelpCall).where(HelpCall.visit == visit, HelpCall.ended_at.is_(None))).one()


def answer(call: HelpCall, *, by: Actor) -> HelpCall:
    """Say that one is coming. Whoever was first stands; a second answer changes nothing."""
    permit(by, "call.answer", Place(call.station_id))
    if call.ended_at is not None:
        raise Moved("call_over")
    if call.answered_at is None:
        call.answered_at, call.answered_by_id = by.at, by.person_id
    return call


def give_up(*, visit: str, by: Actor) -> None:
    """The visitor needs nobody any more, or is gone; without an open call nothing happens."""
    permit(by, "call.end")
    _end(HelpCall.visit == visit, by=by)


def end_old(*, by: Actor) -> int:
    """End the calls whose visit cannot be going on any more; returns how many."""
    permit(by, "call.end")
    return _end(HelpCall.called_at <= by.at - LASTS, by=by)


def _end(*which: ColumnElement[bool], by: Actor) -> int:
    found = db.session.scalars(select(HelpCall).where(HelpCall.ended_at.is_(None), *which).with_for_update()).all()
    for call in found:
        call.ended_at = by.at
    db.session.flush()
    return len(found)


def of_visit(visit: str, at: datetime) -> HelpCall | None:
    """The call of this visit that is open."""
    return db.session.scalar(select(HelpCall).where(HelpCall.visit == visit, *_going_on(at)))


_WAITING = select(HelpCall).where(
    HelpCall.station_id.in_(bindparam("here", expanding=True)), HelpCall.answered_at.is_(None), HelpCall.ended_at.is_(None),
    HelpCall.called_at > bindparam("since")).order_by(HelpCall.called_at, HelpCall.id)


def waiting(by: Actor) -> list[HelpCall]:
    """The calls nobody has answered yet where this actor may, the longest wait first."""
    here = [held.station_id for held in by.held if held.role in ACTS["call.answer"]]
    return list(db.session.scalars(_WAITING, {"here": here, "since": by.at - LASTS}))


def at_desk(call_id: int, by: Actor) -> HelpCall:
    """A call of a station where this actor answers; any other is none (R31)."""
    here = {held.station_id for held in by.held if held.role in ACTS["call.answer"]}
    call = db.session.get(HelpCall, call_id, with_for_update=True)
    if call is None or call.station_id not in here:
        raise Missing
    return call


def _going_on(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return HelpCall.ended_at.is_(None), HelpCall.called_at > at - LASTS
