"""A backup is made: the database at one moment, then the files it names, sealed into one file that has its name only when it is whole."""

import contextlib
import fcntl
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from flask import current_app

from portal import __version__
from portal.backup import contents, noted, sealed, snapshot
from portal.backup.facts import Facts
from portal.cases import ledger
from portal.foundation import clock, files, settings, vault_state
from portal.foundation.checkpoint import BadKey
from portal.foundation.database import db
from portal.foundation.examination import Unfit
from portal.foundation.settings import Settings

ABOUT, MANIFEST, BELOW = "about.json", "manifest.json", "instance/"
SCRATCH = ".backup-"


@dataclass(frozen=True)
class Made:
    """A backup that lies under its name: its size in bytes, how many files it holds, its facts, and what it does not know."""

    file: Path
    size: int
    files: int
    facts: Facts
    unknown: list[str]


def make(target: Path, key: str) -> Made:
    """Make one in that file, or in that folder under a name of the moment. Raises Unfit, OSError, or what the database says; then no
    file has the name, and what was begun is gone. In an app context."""
    chosen: Settings = current_app.config["SETTINGS"]
    at, target = clock.now(), target.resolve()
    if target.is_dir():
        target = target / f"huiyin-{at:%Y%m%dT%H%M%SZ}.backup"
    if target.exists():
        raise Unfit(f"{target} is there already: no backup writes over another.")
    if target.is_relative_to(chosen.instance.resolve()):
        raise Unfit("The backup would lie in the instance folder: what takes one would take the other.")
    vault_state.settle()
    with alone(chosen.instance), scratch(chosen.instance, SCRATCH) as folder:
        database, held = snapshot.take(folder)
        number = _written(target, key, database, _about(chosen, held, at))
    made = Made(target, target.stat().st_size, number, held, contents.unknown(chosen.instance))
    noted.backup_made(target, made.size, clock.now())
    return made


@contextlib.contextmanager
def alone(instance: Path) -> Iterator[None]:
    """One backup or rehearsal at a time, whichever process makes it. Raises Unfit."""
    handle = os.open(instance / "backup.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as held:
        raise Unfit("Another backup or rehearsal is under way.") from held
    finally:
        os.close(handle)


@contextlib.contextmanager
def scratch(instance: Path, prefix: str) -> Iterator[Path]:
    """A folder in the instance, where what is not sealed lies anyway, gone after the block; what a killed one left goes first."""
    for left in instance.glob(f"{prefix}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=instance) as made:
        yield Path(made)


def _about(chosen: Settings, held: Facts, at: datetime) -> dict[str, Any]:
    """What is known before a byte is written: of what, when, by which version, and which keys go with it."""
    try:
        signs = ledger.public_key() if held.head else ""
    except BadKey:
        signs = ""
    inside = chosen.sources.get("PORTAL_SECRET_KEY", "default") == "default" and (chosen.instance / settings.KEY_FILE).exists()
    return {"made_at": at.isoformat(), "version": __version__, "database": db.engine.dialect.name, "facts": asdict(held),
            "ledger_key": signs, "vault_key": vault_state.noted().get(vault_state.KEY, ""), "secret_key": {"inside": inside, "print": fingerprint(chosen.secret_key)}}


def fingerprint(secret: str) -> str:
    """By which a key is known again."""
    return hashlib.sha256(b"huiyin secret key\n" + secret.encode()).hexdigest()[:16]


def _written(target: Path, key: str, database: Path, about: dict[str, Any]) -> int:
    """Write everything beside the target, make it last, and only then give it its name; returns how many files of the instance it holds."""
    part = target.with_name(f"{target.name}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with sealed.Writer(raw, key) as out:
                number = _packed(out, database, about)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    files.sync(target.parent)
    return number


def _packed(out: sealed.Writer, database: Path, about: dict[str, Any]) -> int:
    told: dict[str, list[Any]] = {}
    instance = Path(current_app.config["INSTANCE"])
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
        _add_text(tar, ABOUT, about)
        told[database.name] = _add(tar, database.name, database)
        for name, path in contents.within(instance):
            with contextlib.suppress(FileNotFoundError):  # a portrait that was taken down meanwhile
                told[BELOW + name] = _add(tar, BELOW + name, path)
        _add_text(tar, MANIFEST, about | {"files": told})
    return len(told) - 1


class _Read:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        self.hash.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, path: Path) -> list[Any]:
    """Add one file; its size and SHA-256 as they were written."""
    with path.open("rb") as file:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.fstat(file.fileno()).st_size, 0o600
        read = _Read(file)
        tar.addfile(entry, read)  # type: ignore[arg-type]
    return [entry.size, read.hash.hexdigest()]


def _add_text(tar: tarfile.TarFile, name: str, told: dict[str, Any]) -> None:
    data = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    tar.addfile(entry, io.BytesIO(data))
