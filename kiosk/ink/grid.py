"""What a drawing looks like from afar: how much ink goes in each of 8 directions through each of 8 × 8 cells."""

import math

from portal.kiosk.ink.drawing import Drawing, Point, weight

SIDE, TURNS = 8, 8
SIZE = SIDE * SIDE * TURNS
STEP = 0.03  # of the ink, between two looks at it
LEVELS, MOST = 15, 0.25  # four bits a number; a larger share of one direction in one cell hardly ever is


def seen(drawing: Drawing) -> list[float]:
    """The picture of a centred drawing: SIZE numbers, cells row by row, directions clockwise from "to the right"; of length 1."""
    found = [0.0] * SIZE
    for stroke in drawing:
        for start, end in zip(stroke, stroke[1:], strict=False):
            if start != end:
                _add(found, start, end)
    # the root keeps one long stroke from drowning the short ones
    found = [math.sqrt(number) for number in found]
    length = math.sqrt(sum(number * number for number in found)) or 1.0
    return [number / length for number in found]


def _add(found: list[float], start: Point, end: Point) -> None:
    """Spread one piece of ink over the cells round it and the two directions next to its own."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    turn = math.atan2(dy, dx) / (2 * math.pi) * TURNS % TURNS
    first = int(turn) % TURNS
    part, looks = turn - int(turn), math.ceil(length / STEP)
    ink = length / looks * weight(dx, dy)
    for look in range(looks):
        across = _near((start[0] + dx * (look + 0.5) / looks) * SIDE - 0.5)
        for row, down in _near((start[1] + dy * (look + 0.5) / looks) * SIDE - 0.5):
            for column, share in across:
                cell = (row * SIDE + column) * TURNS
                found[cell + first] += ink * down * share * (1 - part)
                found[cell + (first + 1) % TURNS] += ink * down * share * part


def _near(place: float) -> list[tuple[int, float]]:
    """The four rows or columns round a place that lie in the grid, and the share of the ink each gets."""
    low = math.floor(place) - 1
    return [(cell, math.exp(-((place - cell) ** 2))) for cell in range(max(low, 0), min(low + 4, SIDE))]


def rounded(picture: list[float]) -> bytes:
    """The picture in half a byte a number, the even one in the high half."""
    levels = [round(min(1.0, number / MOST) * LEVELS) for number in picture]
    return bytes(high << 4 | low for high, low in zip(levels[::2], levels[1::2], strict=True))
