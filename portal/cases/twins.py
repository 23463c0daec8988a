"""Replies that read like an earlier one, of whichever unit, shown beside it to the reviewer and never a block (practice.md §9 row 2).

Each reply leaves sixteen numbers (MinHash of its neighbouring characters, three in a band): whoever shares one is compared in full, all
others are not. So a reply meets a handful of all that ever were, however many there are."""

import hashlib
import random
import re
import zlib
from collections.abc import Collection
from functools import cache

from sqlalchemy import BigInteger, Connection, ForeignKey, event, insert, select, union_all
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from portal.cases import likeness
from portal.cases.case import Case
from portal.cases.reply import Reply
from portal.foundation import append_only, fulltext
from portal.foundation.database import Base, db
from portal.network import access
from portal.network.actor import Actor

BANDS, IN_BAND, NEWEST = 16, 3, 20  # the newest of each band are compared: never more than 320
ALIKE = 0.8  # of all pairs of characters; measured in tests/cases/test_twins.py
_PRIME, _SEED = (1 << 61) - 1, 2
_FIGURES = re.compile(r"\d+")


class ReplyBand(Base):
    """One of the sixteen numbers of a reply."""

    __tablename__ = "reply_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), primary_key=True)


append_only.guard(ReplyBand.__table__)  # type: ignore[arg-type]


@event.listens_for(Reply, "after_insert")
def _remember(mapper: object, connection: Connection, row: Reply) -> None:
    """However a reply came, later ones are held against it."""
    kept = [{"band": band, "reply_id": row.id} for band in _bands_of(row)]
    if kept:
        connection.execute(insert(ReplyBand), kept)


def of(row: Reply, most: int = 3, apart: Collection[int] = ()) -> list[Reply]:
    """Earlier replies to other cases that read the same or nearly so (SD-36, T20, DEMO-0013 and -0015), those that read the same first;
    what was written to a sealed case is shown to nobody else (HB-44), nor anything of a matter that stands `apart` (X-04)."""
    shared = [select(ReplyBand.reply_id).where(ReplyBand.band == band, ReplyBand.reply_id < row.id)
              .order_by(ReplyBand.reply_id.desc()).limit(NEWEST) for band in _bands_of(row)]
    ids = set(db.session.scalars(union_all(*(select(one.subquery("newest").c.reply_id) for one in shared)))) if shared else set()
    rows = db.session.scalars(
        select(Reply).join(Case, Case.id == Reply.case_id).options(joinedload(Reply.unit, innerjoin=True))
        .where(Reply.id.in_(ids), Reply.case_id != row.case_id, Reply.case_id.not_in(apart), Case.sealed.is_(False)).order_by(Reply.id.desc()))
    own = likeness.pairs(plain(row.text, row.unit.name))
    found = [(likeness.likeness(own, likeness.pairs(plain(other.text, other.unit.name))), other) for other in rows]
    found.sort(key=lambda pair: (pair[1].sha256 != row.sha256, -pair[0]))
    return [other for alike, other in found if alike >= ALIKE][:most]


def readable(rows: list[Reply], by: Actor) -> frozenset[int]:
    """Those of some replies whose matter this actor may see; of the others they learn unit and day, never the words (HB-44)."""
    query = select(Reply.id).join(Case, Case.id == Reply.case_id).where(Reply.id.in_([row.id for row in rows]), access.visible(by, Case))
    return frozenset(db.session.scalars(query)) if rows else frozenset()


def plain(text: str, unit: str = "") -> str:
    """What is compared: without figures, in simplified characters, without the unit's own name; boilerplate differs in these alone."""
    return _FIGURES.sub("0", fulltext.folded(text.replace(unit, "") if unit else text))


def bands(text: str) -> list[int]:
    """The numbers of a plain() text, of 64 bits each; none where there is no letter in it."""
    grams = [zlib.crc32(gram.encode("utf-8", "surrogatepass")) for gram in likeness.pairs(text)]
    least = [min((a * gram + b) % _PRIME for gram in grams) for a, b in _functions()] if grams else []
    return [_number(place, least[place * IN_BAND:(place + 1) * IN_BAND]) for place in range(BANDS)] if least else []


def _bands_of(row: Reply) -> list[int]:
    return bands(plain(row.text, row.unit.name))


def _number(place: int, least: list[int]) -> int:
    return int.from_bytes(hashlib.blake2b(repr((place, least)).encode(), digest_size=8).digest(), "big", signed=True)


@cache
def _functions() -> list[tuple[int, int]]:
    """The same on every machine and for ever: what was kept is held against what comes."""
    dice = random.Random(_SEED)
    return [(dice.randrange(1, _PRIME), dice.randrange(_PRIME)) for _ in range(BANDS * IN_BAND)]
