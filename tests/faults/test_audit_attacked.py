"""Whoever holds the database file changes, deletes, inserts or swaps an entry of the audit log, or forges its whole chain: `portal verify`
finds it and names the first one (R23, R42)."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select, text

from portal import daily
from portal.cases import audit_invariants
from portal.foundation import clock
from portal.foundation.database import db, is_sqlite
from portal.foundation.unit_of_work import unit_of_work
from portal.network import audit, places
from portal.network.audit import AuditEntry
from tests.cast import Cast

TABLE = AuditEntry.__table__


@pytest.fixture
def log(cast: Cast) -> Cast:
    """Six entries; the ledger vouches for the first four."""
    for n in range(6):
        with unit_of_work():
            places.route(n % 2 == 0, by=cast.actor("admin"))
        if n == 3:
            assert daily.sign(clock.now())
    assert found() == []
    return cast


def found() -> list[str]:
    db.session.rollback()
    return [fault for check in audit_invariants.CHECKS for fault in check()]


def attack(*statements: object) -> None:
    """Without the guards, as with an editor of database files."""
    db.session.remove()
    lax = [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in ("audit_entry", "audit_head") for act in ("update", "delete")]
    with unit_of_work():
        for guard in lax if is_sqlite() else ["SET LOCAL session_replication_role = replica"]:
            db.session.execute(text(guard))
        for statement in statements:
            db.session.execute(text(statement) if isinstance(statement, str) else statement)
    db.session.remove()


@pytest.mark.parametrize(("column", "value"), [("act", "'backup'"), ("person_id", "NULL"), ("name", "'policy'"), ("facts", "'{}'"), ("source", "'10.0.0.0/24'"),
                                               ("session_id", "7"), ("terminal_id", "7"), ("kind", "'station'"), ("hash", "previous")])
def test_a_changed_entry_is_named(log: Cast, column: str, value: str) -> None:
    attack(f"UPDATE audit_entry SET {column} = {value} WHERE seq = 3")
    assert found()[0].startswith("audit entry 3: it is not what was entered")


def test_a_moved_moment_is_found(log: Cast) -> None:
    attack(TABLE.update().where(TABLE.c.seq == 2).values(at=clock.now().replace(year=2025)))  # type: ignore[attr-defined]
    assert found()[0].startswith("audit entry 2: it is not what was entered")


@pytest.mark.parametrize(("seq", "said"), [(1, "audit entry 1: it is gone"), (4, "audit entry 4: it is gone"), (6, "audit entry 6: 6 were entered, 5 are there")])
def test_a_deleted_entry_is_named(log: Cast, seq: int, said: str) -> None:
    attack(f"DELETE FROM audit_entry WHERE seq = {seq}")
    assert found()[0] == said


def test_an_inserted_entry_is_named(log: Cast) -> None:
    """With a hash that fits, behind the last one."""
    last = db.session.get_one(AuditEntry, 6)
    row = {"seq": 7, "at": last.at, "person_id": None, "act": "backup", "kind": "", "name": "", "facts": {}, "session_id": None, "terminal_id": None,
           "source": "", "previous": last.hash}
    attack(insert(AuditEntry).values(**row, hash=audit.digest(**row)))  # type: ignore[arg-type]
    assert found()[0] == "audit entry 8: 6 were entered, 7 are there"


def test_two_that_were_swapped_are_found(log: Cast) -> None:
    attack("UPDATE audit_entry SET seq = -1 WHERE seq = 2", "UPDATE audit_entry SET seq = 2 WHERE seq = 5", "UPDATE audit_entry SET seq = 5 WHERE seq = -1")
    assert found()[0].startswith("audit entry 2: it is not what was entered")


def forged(change: Callable[[dict[str, object]], None]) -> list[object]:
    """Statements that make the whole chain anew, its hashes too."""
    rows = [dict(row) for row in db.session.execute(select(TABLE).order_by(TABLE.c.seq)).mappings()]  # type: ignore[attr-defined]
    previous = ""
    for row in rows:
        change(row)
        row["previous"] = previous
        row.pop("hash")
        previous = row["hash"] = audit.digest(**row)  # type: ignore[arg-type]
    return [TABLE.delete(), insert(AuditEntry).values(rows)]  # type: ignore[attr-defined]


def test_a_chain_made_anew_is_found_by_what_the_ledger_vouches_for(log: Cast) -> None:
    """It holds in itself; but the head that was noted, and the ledger's entry with it, is another."""
    attack(*forged(lambda row: row.update(person_id=None) if row["seq"] == 2 else None))
    assert found() == ["audit entry 4: it is not the one that entry 0 of the ledger vouches for"]


def test_nor_can_the_noted_head_be_forged_with_it(log: Cast) -> None:
    statements = forged(lambda row: row.update(person_id=None) if row["seq"] == 2 else None)
    attack(*statements, "UPDATE audit_head SET hash = (SELECT hash FROM audit_entry WHERE seq = 4)")
    assert found() == ["audit entry 4: the ledger vouches for another one"]
