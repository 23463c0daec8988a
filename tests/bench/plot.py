"""The plot of README.md, growth of each act with the number of cases: python -m tests.bench.plot [FIGURES [SVG]]

Small panels, one an act: CPU in hellos at every size, the bar as a dashed line. Drawn by hand in the product's own colours; every
line bears its figures, so nothing hangs on colour, and a black-and-white copy says the same."""

import json
import math
import re
import sys
from pathlib import Path
from typing import Any

from portal import ROOT

FIGURES, PICTURE = Path(__file__).with_name("figures.json"), ROOT / "static/img/tour/growth.svg"
TOKENS = ROOT / "static/css/tokens.css"
ACTS = {
    "submit": "A matter sent online", "submit at the kiosk": "A matter handed in at the kiosk", "track": "The tracking page",
    "board": "The board, first page", "result": "One result", "board search, many hits": "Search of the board: 路灯不亮",
    "board search, two characters": "Search: a word of two characters", "list": "The office's list",
    "office search, many hits": "Search of the office's list",
}
TITLE = "What one act costs as the house fills up"
TYPE = "'Noto Sans','Noto Sans CJK SC','Helvetica Neue',Arial,sans-serif"
MIDDLE = 'font-size="12" text-anchor="middle"'
ACROSS, WIDE, HIGH, EDGE = 3, 300, 170, 24
TOP, LEFT, RIGHT, FOOT, ABOVE = 96, 34, 34, 34, 34  # of the sheet; of a panel: left, right, below, above its field


def colour(name: str) -> str:
    """A colour of the house by its name in tokens.css."""
    found = re.search(rf"--{name}: (#[0-9A-F]{{6}});", TOKENS.read_text("utf-8"))
    assert found is not None, name
    return found[1]


def drawn(figures: dict[str, Any]) -> str:
    """The picture of a run's figures as SVG."""
    names = [act for act in ACTS if act in figures["acts"]]
    rows = math.ceil(len(names) / ACROSS)
    width, height = 2 * EDGE + ACROSS * WIDE, TOP + rows * HIGH + EDGE
    panels = "\n".join(
        _panel(ACTS[act], figures["acts"][act], figures["bars"][act], EDGE + place % ACROSS * WIDE, TOP + place // ACROSS * HIGH)
        for place, act in enumerate(names))
    sizes = sorted(map(int, figures["acts"][names[0]]))
    ink, soft, span = colour("ink"), colour("ink-soft"), f"{_counted(sizes[0])} to {_counted(sizes[-1])}"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"
 role="img" aria-labelledby="title desc" font-family="{TYPE}">
<title id="title">{TITLE}</title>
<desc id="desc">CPU of each act at {span} published results, in bare waitress hellos of the same run; dashed: the bar.</desc>
<rect width="{width}" height="{height}" fill="{colour("paper")}"/>
<path d="M{EDGE} 20h{width - 2 * EDGE}" stroke="{ink}" stroke-width="3"/>
{_text(EDGE, 50, TITLE, ink, 'font-size="20" font-weight="700"')}
{_text(EDGE, 72, f"CPU in bare hellos of the same run, {span} published results. Dashed: the bar.", soft, 'font-size="13"')}
{panels}
</svg>
"""


def _panel(title: str, by_size: dict[str, float], bar: float | None, x: int, y: int) -> str:
    sizes, ink, soft = sorted(map(int, by_size)), colour("ink"), colour("ink-soft")
    values = [by_size[str(size)] for size in sizes]
    most = max([*values, bar or 0]) * 1.08
    field, bottom = WIDE - LEFT - RIGHT, HIGH - FOOT
    span = max(math.log10(sizes[-1] / sizes[0]), 1)

    def across(size: int) -> float:
        return round(x + LEFT + field * math.log10(size / sizes[0]) / span, 1)

    def up(value: float) -> float:
        return round(y + bottom - (bottom - ABOVE) * value / most, 1)

    line = " ".join(f"{across(size)},{up(value)}" for size, value in zip(sizes, values, strict=True))
    parts = [_text(x + LEFT, y + 14, title, ink, 'font-size="13" font-weight="700"'),
             f'<path d="M{x + LEFT} {y + bottom}h{field}" stroke="{colour("line")}"/>']
    if bar:
        parts.append(f'<path d="M{x + LEFT} {up(bar)}h{field}" stroke="{soft}" stroke-dasharray="4 4"/>')
        parts.append(_text(x + LEFT + field + 14, up(bar) + 4, f"{bar:g}", soft, 'font-size="12"'))
    parts.append(f'<polyline points="{line}" fill="none" stroke="{colour("jade")}" stroke-width="2.5"/>')
    halo = f'stroke="{colour("paper")}" stroke-width="4" paint-order="stroke"'  # the dashed line stops before a number
    for size, value in zip(sizes, values, strict=True):
        parts.append(f'<circle cx="{across(size)}" cy="{up(value)}" r="4" fill="{colour("jade")}"/>')
        parts.append(_text(across(size), up(value) - 9, f"{value:.0f}", ink, f'{MIDDLE} font-weight="700" {halo}'))
        parts.append(_text(across(size), y + bottom + 17, _counted(size), soft, MIDDLE))
    return "\n".join(parts)


def _text(x: float, y: float, words: str, fill: str, style: str) -> str:
    return f'<text x="{x}" y="{y:g}" fill="{fill}" {style}>{words}</text>'


def _counted(size: int) -> str:
    return f"{size // 10**6} million" if size >= 10**6 else f"{size:,}"


def main(figures: Path, picture: Path) -> None:
    """Keep the figures beside this file and draw them."""
    found = json.loads(figures.read_text("utf-8"))
    FIGURES.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    picture.write_text(drawn(found), "utf-8")
    print(picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FIGURES, Path(sys.argv[2]) if sys.argv[2:] else PICTURE)
