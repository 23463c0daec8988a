"""What a bench is kept in: an instance folder with SQLite's file, or one beside a database of the server that PORTAL_TEST_POSTGRES names.

A template is made once and never written again; whoever writes works on a copy. What belongs to a template's name and its makers'
bytes stands in its own name, so that another version of them makes another."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from portal import ROOT
from portal.foundation import setting_types

SERVER = os.environ.get("PORTAL_TEST_POSTGRES", "")
KINDS = ("sqlite", "postgresql") if SERVER else ("sqlite",)


@dataclass(frozen=True)
class Store:
    """An instance folder, and the address of its database where that is none of SQLite's."""

    folder: Path
    address: str = ""

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return "postgresql" if self.address else "sqlite"

    @property
    def settings(self) -> dict[str, str]:
        """What the portal has to be told to work on it, beside the folder."""
        return {"PORTAL_DATABASE_URL": self.address} if self.address else {}

    def mib(self) -> float:
        """How much the database takes on the disk."""
        if not self.address:
            return sum(file.stat().st_size for file in self.folder.glob("portal.db*")) / 2**20
        name = self.address.rsplit("/", 1)[1]
        return float(_told(f"SELECT pg_database_size('{name}')")[0][0]) / 2**20


def template(folder: Path, name: str, kind: str, makers: tuple[str, ...], make: Callable[[Store], None]) -> Store:
    """The template of this name, filled by `make` when it is not there, or its makers (files of this package) or a migration changed."""
    files = [*sorted((ROOT / "migrations" / "versions").glob("*.py")), *(Path(__file__).with_name(file) for file in makers)]
    mark = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:10]
    made = Store(folder / f"{name}-{kind}-{mark}", _address(f"bench_{name}_{mark}".replace("-", "_")) if kind == "postgresql" else "")
    if not (made.folder.is_dir() and (not made.address or _is_there(made.address))):
        unfinished = Store(made.folder.with_suffix(".unfinished"), f"{made.address}_unfinished" if made.address else "")
        for one in (made, unfinished):
            drop(one)
        unfinished.folder.mkdir(parents=True)
        if unfinished.address:
            _say(f"CREATE DATABASE {_name(unfinished)} TEMPLATE template0")
        make(unfinished)
        if made.address:
            _say(f"ALTER DATABASE {_name(unfinished)} RENAME TO {_name(made)}")
        unfinished.folder.rename(made.folder)
    return made


@contextlib.contextmanager
def copied(made: Store, run: Path) -> Iterator[Store]:
    """A copy of a template, laid at `run` and dropped afterwards."""
    copy = Store(run, _address(f"bench_{run.name.replace('-', '_')}_{os.getpid()}") if made.address else "")
    drop(copy)
    shutil.copytree(made.folder, run)
    if copy.address:
        _say(f"CREATE DATABASE {_name(copy)} TEMPLATE {_name(made)}")
    try:
        yield copy
    finally:
        drop(copy)


def drop(one: Store) -> None:
    """Nothing of it is left."""
    shutil.rmtree(one.folder, ignore_errors=True)
    if one.address:
        _say(f"DROP DATABASE IF EXISTS {_name(one)} WITH (FORCE)")


def working_on(one: Store) -> list[int]:
    """The processes of PostgreSQL that serve it now; none of SQLite, which works in the process that asks."""
    told = _told(f"SELECT pid FROM pg_stat_activity WHERE datname = '{_name(one)}'") if one.address else []
    return [int(row[0]) for row in told]


def _address(name: str) -> str:
    return f"{SERVER.rsplit('/', 1)[0]}/{name}"


def _name(one: Store) -> str:
    return one.address.rsplit("/", 1)[1]


def _is_there(address: str) -> bool:
    return bool(_told(f"SELECT 1 FROM pg_database WHERE datname = '{address.rsplit('/', 1)[1]}'"))


def _say(statement: str) -> None:
    with _engine() as connection:
        connection.execute(text(statement))


def _told(question: str) -> list[Any]:
    with _engine() as connection:
        return list(connection.execute(text(question)))


@contextlib.contextmanager
def _engine() -> Iterator[Any]:
    engine = create_engine(f"{setting_types.database(SERVER).rsplit('/', 1)[0]}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
