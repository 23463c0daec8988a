"""What follows what as columns of small signs: entries by rank, gains in halves."""

from portal.kiosk.input.following import Following, kind
from portal.kiosk.input.lexicon import Word
from portal.kiosk.input.running import START

STEP = 0.5
_FIRST = 33   # a number 0 … 92 as one sign that needs no escaping
_MIDDLE = 46  # no gain


def sign(number: int) -> str:
    """A small number as one character."""
    return chr(_FIRST + number)


def far(number: int) -> str:
    """A number of any size: eighties in front of a last sign below 80, most significant first, each eighty lifted over 79."""
    if number < 80:
        return sign(number)
    high, low = divmod(number, 80)
    digits = ""
    while high:
        high, digit = divmod(high, 12)
        digits = sign(80 + digit) + digits
    return digits + sign(low)


def gain(value: float) -> str:
    """A gain as one sign."""
    return sign(max(0, min(92, _MIDDLE + round(value / STEP))))


def ranked(longer: list[Word], characters: list[Word]) -> dict[str, int]:
    """Texts by weight, the start first; of equal weight characters go before words, each in the order they are written down."""
    heaviest: dict[str, int] = {}
    for one in [*characters, *longer]:
        heaviest[one.text] = max(heaviest.get(one.text, 0), one.weight)
    ordered = sorted(heaviest, key=lambda text: -heaviest[text])
    return {START: 0} | {text: rank for rank, text in enumerate(ordered, 1)}


def columns(found: Following, longer: list[Word], characters: list[Word]) -> list[list[str]]:
    """Three parts: kinds of characters and words; gains of kinds; pairs of words."""
    ranks = ranked(longer, characters)
    places = {name: place for place, name in enumerate(found.names)}
    common = sorted((word for word in found.common if word in ranks), key=ranks.__getitem__)
    singles = dict.fromkeys(one.text for one in characters)
    kinds = [str(places[START]), "".join(sign(places[found.kind_of.get(text, kind(text))]) for text in singles),
             "".join(sign(places[found.kind_of[word.text]]) for word in longer)]
    rows = ["".join(gain(found.between[one, other]) for other in found.names) for one in found.names]
    at = [-1, *(ranks[word] for word in common)]
    own = ["".join(far(rank - before - 1) for before, rank in zip(at, at[1:], strict=False))]
    lifts = [*("".join(gain(found.after[word, other]) for word in common) for other in found.names),
             *("".join(gain(found.before[other, word]) for word in common) for other in found.names)]
    return [kinds, [*own, *rows, *lifts], _pairs(found, ranks)]


def _pairs(found: Following, ranks: dict[str, int]) -> list[str]:
    """First words, how many follow each, who they are, how surely: four lines."""
    after: dict[int, list[tuple[int, float]]] = {}
    for (first, second), lift in found.pairs.items():
        if first in ranks and second in ranks:
            after.setdefault(ranks[first], []).append((ranks[second], lift))
    lines, last = ["", "", "", ""], -1
    for first, each in sorted(after.items()):
        lines[0] += far(first - last - 1)
        lines[1] += far(len(each))
        last, behind = first, -1
        for second, lift in sorted(each):
            lines[2] += far(second - behind - 1)
            lines[3] += gain(lift)
            behind = second
    return lines
