"""One case that lived through the real verbs, multiplied: every row that hangs on it is copied inside the database, ids shifted.

Hash chains of the copies are the original's, so `portal verify` is not for these databases."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Column, Table, func, insert, or_, select, text

from portal import tables
from portal.cases.case import Case
from portal.cases.visit import Visit
from portal.cases.visitor import Visitor
from portal.foundation.database import db, is_sqlite
from portal.foundation.fulltext import Words, paired, scopes

CHUNK = 2000


@dataclass(frozen=True)
class Span:
    """The ids `low`…`high` of the original's rows in one table; copy k gets those after `base`."""

    low: int
    high: int
    base: int

    @property
    def width(self) -> int:
        """Rows of one copy."""
        return self.high - self.low + 1

    def shifted(self, column: str) -> str:
        """The SQL of an id of copy k."""
        return f"({self.base} + (n.k - 1) * {self.width} + (p.{column} - {self.low}) + 1)"


def spans(case_id: int) -> dict[str, Span]:
    """Every table with an id of its own in which the case has rows, the case, its visitor and its visit first."""
    visitor, came = db.session.execute(select(Case.visitor_id, Case.visit_id).where(Case.id == case_id)).one()
    found = {"visitor": _span(Visitor.__table__, visitor, visitor), "visit": _span(Visit.__table__, came, came),  # type: ignore[arg-type]
             "case": _span(Case.__table__, case_id, case_id)}  # type: ignore[arg-type]
    for table in tables.metadata.sorted_tables:
        if table.name in found or "id" not in table.c:
            continue
        ways = [column.between(found[name].low, found[name].high) for column, name in _owned(table, found)]
        low, high = (
            db.session.execute(select(func.min(table.c.id), func.max(table.c.id)).where(or_(*ways))).one() if ways else (None, None)
        )
        if low is not None:
            found[table.name] = _span(table, low, high)
    return found


def copy(found: dict[str, Span], count: int, given: dict[str, dict[str, str]], apart: frozenset[str]) -> None:
    """Copy the rows `count` times. `given`: SQL of single columns by table (n.k counts the copies); `apart`: left to the caller."""
    for table in tables.metadata.sorted_tables:
        if table.name in found and table.name not in apart:
            span = found[table.name]
            values = {column.name: f"p.{_quoted(column.name)}" for column in table.columns}
            values |= {column.name: _moved(column, found[name]) for column, name in _owned(table, found)}
            values |= {"id": span.shifted("id")} | given.get(table.name, {})
            db.session.execute(
                text(
                    f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {count}) "
                    f'INSERT INTO "{table.name}" ({", ".join(map(_quoted, values))}) SELECT {", ".join(values.values())} '
                    f'FROM n CROSS JOIN "{table.name}" p WHERE p.id BETWEEN {span.low} AND {span.high} ORDER BY n.k, p.id'
                )
            )


def write(table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Insert many rows that the caller made."""
    for part in _parts(rows):
        db.session.execute(insert(table), part)


def index(words: Words, rows: Iterable[tuple[int, str, str]]) -> None:
    """Write many (id, words, scope) into a full-text table, as Words.put does one."""
    given = ({"id": number, "body": paired(said), "scope": scopes(scope)} for number, said, scope in rows)
    what = (
        "(rowid, body, scope) VALUES (:id, :body, :scope)"
        if is_sqlite()
        else "(rowid, vector) VALUES (:id, to_tsvector('simple', :scope || ' ' || :body))"
    )
    for part in _parts(given):
        db.session.execute(text(f"INSERT INTO {words.name} {what}"), part)


def over_again(found: dict[str, Span], words: Words, count: int, times: int) -> None:
    """The copies 1…count of a case and its published row, as they were written, `times` times more; all inside the database."""
    fields = "body, scope" if is_sqlite() else "vector"
    for turn in range(1, times + 1):
        shift = turn * count
        moved = {"id": f"id + {shift}", "case_id": f"case_id + {shift}", "number": f"number || '-{turn}'"}
        for table in (tables.metadata.tables[name] for name in ("case", "publication")):
            names = [column.name for column in table.columns]
            values = ", ".join(moved.get(name, _quoted(name)) for name in names)
            db.session.execute(text(f'INSERT INTO "{table.name}" ({", ".join(map(_quoted, names))}) SELECT {values} FROM "{table.name}" '
                                    f"WHERE id BETWEEN {found[table.name].base + 1} AND {found[table.name].base + count} ORDER BY id"))
        db.session.execute(text(f"INSERT INTO {words.name} (rowid, {fields}) SELECT rowid + {shift}, {fields} FROM {words.name} WHERE rowid "
                                f"BETWEEN {found['publication'].base + 1} AND {found['publication'].base + count} ORDER BY rowid"))


@contextlib.contextmanager
def without_index(words: Words) -> Iterator[None]:
    """PostgreSQL makes an index of words many times sooner of a full table than row by row; SQLite's is the table itself."""
    if not is_sqlite():
        db.session.execute(text(f"DROP INDEX ix_{words.name}"))
    yield
    if not is_sqlite():
        db.session.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        for statement in words.statements("postgresql"):
            db.session.execute(text(statement))


def settle() -> None:
    """Let PostgreSQL's own counters go on after the copied ids, and look at what it holds now, as it does by itself. SQLite has no
    statistics: no portal ever makes any, and those of one morning mislead it on the next."""
    if not is_sqlite():
        for table in tables.metadata.sorted_tables:
            if "id" in table.c and table.name != "network":
                counter = f"""pg_get_serial_sequence('"{table.name}"', 'id')"""
                db.session.execute(text(f'SELECT setval({counter}, greatest(1, (SELECT max(id) FROM "{table.name}")))'))
        db.session.execute(text("ANALYZE"))


def _owned(table: Table, found: dict[str, Span]) -> list[tuple[Column[Any], str]]:
    """Columns of a table that point into the original's rows."""
    return [
        (column, key.column.table.name) for column in table.columns for key in column.foreign_keys if key.column.table.name in found
    ]


def _moved(column: Column[Any], span: Span) -> str:
    return f"CASE WHEN p.{column.name} BETWEEN {span.low} AND {span.high} THEN {span.shifted(column.name)} ELSE p.{column.name} END"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _span(table: Table, low: int, high: int) -> Span:
    return Span(low, high, int(db.session.scalar(select(func.max(table.c.id))) or 0))


def _parts(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    source = iter(rows)
    while part := list(islice(source, CHUNK)):
        yield part
