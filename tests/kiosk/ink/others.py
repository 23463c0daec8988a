"""Strokes by another hand: KanjiVG, drawn by other authors from other models than our templates (CC BY-SA 3.0, never shipped)."""

import importlib.metadata
import random
import re
from functools import cache

from portal.kiosk.ink.drawing import Drawing, Stroke
from portal.kiosk.ink.packed import EVERYDAY, kind
from tests.kiosk.ink.opened import templates

_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
_SMOOTH = 8  # pieces of a curve


@cache
def everyday() -> dict[str, Drawing]:
    """Every everyday character, simplified or traditional, that KanjiVG has with as many strokes as our template: then the
    Japanese form is most probably the Chinese one, and no eye has picked them."""
    package = importlib.metadata.distribution("kanjivg")
    found = {}
    for character, template in templates().items():
        path = package.locate_file(f"kanji/{ord(character):05x}.svg")
        if kind(character) >> 2 == EVERYDAY and path.is_file():  # type: ignore[attr-defined]
            strokes = [_points(line) for line in re.findall(r'<path[^>]* d="([^"]+)"', path.read_text("utf-8"))]
            if len(strokes) == len(template.strokes):
                found[character] = strokes
    return found


def drawn_by_lot(count: int, seed: int) -> dict[str, Drawing]:
    """So many of them; equal seeds draw equal lots."""
    every = everyday()
    return {character: every[character] for character in random.Random(seed).sample(sorted(every), count)}


def _points(path: str) -> Stroke:
    """The curve of an SVG path of M, m, C, c, S and s as points."""
    tokens = _TOKEN.findall(path)
    points: Stroke = []
    here = handle = (0.0, 0.0)
    command, at = "", 0

    def pair(base: tuple[float, float]) -> tuple[float, float]:
        nonlocal at
        at += 2
        return base[0] + float(tokens[at - 2]), base[1] + float(tokens[at - 1])

    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        base = here if command.islower() else (0.0, 0.0)
        if command in "Mm":
            here = handle = pair(base)
            points.append(here)
            continue
        first = pair(base) if command in "Cc" else (2 * here[0] - handle[0], 2 * here[1] - handle[1])
        handle, end = pair(base), pair(base)
        points += [_curve((here, first, handle, end), step / _SMOOTH) for step in range(1, _SMOOTH + 1)]
        here = end
    return points


def _curve(corners: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(share * corner[axis] for share, corner in zip(shares, corners, strict=True)) for axis in (0, 1))
    return x, y
