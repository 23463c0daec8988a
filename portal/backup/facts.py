"""What a database holds, in figures that must be the same after it was brought back: its version, rows of each table, the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect, text

from portal.foundation import checkpoint, merkle
from portal.tables import metadata


@dataclass(frozen=True)
class Facts:
    """Revision of the schema, rows by table, entries of the ledger and the root over them (hexadecimal), and its last signed head."""

    revision: str
    counts: dict[str, int]
    ledger: int
    root: str
    head: str

    def differences(self, other: "Facts") -> list[str]:
        """Where another database is not what this one was, a sentence each."""
        told = [f"{name}: {rows} rows, {other.counts.get(name)} now" for name, rows in self.counts.items() if other.counts.get(name) != rows]
        pairs = (("revision", self.revision, other.revision), ("entries of the ledger", self.ledger, other.ledger),
                 ("root of the ledger", self.root, other.root), ("last signed head", self.head, other.head))
        return told + [f"{what}: {was}, {now} now" for what, was, now in pairs if was != now]


def known(told: dict[str, Any]) -> Facts:
    """Facts as a manifest told them; raises KeyError or TypeError where they are none."""
    found = Facts(**{name: told[name] for name in Facts.__dataclass_fields__})
    if not isinstance(found.counts, dict) or not isinstance(found.head, str):
        raise TypeError("no facts")
    return found


def of(connection: Connection, tables: Iterable[str] | None = None) -> Facts:
    """The facts of a database that was brought to some version; of those tables, else of all that this version knows."""
    present = set(inspect(connection).get_table_names())
    quote = connection.dialect.identifier_preparer.quote
    named = sorted(set(tables if tables is not None else metadata.tables) & present)
    counts = {name: int(connection.scalar(text(f"SELECT count(*) FROM {quote(name)}")) or 0) for name in named}
    size, head = counts.get("ledger_entry", 0), None
    if "ledger_checkpoint" in present:
        head = connection.scalar(text("SELECT note FROM ledger_checkpoint ORDER BY id DESC LIMIT 1"))
    revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    return Facts(revision, counts, size, root(connection, size), head or "")


def root(connection: Connection, size: int) -> str:
    """The root over the first `size` entries, made anew from the entries themselves; empty when there are none."""
    if not size:
        return ""
    rows = connection.scalars(text("SELECT data FROM ledger_entry WHERE place < :size ORDER BY place"), {"size": size})
    return merkle.root([merkle.leaf_hash(data.encode()) for data in rows]).hex()


def forged(connection: Connection, held: Facts) -> str:
    """In one sentence, that the ledger is not the one whose head was signed last; empty when it is, or none was signed."""
    if not held.head:
        return ""
    signed = checkpoint.head_in(held.head)
    if root(connection, signed.size) == (signed.root.hex() if signed.size else ""):
        return ""
    return f"the ledger is not the one whose head over {signed.size} entries was signed"
