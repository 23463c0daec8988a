"""Cosignatures as C2SP tlog-cosignature says them: their key, their message, and nothing that passes for the log's own (R22)."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from portal.foundation import checkpoint, cosignature
from portal.foundation.checkpoint import BadKey, BadNote

HEAD = checkpoint.Head("log.example/ledger", 17, bytes(range(32)))
AT = datetime(2026, 3, 2, 1, 0, 7, 900_000, UTC)
# The key of a public witness, as its operator gives it out: the hash is over name, line end, a four and the key.
PUBLIC = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"


def test_a_key_is_named_as_those_of_others_are(tmp_path: Path) -> None:
    name, hashed, raw = checkpoint.parts(PUBLIC, cosignature.KIND)
    assert checkpoint.key_hash(name, raw, cosignature.KIND).hex() == hashed
    with pytest.raises(ValueError, match="no such key"):
        checkpoint.parts(PUBLIC)


def test_r22_the_line_is_hash_second_and_signature_over_the_message_of_the_specification(tmp_path: Path) -> None:
    log, witness = checkpoint.signer(tmp_path, HEAD.origin), cosignature.signer(tmp_path, "paper.example/witness")
    note = log.sign(HEAD.text())
    line = cosignature.cosign(note, witness, AT)
    assert line.startswith("— paper.example/witness ") and line.endswith("\n")
    raw = base64.b64decode(line.split(" ")[2])
    assert len(raw) == 76 and raw[:4].hex() == witness.public.split("+")[1] and int.from_bytes(raw[4:12], "big") == 1772413207
    Ed25519PublicKey.from_public_bytes(witness.raw).verify(raw[12:], b"cosignature/v1\ntime 1772413207\n" + HEAD.text().encode())
    assert cosignature.found(note + line, witness.public) == (line, AT.replace(microsecond=0))
    assert checkpoint.opened(note + line, log.public) == HEAD, "the log's own signature is found beside it"


def test_neither_passes_for_the_other(tmp_path: Path) -> None:
    """The log's line is no cosignature, and a cosignature opens no note; one over another text, another second or bent is none."""
    log, witness = checkpoint.signer(tmp_path, HEAD.origin), cosignature.signer(tmp_path, HEAD.origin)
    note = log.sign(HEAD.text())
    whole = note + cosignature.cosign(note, witness, AT)
    assert cosignature.found(note, witness.public) is None
    with pytest.raises(BadNote):
        checkpoint.opened(note.partition("\n\n")[0] + "\n\n" + cosignature.cosign(note, witness, AT), log.public)
    for bent in (whole.replace("\n17\n", "\n18\n"), whole[:-9] + "AAAA" + whole[-5:], whole.replace("\n— ", "\n- ")):
        assert cosignature.found(bent, witness.public) is None
    with pytest.raises(BadNote):
        cosignature.found("no note", witness.public)


def test_r70_its_key_lies_beside_the_ledgers_for_its_owner_only(tmp_path: Path) -> None:
    made = cosignature.signer(tmp_path, "paper.example/witness")
    path = tmp_path / cosignature.KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600 and cosignature.signer(tmp_path, "other/witness").public == made.public
    path.write_text(path.read_text().replace("+", "-", 1))
    with pytest.raises(BadKey):
        cosignature.signer(tmp_path, "paper.example/witness")
