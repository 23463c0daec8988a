"""Which word follows which: gains over its plain use, for pairs of words that are often met, and for kinds of words behind them."""

import math
from collections import Counter
from dataclasses import dataclass, field

from portal.kiosk.input.archives import Archives
from portal.kiosk.input.running import START

MOST_PAIRS = 60_000
MOST_COMMON = 1_300  # words that have gains of their own towards every kind
LEAST_GAIN = 0.2
DISCOUNT = 0.75
DOUBT = 3  # meetings a particular word needs before it tells more than its kind
_FINER = {"nr", "ns", "nt", "nz", "vn"}
Pair = tuple[str, str]


def kinds(archives: Archives) -> dict[str, str]:
    """What jieba's list says a word is, coarsely; one and four characters are kinds apart."""
    lines = (line.split(" ") for line in archives.text("jieba", "jieba-0.42.1/jieba/dict.txt").splitlines())
    return {line[0]: kind(line[0], line[2]) for line in lines}


def kind(word: str, tag: str = "x") -> str:
    """The kind of one word."""
    return (tag if tag in _FINER else tag[0]) + ({1: "1", 4: "4"}.get(len(word), ""))


@dataclass
class Following:
    """Natural logarithms: how much likelier than by itself."""

    pairs: dict[Pair, float] = field(default_factory=dict)
    common: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kind_of: dict[str, str] = field(default_factory=dict)
    after: dict[Pair, float] = field(default_factory=dict)    # a common word, then a kind: beyond what its kind says
    before: dict[Pair, float] = field(default_factory=dict)   # a kind, then a common word: likewise
    between: dict[Pair, float] = field(default_factory=dict)  # a kind, then a kind


def pairs(words: Counter[str], met: Counter[Pair], shares: dict[str, float]) -> dict[Pair, float]:
    """The pairs that tell most, by how often they were met and how far they lift the second word."""
    told: list[tuple[float, Pair, float]] = []
    for (first, second), count in met.items():
        if count < 2 or second not in shares:
            continue
        plain, trust = max(shares[second], 1e-10), words[first] / (words[first] + 50)
        gain = math.log((trust * (count - DISCOUNT) / words[first] + (1 - trust) * plain) / plain)
        if gain > LEAST_GAIN:
            told.append((-count * gain, (first, second), gain))
    return {pair: gain for _, pair, gain in sorted(told)[:MOST_PAIRS]}


def following(words: Counter[str], met: Counter[Pair], shares: dict[str, float], kind_of: dict[str, str]) -> Following:
    """All gains of these counts."""
    known = {word: START if word == START else kind_of.get(word, kind(word)) for word in {*words, *shares}}
    often = sorted(words, key=lambda word: (-words[word], word))
    common = [word for word in often if word in shares or word == START][:MOST_COMMON]
    made = Following(pairs(words, met, shares), common, sorted(set(known.values())), known)
    total, sizes = sum(words.values()), Counter[str]()
    for word, count in words.items():
        sizes[known[word]] += count
    by_kind, after, before = _by_kinds(met, known, set(common))
    for one in made.names:
        behind = sum(by_kind[one, other] for other in made.names)
        for other in made.names:
            plain = max(sizes[other], 1) / total
            made.between[one, other] = math.log((by_kind[one, other] + 20 * plain) / (behind + 20) / plain)
    for word in common:
        behind = sum(after[word, other] for other in made.names)
        for other in made.names:
            usual = math.exp(made.between[known[word], other]) * max(sizes[other], 1) / total
            made.after[word, other] = math.log((after[word, other] + DOUBT) / (behind * usual + DOUBT))
            expected = math.exp(made.between[other, known[word]]) * sizes[other] * words[word] / total
            made.before[other, word] = math.log((before[other, word] + DOUBT) / (expected + DOUBT))
    return made


def _by_kinds(met: Counter[Pair], known: dict[str, str], common: set[str]) -> tuple[Counter[Pair], Counter[Pair], Counter[Pair]]:
    by_kind, after, before = Counter[Pair](), Counter[Pair](), Counter[Pair]()
    for (first, second), count in met.items():
        by_kind[known[first], known[second]] += count
        if first in common:
            after[first, known[second]] += count
        if second in common:
            before[known[first], second] += count
    return by_kind, after, before
