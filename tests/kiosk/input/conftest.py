"""The engine in a real Chromium: a page of its own origin under the portal's policy, with the shipped files and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from portal import ROOT
from portal.web.headers import CONTENT_POLICY

HOME = "http://terminal.test/"
SCRIPTS = ("following", "dictionary", "zhuyin", "engine")
PAGE = "<!doctype html><meta charset=utf-8><title>engine</title>" + "".join(f"<script src='/kiosk/input/{name}.js'></script>" for name in SCRIPTS)
BUILD = """async (setting) => {
  const dictionary = await window.HuiyinInput.dictionary("/kiosk/input/dictionary.bin", setting);
  window.engine = new window.HuiyinInput.Engine(dictionary);
}"""


class Typist:
    """Somebody who types at an engine of a setting."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def look(self, typed: str, way: str = "pinyin") -> list[dict[str, Any]]:
        """The candidates."""
        found: list[dict[str, Any]] = self.page.evaluate("([typed, way]) => window.engine.look(typed, way)", [typed, way])
        return found

    def words(self, typed: str, way: str = "pinyin") -> list[str]:
        """Their texts."""
        return [one["text"] for one in self.look(typed, way)]


def answer(route: Route) -> None:
    """The shipped files, as the server hands them out."""
    path = route.request.url.removeprefix(HOME).partition("?")[0]
    headers = {"Content-Security-Policy": CONTENT_POLICY}
    if path:
        route.fulfill(path=ROOT / "static" / path, headers=headers)
    else:
        route.fulfill(body=PAGE, content_type="text/html", headers=headers)


def seated(browser: Browser, **setting: bool) -> Typist:
    """A typist before an engine."""
    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(HOME)
    page.evaluate(BUILD, setting)
    return Typist(page)


@pytest.fixture(scope="module")
def typist(chromium: Browser) -> Typist:
    """Exact syllables."""
    return seated(chromium)


@pytest.fixture(scope="module")
def southerner(chromium: Browser) -> Typist:
    """Fuzzy syllables."""
    return seated(chromium, fuzzy=True)


def frozen(name: str) -> list[tuple[str, str]]:
    """A list that was written before the engine: (what is meant, what is typed)."""
    lines = Path(__file__).with_name(f"{name}.tsv").read_text("utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]
