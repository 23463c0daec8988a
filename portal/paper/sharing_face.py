"""The faces that a picture is lettered in, and how words break into its lines; a sign no face has becomes the printer's geta mark."""
from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont
from PIL import ImageFont

from portal.paper import fonts

GETA, MORE = "〓", "…"
LONGEST = 600  # signs of a text that are looked at
NEVER_FIRST = frozenset("，。、；：？！）》」』”’…,.;:?!)")
_WORDS = re.compile(r"[!-~\u00a1-\u024f\u2018\u2019]+|.", re.S)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Face:
    """A face in one size."""

    font: ImageFont.FreeTypeFont
    signs: frozenset[int]

    def wrapped(self, text: str, wide: int, most: int) -> list[str]:
        """The text in lines of so many pixels, `most` of them; where it goes on the last one says so."""
        text = "".join(sign if ord(sign) in self.signs else GETA for sign in _BLANK.sub(" ", text[:LONGEST]).strip())
        lines, line = list[str](), ""
        for word in _WORDS.findall(text):
            for piece in ([word] if self.font.getlength(word) <= wide else list(word)):
                if self.font.getlength(line + piece) <= wide or (piece in NEVER_FIRST and 0 < self.font.getlength(line) <= wide):
                    line += piece
                else:
                    lines.append(line.rstrip())
                    line = piece.lstrip()
        lines.append(line)
        return [one for one in lines if one] if len(lines) <= most else [*lines[:most - 1], self._cut(lines[most - 1], wide)]

    def _cut(self, line: str, wide: int) -> str:
        while line and self.font.getlength(line + MORE) > wide:
            line = line[:-1]
        return line + MORE


@dataclass(frozen=True)
class Faces:
    """The plain and the bold face of a language; each file with the place of the face in it."""

    files: tuple[tuple[Path, int], tuple[Path, int]]

    def plain(self, size: int) -> Face:
        """The plain face."""
        return self._face(0, size)

    def bold(self, size: int) -> Face:
        """The bold one."""
        return self._face(1, size)

    def _face(self, weight: int, size: int) -> Face:
        file, place = self.files[weight]
        return Face(ImageFont.truetype(str(file), size, index=place, layout_engine=ImageFont.Layout.BASIC), self._signs[weight])

    @cached_property
    def _signs(self) -> tuple[frozenset[int], frozenset[int]]:
        found = []
        for file, place in self.files:
            with TTFont(file, fontNumber=place, lazy=True) as font:
                found.append(frozenset(font.getBestCmap()))
        return found[0], found[1]


@cache
def faces(locale: str, own: Path) -> Faces | None:
    """Our own cut where it was made, else Debian's Noto in the face of the language; None where this machine has neither."""
    found = [_file(weight, locale, own) for weight in ("Regular", "Bold")]
    return Faces((found[0], found[1])) if found[0] and found[1] else None


def _file(weight: str, locale: str, own: Path) -> tuple[Path, int] | None:
    cut = own / f"HuiyinSans-{weight}.ttf"
    if cut.is_file():
        return cut, 0
    for folder in (*fonts.SYSTEM, *_unpacked()):
        for file in sorted(folder.rglob(f"NotoSansCJK-{weight}.ttc")):
            with TTCollection(str(file), lazy=True) as collection:
                names = [str(face["name"].getDebugName(16) or face["name"].getDebugName(1)) for face in collection.fonts]
            if fonts.NOTO[locale] in names:
                return file, names.index(fonts.NOTO[locale])
    return None


def _unpacked() -> list[Path]:
    """Folders of fonts that were unpacked beside the project without root, as its fontconfig file names them."""
    config = Path(os.environ.get("FONTCONFIG_FILE", "") or "/nowhere")
    return [Path(found) for found in re.findall(r"<dir>([^<]+)</dir>", config.read_text("utf-8"))] if config.is_file() else []
