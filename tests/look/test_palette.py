"""The palette, read from static/css/tokens.css itself: text 7:1, components and focus 3:1, high contrast 21:1 (K06, K07)."""

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
PAPERS = ("paper", "paper-deep")
TEXT_PAIRS = [
    *product(("ink", "ink-soft", "jade"), PAPERS),
    *product(("white",), ("ink", "seal", "jade", "amber")),
    ("paper", "ink"),
    ("paper", "jade"),
    ("ink", "amber-paper"),
    ("ink-soft", "amber-paper"),
]
COMPONENT_PAIRS = [*product(("ink", "ink-soft", "seal", "jade", "amber"), (*PAPERS, "amber-paper")), ("ink", "line")]
LAW = {
    "paper": "#FAF7F0", "paper-deep": "#F1ECE0", "ink": "#1F1D1A", "ink-soft": "#4F4A42", "seal": "#A8231A",
    "jade": "#14563F", "amber": "#7A4B00", "amber-paper": "#FFF1CF", "line": "#CFC6B4",
    "white": "#FFFFFF",
}  # fmt: skip


def colours(selector: str) -> dict[str, str]:
    """The colour tokens of the rule with exactly this selector, as name -> '#RRGGBB'."""
    rule = re.search(rf"^\s*{re.escape(selector)}\s*\{{([^}}]*)\}}", TOKENS.read_text("utf-8"), re.MULTILINE)
    assert rule, selector
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6});", rule[1]))


def rules() -> list[tuple[str, str]]:
    """Every rule of every screen style as (selector, body)."""
    sheets = "".join(sheet.read_text("utf-8") for sheet in sorted(TOKENS.parent.glob("[!p]*.css")))
    sheets += "".join((TOKENS.parent / name).read_text("utf-8") for name in ("parts.css", "public.css"))
    plain = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    return [(one.strip(), two) for one, two in re.findall(r"([^{};]+)\{([^{}]*)\}", plain)]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 (black) to 1 (white)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_palette_is_the_agreed_one() -> None:
    assert colours(":root") == LAW


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_k06_text_is_seven_to_one(text: str, ground: str) -> None:
    palette = colours(":root")
    assert contrast(palette[text], palette[ground]) >= 7


@pytest.mark.parametrize(("part", "ground"), COMPONENT_PAIRS)
def test_k06_components_and_focus_are_three_to_one(part: str, ground: str) -> None:
    palette = colours(":root")
    assert contrast(palette[part], palette[ground]) >= 3


def test_k07_high_contrast_is_black_on_white_for_every_token() -> None:
    high = colours('[data-contrast="high"]')
    assert set(high) == set(LAW)
    assert set(high.values()) == {"#000000", "#FFFFFF"}
    for text, ground in TEXT_PAIRS:
        assert contrast(high[text], high[ground]) == pytest.approx(21)


def test_hairlines_are_never_the_edge_of_a_control() -> None:
    """--line is under 3:1 on paper, so rules for inputs, buttons and tiles must not use it."""
    controls = re.compile(r"\.(btn|input|tile|choice|tick|bar-act|view-act)\b(?!-)")
    assert [selector for selector, body in rules() if controls.search(selector) and "var(--line)" in body] == []


def test_k06_no_words_are_set_in_seal_or_amber() -> None:
    """Both are under 7:1 on paper: they carry marks (the seal, discs, bands), the words beside them stay in ink."""
    coloured = re.compile(r"(?<![\w-])color:\s*var\(--(seal|amber)\)")
    assert [selector for selector, body in rules() if coloured.search(body)] == [".seal"]
