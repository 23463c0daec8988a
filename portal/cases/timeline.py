"""The story of a case: events that are only ever added, each chained to the one before (SD-35, YT-16, invariant 2)."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from portal.cases.case import WITH_UNIT, Case, State
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Json, Utc, choice, db
from portal.foundation.refusal import Refused
from portal.network import audit, audited
from portal.network.actor import Actor
from portal.network.role import Role

_FRESH = "fresh_events"


class Event(Base):
    """One thing that happened, when it happened and when it was entered."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("case_id", "seq", name="uq_event_case_seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int]
    act: Mapped[str] = mapped_column(String(30))
    move: Mapped[str | None] = mapped_column(String(4))
    from_state: Mapped[State | None] = mapped_column(choice(State))
    to_state: Mapped[State | None] = mapped_column(choice(State))
    role: Mapped[Role] = mapped_column(choice(Role))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    happened_at: Mapped[datetime] = mapped_column(Utc)
    entered_at: Mapped[datetime] = mapped_column(Utc)
    text: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    for_visitor: Mapped[bool] = mapped_column(default=False)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


PRESSING = ("reminder.", "slip.", "explanation.", "behalf.explanation", "proposal.")  # what still matters to it once the unit replied
append_only.guard(Event.__table__)  # type: ignore[arg-type]


def record(case: Case, act: str, *, role: Role, by: Actor, move: str | None = None, from_state: State | None = None,
           to_state: State | None = None, happened_at: datetime | None = None, text: str = "",
           facts: dict[str, Any] | None = None, for_visitor: bool = False) -> Event:
    """Add one event to a case's story. `happened_at` defaults to the moment of entering; a later one is refused by nobody
    but is shown beside it. `for_visitor` marks what the tracking page may tell."""
    case.events += 1
    event = Event(
        case_id=case.id, seq=case.events, act=act, move=move, from_state=from_state, to_state=to_state, role=role,
        person_id=by.person_id, happened_at=happened_at or by.at, entered_at=by.at, text=text, facts=facts or {},
        for_visitor=for_visitor, previous=case.chain)
    event.hash = digest(event)
    case.chain = event.hash
    if {from_state, to_state} & WITH_UNIT or act.startswith(PRESSING):  # the ladder may suggest something else now (portal.cases.advice)
        case.ladder_looks_on = clock.day_of(by.at)
        flag_modified(case, "ladder_looks_on")  # also where it was that day: a sweep beside this one may set another
    db.session.add(event)
    if act in audited.ON_CASE and by.person_id is not None:
        told = {name: value for name, value in (facts or {}).items() if name in audited.TELLS}
        audit.note(audited.ON_CASE[act], "case", case.number, person_id=by.person_id, at=by.at, **told)
    db.session.info.setdefault(_FRESH, []).append((case, event))
    return event


def checked_time(happened_at: datetime | None, since: datetime, by: Actor) -> datetime:
    """When something happened: not in the future, and not before what it follows; forms tell minutes, so seconds count for nothing."""
    told = happened_at or by.at
    if told > by.at:
        raise Refused("happened_later")
    if told < since.replace(second=0, microsecond=0):
        raise Refused("happened_earlier")
    return told


def fresh(keep: bool = False) -> list[tuple[Case, Event]]:
    """What was recorded in this unit of work and not asked for yet, in its order; what was taken back is not among it. With `keep`
    it is there for the next who asks."""
    found = [(case, event) for case, event in db.session.info.pop(_FRESH, []) if event in db.session]
    if keep:
        db.session.info[_FRESH] = list(found)
    return found


def digest(event: Event) -> str:
    """SHA-256 over the event's own content and the hash of the one before it."""
    content = [
        event.case_id, event.seq, event.act, event.move, event.from_state, event.to_state, event.role, event.person_id,
        event.happened_at.isoformat(timespec="microseconds"), event.entered_at.isoformat(timespec="microseconds"),
        event.text, event.facts, event.for_visitor, event.previous,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


# Built once: to put a statement together costs as much as to run it.
_STORY = select(Event).where(Event.case_id == bindparam("case")).order_by(Event.seq)
_TOLD = _STORY.where(Event.for_visitor.is_(True))


def story(case: Case, for_visitor: bool = False) -> list[Event]:
    """The events of a case in order; only those meant for the visitor if asked."""
    return list(db.session.scalars(_TOLD if for_visitor else _STORY, {"case": case.id}))


def newest() -> datetime | None:
    """When the last event was recorded, as the machine's clock said then (R26); None where nothing ever was."""
    return db.session.scalar(select(Event.entered_at).order_by(Event.id.desc()).limit(1))
