"""A drawing: strokes of points, moved and scaled to where all drawings lie. The worker does the same to what a visitor draws."""

import math

Point = tuple[float, float]
Stroke = list[Point]
Drawing = list[Stroke]

POINTS = 8  # of a stroke, as far from each other as they are along it
FLATTEST = 0.35  # 一 and 丨 are not blown up into a square
# Ink that goes from left to right or down is writing; what goes back up is mostly the hand on its way to the next stroke,
# drawn along where two strokes run into each other. Degrees clockwise from "to the right", y downwards.
BACK, SOFT, FAINT = (150.0, 300.0), 20.0, 0.25


def weight(dx: float, dy: float) -> float:
    """How much a piece of ink counts by its direction: 1 forwards, FAINT backwards, a slope between."""
    turn = math.degrees(math.atan2(dy, dx)) % 360
    low, high = BACK
    backwards = max(0.0, min(1.0, (turn - low + SOFT) / SOFT, (high + SOFT - turn) / SOFT))
    return 1 - backwards * (1 - FAINT)


def centred(drawing: Drawing) -> Drawing:
    """The drawing with the middle of its ink at (½, ½) and four standard deviations of its ink as wide and high as 1."""
    ink = []
    for stroke in drawing:
        for (ax, ay), (bx, by) in zip(stroke, stroke[1:], strict=False):
            dx, dy = bx - ax, by - ay
            ink.append(((ax + dx / 2, ay + dy / 2), (dx * dx / 12, dy * dy / 12), math.hypot(dx, dy) * weight(dx, dy)))
    mass = sum(length for _, _, length in ink) or 1.0
    mx, my = (sum(middle[axis] * length for middle, _, length in ink) / mass for axis in (0, 1))
    sx, sy = (math.sqrt(sum(((middle[axis] - mean) ** 2 + own[axis]) * length for middle, own, length in ink) / mass)
              for axis, mean in ((0, mx), (1, my)))
    most = max(sx, sy) or 1.0
    sx, sy = max(sx, most * FLATTEST), max(sy, most * FLATTEST)
    return [[(0.5 + (x - mx) / (4 * sx), 0.5 + (y - my) / (4 * sy)) for x, y in stroke] for stroke in drawing]


def resampled(stroke: Stroke, count: int = POINTS) -> Stroke:
    """`count` points along a stroke, equally far from each other."""
    along = [0.0]
    for (ax, ay), (bx, by) in zip(stroke, stroke[1:], strict=False):
        along.append(along[-1] + math.hypot(bx - ax, by - ay))
    found, piece = [], 0
    for number in range(count):
        target = along[-1] * number / (count - 1)
        while piece < len(stroke) - 2 and along[piece + 1] < target:
            piece += 1
        (ax, ay), (bx, by) = stroke[piece], stroke[min(piece + 1, len(stroke) - 1)]
        part = min(1.0, (target - along[piece]) / ((along[min(piece + 1, len(along) - 1)] - along[piece]) or 1.0))
        found.append((ax + (bx - ax) * part, ay + (by - ay) * part))
    return found
