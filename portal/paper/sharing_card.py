"""The picture that a link to a result brings along where somebody passes it on: 1200 × 630, of what the board says and nothing else (Open Graph)."""
from __future__ import annotations

import io

from PIL import Image, ImageDraw

from portal.paper.sharing_face import Face, Faces
from portal.paper.sharing_facts import SharedFacts

WIDTH, HEIGHT, EDGE = 1200, 630, 72
PAPER, INK, SOFT, LINE, RED, GREEN = "#FAF7F0", "#1C1B18", "#5C574C", "#CFC8B8", "#A8231A", "#0F5A41"
_GROUND = ((6, 3.5), (31, 2.5), (58, 3.2), (61, 6.5), (61.5, 30), (60.8, 58), (57.5, 61.2), (33, 61.8), (6.2, 61), (3, 57.8), (2.5, 34), (3.2, 6))
_CUT = (((13.8, 51.5), (13.5, 13.2), (50.8, 13.2), (50.5, 51.5)), ((13.6, 49.6), (50.6, 49.8)),
        ((24.5, 25.5), (40, 25.3), (39.8, 38.7), (24.7, 39), (24.5, 25.5)))


def drawn(facts: SharedFacts, faces: Faces) -> bytes:
    """The picture as PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    picture.paste(_seal(80), (EDGE, 44))
    _line(pen, 172, 44, facts.network, faces.bold(34), INK, WIDTH - EDGE - 172)
    _line(pen, 172, 88, facts.station, faces.plain(28), SOFT, 640)
    _right(pen, 92, facts.number, faces.plain(28), SOFT)
    pen.line((EDGE, 146, WIDTH - EDGE, 146), fill=INK, width=3)
    _line(pen, EDGE, 166, facts.category, faces.bold(34), INK, 760)
    if facts.demo:
        _right(pen, 170, facts.demo, faces.plain(26), SOFT)
    at = _lines(pen, 222, facts.words, faces.plain(44), INK, 64, 3 if facts.plain else 4)
    _lines(pen, at + (16 if facts.words else 0), facts.plain, faces.plain(30) if facts.words else faces.plain(42), SOFT if facts.words else INK, 42 if facts.words else 62,
           2 if facts.words else 4)
    pen.line((EDGE, 534, WIDTH - EDGE, 534), fill=LINE, width=2)
    _line(pen, EDGE, 552, facts.told, faces.bold(32), INK, 740)
    if facts.stamp:
        _stamp(pen, facts.stamp, faces.bold(28))
    file = io.BytesIO()
    picture.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _seal(side: int) -> Image.Image:
    """The one red mark, as parts/seal.html draws it; drawn large and made small, so that its edges are smooth."""
    big, scale = Image.new("RGB", (side * 4, side * 4), PAPER), side * 4 / 64
    pen = ImageDraw.Draw(big)
    pen.polygon([(x * scale, y * scale) for x, y in _GROUND], fill=RED)
    for path in _CUT:
        pen.line([(x * scale, y * scale) for x, y in path], fill=PAPER, width=round(4.6 * scale), joint="curve")
    return big.resize((side, side), Image.Resampling.LANCZOS)


def _line(pen: ImageDraw.ImageDraw, left: int, top: int, text: str, face: Face, ink: str, most: int) -> None:
    for line in face.wrapped(text, most, 1):
        pen.text((left, top), line, font=face.font, fill=ink)


def _right(pen: ImageDraw.ImageDraw, top: int, text: str, face: Face, ink: str) -> None:
    for line in face.wrapped(text, 420, 1):
        pen.text((WIDTH - EDGE, top), line, font=face.font, fill=ink, anchor="ra")


def _lines(pen: ImageDraw.ImageDraw, top: int, text: str, face: Face, ink: str, step: int, most: int) -> int:
    for line in face.wrapped(text, WIDTH - 2 * EDGE, most):
        pen.text((EDGE, top), line, font=face.font, fill=ink)
        top += step
    return top


def _stamp(pen: ImageDraw.ImageDraw, text: str, face: Face) -> None:
    """That the reply stands as it was written, in a double frame at the right."""
    wide = round(face.font.getlength(text))
    left, right = WIDTH - EDGE - wide - 36, WIDTH - EDGE
    pen.rectangle((left, 548, right, 602), outline=GREEN, width=3)
    pen.rectangle((left + 6, 554, right - 6, 596), outline=GREEN, width=1)
    pen.text(((left + right) / 2, 575), text, font=face.font, fill=GREEN, anchor="mm")
