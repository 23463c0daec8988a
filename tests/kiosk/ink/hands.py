"""Hands of all kinds: what they make of a clean drawing, the same every time for the same lot."""

import math
import random
from collections.abc import Callable

from portal.kiosk.ink.drawing import Drawing, Stroke, resampled

Hand = Callable[[Drawing, random.Random], Drawing]
_POINTS = 12


def wobbled(drawing: Drawing, lot: random.Random, much: float = 1.0) -> Drawing:
    """The whole drawing leant, stretched and sheared; each stroke moved, turned, lengthened and trembling (sd 2 % of the size,
    3.4°, 6 %, 1.2 %; times `much`)."""
    flat = [point for stroke in drawing for point in stroke]
    size = max(max(p[axis] for p in flat) - min(p[axis] for p in flat) for axis in (0, 1)) or 1.0
    mx, my = (sum(p[axis] for p in flat) / len(flat) for axis in (0, 1))
    lean, shear = lot.gauss(0, 0.06 * much), lot.gauss(0, 0.05 * much)
    wide, high = 1 + lot.gauss(0, 0.08 * much), 1 + lot.gauss(0, 0.08 * much)
    shaken = [_shaken(stroke, lot, much, size) for stroke in drawing]
    return [[_turned(((x - mx) + shear * (y - my)) * wide, (y - my) * high, lean) for x, y in stroke] for stroke in shaken]


def _shaken(stroke: Stroke, lot: random.Random, much: float, size: float) -> Stroke:
    points = resampled(stroke, _POINTS)
    mx, my = (sum(p[axis] for p in points) / _POINTS for axis in (0, 1))
    move = lot.gauss(0, 0.02 * much * size), lot.gauss(0, 0.02 * much * size)
    lean, longer = lot.gauss(0, 0.06 * much), 1 + lot.gauss(0, 0.06 * much)
    waves = [(lot.gauss(0, 0.012 * much * size), lot.uniform(0, 2 * math.pi)) for _ in (0, 1)]
    found = []
    for number, (x, y) in enumerate(points):
        turned = _turned((x - mx) * longer, (y - my) * longer, lean)
        dx, dy = (amount * math.sin(phase + 5 * number / (_POINTS - 1)) for amount, phase in waves)
        found.append((turned[0] + mx + move[0] + dx, turned[1] + my + move[1] + dy))
    return found


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def trembling(drawing: Drawing, lot: random.Random) -> Drawing:
    """A hand that shakes at every one of sixty points a stroke (sd 0.8 % of the size), as a screen reports them."""
    flat = [point for stroke in drawing for point in stroke]
    size = max(max(p[axis] for p in flat) - min(p[axis] for p in flat) for axis in (0, 1))
    return [[(x + lot.gauss(0, 0.008 * size), y + lot.gauss(0, 0.008 * size)) for x, y in resampled(stroke, 60)]
            for stroke in drawing]


def swapped(drawing: Drawing, lot: random.Random) -> Drawing:
    """Two strokes change places in time."""
    order = list(drawing)
    if len(order) > 1:
        one, other = lot.sample(range(len(order)), 2)
        order[one], order[other] = order[other], order[one]
    return order


def joined(drawing: Drawing, lot: random.Random, times: int = 1) -> Drawing:
    """The finger stays on the glass from one stroke to the next, so often."""
    strokes = list(drawing)
    for _ in range(min(times, len(strokes) - 1)):
        at = lot.randrange(len(strokes) - 1)
        strokes[at:at + 2] = [strokes[at] + strokes[at + 1]]
    return strokes


HANDS: dict[str, Hand] = {
    "clean": lambda drawing, lot: drawing,
    "wobbled": wobbled,
    "swapped": lambda drawing, lot: swapped(wobbled(drawing, lot), lot),
    "trembling": lambda drawing, lot: trembling(wobbled(drawing, lot), lot),
    "joined once": lambda drawing, lot: joined(wobbled(drawing, lot), lot),
    "joined twice": lambda drawing, lot: joined(wobbled(drawing, lot), lot, 2),
    "heavy": lambda drawing, lot: wobbled(drawing, lot, 1.8),
    "heavy, joined once": lambda drawing, lot: joined(wobbled(drawing, lot, 1.8), lot),
    "heavy, joined twice": lambda drawing, lot: joined(wobbled(drawing, lot, 1.8), lot, 2),
}
