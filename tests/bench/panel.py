"""The open panel, measured in Chromium: python -m tests.bench.panel [--sentences 12] [--characters 20] [--seed 1]

From the key, and from the lifted finger, until the candidates stand painted on the real screen: engine or worker, the strip, layout and
two frames, in the kiosk's own page on the portrait glass. Beside it a key that does nothing and is waited for as long, in turn with
them. What the engine and the worker cost alone, `keystrokes` and `ink` tell."""

import argparse
import contextlib
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.bench.taps import PAINTED, p95
from tests.bench.verdict import flag
from tests.browsers import launched
from tests.journeys.finger import begin, touch
from tests.journeys.serving import demonstration, sow
from tests.journeys.watch import TERMINAL, Watch
from tests.kiosk.ink.others import drawn_by_lot
from tests.kiosk.input.conftest import frozen

LIMIT = 100  # ms at p95: an answer that is felt as at once (K12)
KEY = f"""(sign) => new Promise((done) => {{
  const key = document.querySelector(`.typing-key[data-sign="${{sign}}"]`), began = performance.now();
  key.click();
  {PAINTED};
}})"""
EMPTY = f"""() => new Promise((done) => {{
  const key = document.createElement("button"), began = performance.now();
  key.click();
  {PAINTED};
}})"""
CLEAR = "() => document.querySelector('[data-typing=clear]').click()"
# A stroke drawn on the pad, in parts of its side; timed from the lifted finger to the list that the worker's answer brings.
STROKE = f"""(points) => new Promise((done) => {{
  const pad = document.querySelector(".ink-pad"), {{ left, top, width, height }} = pad.getBoundingClientRect(), side = Math.min(width, height);
  const send = (kind, [x, y]) => pad.dispatchEvent(new PointerEvent(kind, {{
    pointerId: 1, isPrimary: true, bubbles: true, button: 0, buttons: kind === "pointerup" ? 0 : 1,
    clientX: left + (width - side) / 2 + x * side, clientY: top + (height - side) / 2 + y * side }}));
  pad.setPointerCapture = () => {{}};
  send("pointerdown", points[0]);
  for (const point of points) send("pointermove", point);
  const began = performance.now();
  const seen = new MutationObserver(() => {{ seen.disconnect(); {PAINTED}; }});
  seen.observe(document.querySelector(".typing-words"), {{ childList: true }});
  send("pointerup", points.at(-1));
}})"""


def main(sentences: int, characters: int, seed: int) -> None:
    """Serve, type, draw, print."""
    with contextlib.ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
        sow(folder / "sown")
        served = kept.enter_context(demonstration(folder / "served", folder / "sown" / "portal.db"))
        browser = kept.enter_context(launched(kept.enter_context(sync_playwright())))
        watch = Watch(browser, served.url, folder)
        page = _open(watch)
        keys, empty = _typed(page, [typed for _, typed in frozen("sentences")][:sentences])
        strokes = _drawn(page, characters, seed)
        watch.close()
    base = p95(empty)
    print(f"\nTo the painted candidates, ms; 1 = a key that does nothing in the same run ({base:.0f} ms at p95)")
    print(f"{'':<28}{'many':>7}{'p50':>7}{'p95':>7}{'worst':>7}{'ratio':>7}")
    for name, times in (("a key", keys), ("a stroke", strokes)):
        missed = [f"p95 over {LIMIT} ms"] * (p95(times) > LIMIT)
        print(f"{name:<28}{len(times):>7}{statistics.median(times):>7.0f}{p95(times):>7.0f}{max(times):>7.0f}{p95(times) / base:>7.1f}  "
              f"{flag(f'{name} to painted candidates', missed)}")


def _open(watch: Watch) -> Page:
    page = watch.page(TERMINAL, has_touch=True)
    page.goto("/kiosk/at/S01?mm=4.03")
    page.evaluate("() => window.HuiyinInput.loaded")
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").tap()
    return page


def _typed(page: Page, sentences: list[str]) -> tuple[list[float], list[float]]:
    page.locator("[data-way=pinyin]").tap()
    times, empty = list[float](), list[float]()
    for sentence in sentences:
        for sign in sentence:
            times.append(page.evaluate(KEY, sign))
            empty.append(page.evaluate(EMPTY))
        page.evaluate(CLEAR)
    return times, empty


def _drawn(page: Page, characters: int, seed: int) -> list[float]:
    page.locator("[data-way=ink]").tap()
    page.locator("html[data-ink=ready]").wait_for()
    times: list[Any] = []
    for strokes in drawn_by_lot(characters, seed).values():
        for stroke in strokes:
            times.append(page.evaluate(STROKE, [(x / 109, y / 109) for x, y in stroke]))
        page.evaluate(CLEAR)
    return times


if __name__ == "__main__":
    parser = argparse.ArgumentParser("tests.bench.panel", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=12)
    parser.add_argument("--characters", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    main(told.sentences, told.characters, told.seed)
