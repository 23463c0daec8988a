"""How near two told matters are, in a few milliseconds and by nobody else's machine (SD-50): their characters and pairs of characters,
each worth the less the more often people say it (TF-IDF), compared by the angle between them.

`background.txt` says how often: of so many sentences told at a station, in how many a character or a pair stands; only frequent ones
are listed, all others are worth the most. It is kept, not counted anew, so that what is near today is near tomorrow."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.foundation import fulltext

NEAR = 0.28      # of two matters; measured on tests/commons/pairs.jsonl
RARE = 0.0183    # a gram in no more of the sentences than that is worth the most
MOST_WORTH = 4.0
_SINGLE, _FIGURE = 2.0, 0.5
_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|[a-z]+|\d+")
_STEM = 5        # letters of a word in an alphabet: `lamps` is `lamp`, `collected` is `collects`
_EMPTY = frozenset("the a an is are was were be been has have had to of in on at and or for my our we it its by with no not from too very so "
                   "this that there they them their get i you your he she can do does will would please".split())


@dataclass(frozen=True)
class Sense:
    """A text as it is compared: gram → weight, and how long all of them are together."""

    weights: dict[str, float]
    length: float


def grams(words: str) -> Counter[str]:
    """What a text is made of, in simplified characters: each Han character (twice a pair's worth), each pair of neighbours, each word
    by its first letters."""
    found: Counter[str] = Counter()
    for run in _RUN.findall(fulltext.folded(words)):
        if run[0].isdigit():
            found[run] += _FIGURE  # type: ignore[assignment]
        elif run[0] < "\u2e80":
            found.update([run[:_STEM]] if run not in _EMPTY else [])
        else:
            for place, sign in enumerate(run):
                found[sign] += _SINGLE  # type: ignore[assignment]
                found.update([run[place:place + 2]] if place + 1 < len(run) else [])
    return found


def sense(words: str) -> Sense:
    """A text ready to be compared."""
    weights = {gram: count * worth(gram) for gram, count in grams(words).items()}
    return Sense(weights, math.sqrt(sum(weight * weight for weight in weights.values())))


def worth(gram: str) -> float:
    """What one gram says: 0 where everybody says it, at most MOST_WORTH."""
    often, sentences = _background()
    return min(MOST_WORTH, math.log((sentences + 1) / (often.get(gram, 0) + 1)))


def near(one: Sense, other: Sense) -> float:
    """How near they are, 0 … 1."""
    if not one.length or not other.length:
        return 0.0
    few, many = sorted((one.weights, other.weights), key=len)
    return sum(weight * many.get(gram, 0.0) for gram, weight in few.items()) / (one.length * other.length)


def telling(words: str, most: int, width: int = 1) -> list[str]:
    """The grams that say most about a text, of a `width` in Han characters; words and figures count with either."""
    found = {gram for gram in grams(words) if len(gram) == width or gram < "\u2e80"}
    return sorted(found, key=lambda gram: (-worth(gram), gram))[:most]


def shared(texts: list[str], most: int = 4) -> list[str]:
    """Pairs and words that at least two thirds of some texts have in common, those that say most first: why they are alike."""
    counted = Counter(gram for text in texts for gram in set(grams(text)) if len(gram) > 1 and not gram.isdigit())
    common = [gram for gram, count in counted.items() if count >= max(2, len(texts) * 2 / 3)]
    return sorted(common, key=lambda gram: (-counted[gram] * worth(gram), gram))[:most]


@cache
def _background() -> tuple[dict[str, int], int]:
    lines = (Path(__file__).parent / "background.txt").read_text("utf-8").splitlines()
    return {gram: int(count) for gram, _, count in (line.partition(" ") for line in lines[1:])}, int(lines[0])
