"""A PostgreSQL database as it was when the cast took its seats, or at the end of a scene: kept in a schema of its own, brought back
for each test by one function on one connection, whose plans the server keeps."""

import itertools

import psycopg
from sqlalchemy import Table

from portal.cases import board_search, search
from portal.foundation.database import db
from portal.tables import metadata

INDEXES = (search.WORDS.name, board_search.WORDS.name)
NAME = "brings everything back"  # nobody who cuts connections cuts this one
SEATED = "seat"
SWEPT = 40  # recalls: between two, what they threw away lies in the way of every statement
_recalls = itertools.count(1)
_links: dict[str, psycopg.Connection] = {}


def remember(scene: str = SEATED) -> None:
    """Copy every table aside, and write down how to bring it back. In an app context, whose session was removed."""
    tables, link = metadata.sorted_tables, _link()
    names = [*INDEXES, *(table.name for table in reversed(tables))]
    link.execute(f"CREATE SCHEMA {scene}")
    for name in names:
        link.execute(f'CREATE TABLE {scene}."{name}" AS TABLE "{name}"')
    filled = [name for name in reversed(names) if link.execute(f'SELECT FROM {scene}."{name}" LIMIT 1').rowcount]
    quick = _looks_away(link)
    back = [*(f'DELETE FROM "{name}"' for name in names if name not in filled or not quick),
            *(_filled_again(name, scene, quick) for name in filled),
            *(_counted_from(table) for table in tables if table.autoincrement_column is not None)]
    if not quick:
        back = [*_guards("DISABLE"), *back, *_guards("ENABLE")]
    link.execute(f"CREATE FUNCTION {scene}.recall() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {'; '.join(back)}; END $$")


def recall(scene: str = SEATED) -> None:
    """Every table as it was; guards of append-only tables look away meanwhile. In an app context."""
    link = _link()
    link.execute(f"SELECT {scene}.recall()")
    if next(_recalls) % SWEPT == 0:
        link.execute("VACUUM " + ", ".join(f'"{name}"' for name in (*INDEXES, *metadata.tables)))


def let_go() -> None:
    """Nothing more is brought back. In an app context."""
    link = _links.pop(_address(), None)
    if link is not None:
        link.close()


def _link() -> psycopg.Connection:
    address = _address()
    if address not in _links:
        _links[address] = psycopg.connect(address, autocommit=True, application_name=NAME)
        if _looks_away(_links[address]):
            _links[address].execute("SET session_replication_role = replica")  # no trigger, no foreign key is asked
    return _links[address]


def _looks_away(link: psycopg.Connection) -> bool:
    found = link.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone()
    return bool(found and found[0])


def _address() -> str:
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _guards(what: str) -> list[str]:
    return [f'ALTER TABLE "{table.name}" {what} TRIGGER USER' for table in metadata.sorted_tables
            if table.info.keys() & {"append_only", "mark"}]


def _filled_again(name: str, scene: str, quick: bool) -> str:
    """Rows that nobody touched stay where they are: what is replaced must be walked over until the server has swept it out."""
    kept = f'{scene}."{name}"'
    refill = f'INSERT INTO "{name}" TABLE {kept}'
    if not quick:  # foreign keys are asked: everything was emptied, from the leaves up
        return refill
    fewer = f'(SELECT count(*) FROM "{name}") < (SELECT count(*) FROM {kept})'
    other = f'EXISTS (TABLE "{name}" EXCEPT ALL TABLE {kept})'
    return f'IF {fewer} OR {other} THEN DELETE FROM "{name}"; {refill}; END IF'


def _counted_from(table: Table) -> str:
    assert table.autoincrement_column is not None
    name, quoted = table.autoincrement_column.name, f'"{table.name}"'
    last = f"SELECT coalesce(max({name}), 0) FROM {quoted}"
    return f"PERFORM setval(pg_get_serial_sequence('{quoted}', '{name}'), ({last}) + 1, false)"
