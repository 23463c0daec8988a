"""What is shipped is what was built: digests, licences, size, pins (K30)."""

import gzip
import hashlib
import json
import re
from collections import Counter

import pytest

from portal import ROOT
from portal.kiosk.input import pack, running
from portal.kiosk.input.archives import PINS
from portal.kiosk.input.following import following, kind
from portal.kiosk.input.readings import HAN, sound
from portal.kiosk.input.running import Cutter
from portal.kiosk.input.ties import far
from portal.kiosk.input.traditional import convert

FOLDER = ROOT / "static" / "kiosk" / "input"
TOLD = json.loads((FOLDER / "provenance.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(TOLD["files"]))
def test_the_digest_is_that_of_the_file(name: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == TOLD["files"][name]


def test_every_archive_is_pinned_and_its_licence_is_shipped_beside_the_data() -> None:
    assert [(pin.name, pin.version, pin.sha256) for pin in PINS] == [(one["name"], one["version"], one["sha256"]) for one in TOLD["from"]]
    for pin in PINS:
        assert re.fullmatch("[0-9a-f]{64}", pin.sha256)
        assert pin.licence in ("MIT", "Apache-2.0")
        assert "Permission is hereby granted" in licence(pin.name) or "Apache License" in licence(pin.name)
        assert f"{pin.name}.LICENSE.txt" in TOLD["files"]


def licence(name: str) -> str:
    return (FOLDER / f"{name}.LICENSE.txt").read_text("utf-8")


def test_the_dictionary_is_small_and_holds_what_it_says() -> None:
    packed = (FOLDER / pack.NAME).read_bytes()
    assert len(packed) <= 900_000
    parts = gzip.decompress(packed).decode("utf-8").split("\n\n")
    assert parts[0] == pack.FORM
    assert len(parts) == 10
    words = parts[2].split("\n")
    half = words.index("-")
    assert sum(len(line.split(" ")) for line in words[:half]) == pack.MOST_WORDS == sum(map(len, words[half + 1:]))
    assert len(parts[7].split("\n")[2]) == pack.MOST_WORDS
    assert len(parts[9].split("\n")[3]) > 50_000


def test_the_frozen_lists_are_not_in_the_builder() -> None:
    """K31: nothing of them stands in the program that makes the dictionary."""
    code = "".join(path.read_text("utf-8") for path in (ROOT / "kiosk" / "input").glob("*.py"))
    lists = [path.read_text("utf-8") for path in (ROOT / "tests" / "kiosk" / "input").glob("*.tsv")]
    words = [line.split("\t")[0] for text in lists for line in text.splitlines()]
    assert [word for word in words if word in code] == []


def test_our_own_sentences_are_shipped_as_they_were_counted_and_none_shares_five_characters_with_a_frozen_one() -> None:
    """K31: they tell what stations hear; five characters in a row of a frozen sentence stand in none of them."""
    assert TOLD["own"] == {"told.txt": hashlib.sha256(running.TOLD.read_bytes()).hexdigest()}
    told = set(running.told())
    runs = {stretch[at:at + 5] for stretch in told for at in range(len(stretch) - 4)}
    sentences = (ROOT / "tests" / "kiosk" / "input" / "sentences.tsv").read_text("utf-8").splitlines()
    frozen = ["".join(HAN.findall(line.split("\t")[0])) for line in sentences]
    assert len(told) > 1800
    assert [one for one in frozen if one in told or any(one[at:at + 5] in runs for at in range(len(one) - 4))] == []


def test_what_is_told_at_a_station_counts_like_more_of_what_was_written() -> None:
    cutter = Cutter({"路灯": 0.01, "不": 0.01, "亮": 0.01, "很": 0.01}, ["路灯"])
    written, told = running.counted(["很亮", "不亮"], cutter), running.counted(["路灯不亮"], cutter)
    words, met = running.together(written, told, 10)
    assert (words["路灯"], words["不"], words["很"]) == (10, 11, 1)
    assert (met["路灯", "不"], met["不", "亮"], met[running.START, "很"]) == (10, 11, 1)
    assert written[0]["不"] == 1


def test_sounds_and_phrases_are_read_as_they_should() -> None:
    assert [(one.syllable, one.tone) for one in map(sound, ("lǜ", "nüè", "de", "shuǐ"))] == [("lv", "4"), ("nve", "4"), ("de", "5"),
                                                                                          ("shui", "3")]
    assert convert("皇后后面", {"后": "後"}, {"皇后": "皇后"}) == "皇后後面"


def test_text_is_cut_by_the_likeliest_words_and_counted_in_pairs() -> None:
    shares = {"北": 0.01, "京": 0.01, "大": 0.02, "学": 0.01, "北京": 0.02, "大学": 0.02, "北京大学": 0.001}
    assert Cutter(shares, ["北京", "大学"]).cut("北京大学々") == ["北京", "大学", "々"]
    assert Cutter(shares, ["北京", "大学", "北京大学"]).cut("北京大学") == ["北京大学"]
    met = Counter({("^", "北京"): 40, ("北京", "大学"): 30, ("大学", "大"): 1})
    found = following(Counter({"^": 40, "北京": 40, "大学": 30, "大": 1}), met, shares, {"北京": "ns"})
    assert set(found.pairs) == {("^", "北京"), ("北京", "大学")}
    assert found.between["ns", kind("大学")] > 0 > found.between["ns", "ns"]


def test_numbers_of_any_size_are_signs() -> None:
    signs = [far(number) for number in (0, 79, 80, 959, 960, 119_999)]
    assert [len(one) for one in signs] == [1, 1, 2, 2, 3, 4]
    assert len(set(signs)) == 6
