"""To stand witness to another portal's ledger: look whether it goes on from what was seen before, keep what is seen now, and cosign it."""

import base64
import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.foundation import checkpoint, cosignature, merkle
from portal.foundation.checkpoint import BadNote, Head, Signer

HEAD, KEY = "checkpoint", "key"
_MOST, _WAIT = 1 << 20, 60


class Rewritten(Exception):
    """The ledger is not the one that was seen before; one sentence says what does not fit."""


class Unreached(Exception):
    """It could not be looked at; one sentence says why."""


@dataclass(frozen=True)
class Seen:
    """A head that goes on from the one before, as the note that was read, the key it is signed with, and how many entries it went on from."""

    note: str
    key: str
    head: Head
    before: int


def look(url: str, kept: Path, key: str = "") -> Seen:
    """The head that a portal gives out now, checked against its key and against what this folder keeps of it; the first look keeps the key it
    is given, and every later one goes by that. Raises Rewritten or Unreached."""
    url, file = url.rstrip("/"), kept / KEY
    known = file.read_text().strip() if file.exists() else ""
    if known and key and known != key:
        raise Rewritten(f"The key that was kept is {known}, not {key}: look into {kept} and decide which one to believe.")
    key = known or key or _read(f"{url}/ledger/key").strip()
    note = _read(f"{url}/ledger/checkpoint")
    try:
        head = checkpoint.opened(note, key)
    except BadNote:
        raise Rewritten(f"The head is not signed with {key}: another ledger, or another key.") from None
    before = _kept_head(kept, key)
    if before is not None:
        _follow(url, before, head)
    return Seen(note, key, head, before.size if before else 0)


def cosign(seen: Seen, kept: Path, by: Signer, at: datetime) -> str:
    """The note with the line of this witness under it, kept in the folder together with the key of the ledger."""
    line = cosignature.cosign(seen.note, by, at)
    note = seen.note + line
    kept.mkdir(parents=True, exist_ok=True)
    for name, text in ((HEAD, note), *(() if (kept / KEY).exists() else ((KEY, seen.key + "\n"),))):
        fresh = kept / f".{name}.{os.getpid()}"
        fresh.write_text(text)
        os.replace(fresh, kept / name)
    return note


def hand_in(url: str, note: str) -> bool:
    """Give a cosigned note to the portal it is of; whether that portal names us as its witness and keeps it. Raises Unreached."""
    sent = urllib.request.Request(f"{url.rstrip('/')}/ledger/cosignatures", json.dumps({"note": note}).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(sent, timeout=_WAIT) as answer:
            return bool(answer.status == 201)
    except urllib.error.HTTPError as refused:
        if refused.code == 403:
            return False
        raise Unreached(f"{url} answered {refused.code} to the cosignature.") from refused
    except OSError as lost:
        raise Unreached(f"{url} could not be reached: {lost}.") from lost


def _kept_head(kept: Path, key: str) -> Head | None:
    if not (kept / HEAD).exists():
        return None
    try:
        return checkpoint.opened((kept / HEAD).read_text(), key)
    except BadNote:
        raise Rewritten(f"What was kept in {kept} is not signed with {key}.") from None


def _follow(url: str, before: Head, now: Head) -> None:
    """The newer head is over a ledger that begins with the older one."""
    if now.origin != before.origin:
        raise Rewritten(f"It is another ledger: it was {before.origin}, now it is {now.origin}.")
    if now.size < before.size:
        raise Rewritten(f"The ledger was cut back, or an older copy restored: entries {now.size} to {before.size - 1} are gone.")
    if before.size == 0:
        return
    lines = _read(f"{url}/ledger/consistency/{before.size}/{now.size}").split() if now.size > before.size else []
    try:
        proof = [base64.b64decode(line, validate=True) for line in lines]
    except ValueError:
        proof = []
    if not merkle.continues(before.root, before.size, now.root, now.size, proof):
        raise Rewritten(f"History was rewritten: one of the entries 0 to {before.size - 1} is not what it was; `portal ledger monitor` with a "
                        "copy from before tells which.")


def _read(where: str) -> str:
    try:
        with urllib.request.urlopen(where, timeout=_WAIT) as answer:
            return str(answer.read(_MOST).decode())
    except (OSError, ValueError) as lost:
        raise Unreached(f"{where} could not be read: {lost}.") from lost
