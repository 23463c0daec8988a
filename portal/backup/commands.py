"""`portal backup`, `portal restore`, `portal rehearse`: what is asked, what is answered; it ends with 1 when something is not well."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from portal.foundation import settings as setting

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--new-key", is_flag=True, help="Make a key for backups in FILE instead, which must not lie in the instance.")
def backup(file: Path, new_key: bool) -> None:
    """Copy everything that cannot be made again into FILE, sealed, while the portal runs; into a folder under a name of its own."""
    from portal.app import create_app
    from portal.backup import making
    from portal.upgrade import standing

    if new_key:
        _make_key(file)
        return
    key = _key()
    with _in_words("No backup was made"), standing(create_app(setting.load())).app_context():
        made = making.make(file, key)
    held = made.facts
    click.echo(f"{made.file}: {made.size:,} bytes, {held.counts.get('case', 0)} matters, {made.files} files, revision {held.revision}, "
               f"{held.ledger} entries of the ledger{f' with root {held.root}' if held.root else ''}.")
    if made.unknown:
        click.echo(f"Left out, because nobody said what it is: {', '.join(made.unknown)}.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--to", "folder", type=FILE, required=True, help="The folder to bring it back into: not there yet, or empty.")
def restore(file: Path, folder: Path) -> None:
    """Bring FILE back into an empty FOLDER and check it there; nothing that runs is touched."""
    from portal.backup import dumping, restoring

    key, database = _key(), setting.one("PORTAL_DATABASE_URL")
    into = dumping.address(database) if database and not database.startswith("sqlite") else None
    with _in_words("Nothing was brought back"):
        found = restoring.restore(file, folder, key, os.environ, into)
    click.echo(f"{folder}: the portal as it was on {found.told['made_at']}, {found.facts.counts.get('case', 0)} matters, "
               f"{found.facts.ledger} entries of the ledger.")
    click.echo("\n".join(found.broken) or "Every rule holds.")
    for what in found.todo:
        click.echo(f"To do: {what}.")
    sys.exit(1 if found.broken else 0)


@click.command()
@click.argument("file", type=FILE, required=False)
def rehearse(file: Path | None) -> None:
    """Bring the newest backup, or FILE, back into a scratch folder, check it, tell, and throw it away; once a month."""
    from portal.app import create_app
    from portal.backup import rehearsal
    from portal.upgrade import standing

    key = _key()
    with _in_words("Nothing was rehearsed"), standing(create_app(setting.load())).app_context():
        found = rehearsal.rehearse(file, key, os.environ)
    click.echo(f"{found.file}{f', made {found.made_at}' if found.made_at else ''}")
    for what, (there, now) in found.rows.items():
        click.echo(f"  {what:<26} {there:>8} in the backup {now:>8} now")
    click.echo("\n".join(found.wrong) or "It can be brought back, and every rule holds.")
    sys.exit(1 if found.wrong else 0)


def _key() -> str:
    os.umask(0o077)  # whatever these commands write is for its owner only
    key = setting.one("PORTAL_BACKUP_KEY")
    if not key:
        raise setting.BadSetting("There is no key for backups: name one in PORTAL_BACKUP_KEY_FILE; `portal backup --new-key FILE` makes it.")
    return str(key)


def _make_key(file: Path) -> None:
    instance = setting.one("PORTAL_INSTANCE") or Path("instance")
    if file.resolve().is_relative_to(instance.resolve()):
        raise click.ClickException("The key of the backups must not lie in the instance: who takes the folder must not have both.")
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_hex(32) + "\n")
    except OSError as refused:
        raise click.ClickException(f"{file} cannot be made: {refused.strerror}.") from refused
    click.echo(f"{file} holds the key. Keep a copy of it elsewhere too: without it no backup opens.")


@contextmanager
def _in_words(failed: str) -> Iterator[None]:
    """What a disk, a database or a file has to say against it, in one sentence; it ends with 1."""
    import sqlite3

    from sqlalchemy.exc import DBAPIError

    from portal.backup.sealed import Unopened
    from portal.foundation.examination import Unfit
    from portal.foundation.unit_of_work import GateBusy

    try:
        yield
    except (Unopened, Unfit) as refused:
        raise click.ClickException(f"{failed}. {refused}") from refused
    except (sqlite3.Error, DBAPIError) as refused:
        raise click.ClickException(f"{failed}. The database says: {getattr(refused, 'orig', refused)}.") from refused
    except GateBusy as busy:
        raise click.ClickException(f"{failed}. The database is held by another program.") from busy
    except OSError as refused:
        raise click.ClickException(f"{failed}. {refused.filename or 'The disk'}: {refused.strerror}.") from refused
