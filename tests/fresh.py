"""A PostgreSQL database as it was when the cast took its seats: kept in a schema of its own, brought back for each test by one
function on one connection, whose plans the server keeps."""

import psycopg
from sqlalchemy import Table

from portal.cases import publication, search
from portal.foundation.database import db
from portal.tables import metadata

INDEXES = (search.WORDS.name, publication.WORDS.name)
NAME = "brings everything back"  # nobody who cuts connections cuts this one
_links: dict[str, psycopg.Connection] = {}


def remember() -> None:
    """Copy every table aside, and write down how to bring it back. In an app context."""
    tables, link = metadata.sorted_tables, _link()
    link.execute("CREATE SCHEMA seat")
    for table in tables:
        link.execute(f'CREATE TABLE seat."{table.name}" AS TABLE "{table.name}"')
    back = [*(f"DELETE FROM {name}" for name in INDEXES),
            *(f'DELETE FROM "{table.name}"' for table in reversed(tables)),
            *(f'INSERT INTO "{table.name}" SELECT * FROM seat."{table.name}"' for table in tables),
            *(_counted_from(table) for table in tables if table.autoincrement_column is not None)]
    if not _looks_away(link):
        back = [*_guards("DISABLE"), *back, *_guards("ENABLE")]
    link.execute(f"CREATE FUNCTION seat.recall() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {'; '.join(back)}; END $$")


def recall() -> None:
    """Empty every table and fill it as it was; guards of append-only tables look away meanwhile. In an app context."""
    _link().execute("SELECT seat.recall()")


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


def _counted_from(table: Table) -> str:
    assert table.autoincrement_column is not None
    name, quoted = table.autoincrement_column.name, f'"{table.name}"'
    last = f"SELECT coalesce(max({name}), 0) FROM {quoted}"
    return f"PERFORM setval(pg_get_serial_sequence('{quoted}', '{name}'), ({last}) + 1, false)"
