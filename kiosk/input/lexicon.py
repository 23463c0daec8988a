"""The words and how often they are used: jieba's list weighed against today's written language."""

import io
import json
import math
import zipfile
from collections import Counter
from dataclasses import dataclass

from portal.kiosk.input.archives import Archives
from portal.kiosk.input.readings import HAN, Readings

LONGEST = 7
OF_TEXT = 0.5    # the weight of what running text says beside what the lists say
OF_TOLD = 0.05   # and of what people tell at a station beside both
OF_TODAY = 0.8   # the weight of today's counts beside jieba's own, which know the words of offices better
FLOOR = 1e-10
STEP = 0.25      # one step of a stored weight, in natural logarithm


@dataclass(frozen=True)
class Word:
    """A word, how it is read, and the probability of its use."""

    text: str
    syllables: tuple[str, ...]
    share: float

    @property
    def weight(self) -> int:
        """Steps of STEP above FLOOR, 0 … 92."""
        return max(0, min(92, round(math.log(max(self.share, FLOOR) / FLOOR) / STEP)))


def _of_jieba(archives: Archives) -> dict[str, float]:
    lines = (line.split(" ") for line in archives.text("jieba", "jieba-0.42.1/jieba/dict.txt").splitlines())
    return {line[0]: float(line[1]) for line in lines}


def _of_today(archives: Archives) -> dict[str, float]:
    with zipfile.ZipFile(io.BytesIO(archives.read("jionlp", "jionlp/dictionary/word_distribution.zip"))) as inner:
        lines = inner.read("word_distribution.json").decode("utf-8").splitlines()
    return {word: float(count) for word, count in map(json.loads, filter(None, lines))}


def _fits(word: str, readings: Readings) -> bool:
    return len(word) <= LONGEST and HAN.fullmatch(word) is not None and all(readings.of_character.get(each) for each in word)


def used(archives: Archives, readings: Readings) -> dict[str, float]:
    """How often each word is used, as a share of all words: both counts weighed together."""
    old, new = ({word: count for word, count in counts.items() if _fits(word, readings)}
                for counts in (_of_jieba(archives), _of_today(archives)))
    total, today = sum(old.values()), sum(new.values())
    return {word: (1 - OF_TODAY) * old.get(word, 0) / total + OF_TODAY * new.get(word, 0) / today for word in {*old, *new}}


def heard(shares: dict[str, float], counts: Counter[str], weight: float) -> dict[str, float]:
    """Shares weighed with the counts of a text, which weigh so much."""
    total = sum(count for word, count in counts.items() if word in shares)
    return {word: (1 - weight) * share + weight * counts[word] / total for word, share in shares.items()}


def words(shares: dict[str, float], readings: Readings, most: int) -> list[Word]:
    """The `most` commonest words of more than one character, by text."""
    longer = sorted((word for word in shares if len(word) > 1), key=lambda word: (-shares[word], word))[:most]
    return [Word(word, readings.of_word(word), shares[word]) for word in sorted(longer)]


def characters(shares: dict[str, float], readings: Readings) -> list[Word]:
    """Every character by each of its readings, rare ones included: names are written with them."""
    return [Word(one, (each.syllable,), shares.get(one, 0) * readings.share(one, each.syllable))
            for one, sounds in readings.of_character.items() for each in sounds]
