"""Tap → next screen, in Chromium: from the touch until the next screen stands painted, against an empty tap in the same run.

The empty tap asks the bare hello and puts its one word on a bare page. Both wait for two frames, as the eye does. Each has a window of
its own, which is seen all the time: a page that has just come to the front paints itself whole once more, which nobody at a terminal waits
for. And the first touch comes when the resting screen has read its dictionary, as at a terminal that somebody walks up to."""

import shutil
import statistics
from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from tests.bench.servers import Server
from tests.bench.verdict import flag

MOST, LIMIT = 4.0, 100  # p95 of all taps in empty taps; ms of the slowest kind at p95, on loopback
PAINTED = "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)))"
EMPTY = f"""() => new Promise((done) => {{
  document.body.innerHTML ||= "";
  const button = document.createElement("button"), began = performance.now();
  button.onclick = async () => {{
    const next = document.createElement("p");
    next.textContent = await (await fetch("/", {{ cache: "no-store" }})).text();
    document.body.replaceChildren(next);
    {PAINTED};
  }};
  document.body.append(button);
  button.click();
}})"""
TAP = f"""(what) => new Promise((done) => {{
  const touched = document.querySelector(what), began = performance.now();
  document.addEventListener("kiosk:screen", () => {PAINTED}, {{ once: true }});
  touched.click();
}})"""
ON = ".stage-acts .btn-primary"
WAY = (("first touch", ".attract-touch"), ("a tile", ".tile-main"), ("a picture", "button[value='about=D']"), ("the words", ON),
       ("the place", ON), ("a name", ON), ("permissions", ON),
       ("a line to change", "button[value='words']"), ("larger type", ".view-text-2"))


def main(hello: Server, portal: Server, rounds: int) -> None:
    """Walk to the review so many times, an empty tap before each tap, and print both."""
    seen: dict[str, list[float]] = {name: [] for name, _ in WAY}
    empty: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        bare, glass = (browser.new_page(viewport={"width": 1080, "height": 1920}) for _ in range(2))  # a context, so a window, each
        bare.goto(f"http://127.0.0.1:{hello.port}/")
        for turn in range(rounds + 1):  # the first one only warms up
            glass.goto(f"http://127.0.0.1:{portal.port}/kiosk/at/S01?mm=4.03")
            glass.evaluate("() => window.HuiyinInput.loaded")
            for (name, ms), nothing in zip(_walk(glass), _emptily(bare), strict=False):
                if turn:
                    seen[name].append(ms)
                    empty.append(nothing)
        browser.close()
    _report(seen, empty)


def _walk(glass: Page) -> Iterator[tuple[str, float]]:
    for name, what in WAY:
        if name == "the words":
            glass.locator("#words").fill("菜场路的路灯坏了五盏，晚上黑得看不见坑。")
        yield name, glass.evaluate(TAP, what)


def _emptily(bare: Page) -> Iterator[float]:
    while True:
        yield bare.evaluate(EMPTY)


def _report(seen: dict[str, list[float]], empty: list[float]) -> None:
    base = p95(empty)
    print("\nTap to next screen, p95; 1 = an empty tap in the same run "
          f"({base:.0f} ms at p95, {statistics.median(empty):.0f} in the middle)")
    print(f"{'':<20}{'ratio':>7}{'p50 ms':>8}{'p95 ms':>8}")
    every = [ms for taps in seen.values() for ms in taps]
    for name, taps in (*seen.items(), ("all", every)):
        missed = [f"over {LIMIT} ms"] * (p95(taps) > LIMIT) + [f"over {MOST:g}"] * (name == "all" and p95(taps) > MOST * base)
        print(f"{name:<20}{p95(taps) / base:>7.1f}{statistics.median(taps):>8.0f}{p95(taps):>8.0f}  "
              f"{flag(f'a tap, {name}', missed)}")
    slowest = sorted(seen, key=lambda name: p95(seen[name]), reverse=True)[:3]
    print("slowest at p95: " + ", ".join(f"{name} {p95(seen[name]):.0f} ms" for name in slowest))


def p95(values: list[float]) -> float:
    """The value that one in twenty is above."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else max(values)
