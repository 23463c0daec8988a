"""A sealed backup laid out in an empty folder, every file held against the manifest; nothing else comes out of it."""

import hashlib
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.backup import contents, facts, sealed, snapshot
from portal.backup.facts import Facts
from portal.backup.making import ABOUT, BELOW, MANIFEST

_AT_ONCE = 1024 * 1024
Told = dict[str, Any]


def unpack(file: Path, key: str, folder: Path, check: Callable[[Told], None]) -> Told:
    """Lay everything out below the folder and return the manifest. `check` is shown the beginning before anything is laid down, and
    raises where it cannot be brought back here. Raises sealed.Unopened for what is not as it was written."""
    found: dict[str, list[Any]] = {}
    texts: dict[str, Told] = {}
    with file.open("rb") as raw:
        reader = sealed.Reader(raw, key)
        try:
            with tarfile.open(fileobj=reader, mode="r|") as tar:  # type: ignore[call-overload]
                for entry in tar:
                    _take(tar, entry, folder, texts, found, check)
        except (tarfile.TarError, json.JSONDecodeError) as strange:
            raise sealed.Unopened(f"The backup holds something that this version cannot read: {strange}.") from strange
        reader.finish()
    return _whole(texts, found)


def _take(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path, texts: dict[str, Told], found: dict[str, list[Any]],
          check: Callable[[Told], None]) -> None:
    """One entry: a text is read, a file laid down and hashed; the text about it all comes first."""
    stream = tar.extractfile(entry) if entry.isreg() else None
    if stream is None or (ABOUT not in texts and entry.name != ABOUT) or MANIFEST in texts or entry.name in (*texts, *found):
        raise sealed.Unopened(f"The backup holds {entry.name!r} where it does not belong.")
    if entry.name in (ABOUT, MANIFEST):
        texts[entry.name] = json.loads(stream.read())
        if entry.name == ABOUT:
            check(texts[ABOUT])
        return
    inside = entry.name.removeprefix(BELOW)
    if entry.name not in snapshot.NAMES.values() and (inside == entry.name or not contents.may_hold(inside)):
        raise sealed.Unopened(f"The backup holds {entry.name!r}, which no backup holds.")
    target = folder / inside
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while data := stream.read(_AT_ONCE):
            out.write(data)
            digest.update(data)
            size += len(data)
    found[entry.name] = [size, digest.hexdigest()]


def _whole(texts: dict[str, Told], found: dict[str, list[Any]]) -> Told:
    """The manifest, if what came is what it names and it says what the beginning said."""
    told = texts.get(MANIFEST, {})
    named = told.get("files", {})
    wrong = sorted(name for name in named.keys() | found.keys() if named.get(name) != found.get(name))
    if wrong or not named or {**told, "files": None} != {**texts[ABOUT], "files": None}:
        raise sealed.Unopened(f"The backup is not what its manifest says: {', '.join(wrong[:5]) or 'it says two things'}.")
    return told


def facts_of(told: Told) -> Facts:
    """What the database held when it was copied. Raises sealed.Unopened."""
    try:
        return facts.known(told["facts"])
    except (KeyError, TypeError) as strange:
        raise sealed.Unopened("The backup does not say what it holds.") from strange
