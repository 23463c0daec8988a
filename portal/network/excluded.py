"""Who may see nothing of a matter, whatever their role: whom its visitor named, and who has an interest in it (HB-44, X-04)."""

import enum
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, and_, bindparam, or_, select, union_all
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import clock, marks
from portal.foundation.database import Base, Utc, choice, db
from portal.network import unmeant

WORDS_MOST = 60


class Because(enum.StrEnum):
    """Why: the visitor said so, the person said it of themselves, or somebody above did."""

    VISITOR = "visitor"
    DECLARED = "declared"
    NOTED = "noted"


class Excluded(Base):
    """One person and one matter, from `at` until `ended_at`. Without a person: a visitor's words for somebody, which end once it is known who
    is meant; a person who was found by such words keeps them beside, for the visitor never reads whose name it was. `station_id` is that of the
    matter: until it is known, only those above it read it who cannot be meant."""

    __tablename__ = "excluded"
    __table_args__ = (Index("ix_excluded_person_case", "person_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(WORDS_MOST), default="")
    because: Mapped[Because] = mapped_column(choice(Because))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


STANDING = (Excluded.person_id, Excluded.station_id, Excluded.words)
Standing = tuple[int | None, int | None, str]
marks.renewed_by("excluded", Excluded.__table__)  # type: ignore[arg-type]
_OF_PERSON = select(Excluded.case_id).where(Excluded.person_id == bindparam("person"), Excluded.ended_at.is_(None))
_SAID = select(Excluded).where(Excluded.case_id == bindparam("case"), Excluded.because == Because.VISITOR, or_(
    Excluded.ended_at.is_(None), and_(Excluded.person_id.is_(None), Excluded.words != ""))).order_by(Excluded.id)
_OF_CASE = select(Excluded).where(Excluded.case_id == bindparam("case"), Excluded.ended_at.is_(None)).order_by(Excluded.id)

UNRESOLVED = select(Excluded.case_id).where(Excluded.person_id.is_(None), Excluded.ended_at.is_(None))
# the matters from which somebody is kept, found along the index of people: few, each of them looked at one by one where a list asks who sits somewhere
NAMED = select(Excluded.case_id).where(Excluded.person_id > 0, Excluded.ended_at.is_(None))
KEPT = union_all(NAMED, UNRESOLVED)  # and those from which somebody may be kept: nobody knows yet who
_WAITING = select(Excluded.case_id, Excluded.station_id, Excluded.words).where(Excluded.person_id.is_(None), Excluded.ended_at.is_(None))


def kept_from(person_id: int) -> frozenset[int]:
    """The matters of which somebody may see nothing, those among them where they may be the one who is meant; kept while nobody is named
    anew: every page asks."""
    named, waiting = marks.kept("excluded", person_id, lambda: (frozenset(db.session.scalars(_OF_PERSON, {"person": person_id})), _waiting()))
    return named | _may_be(person_id, waiting) if waiting else named


def _waiting() -> list[tuple[int, int | None, str]]:
    return [(case_id, station_id, words) for case_id, station_id, words in db.session.execute(_WAITING)]


def _may_be(person_id: int, waiting: list[tuple[int, int | None, str]]) -> frozenset[int]:
    day = clock.today()
    return frozenset(case_id for case_id, station_id, words in waiting if person_id not in unmeant.able(station_id, words, day))


def of_case(case_id: int) -> list[Excluded]:
    """What stands about a matter, in the order it was said."""
    return list(db.session.scalars(_OF_CASE, {"case": case_id}))


def people(case_id: int) -> frozenset[int]:
    """Who may see nothing of a matter: those who were named, and while that is not clear everybody who may be meant."""
    return among((row.person_id, row.station_id, row.words) for row in of_case(case_id))


def named(case_id: int) -> frozenset[int]:
    """Of these only those of whom it is known."""
    return frozenset(row.person_id for row in of_case(case_id) if row.person_id is not None)


def among(rows: Iterable[Standing]) -> frozenset[int]:
    """Who may see nothing of a matter about which these stand: a person each, or the station and words of somebody who is not known yet."""
    found, day = set[int](), clock.today()
    for person_id, station_id, words in rows:
        found |= {person_id} if person_id is not None else unmeant.serving(day) - unmeant.able(station_id, words, day)
    return frozenset(found)


def people_of(case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Who may see nothing of each of these matters, by one question."""
    found: dict[int, list[Standing]] = {one: [] for one in case_ids}
    query = select(Excluded.case_id, *STANDING).where(Excluded.case_id.in_(found), Excluded.ended_at.is_(None))
    for case_id, *row in db.session.execute(query):
        found[case_id].append((row[0], row[1], row[2]))
    return {one: among(rows) for one, rows in found.items()}


def unresolved(case_id: int) -> list[Excluded]:
    """Names in words of which nobody has said yet who they are."""
    return [row for row in of_case(case_id) if row.person_id is None]


def said(case_id: int) -> list[Excluded]:
    """What a visitor said and did not take back: those who are kept from it, and their own words, whatever became of them."""
    return list(db.session.scalars(_SAID, {"case": case_id}))


def named_by_visitor(case_id: int) -> frozenset[int]:
    """Whom the visitor themselves named; who declared an interest or had it noted may be named beside, for that may be lifted."""
    return frozenset(row.person_id for row in said(case_id) if row.person_id is not None)


def unresolved_among(case_ids: Iterable[int]) -> frozenset[int]:
    """Of some matters those with words of which nobody has said yet who is meant."""
    return frozenset(db.session.scalars(UNRESOLVED.where(Excluded.case_id.in_(list(case_ids)))))


def forget_words(case_id: int, *, standing: bool) -> None:
    """A visitor's own words for people go; those of which nobody has said yet who is meant only where the matter is over (`standing`).
    Even then it opens to nobody: whoever was meant is still of the station, as far as anybody knows."""
    for row in db.session.scalars(select(Excluded).where(Excluded.case_id == case_id, Excluded.words != "")):
        waits = row.person_id is None and row.ended_at is None
        if not waits or standing:
            row.words = ""


def kept_among(case_ids: Iterable[int]) -> frozenset[int]:
    """Of some matters those from which somebody is or may be kept: asked once for a whole list."""
    return frozenset(db.session.scalars(select(Excluded.case_id).where(Excluded.case_id.in_(list(case_ids)), Excluded.ended_at.is_(None))))
