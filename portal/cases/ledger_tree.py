"""The hashes of the ledger's whole subtrees, kept for ever: what an entry costs and what a proof reads are a few of them, however many there are."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import LargeBinary, TextClause, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import append_only
from portal.foundation.database import Base, db
from portal.foundation.merkle import Node

EIGHTS = 8  # how many are asked for is rounded up to so many


class Whole(Base):
    """The hash of a whole subtree: 2^level entries, the first of them at place × 2^level; level 0 are the entries themselves."""

    __tablename__ = "ledger_hash"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


append_only.guard(Whole.__table__)  # type: ignore[arg-type]


def hashes(nodes: Sequence[Node]) -> list[bytes]:
    """The stored hashes of whole subtrees, in the order asked for; raises KeyError for one that is not there."""
    if not nodes:
        return []
    padded = [*nodes, *[nodes[-1]] * (-len(nodes) % EIGHTS)]
    values = {name: value for n, node in enumerate(padded) for name, value in ((f"level{n}", node[0]), (f"place{n}", node[1]))}
    found = {(level, place): bytes(value) for level, place, value in db.session.execute(_asking(len(padded)), values)}
    return [found[node] for node in nodes]


@cache
def _asking(count: int) -> TextClause:
    """The question for so many: of few sorts, each built once, for to build it costs more than its answer."""
    told = " OR ".join(f"(level = :level{n} AND place = :place{n})" for n in range(count))
    return text(f"SELECT level, place, hash FROM ledger_hash WHERE {told}")
