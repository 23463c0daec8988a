"""What the ledger asks of the database does not grow with it but by its logarithm: counted in statements and rows, never in time (R22, R24)."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert

from portal.cases import ledger, log_tiles
from portal.cases.ledger import Entry, Kind
from portal.cases.ledger_tree import Whole
from portal.foundation import merkle, series
from portal.foundation.database import db
from portal.foundation.merkle import Node
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast
from tests.statements import asked

SMALL, LARGE, AT_ONCE = 1_000, 100_000, 2_000
Read = Callable[[Sequence[Node]], list[bytes]]


class Growing:
    """A ledger whose entries nobody wrote, with the hashes over all of them."""

    def __init__(self) -> None:
        self.size, self.stack, self.roots = 0, list[bytes](), dict[int, bytes]()

    def to(self, size: int) -> None:
        """Up to so many entries."""
        with unit_of_work():
            while self.size < size:
                rows = list[dict[str, object]]()
                for place in range(self.size, min(size, self.size + AT_ONCE)):
                    self.stack, kept = merkle.grow(self.stack, place, merkle.leaf_hash(b"%d" % place))
                    rows += [{"level": level, "place": at, "hash": value} for (level, at), value in kept]
                    self.roots[place + 1] = merkle.folded(self.stack)
                db.session.execute(insert(Whole), rows)
                self.size = min(size, self.size + AT_ONCE)
            series.advance(ledger.SERIES, self.size - ledger.size())
            if db.session.get(Entry, size - 1) is None:  # the last one: its time is looked at
                db.session.execute(insert(Entry), [{"place": size - 1, "kind": Kind.AUDIT, "at": NOW, "data": f"{size - 1}"}])

    def took(self) -> None:
        """One that was entered by the portal itself."""
        data = db.session.get_one(Entry, self.size).data
        db.session.rollback()
        self.stack, _ = merkle.grow(self.stack, self.size, merkle.leaf_hash(data.encode()))
        self.size += 1
        self.roots[self.size] = merkle.folded(self.stack)


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many hashes were asked for, question by question."""
    seen, inner = list[int](), log_tiles.hashes

    def counted(nodes: Sequence[Node]) -> list[bytes]:
        seen.append(len(nodes))
        return inner(nodes)

    monkeypatch.setattr(log_tiles, "hashes", counted)
    monkeypatch.setattr(ledger, "hashes", counted)
    return seen


def cost(rows: list[int], act: Callable[[], object]) -> tuple[int, int]:
    """Statements and hashes that an act asks for, in a transaction of its own."""
    db.session.remove()
    rows.clear()
    with asked(db.engine) as seen:
        act()
        db.session.remove()
    return len([one for one in seen if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SET "))]), sum(rows)


def befores(size: int) -> list[int]:
    """Small and large, round and odd."""
    return sorted({1, 2, 3, 255, 256, 257, size // 3, size // 2 + 1, size - 257, size - 1, size})


def test_r22_a_proof_costs_as_many_statements_at_a_hundred_thousand_as_at_a_thousand(cast: Cast, rows: list[int]) -> None:
    """And a logarithm of rows; each proof holds."""
    log, said = Growing(), dict[int, set[int]]()
    for size in (SMALL, LARGE):
        log.to(size)
        said[size] = set()
        for before in befores(size):
            statements, read = cost(rows, lambda b=before, s=size: log_tiles.consistency(b, s))  # type: ignore[misc]
            assert read <= 2 * size.bit_length(), (before, size, read)
            said[size].add(statements if read else 0)
            proof = merkle.consistency(before, size, log_tiles.hashes)
            assert merkle.continues(log.roots[before], before, log.roots[size], size, proof)
            place = before - 1
            assert cost(rows, lambda p=place, s=size: merkle.inclusion(p, s, log_tiles.hashes))[1] <= 2 * size.bit_length()  # type: ignore[misc]
    assert said[SMALL] == said[LARGE] and max(said[LARGE]) <= 2


def test_r24_an_entry_costs_as_many_statements_at_a_hundred_thousand_as_at_a_thousand(cast: Cast, rows: list[int]) -> None:
    """One more, entered and signed in its unit of work: the frontier is read, and no more rows are written than it has digits."""
    log, said = Growing(), list[int]()
    log.to(SMALL - 1)
    enter(NOW)  # the first head of all is signed for once
    log.took()
    for size in (SMALL, LARGE):
        log.to(size)
        statements, read = cost(rows, lambda n=size: enter(NOW + timedelta(seconds=n)))  # type: ignore[misc]
        assert 0 < read <= size.bit_length()
        said.append(statements)
        log.took()
        assert log.size == size + 1 and log_tiles.root_of(newest()) == log.roots[log.size]
    assert said[0] == said[1]


def enter(at: object) -> None:
    with unit_of_work():
        witness = series.Series(name=f"{at}"[:20], last=0)
        db.session.add(witness)
        ledger.note(Kind.AUDIT, ledger.NO_NUMBER, at=at, witness=witness, record="x")  # type: ignore[arg-type]


def newest() -> ledger.Checkpoint:
    found = ledger.latest()
    assert found is not None
    return found
