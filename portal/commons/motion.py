"""A concern taken further: the motion that representatives sign, to whom it goes, and the answer as it came, word for word (CT-25, X-18).

It is another thing than the accountability proposal after a red slip (portal.cases.proposal): it accuses nobody, and all of it is public
once it is sent."""

import hashlib
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import ledger
from portal.cases.ledger import Kind
from portal.commons import concern_entry, wording
from portal.commons.concern import Concern
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Json, Utc, db
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import needed
from portal.network import access, audit
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.unit import Unit

TITLE_MOST, REASONS_MOST, ANSWER_MOST, LINES = 60, 2000, 4000, 80


class Motion(Base):
    """One motion of a concern. What was written stays as it was written; sending and the answer are added. `sha256` is of the answer's bytes;
    `sent_to` and `signed` are the names that were sent with it, whatever unit and people are called later."""

    __tablename__ = "motion"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(TITLE_MOST))
    reasons: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(8))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(Utc)
    sent_at: Mapped[datetime | None] = mapped_column(Utc)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_to: Mapped[str] = mapped_column(String(60), default="")
    signed: Mapped[list[str]] = mapped_column(Json, default=list)
    answer: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    answered_on: Mapped[date | None]
    entered_at: Mapped[datetime | None] = mapped_column(Utc)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


append_only.guard(Motion.__table__,  # type: ignore[arg-type]
                  may_change=("sent_at", "sent_by_id", "sent_to", "signed", "answer", "sha256", "answered_on", "entered_at", "entered_by_id"))


class Signature(Base):
    """One representative who signs it."""

    __tablename__ = "motion_signature"

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


append_only.guard(Signature.__table__)  # type: ignore[arg-type]


def write(row: Concern, *, title: str, reasons: str, unit_id: int, locale: str, by: Actor) -> Motion:
    """A representative writes it, of a concern on the board, and signs first; refused where it points to somebody or says private words."""
    access.permit(by, "motion.write", Place(row.station_id))
    if not row.is_on_board:
        raise Refused("motion_not_public")
    unit = db.session.get(Unit, unit_id)
    if unit is None or not unit.active:
        raise Refused("field_choice")
    title, reasons = needed(title, TITLE_MOST, key="concern_title"), needed(reasons, REASONS_MOST, LINES, "motion_reasons")
    wording.check(row, f"{title}\n{reasons}")
    given = Motion(concern_id=row.id, unit=unit, title=title, reasons=reasons, locale=locale, written_by_id=by.person_id or 0, written_at=by.at)
    db.session.add(given)
    db.session.flush()
    db.session.add(Signature(motion_id=given.id, person_id=by.person_id or 0, at=by.at))
    return given


def sign(given: Motion, *, by: Actor) -> None:
    """One more representative of the station, before it is sent; twice is once."""
    access.permit(by, "motion.write", _place(given))
    if given.sent_at is not None:
        raise Moved
    if db.session.get(Signature, (given.id, by.person_id)) is None:
        db.session.add(Signature(motion_id=given.id, person_id=by.person_id or 0, at=by.at))


def send(given: Motion, *, by: Actor) -> None:
    """It goes to its unit or committee, and stands on the board from now on with who signed it."""
    access.permit(by, "motion.send", _place(given))
    if given.sent_at is not None:
        raise Moved
    row = db.session.get_one(Concern, given.concern_id)
    if row.is_on_board:
        ledger.check_key()
    given.sent_at, given.sent_by_id, given.sent_to, given.signed = by.at, by.person_id, given.unit.name, _signed([given])[given.id]
    audit.note("motion_send", "motion", name_of(given), person_id=by.person_id, at=by.at, station=row.station_id, unit=given.unit_id)
    enter(given, row, by.at)


def answer(given: Motion, *, text: str, answered_on: date, by: Actor) -> None:
    """The answer as it came, entered once by those who had it in hand; its bytes are never changed."""
    access.permit(by, "motion.send", _place(given))
    if given.sent_at is None or given.entered_at is not None:
        raise Moved
    if not clock.day_of(given.sent_at) <= answered_on <= clock.day_of(by.at):
        raise Refused("motion_day")
    given.answer = needed(text, ANSWER_MOST, LINES, "motion_answer")
    given.sha256 = hashlib.sha256(given.answer.encode()).hexdigest()
    given.answered_on, given.entered_at, given.entered_by_id = answered_on, by.at, by.person_id
    row = db.session.get_one(Concern, given.concern_id)
    audit.note("motion_answer", "motion", name_of(given), person_id=by.person_id, at=by.at, station=row.station_id, unit=given.unit_id)
    enter(given, row, by.at)


def one(motion_id: int, row: Concern) -> Motion:
    """A motion of this concern, held until the end of the unit of work; raises Missing."""
    given = db.session.get(Motion, motion_id, with_for_update=True, populate_existing=True)
    if given is None or given.concern_id != row.id:
        raise Missing
    return given


def of(row: Concern, *, sent: bool = False) -> list[tuple[Motion, list[str]]]:
    """The motions of a concern and the names of those who signed, oldest first; `sent`: those that everybody may read."""
    query = select(Motion).where(Motion.concern_id == row.id).order_by(Motion.id)
    rows = list(db.session.scalars(query.where(Motion.sent_at.is_not(None)) if sent else query))
    signed = _signed([one for one in rows if one.sent_at is None])
    return [(one, one.signed if one.sent_at else signed[one.id]) for one in rows]


def _signed(rows: list[Motion]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {one.id: [] for one in rows}
    for each in db.session.scalars(select(Signature).where(Signature.motion_id.in_(found)).order_by(Signature.at, Signature.person_id)):
        found[each.motion_id].append(each.person.name)
    return found


def name_of(given: Motion) -> str:
    """The name a motion has in the ledger, its answer too."""
    return f"MOTION-{given.id}"


def canonical(given: Motion) -> str:
    """All that everybody may read of a motion that was sent, with its answer once it came, as one line of JSON with its keys in order."""
    told = {"number": name_of(given), "concern": f"CONCERN-{given.concern_id}", "title": given.title, "reasons": given.reasons, "to": given.sent_to,
            "signed": given.signed, "sent_on": clock.day_of(given.sent_at).isoformat() if given.sent_at else "", "locale": given.locale}
    answered = {"answer": given.answer, "sha256": given.sha256, "answered_on": given.answered_on.isoformat()} if given.answered_on else {}
    return concern_entry.line(told | answered)


def enter(given: Motion, row: Concern, at: datetime) -> None:
    """Have the ledger take in what the board says of it from now on; where its concern is not on the board nothing is said."""
    if row.is_on_board and given.sent_at is not None:
        ledger.note(Kind.MOTION_ANSWER if given.entered_at else Kind.MOTION, name_of(given), at=at, witness=given, record=canonical(given))


def public_one(motion_id: int) -> tuple[Motion, Concern]:
    """A motion that stands on the board, and its concern; raises Missing."""
    given = db.session.get(Motion, motion_id)
    row = db.session.get_one(Concern, given.concern_id) if given is not None else None
    if given is None or row is None or given.sent_at is None or not row.is_on_board:
        raise Missing
    return given, row


def _place(given: Motion) -> Place:
    return Place(db.session.get_one(Concern, given.concern_id).station_id)
