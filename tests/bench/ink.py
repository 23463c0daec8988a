"""Handwriting, measured in Chromium: python -m tests.bench.ink [--characters 200] [--seed 1]

Characters drawn by lot from KanjiVG (other authors than the templates'), as each hand of tests/kiosk/ink/hands.py draws them.
Times are from the question to the answer, the worker's post included, and beside them in empty questions of the same run."""

import argparse
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browsers import launched
from tests.journeys.serving import demonstration, sow
from tests.journeys.watch import Watch
from tests.kiosk.ink.hands import HANDS
from tests.kiosk.ink.others import drawn_by_lot
from tests.kiosk.ink.trial import ASK, judge, open_trial

READY, SLOWEST = 1000, 40  # ms of worker time from nothing to ready; ms of a look at p95
EMPTY = """async () => {
  const { worker, templates } = document.querySelector("script[data-worker]").dataset, hand = new Worker(worker), times = [];
  const told = () => new Promise((done) => { hand.onmessage = done; hand.postMessage({ load: templates }); });
  await told();
  for (let round = 0; round < 9; round += 1) { // a hundred at a time: the browser's clock is coarse
    const asked = performance.now();
    for (let i = 0; i < 100; i += 1) await told();
    times.push((performance.now() - asked) / 100);
  }
  hand.terminate();
  return times;
}"""


def main() -> None:
    """Serve, draw, print."""
    parser = argparse.ArgumentParser("tests.bench.ink", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
        sow(folder / "sown")
        served = kept.enter_context(demonstration(folder / "served", folder / "sown" / "portal.db"))
        browser = kept.enter_context(launched(kept.enter_context(sync_playwright())))
        watch = Watch(browser, served.url, folder)
        page = watch.page()
        open_trial(page, served.app)
        _start(page)
        _hands(page, asked.characters, asked.seed)
        watch.close()
        print("\n".join(watch.faults) or "No fault of policy, console or origin.")


def _start(page: Page) -> None:
    times = [page.evaluate(ASK, [])["ready"] for _ in range(9)]
    verdict = "" if statistics.median(times) <= READY else "  MISSED"
    print(f"start of a worker: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms (bar {READY}){verdict}")


def _hands(page: Page, characters: int, seed: int) -> None:
    empty = statistics.median(page.evaluate(EMPTY))
    drawings = drawn_by_lot(characters, seed)
    print(f"an empty question: {empty:.2f} ms; {characters} characters a hand\n"
          f"{'hand':22}{'first %':>9}{'in five %':>11}{'median ms':>11}{'p95 ms':>9}{'worst':>8}{'p95 in empty ones':>19}")
    for name, hand in HANDS.items():
        judged = judge(page, drawings, hand, seed)
        late = statistics.quantiles(judged.times, n=20)[-1]
        print(f"{name:22}{judged.first:9.1f}{judged.five:11.1f}{statistics.median(judged.times):11.1f}{late:9.1f}"
              f"{max(judged.times):8.0f}{late / empty:19.0f}{'  MISSED' if late > SLOWEST else ''}")


if __name__ == "__main__":
    main()
