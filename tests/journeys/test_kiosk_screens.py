"""Every screen of the kiosk on three glasses in three languages at the largest type: nothing clipped, covered or out of sight,
nothing serious for axe (K09, K27, K29, K36, K58, K59)."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import template_rendered
from playwright.sync_api import Browser, Playwright

from portal.foundation import marks
from portal.web import booking, ready
from tests import in_memory
from tests.browsers import launched
from tests.journeys.devices import FAKE
from tests.journeys.inspection import Inspection
from tests.journeys.rounds import ACTS, Round, screens
from tests.journeys.sayings import ALL
from tests.journeys.serving import Served, demonstration
from tests.journeys.sight import GLASS, behind, faults
from tests.journeys.watch import Watch
from tests.kiosk.conftest import StillPress

pytestmark = pytest.mark.browser
OWN = {"zh_Hans": "portrait", "zh_Hant": "landscape", "en": "small"}  # the glass that axe looks through


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a microphone and a camera, so that their screens are shown."""
    with launched(playwright, *FAKE) as running:
        yield running


@pytest.fixture
def served(sown: Path) -> Iterator[Served]:
    """The demonstration for one language: what one round changes, the next finds as it was. Its press sets no type."""
    with in_memory.folder() as folder, demonstration(folder, sown, StillPress()) as running:  # type: ignore[arg-type]
        running.app.config["PUBLIC_URL"] = "https://portal.example"  # else no phone is offered
        yield running


@pytest.mark.parametrize("locale", OWN)
def test_every_screen_of_the_kiosk(watch: Watch, served: Served, monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    """K09, K36, K58, K59: each template is looked at, and a new one is missed until it is walked; K27, K29: the watch fails on a
    violated policy and on a request to elsewhere."""
    monkeypatch.setattr(ready, "marks", SimpleNamespace(present=marks.present, under=lambda held, shelf, key, make, most: make()))
    monkeypatch.setattr(booking, "mails", lambda: True)  # else nobody is asked for an e-mail address
    found, drawn, walked, order = Inspection(), [""], set[str](), sorted(GLASS, key=OWN[locale].__eq__)
    width, height, _ = GLASS[OWN[locale]]
    page = watch.page({"width": width, "height": height}, has_touch=True)

    def draw(sender: object, template: object, **_: object) -> None:
        if template.name in every:  # type: ignore[attr-defined]
            drawn[0] = template.name  # type: ignore[attr-defined]

    def look(name: str) -> None:
        walked.add(drawn[0])
        for glass in order:
            found.wrong += [f"{name} on {glass} in {locale}: {fault}" for fault in faults(page, glass)]
            if watch.folder is not None:
                with behind(page, glass):
                    watch.shot(page, f"{glass}-{name}", whole=False)
        found.axe(page, name)

    every = screens()
    with template_rendered.connected_to(draw, served.app):
        walk = Round(page, served, locale, look)
        number = walk.enter()
        walk.come()
        told = walk.tell(ALL[locale])
        walk.copy(*told)
        walk.meet(*told)
        walk.contest(*told)
        walk.matters()
        walk.read()
        walk.come_in_person()
        walk.keep()
        walk.out(number)
    assert (every - walked, set(ACTS) - walk.done) == (set(), set())
    assert not found.wrong, str(found)


@pytest.mark.parametrize(("harm", "told"), [
    ("one.style.height = '12px'; one.style.minBlockSize = '0'; one.style.overflow = 'hidden'", "cut off above or below"),
    ("one.style.inlineSize = '40px'; one.style.minInlineSize = '0'; one.style.overflow = 'hidden'; one.style.whiteSpace = 'nowrap'", "cut off"),
    ("one.style.position = 'fixed'; one.style.top = `${innerHeight - 20}px`", "out of sight"),
    ("const over = document.createElement('div'); over.style.cssText = 'position:fixed;inset:0;z-index:9'; document.body.append(over)", "covered"),
    ("one.style.marginInlineStart = '3000px'; one.closest('form').style.inlineSize = '4000px'", "beyond the glass")])
def test_k09_the_look_finds_what_is_clipped_covered_or_out_of_sight(watch: Watch, served: Served, harm: str, told: str) -> None:
    """The ruler itself: a screen that is whole has no fault, and each harm done to it is told."""
    page = watch.page({"width": 1080, "height": 1920}, has_touch=True)
    page.goto("/kiosk/at/S01?mm=4.03")
    assert faults(page, "portrait") == []
    page.evaluate(f"() => {{ const one = document.querySelector('.attract-touch'); {harm}; }}")
    assert any(fault.startswith(told) for fault in faults(page, "portrait"))
