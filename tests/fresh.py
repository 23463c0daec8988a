"""A PostgreSQL database as it was when the cast took its seats: kept in a schema of its own, brought back for each test by one
function on one connection, whose plans the server keeps."""

import itertools

import psycopg
from sqlalchemy import Table

from portal.cases import publication, search
from portal.foundation.database import db
from portal.tables import metadata

INDEXES = (search.WORDS.name, publication.WORDS.name)
NAME = "brings everything back"  # nobody who cuts connections cuts this one
SWEPT = 40  # recalls: between two, what they threw away lies in the way of every statement
_recalls = itertools.count(1)
_links: dict[str, psycopg.Connection] = {}


def remember() -> None:
    """Copy every table aside, and write down how to bring it back. In an app context."""
    tables, link = metadata.sorted_tables, _link()
    link.execute("CREATE SCHEMA seat")
    for table in tables:
        link.execute(f'CREATE TABLE seat."{table.name}" AS TABLE "{table.name}"')
    filled = [table.name for table in tables if link.execute(f'SELECT FROM seat."{table.name}" LIMIT 1').rowcount]
    quick = _looks_away(link)
    back = [*(f"DELETE FROM {name}" for name in INDEXES),
            *(f'DELETE FROM "{table.name}"' for table in reversed(tables) if table.name not in filled or not quick),
            *(_filled_again(name, quick) for name in filled),
            *(_counted_from(table) for table in tables if table.autoincrement_column is not None)]
    if not quick:
        back = [*_guards("DISABLE"), *back, *_guards("ENABLE")]
    link.execute(f"CREATE FUNCTION seat.recall() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {'; '.join(back)}; END $$")


def recall() -> None:
    """Every table as it was; guards of append-only tables look away meanwhile. In an app context."""
    link = _link()
    link.execute("SELECT seat.recall()")
    if next(_recalls) % SWEPT == 0:
        link.execute("VACUUM " + ", ".join(f'"{table.name}"' for table in metadata.sorted_tables))


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


def _filled_again(name: str, quick: bool) -> str:
    """Rows that nobody touched stay where they are: what is replaced must be walked over until the server has swept it out."""
    refill = f'INSERT INTO "{name}" TABLE seat."{name}"'
    if not quick:  # foreign keys are asked: everything was emptied, from the leaves up
        return refill
    fewer = f'(SELECT count(*) FROM "{name}") < (SELECT count(*) FROM seat."{name}")'
    other = f'EXISTS (TABLE "{name}" EXCEPT ALL TABLE seat."{name}")'
    return f'IF {fewer} OR {other} THEN DELETE FROM "{name}"; {refill}; END IF'


def _counted_from(table: Table) -> str:
    assert table.autoincrement_column is not None
    name, quoted = table.autoincrement_column.name, f'"{table.name}"'
    last = f"SELECT coalesce(max({name}), 0) FROM {quoted}"
    return f"PERFORM setval(pg_get_serial_sequence('{quoted}', '{name}'), ({last}) + 1, false)"
