"""Messages that leave the house: kept until they arrived, tried again with longer pauses, given up at last (R09)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation import carrying
from portal.foundation.carrying import Carried
from portal.foundation.database import Base, choice, db, index_where
from portal.foundation.vault import Sealed
from portal.network import excluded
from portal.network.person import Person
from portal.notices import wish
from portal.notices.notice import Kind, Notice
from portal.notices.wish import Way, Wish

SEALED = frozenset({Kind.PRESSURE, Kind.PROPOSAL, Kind.PROPOSAL_DECIDED})  # no other program hears that there is one
KEPT = timedelta(days=90)


class Message(Carried, Base):
    """One notice on one way. When it is done, sent or given up, its address is forgotten."""

    __tablename__ = "message"
    __table_args__ = (index_where("ix_message_open", "next_at", where=carrying.OPEN),)

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    way: Mapped[Way] = mapped_column(choice(Way))
    address: Mapped[str] = mapped_column(Sealed("message.address"))
    locale: Mapped[str] = mapped_column(String(8))

    notice: Mapped[Notice] = relationship()


@dataclass(frozen=True)
class Letter:
    """A message as it is handed to whoever carries it: no text, no name; words are made from kind and number."""

    id: int
    way: Way
    address: str
    locale: str
    kind: Kind
    number: str
    at: datetime


def spread(ways: frozenset[Way], locale: str, most: int, at: datetime) -> int:
    """Make the messages of fresh notices, on the ways that are set up; each notice once. Returns how many were made."""
    fresh = text("NOT notice.spread")  # as its index says it: SQLite takes that index for no other wording
    rows = db.session.scalars(select(Notice).where(fresh).order_by(Notice.id).limit(most).with_for_update(skip_locked=True)).all()
    if not rows:
        return 0
    people = {row.person_id for row in rows if row.person_id is not None}
    wishes = wish.of_many(people, {row.case_id for row in rows if row.person_id is None})
    logins = dict(db.session.execute(select(Person.id, Person.login).where(Person.id.in_(people))).all())
    made = 0
    for row in rows:
        row.spread = True
        if row.person_id is not None and row.case_id in excluded.kept_from(row.person_id):
            continue  # somebody kept it from them since
        wanted = wishes.get((row.person_id, None if row.person_id else row.case_id))
        if wanted is not None and _fits(wanted, row, ways):
            db.session.add(_message(row, wanted.way, wanted.address, wanted.locale, at))
            made += 1
        login = logins.get(row.person_id or 0) if row.kind not in SEALED else None
        if login and Way.WEBHOOK in ways:
            db.session.add(_message(row, Way.WEBHOOK, login, locale, at))
            made += 1
    return made


def _fits(wanted: Wish, row: Notice, ways: frozenset[Way]) -> bool:
    """News a visitor has not been sent yet is one message, however much happened meanwhile."""
    if wanted.way not in ways or row.person_id is not None:
        return wanted.way in ways
    waits = select(Message.id).join(Notice).where(Notice.case_id == row.case_id, Notice.person_id.is_(None), Message.done_at.is_(None))
    return db.session.scalar(waits.limit(1)) is None


def _message(row: Notice, way: Way, address: str, locale: str, at: datetime) -> Message:
    return Message(notice_id=row.id, way=way, address=address, locale=locale, next_at=at, notice=row)


def waiting(at: datetime, most: int) -> list[int]:
    """Messages whose time has come, the longest waiting first."""
    return carrying.waiting(Message, at, most)


def take(message_id: int, at: datetime) -> Letter | None:
    """Take a message to carry it; None where somebody else was first."""
    row = carrying.take(Message, message_id, at)
    if row is not None and row.notice.person_id is not None and row.notice.case_id in excluded.kept_from(row.notice.person_id):
        row.settle(None, at)
        row.address = ""
        return None
    return Letter(row.id, row.way, row.address, row.locale, row.notice.kind, row.notice.case.number, row.notice.at) if row is not None else None


def settle(message_id: int, error: str | None, at: datetime) -> None:
    """It arrived, or what hindered it; when it is given up, the notice in the office still stands."""
    row = db.session.get_one(Message, message_id)
    row.settle(error, at)
    if row.done_at is not None:
        row.address = ""


def forget_old(at: datetime) -> None:
    """Notices are no record, the story is: after three months they are gone, with their messages."""
    old = select(Notice.id).where(Notice.at < at - KEPT, Notice.spread)
    db.session.execute(delete(Message).where(Message.notice_id.in_(old)))
    db.session.execute(delete(Notice).where(Notice.id.in_(old)))


def forget_visitor(case_ids: list[int]) -> None:
    """Whoever brought these matters was erased: where they wanted to hear goes too, and what is under way to them."""
    db.session.execute(delete(Wish).where(Wish.case_id.in_(case_ids)))
    theirs = select(Notice.id).where(Notice.case_id.in_(case_ids), Notice.person_id.is_(None))
    db.session.execute(delete(Message).where(Message.notice_id.in_(theirs)))


def given_up(since: datetime) -> int:
    """How many messages were given up lately: for whoever looks after the machine."""
    rows = db.session.scalars(select(Message.id).where(Message.done_at >= since, Message.sent.is_(False)))
    return len(rows.all())
