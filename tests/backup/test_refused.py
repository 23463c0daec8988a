"""What cannot be brought back is refused with one sentence, and nothing of it stays (R67)."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal import upgrade
from portal.backup import making, restoring, sealed
from portal.foundation.examination import Unfit
from tests.backup.conftest import KEY, back

Parts = dict[str, bytes]


def opened(file: Path) -> Parts:
    with file.open("rb") as raw, tarfile.open(fileobj=sealed.Reader(raw, KEY), mode="r|") as tar:  # type: ignore[call-overload]
        return {entry.name: tar.extractfile(entry).read() for entry in tar}  # type: ignore[union-attr]


def sealed_again(file: Path, parts: list[tuple[str, bytes | None]]) -> None:
    """By somebody who has the key; what has no bytes is a link."""
    with file.open("wb") as raw, sealed.Writer(raw, KEY) as out, tarfile.open(fileobj=out, mode="w|") as tar:  # type: ignore[call-overload]
        for name, data in parts:
            entry = tarfile.TarInfo(name)
            entry.size = len(data or b"")
            if data is None:
                entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(entry, io.BytesIO(data or b""))


def refused(file: Path, tmp_path: Path, why: type[Exception], words: str) -> None:
    """Nothing is left of it."""
    with pytest.raises(why, match=words):
        back(file, tmp_path / "there" / "back")
    assert list((tmp_path / "there").iterdir()) == []


def about(**more: Any) -> Callable[[Parts], list[tuple[str, bytes | None]]]:
    """Changed in both places that say it."""
    def changed(parts: Parts) -> list[tuple[str, bytes | None]]:
        return [(name, json.dumps(_with(json.loads(data), more)).encode() if name.endswith(".json") else data)
                for name, data in parts.items()]
    return changed


def _with(told: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    return told | {key: told[key] | value if isinstance(value, dict) else value for key, value in more.items()}


def first(name: str, data: bytes | None) -> Callable[[Parts], list[tuple[str, bytes | None]]]:
    """One entry more, before what there is but after the beginning."""
    return lambda parts: [("about.json", parts["about.json"]), (name, data), *[pair for pair in parts.items() if pair[0] != "about.json"]]


BY_HAND = {
    "a way out": first("instance/files/../../out", b"out"), "an absolute way": first("/out", b"out"),
    "a key that signs": first("instance/ledger_key", b"PRIVATE+KEY"), "a link": first("instance/files/link", None),
    "another name": first("instance/notes.txt", b"of somebody"), "a file more": first("instance/files/aa/more", b"more"),
    "a file twice": first("instance/secret_key", b"0" * 64),
    "one less": lambda parts: [pair for pair in parts.items() if not pair[0].startswith("instance/fonts")],
    "other bytes": lambda parts: [(name, b"other" if name.startswith("instance/fonts") else data) for name, data in parts.items()],
    "nothing about it": lambda parts: [pair for pair in parts.items() if pair[0] != "about.json"],
    "no manifest": lambda parts: [pair for pair in parts.items() if pair[0] != "manifest.json"],
    "after the manifest": lambda parts: [*parts.items(), ("instance/files/aa/late", b"late")],
    "two stories": lambda parts: [(name, data.replace(b"0.1.0", b"0.2.0") if name == "about.json" else data) for name, data in parts.items()],
    "no facts": about(facts={"counts": None}), "no archive": lambda parts: []}


@pytest.mark.parametrize("change", BY_HAND.values(), ids=BY_HAND)
def test_an_archive_made_by_hand_brings_nothing_in(
        file: Path, tmp_path: Path, change: Callable[[Parts], list[tuple[str, bytes | None]]]) -> None:
    sealed_again(file, change(opened(file)))
    refused(file, tmp_path, sealed.Unopened, "The backup (holds|is not|does not say)")
    assert not (tmp_path / "out").exists() and not Path("/out").exists()


@pytest.mark.parametrize(("change", "words"), [
    (about(facts={"counts": {"person": 4000}}), "person: 4000 rows, [0-9]+ now"), (about(facts={"root": "00" * 32}), "root of the ledger"),
    (about(facts={"ledger": 7}), "entries of the ledger: 7, [0-9]+ now"), (about(facts={"head": ""}), "last signed head")])
def test_another_database_than_the_one_that_was_counted_is_refused(
        file: Path, tmp_path: Path, change: Callable[[Parts], list[tuple[str, bytes | None]]], words: str) -> None:
    sealed_again(file, change(opened(file)))
    refused(file, tmp_path, Unfit, f"not what was copied: .*{words}")


def test_a_secret_key_that_is_not_the_one_it_names_is_refused(file: Path, tmp_path: Path) -> None:
    parts = opened(file)
    told = json.loads(parts["manifest.json"])
    other = b"fedcba98765432100123456789abcdef" * 2
    told["files"]["instance/secret_key"] = [64, hashlib.sha256(other).hexdigest()]
    sealed_again(file, list((parts | {"manifest.json": json.dumps(told).encode(), "instance/secret_key": other}).items()))
    refused(file, tmp_path, sealed.Unopened, "secret key in the backup is not the one")


def test_one_of_a_newer_version_is_refused(
        file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "revisions", lambda: (frozenset({"0001"}), "0001"))
    refused(file, tmp_path, Unfit, "made by a newer Huiyin")


@pytest.mark.parametrize("place", [0, 20, 60, 100, 0.3, 0.6, -1])
def test_a_flipped_byte_brings_nothing_in(file: Path, tmp_path: Path, place: float) -> None:
    content = bytearray(file.read_bytes())
    content[int(place * len(content)) if isinstance(place, float) else int(place)] ^= 0x20
    file.write_bytes(content)
    refused(file, tmp_path, sealed.Unopened, "The backup|no backup")


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.5, 0.99])
def test_a_file_cut_short_brings_nothing_in(file: Path, tmp_path: Path, kept: float) -> None:
    file.write_bytes(file.read_bytes()[:int(file.stat().st_size * kept)])
    refused(file, tmp_path, sealed.Unopened, "The backup|no backup")


def test_another_key_opens_nothing(file: Path, tmp_path: Path) -> None:
    with pytest.raises(sealed.Unopened, match="does not open with this key"):
        restoring.restore(file, tmp_path / "there" / "back", KEY[:-1], {})
    assert list((tmp_path / "there").iterdir()) == []


def test_a_key_from_outside_stays_outside_and_must_be_the_same(on_sqlite: Flask, tmp_path: Path) -> None:
    """No other one is made in its place, or every code would be dead without a word."""
    settings = on_sqlite.config["SETTINGS"]
    (settings.instance / "secret_key").unlink()
    made = making.make(tmp_path / "one.backup", KEY)
    found = back(made.file, tmp_path / "back")
    assert any("PORTAL_SECRET_KEY" in todo for todo in found.todo) and not (tmp_path / "back/secret_key").exists()
    again = restoring.restore(made.file, tmp_path / "again", KEY, {"PORTAL_SECRET_KEY": settings.secret_key})
    assert not any("PORTAL_SECRET_KEY" in todo for todo in again.todo)
    with pytest.raises(Unfit, match="is not the key of this backup"):
        restoring.restore(made.file, tmp_path / "other", KEY, {"PORTAL_SECRET_KEY": settings.secret_key[::-1]})
