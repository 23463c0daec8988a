"""Notes beside a matter, each with those who may read it, as few as the writer means (ZG-19); and what the visitor is told or asked (HB-78)."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.cases import lifecycle, timeline
from portal.cases.case import Case, State
from portal.foundation import append_only
from portal.foundation.database import Base, Utc, choice, db
from portal.foundation.refusal import Moved, Refused
from portal.foundation.text import needed
from portal.network import access
from portal.network.actor import Actor
from portal.network.person import Person

MOST, LINES = 500, 10


class Audience(enum.StrEnum):
    """Who may read a note, the fewest first. DESK: those who lead it; REPRESENTATIVES: and those who stand for it or heard it; HANDLERS:
    and whoever handles it now, the unit too; VISITOR: everybody who sees the matter, its visitor among them."""

    DESK = "desk"
    REPRESENTATIVES = "representatives"
    HANDLERS = "handlers"
    VISITOR = "visitor"


READS = {Audience.DESK: "side_note.desk", Audience.REPRESENTATIVES: "side_note.reps", Audience.HANDLERS: "side_note.handlers",
         Audience.VISITOR: "case.see"}


class SideNote(Base):
    """One note as it was written; `asks`: the visitor is asked for an answer, which comes into the matter."""

    __tablename__ = "side_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    asks: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(String(MOST))
    written_at: Mapped[datetime] = mapped_column(Utc)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    author: Mapped[Person] = relationship()


append_only.guard(SideNote.__table__)  # type: ignore[arg-type]


def write(case: Case, *, words: str, audience: Audience = Audience.DESK, asks: bool = False, by: Actor) -> SideNote:
    """Write a note. What the visitor is to read is in their story too, and is for an open matter, by whom they know: its representative or
    the liaison. Refused: an answer asked of somebody else."""
    access.permit(by, "side_note.write", case)
    if asks and audience is not Audience.VISITOR:
        raise Refused("note_asks")
    if audience is Audience.VISITOR and not is_open_to_visitor(case):
        raise Moved("note_over")
    row = SideNote(case_id=case.id, audience=audience, asks=asks, words=needed(words, MOST, LINES).strip(), written_at=by.at, written_by_id=by.person_id or 0)
    if audience is Audience.VISITOR:
        lifecycle.also(case, "visitor.ask", by=by, text=row.words, facts={"asks": True} if asks else {}, for_visitor=True)
    db.session.add(row)
    db.session.flush()
    return row


def is_open_to_visitor(case: Case) -> bool:
    """Whether the visitor may still be told or asked something this way; while the liaison's own question waits, that one is first."""
    return case.is_open and case.state is not State.CLARIFYING


def readable(case: Case, by: Actor) -> list[SideNote]:
    """The notes this actor may read, the newest first: one's own, and those written for somebody like them."""
    query = select(SideNote).where(SideNote.case_id == case.id).options(joinedload(SideNote.author)).order_by(SideNote.id.desc())
    may = {audience for audience, act in READS.items() if access.can(by, act, case)}
    return [row for row in db.session.scalars(query) if row.audience in may or (row.written_by_id == by.person_id and access.can(by, "case.see", case))]


def asked(events: list[timeline.Event]) -> str:
    """What the visitor was asked last and has not answered, of the events of their story."""
    last = next((event for event in reversed(events) if event.act == "case.inform" or (event.act == "visitor.ask" and event.facts.get("asks"))), None)
    return last.text if last is not None and last.act == "visitor.ask" else ""


def answering(case: Case) -> dict[str, object]:
    """The facts of what a visitor adds now: whether it answers what they were asked."""
    return {"answers": True} if asked(timeline.story(case, for_visitor=True)) else {}
