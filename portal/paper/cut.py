"""Cuts "Huiyin Sans" out of Debian's Noto Sans CJK: TrueType, wide coverage, common characters first.

A receipt set in the cut costs little more than a third of one set in Noto and is nine times smaller: a PDF subset carries
one offset for every glyph up to the highest one used, which stays low with the common characters first, and points on a
coarser grid take fewer bytes.
Cutting takes minutes, so it is a step of its own (``portal fonts``) and never part of a request.
"""
from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.scaleUpem import scale_upem

from portal.paper.fonts import FAMILY, SYSTEM

LICENCE = Path("usr/share/doc/fonts-noto-cjk/copyright")
WEIGHTS = ("Regular", "Bold")
SC_FACE = 2                       # order of the faces in the TTC: JP, KR, SC, TC, HK, then the mono ones
# Forms of the languages we set; those of Japan, Korea and Hong Kong would be 15,000 glyphs more.
SCRIPTS = tuple(f"{script}.{language}" for script in ("DFLT", "hani", "latn", "kana", "grek", "cyrl") for language in ("dflt", "ZHS", "ZHT"))
UNITS = 250                       # to the em, instead of Noto's 1000: a receipt's glyphs take a fifth less room
FEATURES = ("locl", "ccmp", "mark", "mkmk", "kern", "pwid")
LATIN = frozenset(
    code for first, after in ((0x20, 0x7F), (0xA0, 0x100), (0x2010, 0x2060), (0x2100, 0x2150), (0x2190, 0x2194),
                              (0x2460, 0x2500), (0x2500, 0x2600), (0x3000, 0x3040), (0xFF00, 0xFFF0))
    for code in range(first, after)) | frozenset(map(ord, "○×€㎡☎✓"))
# names people really bear and no old code page holds
RARE = frozenset(map(ord, "𠮷㛃龘𰻞䶮堃喆㙍旼𬎆"))
ZEROED = ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
          "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
          "maxCompositeContours", "maxComponentDepth")


def wide_set() -> set[int]:
    """Code points of GBK, Big5 and Big5-HKSCS, Latin, and rare names: about 25,000."""
    found = set(LATIN | RARE)
    for codec in ("gbk", "big5", "big5hkscs"):
        for lead in range(0x81, 0xFF):
            for trail in range(0x40, 0xFF):
                found.update(map(ord, bytes((lead, trail)).decode(codec, "ignore")))
    return found


def commonness(code: int) -> int:
    """Where a character stands in the glyph order: Latin 0, GB 2312 levels 1 and 2, Big5 levels 3 and 4, the rest 5."""
    if code in LATIN:
        return 0
    for codec, second_level, rank in (("gb2312", 0xD8, 1), ("big5", 0xC9, 3)):
        try:
            return rank if chr(code).encode(codec)[0] < second_level else rank + 1
        except UnicodeEncodeError:
            continue
    return 5


def cut(source: Path, target: Path, weight: str) -> None:
    """Write one weight of the cut to `target`; `source` is a Noto Sans CJK collection (.ttc)."""
    options = subset.Options(font_number=SC_FACE, layout_features=list(FEATURES), layout_scripts=list(SCRIPTS), hinting=False, desubroutinize=True,
                             notdef_outline=True, glyph_names=False, name_IDs=[0, 1, 2, 4, 6, 13],
                             drop_tables=["DSIG", "VORG", "vhea", "vmtx", "BASE"])
    raw = target.with_suffix(".raw")
    with TTFont(source, fontNumber=SC_FACE, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wide_set())
        cutter.subset(font)
        rename(font, weight)
        subset.save_font(font, str(raw), options)
    with TTFont(raw, lazy=False) as font:
        to_truetype(font)
        sort_glyphs(font)
        scale_upem(font, UNITS)
        font.save(target)
    raw.unlink()


def rename(font: TTFont, weight: str) -> None:
    """Give the cut its own name: the Open Font License wants changed versions to be called something else."""
    names = {1: FAMILY, 2: weight, 4: f"{FAMILY} {weight}",
             6: f"{FAMILY.replace(' ', '')}-{weight}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def to_truetype(font: TTFont, tolerance: float = 5.0) -> None:
    """Turn cubic CFF outlines into quadratic glyf ones in place; `tolerance` in font units.

    Five thousandths of an em, and two of the grid (UNITS), are a quarter of a thermal printer's dot at 12 pt, half of one at 27 pt.
    """
    order, outlines, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    del font["CFF "]
    table.compile(font)
    widths = font["hmtx"].metrics
    for name in order:
        widths[name] = (widths[name][0], getattr(glyphs[name], "xMin", 0))
    head = font["maxp"]
    head.tableVersion, head.maxZones = 0x00010000, 1
    for field in ZEROED:
        setattr(head, field, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\0\1\0\0"


def sort_glyphs(font: TTFont) -> None:
    """Put the commonest characters first in the glyph order; shapes and advances do not change.

    Forms that only Traditional text takes stand behind the characters it shares and before those it alone has.
    """
    rank: dict[str, tuple[float, int]] = {}
    for code, name in font.getBestCmap().items():
        rank[name] = min(rank.get(name, (9, 0)), (commonness(code), code))
    for plain, form in _forms(font):
        rank.setdefault(form, (max(2.5, rank[plain][0] - 0.5), rank[plain][1]) if plain in rank else (8, 0))
    notdef, *others = font.getGlyphOrder()
    reorderGlyphs(font, [notdef, *sorted(others, key=lambda name: rank.get(name, (8, 0)))])


def _forms(font: TTFont) -> Iterator[tuple[str, str]]:
    """Glyphs and what stands for them in another language or beside another sign."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            yield from getattr(getattr(table, "ExtSubTable", table), "mapping", {}).items()


def cut_all(noto: Path, target: Path, licence: Path) -> list[Path]:
    """Cut every weight from the folder `noto` into `target`, licence beside them; a broken run leaves nothing half-made."""
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for weight in WEIGHTS:
        finished = target / f"HuiyinSans-{weight}.ttf"
        fresh = finished.with_suffix(".new")
        cut(noto / f"NotoSansCJK-{weight}.ttc", fresh, weight)
        os.replace(fresh, finished)
        made.append(finished)
    if licence.is_file():
        shutil.copyfile(licence, target / "HuiyinSans-LICENCE.txt")
    return made


def build(target: Path, searched: tuple[Path, ...] | None = None) -> list[Path]:
    """Cut our font into `target` from the Noto collections below `searched` (default: where fonts are installed).

    Two minutes and about 18 MB for both weights. Raises FileNotFoundError in words without fonts-noto-cjk.
    """
    for root in searched or (*_unpacked(os.environ), *SYSTEM):
        for found in sorted(root.rglob("NotoSansCJK-Regular.ttc")) if root.is_dir() else ():
            # Debian keeps licences below /usr/share/doc; the same holds where packages were unpacked without root
            above = next((part.parent for part in found.parents if part.name == "usr"), Path("/"))
            return cut_all(found.parent, target, above / LICENCE)
    raise FileNotFoundError("NotoSansCJK-Regular.ttc was not found; install the package fonts-noto-cjk first")


def _unpacked(environ: Mapping[str, str]) -> list[Path]:
    """Font folders that the set-up without root named in its own fontconfig file."""
    outer = Path(environ.get("FONTCONFIG_FILE") or "/nowhere")
    return [Path(folder) for folder in re.findall("<dir>([^<]+)</dir>", outer.read_text())] if outer.is_file() else []
