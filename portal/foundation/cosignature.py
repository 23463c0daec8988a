"""What a witness says of a signed tree head: "as I saw it at that second, and the one I saw before is its beginning" (C2SP cosignature/v1, Ed25519).

A cosignature is one more line under the note, `— name base64(key hash, seconds, signature)`, over the text of the note with the second before
it. The key is written as the log's own is, with a four for a one before it, so that neither passes for the other."""

import base64
import contextlib
from datetime import UTC, datetime
from pathlib import Path

from portal.foundation import checkpoint
from portal.foundation.checkpoint import SIGNED, BadNote, Signer

KIND = b"\4"
KEY_FILE = "witness_key"


def signer(folder: Path, name: str) -> Signer:
    """The witness whose key lies in the instance folder, for its owner only; made there under this name. Raises BadKey."""
    return checkpoint.signer(folder, name, file=KEY_FILE, kind=KIND)


def text_of(note: str) -> str:
    """The part of a note that is signed. Raises BadNote where nothing is."""
    text, empty, _ = note.rpartition("\n\n")
    if not empty:
        raise BadNote("no note")
    return text + "\n"


def cosign(note: str, by: Signer, at: datetime) -> str:
    """The line of a witness under a note, with its line end. Raises BadNote."""
    seconds = int(at.timestamp())
    signature = by.key.sign(_message(text_of(note), seconds))
    proof = checkpoint.key_hash(by.name, by.raw, KIND) + seconds.to_bytes(8, "big") + signature
    return f"— {by.name} {base64.b64encode(proof).decode()}\n"


def found(note: str, public: str) -> tuple[str, datetime] | None:
    """The line by which the witness with this key cosigned a note, and when; None where it did not, or not this text."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    name, _, key = checkpoint.parts(public, KIND)
    text, below = text_of(note), note.rpartition("\n\n")[2]
    for signed_by, proof in SIGNED.findall(below):
        with contextlib.suppress(ValueError, InvalidSignature, OverflowError):
            raw = base64.b64decode(proof, validate=True)
            if signed_by == name and raw[:4] == checkpoint.key_hash(name, key, KIND) and len(raw) == 76:
                seconds = int.from_bytes(raw[4:12], "big")
                Ed25519PublicKey.from_public_bytes(key).verify(raw[12:], _message(text, seconds))
                return f"— {signed_by} {proof}\n", datetime.fromtimestamp(seconds, UTC)
    return None


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
