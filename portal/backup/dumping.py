"""PostgreSQL's own tools: what they are told and how; a password never stands on a command line."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL
from sqlalchemy.engine import make_url

from portal.foundation.examination import Unfit


def dump(url: URL, snapshot: str, target: Path) -> None:
    """Write what a snapshot sees into a file that `load` takes. Raises Unfit."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", "--compress=0", f"--snapshot={snapshot}", f"--file={target}")


def load(url: URL, source: Path) -> None:
    """Bring a dump into an empty database: all of it, or nothing. Raises Unfit."""
    _run("pg_restore", url, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(source))


def holds_something(url: URL) -> bool:
    """Whether a database has any table of its own. Raises Unfit when it cannot be reached."""
    with _linked(url) as link:
        found = link.execute("SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')").fetchone()
    return bool(found and found[0])


@contextmanager
def scratch(url: URL) -> Iterator[URL]:
    """A database of our own on the same server, gone after the block. Raises Unfit where the account may make none."""
    name = f"huiyin_rehearsal_{os.urandom(6).hex()}"
    with _linked(url) as link:
        try:
            link.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        except psycopg.errors.InsufficientPrivilege as refused:
            raise Unfit("This account may not make a database to rehearse in: give it CREATEDB, or bring the backup by "
                        "`portal restore` into an empty one.") from refused
        try:
            yield url.set(database=name)
        finally:
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def address(text: str) -> URL:
    """The address of a database as the settings give it."""
    return make_url(text)


@contextmanager
def _linked(url: URL) -> Iterator[psycopg.Connection]:
    try:
        link = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True)
    except psycopg.OperationalError as away:
        raise Unfit(f"The database cannot be reached: {away}".strip()) from away
    with link:
        yield link


def _run(tool: str, url: URL, *words: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise Unfit(f"{tool} is not here: install postgresql-client, of the server's version or newer.")
    where = url.set(drivername="postgresql", password=None).render_as_string()
    env = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run([program, *words, f"--dbname={where}"], env=env, text=True, errors="replace", capture_output=True, check=False)
    if done.returncode:
        raise Unfit(f"{tool} ended with: {' '.join(done.stderr.split())[-400:]}")
