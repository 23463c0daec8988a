"""A backup is brought back: into an empty place, looked through there, and given its name only when it is what it was (R67)."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import URL, text

from portal import upgrade
from portal.app import create_app
from portal.backup import dumping, facts, making, noted, sealed, snapshot, unpacking
from portal.backup.facts import Facts
from portal.cases import invariants
from portal.foundation import checkpoint, clock, examination, files, settings, vault, vault_key
from portal.foundation.database import db
from portal.foundation.examination import Unfit

_OF_THE_ADDRESS = ("PORTAL_INSTANCE", "PORTAL_DATABASE_URL", "PORTAL_BACKUP_KEY", "PORTAL_BACKUP_KEY_FILE")


@dataclass
class Restored:
    """What was brought back: its manifest and facts, and in sentences what is broken in it and what is to be done by hand."""

    told: dict[str, Any]
    facts: Facts
    broken: list[str] = field(default_factory=list)
    todo: list[str] = field(default_factory=list)


def restore(file: Path, to: Path, key: str, environ: Mapping[str, str], into: URL | None = None) -> Restored:
    """Bring it back into a folder that is not there or empty, and a dump into an empty PostgreSQL database. Rules that do not hold are
    told, not refused: they may be those of the portal itself. Raises Unfit, sealed.Unopened or OSError; then there is no folder."""
    to = to.resolve()
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Unfit(f"{to} is not empty: a backup is brought back into an empty folder only.")
    to.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.parent))
    try:
        told = unpacking.unpack(file, key, folder, lambda about: _fits(about, environ, into))
        found = Restored(told, unpacking.facts_of(told))
        _database(folder, told, into)
        _look_through(folder, found, environ, into)
        os.sync()
        folder.replace(to)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    files.sync(to.parent)
    return found


def _fits(about: dict[str, Any], environ: Mapping[str, str], into: URL | None) -> None:
    """Whether this version, on this machine, with these settings, can bring it back."""
    held = unpacking.facts_of(about)
    if held.revision not in upgrade.revisions()[0]:
        raise Unfit(f"The backup was made by a newer Huiyin ({about.get('version')}, revision {held.revision}): use that version.")
    if about.get("database") == "postgresql":
        if into is None:
            raise Unfit("The backup is one of PostgreSQL: let PORTAL_DATABASE_URL name an empty database for it.")
        if dumping.holds_something(into):
            raise Unfit("The database that PORTAL_DATABASE_URL names is not empty: a backup is brought back into an empty one only.")
    given = settings.one("PORTAL_SECRET_KEY", environ)
    if given and making.fingerprint(given) != about["secret_key"]["print"]:
        raise Unfit("PORTAL_SECRET_KEY is not the key of this backup: no code on any receipt would open its matter.")


def _database(folder: Path, told: dict[str, Any], into: URL | None) -> None:
    """The copy becomes the database of the folder, a dump that of the server."""
    laid = folder / snapshot.NAMES[told["database"]]
    if into is None or told["database"] == "sqlite":
        laid.rename(folder / "portal.db")
    else:
        dumping.load(into, laid)
        laid.unlink()


def _look_through(folder: Path, found: Restored, environ: Mapping[str, str], into: URL | None) -> None:
    """The file is whole, every figure is what it was, the ledger is the one that was signed; then brought to this version, and the
    rules. Raises Unfit where it is another database than the one that was copied."""
    app = _app(folder, found, environ, into)
    try:
        with app.app_context():
            if damage := examination.damage():
                raise Unfit(damage)
            with db.engine.connect() as connection:
                differs = found.facts.differences(facts.of(connection, found.facts.counts))
                forged = facts.forged(connection, found.facts)
            if differs:
                raise Unfit(f"What was brought back is not what was copied: {'; '.join(differs[:5])}.")
            upgrade.upgrade(app)
            _names(app, found)
            found.broken += [forged] if forged else []
            found.broken += [*_without_file(folder), *invariants.broken()]
            noted.restored(str(found.told["made_at"]), clock.now())
            db.session.remove()
    finally:
        app.extensions["press"].close()
        with app.app_context():
            db.engine.dispose()
        for made in ("papers", "cache"):
            shutil.rmtree(folder / made, ignore_errors=True)
    if found.facts.head:
        found.todo.append(f"lay {checkpoint.KEY_FILE} of {found.told['ledger_key'] or 'this ledger'} into the folder, once it is certain "
                          "that the portal it comes from signs no more: it is in no backup")


def _app(folder: Path, found: Restored, environ: Mapping[str, str], into: URL | None) -> Flask:
    """The portal on what was laid out. A secret key that came from outside stays outside: none is made in its place."""
    chosen = {name: value for name, value in environ.items() if name not in _OF_THE_ADDRESS} | {"PORTAL_INSTANCE": str(folder)}
    if into is not None and found.told["database"] == "postgresql":
        chosen["PORTAL_DATABASE_URL"] = into.set(drivername="postgresql").render_as_string(hide_password=False)
    if not found.told["secret_key"]["inside"] and not {"PORTAL_SECRET_KEY", "PORTAL_SECRET_KEY_FILE"} & chosen.keys():
        chosen["PORTAL_SECRET_KEY"] = os.urandom(32).hex()  # for the look alone
        found.todo.append("set PORTAL_SECRET_KEY as it was: it lay outside the instance, and without it no code opens its matter")
    loaded = settings.load(chosen)
    if found.told["secret_key"]["inside"] and making.fingerprint(loaded.secret_key) != found.told["secret_key"]["print"]:
        raise sealed.Unopened("The secret key in the backup is not the one it names.")
    app = create_app(loaded)
    vault.install(app, loaded, lenient=True)
    return app


def _names(app: Flask, found: Restored) -> None:
    """Whether the key of the vault is here; it came with no backup."""
    name, keys = found.told.get("vault_key", ""), app.extensions["vault"]
    if name and (not keys.stands() or keys.known(name) is None):
        found.todo.append(f"lay {vault_key.KEY_FILE} into the folder, or set PORTAL_VAULT_KEY_FILE: names and phones were sealed with the vault key "
                          f"{name}, which is in no backup; where it was destroyed, `portal vault give-up` forgets them for good")


def _without_file(folder: Path) -> list[str]:
    """Attachments of matters whose file did not come with them."""
    rows = db.session.execute(text('SELECT DISTINCT c.number, a.sha256 FROM attachment a JOIN "case" c ON c.id = a.case_id'))
    return [f"{number}: its attachment {sha256[:12]} lies in no file" for number, sha256 in rows
            if not files.path(folder / "files", sha256).is_file()]
