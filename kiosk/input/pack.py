"""Writes what the page reads: one compressed file of columns, the licences, and where everything comes from."""

import gzip
import hashlib
import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from portal.kiosk.input import lexicon, running, ties, traditional
from portal.kiosk.input.archives import PINS, Archives
from portal.kiosk.input.following import following, kinds
from portal.kiosk.input.lexicon import Word
from portal.kiosk.input.pairs import pairs
from portal.kiosk.input.readings import Readings
from portal.kiosk.input.ties import sign

FORM = "huiyin-input 2"
NAME = "dictionary.bin"
MOST_WORDS = 105_000
TOLD_TIMES = 10  # a pair that is told at a station counts like so many in what buyers, guests and newspapers wrote
MOST_BYTES = 900_000


def dictionary(archives: Archives, most: int = MOST_WORDS) -> str:
    """Every column as lines: form, characters, words, exceptions, pairs, Traditional, then what follows what."""
    readings = Readings(archives)
    listed = lexicon.used(archives, readings)
    cutter = running.Cutter(listed, [word.text for word in lexicon.words(listed, readings, most)])
    written, told = running.counted(running.passages(archives), cutter), running.counted(running.told(), cutter)
    counts, met = running.together(written, told, TOLD_TIMES)
    shares = lexicon.heard(lexicon.heard(listed, written[0], lexicon.OF_TEXT), told[0], lexicon.OF_TOLD)
    longer = lexicon.words(shares, readings, most)
    by_sound = _by_sound(lexicon.characters(shares, readings))
    found = following(counts, met, shares, kinds(archives))
    single, phrases = traditional.tables(archives)
    parts = [[FORM], _characters(by_sound, readings), _words(longer), _exceptions(longer, readings), _pairs(archives, by_sound),
             ["".join(one + other for one, other in sorted(single.items()))], [f"{one} {other}" for one, other in sorted(phrases.items())],
             *ties.columns(found, longer, [one for each in by_sound.values() for one in each])]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _by_sound(characters: Iterable[Word]) -> dict[str, list[Word]]:
    """Characters by syllable, commonest first; the order is what the pairs count by."""
    found: dict[str, list[Word]] = {}
    for one in sorted(characters, key=lambda one: (one.syllables, -one.share, one.text)):
        found.setdefault(one.syllables[0], []).append(one)
    return found


def _characters(by_sound: dict[str, list[Word]], readings: Readings) -> list[str]:
    """A line a syllable: its name, the characters, their tones, their weights; * before the tone of a reading that is not the usual."""
    lines = []
    for syllable, each in by_sound.items():
        tones = "".join(next(sound.tone for sound in readings.of_character[one.text] if sound.syllable == syllable) for one in each)
        usual = "".join("." if readings.usual(one.text) == one.syllables else "*" for one in each)
        lines.append(" ".join((syllable, "".join(one.text for one in each), tones, usual, "".join(sign(one.weight) for one in each))))
    return lines


def _words(longer: list[Word]) -> list[str]:
    """A line a first character: it, then what follows it in each word; a second column holds the weights."""
    lines, weights = [], []
    for first, each in groupby(longer, key=lambda word: word.text[0]):
        group = list(each)
        lines.append(first + " ".join(word.text[1:] for word in group))
        weights.append("".join(sign(word.weight) for word in group))
    return [*lines, "-", *weights]


def _exceptions(longer: list[Word], readings: Readings) -> list[str]:
    return [f"{word.text} {' '.join(word.syllables)}" for word in longer if word.syllables != readings.usual(word.text)]


def _pairs(archives: Archives, by_sound: dict[str, list[Word]]) -> list[str]:
    """Four columns: how many pairs of syllables were passed over, the first and second character's place, how surely in ninths."""
    names = {syllable: number for number, syllable in enumerate(by_sound)}
    places = {syllable: {one.text: place for place, one in enumerate(each)} for syllable, each in by_sound.items()}
    columns: tuple[list[str], ...] = ([], [], [], [])
    last = -1
    known = {(names[one], names[two]): (one, two, *told) for (one, two), told in pairs(archives).items() if {one, two} <= set(names)}
    for numbers, (one, two, text, sure) in sorted(known.items()):
        at = numbers[0] * len(names) + numbers[1]
        first, second = places[one].get(text[0], 99), places[two].get(text[1], 99)
        if max(first, second) > 90:
            continue
        gap, last = at - last - 1, at
        columns[0].append("~" * (gap // 90) + sign(gap % 90))
        for column, number in zip(columns[1:], (first, second, round(sure * 9)), strict=True):
            column.append(sign(number))
    return ["".join(column) for column in columns]


def write(archives: Archives, folder: Path) -> dict[str, object]:
    """Write everything into `folder`; the answer is what provenance.json says."""
    packed = gzip.compress(dictionary(archives).encode("utf-8"), 9, mtime=0)
    if len(packed) > MOST_BYTES:
        raise ValueError(f"the dictionary has {len(packed)} bytes, {MOST_BYTES} are allowed")
    files = {NAME: packed} | {f"{pin.name}.LICENSE.txt": archives.read(pin.name, pin.licence_at) for pin in PINS if pin.licence_at}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    told: dict[str, object] = {
        "made_by": "python3 -m kiosk.input",
        "files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())
                  if path.name == NAME or path.name.endswith(".LICENSE.txt")},
        "from": [{"name": pin.name, "version": pin.version, "sha256": pin.sha256, "licence": pin.licence, "gives": pin.gives}
                 for pin in PINS],
        "own": {running.TOLD.name: hashlib.sha256(running.TOLD.read_bytes()).hexdigest()}}
    (folder / "provenance.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return told
