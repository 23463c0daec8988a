"""What a kiosk never does to its visitor: advertise, lead away, pop up, test whether they are human (K60, K63)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = sorted((ROOT / "templates" / "kiosk").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "kiosk").rglob("*.js"))
LURES = {
    "a way to elsewhere": r"(?:href|action|formaction)\s*=\s*\"(?!/kiosk/|#|\{\{|\{%)",
    "a new window": r"target\s*=\s*[\"']?_blank(?![^>]*data-paper)",
    "a frame or a film (the camera's own picture is neither)": r"<(?:iframe|object|embed|video(?! class=.paper-live.)|marquee)\b",
    "a picture that is a link": r"<a\b[^>]*>\s*<img\b",
}
OPENERS = r"window\.open\(|\balert\(|\bconfirm\(|\bprompt\(|showModal\(|Notification\b|requestFullscreen"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SCREENS, ids=name_of)
def test_k60_no_screen_advertises_leads_away_or_pops_up(path: Path) -> None:
    markup = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    # the receipt of a terminal without an agent is the one thing that opens beside the page: button(..., 'formtarget': '_blank')
    assert [what for what, pattern in LURES.items() if re.search(pattern, markup)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_k60_no_script_opens_anything(path: Path) -> None:
    assert re.findall(OPENERS, path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [*SCREENS, *SCRIPTS], ids=name_of)
def test_k63_nobody_is_asked_whether_they_are_human(path: Path) -> None:
    assert not re.search(r"captcha|turnstile|not.a.robot|验证码|驗證碼", path.read_text("utf-8"), re.IGNORECASE)


def test_k01_a_screen_has_one_row_of_acts_that_stays_in_sight() -> None:
    """Two would lie over each other at the lower edge, and hide the act the screen is for."""
    assert [name_of(path) for path in SCREENS if "stage-acts" in path.read_text("utf-8")] == ["templates/kiosk/frame.html"]


@pytest.mark.parametrize("path", [path for path in SCREENS if path.name != "frame.html"], ids=name_of)
def test_k21_a_screen_that_is_swapped_in_brings_no_sheet_of_its_own(path: Path) -> None:
    """turn.js takes what is on the screen and leaves the head of the page: a sheet linked there was never loaded."""
    assert "stylesheet" not in path.read_text("utf-8")
