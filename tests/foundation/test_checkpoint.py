"""Signed notes as the reference implementation signs them, and keys that lie in the instance for nobody but their owner (R22, R70)."""

import base64
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.foundation import checkpoint
from portal.foundation.checkpoint import BadKey, BadNote, Head

# The example of Go's golang.org/x/mod/sumdb/note: whoever signs this text with this key makes this note and no other.
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
HEAD = Head("log.example/ledger", 17, bytes(range(32)))


def test_it_signs_as_the_reference_signs() -> None:
    signer = checkpoint.read_private(PRIVATE)
    assert signer.sign(TEXT) == TEXT + SIGNED and signer.public == PUBLIC


def test_a_checkpoint_is_three_lines_and_opens_with_its_key(tmp_path: Path) -> None:
    signer = checkpoint.signer(tmp_path, HEAD.origin)
    note = signer.sign(HEAD.text())
    origin, size, root, empty, signature, end = note.split("\n")
    assert (origin, size, base64.b64decode(root), empty, end) == ("log.example/ledger", "17", HEAD.root, "", "")
    assert signature.startswith("— log.example/ledger ")
    assert checkpoint.opened(note, signer.public) == HEAD
    cosigned = note + "— newspaper.example AAAAAAAAAAAAAAAA\n"
    assert checkpoint.opened(cosigned, signer.public) == HEAD


@pytest.mark.parametrize("bend", [
    lambda note: note.replace("\n17\n", "\n18\n"), lambda note: note.replace("ledger\n17", "other\n17"),
    lambda note: note.replace("— log.example/ledger ", "— other "), lambda note: note[:-8] + "AAAA" + note[-4:],
    lambda note: note.partition("\n\n")[0], lambda note: "", lambda note: note.replace("\n", "\r\n")])
def test_a_bent_note_does_not_open(tmp_path: Path, bend: object) -> None:
    signer = checkpoint.signer(tmp_path, HEAD.origin)
    with pytest.raises(BadNote):
        checkpoint.opened(bend(signer.sign(HEAD.text())), signer.public)  # type: ignore[operator]


@pytest.mark.parametrize("text", ["log\n017\n" + HEAD.text().split("\n")[2] + "\n", "log\n1\nAAAA\n", "log\n1\n", "log\n-1\n!\n"])
def test_what_is_signed_but_no_checkpoint_is_refused(tmp_path: Path, text: str) -> None:
    signer = checkpoint.signer(tmp_path, HEAD.origin)
    with pytest.raises(BadNote):
        checkpoint.opened(signer.sign(text), signer.public)


def test_r70_the_key_is_made_once_for_its_owner_and_keeps_its_name(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = {one.public for one in pool.map(lambda n: checkpoint.signer(tmp_path, "log.example/ledger"), range(6))}
    assert len(made) == 1 and checkpoint.signer(tmp_path, "moved.example/ledger").public in made
    path = tmp_path / checkpoint.KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600 and os.listdir(tmp_path) == [checkpoint.KEY_FILE]
    path.chmod(0o640)
    with pytest.raises(BadKey, match="chmod 600"):
        checkpoint.signer(tmp_path, "log.example/ledger")


@pytest.mark.parametrize("word", ["", "PRIVATE+KEY+a+b+c", PUBLIC, PRIVATE[:-4] + "AAAA", PRIVATE.replace("c74f20a3", "c74f20a4")])
def test_what_is_no_key_is_said(tmp_path: Path, word: str) -> None:
    path = tmp_path / checkpoint.KEY_FILE
    path.touch(0o600)
    path.write_text(word)
    with pytest.raises(BadKey, match="bring it back"):
        checkpoint.signer(tmp_path, "log.example/ledger")


def test_a_log_needs_a_name_without_blanks(tmp_path: Path) -> None:
    with pytest.raises(BadKey):
        checkpoint.signer(tmp_path, "a log")
