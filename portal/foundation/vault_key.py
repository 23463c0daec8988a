"""The keys of the vault: where they come from, how one is known again, how one is made, put on top and destroyed.

A ring is one or more keys, the one in force first; the others still open what they sealed, until everything is sealed anew. It comes from
PORTAL_VAULT_KEY (or its _FILE), from what PORTAL_VAULT_COMMAND prints, or from `<instance>/vault_key`, made when it is needed first."""

import contextlib
import fcntl
import hashlib
import hmac
import os
import secrets
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from portal.foundation.setting_types import vault_keys
from portal.foundation.settings import Settings

KEY_FILE, OWN = "vault_key", "portal"  # of a database of another name, such as the demonstration's: vault_key_demo
_PATIENCE = 30  # seconds a key service may take


class BadVault(Exception):
    """The key of the vault is missing, cannot be read or is another one: one sentence says which, and nothing was opened."""


@dataclass(frozen=True)
class Key:
    """One key: what is sealed with it carries its `name`, 8 hexadecimal digits that tell nothing about it."""

    text: str

    @cached_property
    def name(self) -> str:
        """By which it is known again."""
        return hashlib.sha256(b"huiyin vault\n" + self.text.encode()).hexdigest()[:8]

    @cached_property
    def cipher(self) -> Any:
        """What seals and opens; loaded when it is needed first, for it is dear to load."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        return ChaCha20Poly1305(self._derived(b"seal"))

    @cached_property
    def index(self) -> bytes:
        """What tags are made with by which something is found and not read."""
        return self._derived(b"index")

    def _derived(self, purpose: bytes) -> bytes:
        return hmac.digest(self.text.encode(), b"huiyin vault " + purpose, "sha256")


Ring = tuple[Key, ...]


def ring_of(text: str) -> Ring:
    """The keys of a text, the one in force first; raises ValueError."""
    return tuple(Key(one) for one in dict.fromkeys(vault_keys(text).split()))


def own_file(settings: Settings) -> Path | None:
    """The file the portal makes and changes itself, one for each database of an instance, for to turn one's key is to destroy it; None
    where keys come from elsewhere."""
    if settings.vault_key or settings.vault_command:
        return None
    stem = Path(settings.database_url).stem if settings.is_sqlite else OWN
    return settings.instance / (KEY_FILE if stem == OWN else f"{KEY_FILE}_{stem}")


def watched(settings: Settings) -> Path | None:
    """The file whose change a running portal notices; None where there is none."""
    return settings.vault_file or own_file(settings)


def read(settings: Settings) -> Ring | None:
    """The ring as it stands now, None where its own file is not there. Raises BadVault."""
    if settings.vault_command:
        return _said(settings.vault_command)
    path = watched(settings)
    if path is None:
        return ring_of(settings.vault_key)
    try:
        if path == own_file(settings) and path.stat().st_mode & 0o077:
            raise BadVault(f"{path} can be read by others; say `chmod 600 {path}`.")
        return ring_of(path.read_text("ascii").strip())
    except FileNotFoundError:
        return None
    except OSError as refused:
        raise BadVault(f"{path} cannot be read: {refused.strerror}.") from refused
    except (UnicodeDecodeError, ValueError) as strange:
        raise BadVault(f"{path} holds no key of the vault: bring it back as it was.") from strange


def _said(command: str) -> Ring:
    try:
        told = subprocess.run(shlex.split(command), capture_output=True, text=True, check=True, timeout=_PATIENCE)
        return ring_of(told.stdout.strip())
    except (OSError, subprocess.SubprocessError, ValueError) as refused:  # what it printed stays untold
        raise BadVault(f"PORTAL_VAULT_COMMAND gives no key ({type(refused).__name__}): it must print the key and end well.") from None


def make(path: Path) -> None:
    """A first key in that file, for its owner only; of two that start together both end with the same."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write(fresh, secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    except OSError as refused:
        raise BadVault(f"{path} cannot be made: {refused.strerror}.") from refused


@contextlib.contextmanager
def alone(path: Path | None) -> Iterator[None]:
    """Nobody else on this machine changes that file meanwhile; without a file there is nothing to guard."""
    if path is None:
        yield
        return
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def put_on_top(path: Path, ring: Ring) -> Ring:
    """A new key in force, the others behind it; the new ring."""
    return replace(path, (Key(secrets.token_hex(32)), *ring))


def replace(path: Path, ring: Ring) -> Ring:
    """That ring and no other in the file, at once and lastingly; what stood there is overwritten with zeros. Raises OSError."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with path.open("r+b") as before:
        _write(fresh, "\n".join(key.text for key in ring))
        fresh.replace(path)
        size = before.seek(0, os.SEEK_END)
        before.seek(0)
        before.write(b"\0" * size)
        before.flush()
        os.fsync(before.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return ring


def _write(path: Path, told: str) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(told + "\n")
        file.flush()
        os.fsync(file.fileno())
