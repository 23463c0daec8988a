"""House rules of templates and styles: strict policy, small files, one macro per part, pictures with words (K27, K28)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PARTS = sorted((ROOT / "templates" / "parts").glob("*.html"))
# the sheets of paper/ are for the press, which knows neither layers nor screens
STYLES = sorted(path for path in (ROOT / "static" / "css").glob("*.css") if not path.name.startswith("paper"))
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "a style block": r"<style[\s>]",
    "an inline script": r"<script(?![^>]*\ssrc=)[^>]*>",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b",
    "hx-boost": r"\bhx-boost\b",
    "a js: value": r"[\"']js:",
    "a trigger filter": r"hx-trigger\s*=\s*\"[^\"]*\[",
    "a remote address": r"(?:src|href|action)\s*=\s*[\"']https?://",
    "text that is not escaped": r"\|\s*safe\b",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def markup(path: Path) -> str:
    """The template without its comments, which may name what the markup must not hold."""
    return re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_k28_no_template_needs_more_than_a_strict_policy(path: Path) -> None:
    # paper is drawn by the press, outside of any browser: there a style block is the sheet's own
    rules = {k: v for k, v in FORBIDDEN.items() if not (k == "a style block" and "paper" in path.parts)}
    found = [what for what, pattern in rules.items() if re.search(pattern, markup(path), re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_stay_within_120_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_picture_has_words_or_says_it_is_mute(path: Path) -> None:
    for tag in re.findall(r"<img\b[^>]*>", markup(path)):
        assert re.search(r"\balt\s*=", tag), tag
    for tag in re.findall(r"<svg\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", markup(path)):
        assert "aria-hidden" in tag or 'role="img"' in tag, tag


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_a_part_holds_one_macro_of_its_own_name_and_explains_it(path: Path) -> None:
    source = path.read_text("utf-8")
    own = [name for name in re.findall(r"\{%-?\s*macro\s+(\w+)", source) if not name.startswith("_")]  # _x serves the file itself
    assert own == [path.stem]
    assert re.match(r"\{#-?\s*" + path.stem + r"\(", source)


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_styles_stand_in_a_layer_and_fetch_nothing(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    depth, outside = 0, ""
    for sign in source:
        depth += (sign == "{") - (sign == "}")
        outside += sign if depth == 0 and sign != "}" else ""
    assert depth == 0
    assert re.sub(r"@layer [\w, ]+;?", "", outside).strip() == ""
    assert "gradient(" not in source and "url(" not in source and "@import" not in source


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES], ids=name_of)
def test_no_template_or_style_names_a_remote_host(path: Path) -> None:
    assert not re.search(r"//[a-z0-9-]+\.[a-z]{2,}", re.sub(r"http://www\.w3\.org/\S+", "", path.read_text("utf-8")))


@pytest.mark.parametrize("path", [path for path in TEMPLATES if "office" in path.parts], ids=name_of)
def test_what_is_wrong_with_a_form_is_said_by_the_page_and_not_by_the_browser(path: Path) -> None:
    """The browser's own bubbles speak the browser's language; the page speaks the one that was chosen."""
    for form in re.findall(r'<form class="(?:form|visit|search)[^>]*method="post"(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>', markup(path)):
        assert "novalidate" in form, form
