"""Forms of paper whose numbers are printed before anybody writes on them: ordered in blocks, each number is used once, void with its
reason, or still out (HB-34, FT-01, practice.md §10). What a number and its code become is in typed_in.py."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.cases.case import Case
from portal.foundation import append_only, clock, codes, series
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import needed
from portal.network import access
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.station import Station

MOST, PER_PAGE = 200, 20  # forms of one block, blocks of one page
_NUMBER = re.compile(r"[A-Z]\w{0,7}-\d\d-S\d{4,}", re.ASCII)


class FormBlock(Base):
    """One order: the numbers from `first` to `last` of a station and year, in a language. The key that made their codes is not here."""

    __tablename__ = "form_block"
    __table_args__ = (CheckConstraint("first >= 1 AND last >= first", name="range"),
                      UniqueConstraint("station_id", "year", "first", name="uq_form_block_station_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    year: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    locale: Mapped[str] = mapped_column(String(8))
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ordered_at: Mapped[datetime] = mapped_column(Utc)

    station: Mapped[Station] = relationship(lazy="joined", innerjoin=True)
    ordered_by: Mapped[Person] = relationship()


class FormSheet(Base):
    """One number. The tear-off slip carries a code and a token, of which only keyed hashes are kept, as those of a case (invariant 8)."""

    __tablename__ = "form_sheet"
    __table_args__ = (CheckConstraint("case_id IS NULL OR voided_at IS NULL", name="once"), Index("ix_form_sheet_block_id", "block_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("form_block.id"))
    number: Mapped[str] = mapped_column(String(24), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), unique=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime | None] = mapped_column(Utc)
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    voided_at: Mapped[datetime | None] = mapped_column(Utc)
    void_because: Mapped[str] = mapped_column(String(200), default="")

    block: Mapped[FormBlock] = relationship(lazy="joined", innerjoin=True)
    case: Mapped[Optional[Case]] = relationship()
    voided_by: Mapped[Optional[Person]] = relationship(foreign_keys=[voided_by_id])

    @property
    def standing(self) -> str:
        """`entered`, `void` or `out`."""
        return "entered" if self.case_id is not None else "void" if self.voided_at is not None else "out"


append_only.guard(FormBlock.__table__)  # type: ignore[arg-type]
append_only.guard(FormSheet.__table__, may_change=(  # type: ignore[arg-type]
    "case_id", "entered_by_id", "entered_at", "voided_by_id", "voided_at", "void_because"))


@dataclass(frozen=True)
class Slip:
    """What is printed on one form: its number, and what its tear-off slip carries."""

    number: str
    code: str
    token: str


def order(station: Station, *, count: int, locale: str, key: str, by: Actor) -> FormBlock:
    """Take the next numbers of a station's own series; the same key again is the same block. Refused: none or too many, a key that made
    something else."""
    access.permit(by, "form.order", Place(station.id))
    hashed = codes.keyed_hash("form-block", key)
    earlier = db.session.scalar(select(FormBlock).where(FormBlock.key_hash == hashed))
    if earlier is not None:
        if (earlier.station_id, earlier.last - earlier.first + 1, earlier.locale) != (station.id, count, locale):
            raise Refused("form_key_reused")
        return earlier
    if not 1 <= count <= MOST:
        raise Refused("sheet_count", most=MOST)
    year = clock.day_of(by.at).year
    last = series.advance(f"sheet:{station.code}:{year}", count)
    block = FormBlock(key_hash=hashed, station_id=station.id, year=year, first=last - count + 1, last=last, locale=locale,
                      ordered_by_id=by.person_id or 0, ordered_at=by.at)
    db.session.add(block)
    db.session.flush()
    for serial in range(block.first, block.last + 1):
        slip = _slip(codes.sheet_number(station.code, year, serial), key)
        db.session.add(FormSheet(block_id=block.id, number=slip.number, code_hash=code_hash(slip.code), token_hash=token_hash(slip.token)))
    db.session.flush()
    return block


def slips(block: FormBlock, key: str, by: Actor) -> list[Slip]:
    """What the forms of a block carry, for whoever ordered it and still holds the key; nobody else can make the codes again.
    Raises Missing otherwise."""
    if not access.can(by, "form.order", Place(block.station_id)) or not codes.same(block.key_hash, codes.keyed_hash("form-block", key)):
        raise Missing
    return [_slip(row.number, key) for row in sheets(block)]


def void(sheet_id: int, *, reason: str, by: Actor) -> FormSheet:
    """A form that was spoiled or lost: its number stays to be seen with the reason, and is never used. Raises Missing for another
    station's, Moved for one that was used or is void."""
    row = _locked(FormSheet.id == sheet_id)
    if row is None or not access.can(by, "form.void", Place(row.block.station_id)):
        raise Missing
    if row.standing != "out":
        raise Moved("sheet_decided")
    row.void_because = needed(reason, 200, key="reason_needed").strip()
    row.voided_at, row.voided_by_id = by.at, by.person_id
    return row


def claim(typed: str, station: Station, *, happened_at: datetime | None, by: Actor) -> FormSheet:
    """The form that is typed in now, locked. Refused: a number nobody printed for this station, used or void ones, no day of
    writing or one before it was printed."""
    access.permit(by, "form.enter", Place(station.id))
    row = _locked(FormSheet.number == codes.fold_number(typed))
    if row is None or row.block.station_id != station.id:
        raise Refused("sheet_unknown")
    if row.case is not None:
        raise Refused("sheet_used", number=row.case.number)
    if row.voided_at is not None:
        raise Refused("sheet_void", why=row.void_because)
    if happened_at is None:
        raise Refused("sheet_when")
    if clock.day_of(happened_at) < clock.day_of(row.block.ordered_at):
        raise Refused("sheet_early")
    return row


def use(row: FormSheet, case: Case, by: Actor) -> None:
    """The number leads to this case from now on."""
    row.case_id, row.entered_at, row.entered_by_id = case.id, by.at, by.person_id
    db.session.flush()


def is_number(folded: str) -> bool:
    """Whether something has the form of a form's number, folded as a case's."""
    return _NUMBER.fullmatch(folded) is not None


def of_number(folded: str) -> FormSheet | None:
    """The form of that number."""
    return db.session.scalar(select(FormSheet).where(FormSheet.number == folded)) if is_number(folded) else None


def of_token(token: str) -> FormSheet | None:
    """The form on whose tear-off slip the token stands."""
    return db.session.scalar(select(FormSheet).where(FormSheet.token_hash == token_hash(token)))


def of_case(case: Case) -> FormSheet | None:
    """The form a case was typed in from."""
    return db.session.scalar(select(FormSheet).where(FormSheet.case_id == case.id))


def count(station_id: int) -> int:
    """How many blocks a station has."""
    return db.session.scalar(select(func.count()).select_from(FormBlock).where(FormBlock.station_id == station_id)) or 0


def of_station(station_id: int, block_id: int) -> FormBlock:
    """A block of a station; raises Missing for any other."""
    found = db.session.get(FormBlock, block_id)
    if found is None or found.station_id != station_id:
        raise Missing
    return found


def blocks(station_id: int, page: int = 1) -> list[tuple[FormBlock, Counter[str]]]:
    """A page of the blocks of a station, newest first, and how many of each are `out`, `entered` and `void`."""
    rows = list(db.session.scalars(select(FormBlock).where(FormBlock.station_id == station_id).options(joinedload(FormBlock.ordered_by))
                                   .order_by(FormBlock.id.desc()).limit(PER_PAGE).offset(PER_PAGE * (page - 1))))
    counted = db.session.execute(select(FormSheet.block_id, func.count(), func.count(FormSheet.case_id), func.count(FormSheet.voided_at))
                                 .where(FormSheet.block_id.in_([row.id for row in rows])).group_by(FormSheet.block_id))
    tallies = {block: Counter(out=n - entered - void, entered=entered, void=void) for block, n, entered, void in counted}
    return [(row, tallies[row.id]) for row in rows]


def sheets(block: FormBlock) -> list[FormSheet]:
    """Every number of a block, in order."""
    query = select(FormSheet).where(FormSheet.block_id == block.id).options(joinedload(FormSheet.case), joinedload(FormSheet.voided_by))
    return list(db.session.scalars(query.order_by(FormSheet.id)))


def code_hash(code: str) -> str:
    """As that of a case's code: the one becomes the other."""
    return codes.keyed_hash("code", code)


def token_hash(token: str) -> str:
    """As that of a case's token."""
    return codes.keyed_hash("token", token)


def _slip(number: str, key: str) -> Slip:
    own = f"{key}:{number}"
    return Slip(number, codes.derive_code(own), codes.derive_token(own))


def _locked(which: object) -> FormSheet | None:
    query = select(FormSheet).where(which).with_for_update(of=FormSheet).execution_options(populate_existing=True)  # type: ignore[arg-type]
    return db.session.scalar(query)
