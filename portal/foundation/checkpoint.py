"""Signed tree heads: the C2SP tlog-checkpoint in a signed note, Ed25519, so that witnesses and verifiers of others read them as they are.

A note is its text, an empty line, and a line `— name base64(key hash, signature)` for each who signed. Keys are written as Go's notes
write them: `name+hash+base64(1, public key)`, and the private one with `PRIVATE+KEY+` before it."""

import base64
import contextlib
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE = "ledger_key"
ED25519 = b"\1"  # how a note says what signs it
_NAME = re.compile(r"[^\s+]+")
SIGNED = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")


class BadKey(Exception):
    """The signing key cannot be used; one sentence says why and what to do."""


class BadNote(Exception):
    """A note that is none, or that the key asked for did not sign."""


@dataclass(frozen=True)
class Head:
    """How a log stood: whose it is, how many entries, and the root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Signer:
    """A name and its private key; the name is the log's origin and stays with the key, whatever address the portal moves to."""

    name: str
    key: "Ed25519PrivateKey"
    kind: bytes = ED25519

    @property
    def public(self) -> str:
        """The key others check by, as one word."""
        return _written(self.name, self.raw, self.raw, self.kind)

    @property
    def raw(self) -> bytes:
        """The public key, 32 bytes."""
        return self.key.public_key().public_bytes_raw()

    def sign(self, text: str) -> str:
        """The text as a signed note; it must end with a line end."""
        proof = base64.b64encode(key_hash(self.name, self.raw, self.kind) + self.key.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {proof}\n"


def key_hash(name: str, public: bytes, kind: bytes = ED25519) -> bytes:
    """The four bytes by which a signature names its key."""
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def _written(name: str, public: bytes, key: bytes, kind: bytes) -> str:
    return f"{name}+{key_hash(name, public, kind).hex()}+{base64.b64encode(kind + key).decode()}"


def signer(folder: Path, origin: str, may_make: Callable[[], bool] = lambda: True, *, file: str = KEY_FILE, kind: bytes = ED25519) -> Signer:
    """The signer whose key lies in the instance folder, for its owner only; made there under this origin where it may be.

    Raises BadKey when the file is gone, can be read by others or holds no key."""
    path = folder / file
    if not path.exists():
        if not may_make():
            raise BadKey(f"{path} is gone: bring it back from a copy of the instance folder that published, or, where there is none, say "
                         "`portal ledger new-key`, which the ledger tells everybody.")
        _make(path, origin, kind)
    if path.stat().st_mode & 0o077:
        raise BadKey(f"{path} can be read by others; say `chmod 600 {path}`.")
    return read_private(path.read_text().strip(), kind)


def renew(folder: Path, origin: str) -> tuple[Signer, Path | None]:
    """Another key for the same log, and where the one before it was laid aside, if it was there."""
    path, aside = folder / KEY_FILE, None
    if path.exists():
        aside = path.with_name(f"{KEY_FILE}.{os.urandom(4).hex()}")
        path.rename(aside)
    return signer(folder, origin), aside


def origin_of(note: str) -> str:
    """Whose log a note is of, whoever signed it."""
    return note.partition("\n")[0]


def head_in(note: str) -> Head:
    """The head that a note says, whoever signed it. Raises BadNote."""
    return head_of(note.rpartition("\n\n")[0] + "\n")


def _make(path: Path, origin: str, kind: bytes) -> None:
    """Two processes that make it together end with the same key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not _NAME.fullmatch(origin):
        raise BadKey(f"a log cannot be called {origin!r}.")
    key = Ed25519PrivateKey.generate()
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("PRIVATE+KEY+" + _written(origin, key.public_key().public_bytes_raw(), key.private_bytes_raw(), kind) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def read_private(word: str, kind: bytes = ED25519) -> Signer:
    """The signer written as `PRIVATE+KEY+name+hash+base64`. Raises BadKey."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    with contextlib.suppress(ValueError):
        name, _, seed = parts(word.removeprefix("PRIVATE+KEY+"), kind)
        made = Signer(name, Ed25519PrivateKey.from_private_bytes(seed), kind)
        if word == "PRIVATE+KEY+" + _written(name, made.raw, seed, kind):
            return made
    raise BadKey(f"{KEY_FILE} holds no signing key; bring it back from a copy of the instance folder.")


def parts(word: str, kind: bytes = ED25519) -> tuple[str, str, bytes]:
    """Name, hash and key of a key that is written as one word. Raises ValueError for one of another kind."""
    name, hashed, rest = word.split("+", 2)
    key = base64.b64decode(rest, validate=True)
    if key[:1] != kind or len(key) != 33:
        raise ValueError("no such key")
    return name, hashed, key[1:]


def opened(note: str, public: str) -> Head:
    """The head that a note says, if the key signed it. Raises BadNote."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        name, _, key = parts(public)
    except ValueError as strange:
        raise BadNote("no key") from strange
    text, _, below = note.rpartition("\n\n")
    text += "\n"
    for signed_by, proof in SIGNED.findall(below):
        with contextlib.suppress(ValueError, InvalidSignature):
            raw = base64.b64decode(proof, validate=True)
            if signed_by == name and raw[:4] == key_hash(name, key):
                Ed25519PublicKey.from_public_bytes(key).verify(raw[4:], text.encode())
                return head_of(text)
    raise BadNote(f"not signed by {name}")


def head_of(text: str) -> Head:
    """Origin, size, root of the signed text; further lines are other people's extensions. Raises BadNote."""
    try:
        origin, size, root, *_ = text.split("\n")
        found = Head(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError as strange:
        raise BadNote("no checkpoint") from strange
    if not text.startswith(found.text()) or len(found.root) != 32 or found.size < 0:
        raise BadNote("no checkpoint")
    return found
