"""What is shipped is what was made, from what the table names, under the licence it came with (kiosk pitfall 9)."""

import gzip
import hashlib
import json
import tomllib

import pytest

from portal import ROOT
from portal.kiosk.ink.__main__ import NOTICE
from portal.kiosk.ink.source import STROKES
from tests.kiosk.ink import opened

PROVENANCE = json.loads(opened.example("provenance.json"))


@pytest.mark.parametrize("name", ["templates.bin", "ARPHICPL.TXT", "NOTICE.txt"])
def test_each_file_is_the_one_that_was_made(name: str) -> None:
    assert hashlib.sha256(opened.example(name)).hexdigest() == PROVENANCE["sha256"][name]


def test_nothing_else_lies_there_and_it_stays_small() -> None:
    assert {path.name for path in opened.FOLDER.iterdir()} == {*PROVENANCE["sha256"], "provenance.json"}
    assert len(opened.example("templates.bin")) < 2_500_000


def test_the_provenance_names_the_pinned_package_and_no_registry() -> None:
    assert [PROVENANCE[name] for name in ("name", "version", "npm_sha512")] == [STROKES.name, STROKES.version, STROKES.sha512]
    assert "://" not in json.dumps(PROVENANCE) + NOTICE


def test_the_licence_is_whole_and_each_changed_file_says_how_and_when_it_was_changed() -> None:
    licence = opened.example("ARPHICPL.TXT").decode("utf-8", "replace")
    assert licence.startswith("ARPHIC PUBLIC LICENSE") and "prominent notice in each modified file" in licence
    inside, _ = opened.read(opened.example("templates.bin"))
    assert inside == NOTICE == opened.example("NOTICE.txt").decode()
    assert PROVENANCE["changed"] in NOTICE and "Arphic Public License" in NOTICE and "ARPHICPL.TXT" in NOTICE


def test_no_stroke_of_the_judging_set_is_shipped() -> None:
    """KanjiVG is CC BY-SA: tests fetch it by the lock, nothing of it lies in the tree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert any(name.startswith("kanjivg") for name in project["optional-dependencies"]["test"])
    assert not any("kanjivg" in name for name in project["dependencies"])
    shipped = [path for top in ("static", "kiosk", "templates") for path in (ROOT / top).rglob("*") if path.is_file()]
    assert [path.name for path in shipped if b"kanjivg" in path.read_bytes().lower()] == []
    assert b"kanjivg" not in gzip.decompress(opened.example("templates.bin")).lower()


def test_simplified_and_traditional_everyday_characters_are_all_there() -> None:
    known = opened.templates()
    assert len(known) == PROVENANCE["characters"] >= 9_500
    level = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
             if (row, cell) < (0xD7, 0xFA)]
    assert len(level) == 3_755 and set(level) <= set(known)
    assert set("臺灣繁體說話門診國務電車") <= set(known)
