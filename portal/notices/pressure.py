"""Somebody put pressure on the visitor: a sealed message that only the director of the parent station reads (failure 5, L2 art. 35).

It is no event of the story: whoever reads the story may be the one it is about. The table itself keeps it, and nobody changes it."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.cases.case import Case
from portal.foundation import append_only, clock
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing
from portal.foundation.text import WORDS_LINES, WORDS_MOST, needed
from portal.network import access, excluded, person
from portal.network.actor import Actor
from portal.network.role import Role
from portal.notices.notice import Kind, Notice


class Pressure(Base):
    """What the visitor said about it. `person_id`: the one who wrote it down for them, at a call back."""

    __tablename__ = "pressure"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime | None] = mapped_column(Utc)
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    case: Mapped[Case] = relationship()


append_only.guard(Pressure.__table__, may_change=("read_at", "read_by_id"))  # type: ignore[arg-type]


def tell(case: Case, *, words: str, by: Actor) -> Pressure:
    """Leave a sealed message; whoever reads such is told that there is one."""
    access.permit(by, "pressure.tell", case)
    row = Pressure(case_id=case.id, words=needed(words, WORDS_MOST, WORDS_LINES, "words_needed"), at=by.at, person_id=by.person_id)
    db.session.add(row)
    for reader in readers(case, by.at):
        db.session.add(Notice(person_id=reader, case_id=case.id, kind=Kind.PRESSURE, at=by.at))
    return row


def readers(case: Case, at: datetime) -> set[int]:
    """The directors of the nearest station above that has one, else the office; never anybody who works at the station itself
    or is kept from the matter."""
    return _readers([case], at)[case.id]


def _readers(cases: Collection[Case], at: datetime) -> dict[int, set[int]]:
    """The same for several, by the id of the case: who holds what at a station, and who is kept from what, is asked for once."""
    day, kept, held, found = clock.day_of(at), excluded.people_of({case.id for case in cases}), dict[tuple[Role, int | None], set[int]](), {}

    def holding(role: Role, station_id: int | None = None) -> set[int]:
        if (role, station_id) not in held:
            held[role, station_id] = {one.id for one in person.holding(role, day, station_id=station_id)}
        return held[role, station_id]

    for case in cases:
        own, above, read = set(kept[case.id]), case.station.parent, set[int]()
        for role in (Role.DIRECTOR, Role.LIAISON, Role.CLERK, Role.REPRESENTATIVE):
            own |= holding(role, case.station_id)
        while above is not None and not read:
            read, above = holding(Role.DIRECTOR, above.id) - own, above.parent
        found[case.id] = read or holding(Role.OFFICE) - own
    return found


def for_reader(by: Actor, most: int = 50) -> list[Pressure]:
    """The messages this person reads, the unread before the others and of each the newest first."""
    rows = list(db.session.scalars(select(Pressure).options(joinedload(Pressure.case)).order_by(Pressure.read_at.is_not(None), Pressure.id.desc())))
    reading = _readers({row.case for row in rows}, by.at)
    return [row for row in rows if by.person_id in reading[row.case_id]][:most]


def unread(by: Actor) -> int:
    """How many messages wait for this person, also after the notice of them was put away or went to whoever read such before."""
    if not by.has(Role.DIRECTOR, Role.OFFICE):
        return 0
    return sum(count for count, reading in _unread(by.at) if by.person_id in reading)


def unreadable(at: datetime) -> int:
    """How many wait and nobody is there who may read them: whoever seats people is told how many, and reads none."""
    return sum(count for count, reading in _unread(at) if not reading)


def _unread(at: datetime) -> list[tuple[int, set[int]]]:
    """How many lie unread of each matter, and who may read them. There are few messages at all, and they are gone through."""
    counts = Counter(db.session.scalars(select(Pressure.case_id).where(Pressure.read_at.is_(None))))
    reading = _readers(list(db.session.scalars(select(Case).where(Case.id.in_(counts)))) if counts else [], at)
    return [(counts[case_id], who) for case_id, who in reading.items()]


def mark_read(message_id: int, *, by: Actor) -> None:
    """It was read: by whom and when stays for ever. A message for somebody else does not exist (R31)."""
    row = db.session.get(Pressure, message_id)
    if row is None or by.person_id not in readers(row.case, by.at):
        raise Missing
    if row.read_at is None:
        row.read_at, row.read_by_id = by.at, by.person_id
