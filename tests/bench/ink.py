"""Handwriting, measured in Chromium: python -m tests.bench.ink [--characters 200] [--seed 1]

Characters drawn by lot from KanjiVG (other authors than the templates'), as each hand of tests/kiosk/ink/hands.py draws them.
Times are from the question to the answer, the worker's post included; CPU is the worker's own, as the kernel counted it, which a
busy machine leaves alone. Both stand in empty questions of the same run too."""

import argparse
import contextlib
import os
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench import servers
from tests.bench.verdict import flag
from tests.browsers import launched
from tests.journeys.serving import demonstration, sow
from tests.journeys.watch import Watch
from tests.kiosk.ink.hands import HANDS
from tests.kiosk.ink.others import drawn_by_lot
from tests.kiosk.ink.trial import ASK, open_trial, questions

READY, SLOWEST = 1000, 40  # ms of worker time from nothing to ready; ms of a look at p95
HIRE = """async () => {
  const { worker, templates } = document.querySelector("script[data-worker]").dataset, hand = new Worker(worker);
  window.told = (sent) => new Promise((done) => { hand.onmessage = ({ data }) => done(data); hand.postMessage(sent); });
  window.dismiss = () => hand.terminate();
  window.templates = templates;
  await window.told({ load: templates });
}"""
LOOK = """async (asked) => {
  const began = performance.now(), { found } = await window.told({ ask: true, ...asked });
  return [found, performance.now() - began];
}"""
EMPTY = """async (many) => { // a hundred at a time: the browser's clock is coarse
  const began = performance.now();
  for (let i = 0; i < many; i += 1) await window.told({ load: window.templates });
  return (performance.now() - began) / many;
}"""


@dataclass(frozen=True)
class Times:
    """Milliseconds of each look: on the wall, and of the worker's thread."""

    wall: list[float]
    cpu: list[float]


def main(characters: int, seed: int) -> None:
    """Serve, draw, print."""
    with contextlib.ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
        sow(folder / "sown")
        served = kept.enter_context(demonstration(folder / "served", folder / "sown" / "portal.db"))
        browser = kept.enter_context(launched(kept.enter_context(sync_playwright())))
        watch = Watch(browser, served.url, folder)
        page = watch.page()
        open_trial(page, served.app)
        _start(page)
        _hands(page, characters, seed)
        watch.close()
        print("\n".join(watch.faults) or "No fault of policy, console or origin.")


def _start(page: Page) -> None:
    times = [page.evaluate(ASK, [])["ready"] for _ in range(9)]
    verdict = flag("start of handwriting", [f"over {READY} ms"] * (statistics.median(times) > READY))
    print(f"start of a worker: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms (bar {READY})  {verdict}")


def _hands(page: Page, characters: int, seed: int) -> None:
    drawings = drawn_by_lot(characters, seed)
    page.evaluate(HIRE)
    empty = _of_empty(page)
    print(f"an empty question: {empty.wall[0]:.2f} ms, {empty.cpu[0]:.3f} ms of CPU; {characters} characters a hand\n"
          f"{'hand':22}{'first %':>9}{'in five %':>11}{'median ms':>11}{'p95 ms':>9}{'worst':>8}{'in empty ones':>15}"
          f"{'CPU median':>12}{'CPU p95':>9}{'in empty ones':>15}")
    for name, hand in HANDS.items():
        asked = questions(drawings, hand, seed)
        found, times = _looked(page, asked)
        late, cost = _p95(times.wall), _p95(times.cpu)
        first, five = (100 * sum(one in answer[:most] for one, answer in zip(drawings, found, strict=True)) / len(found)
                       for most in (1, 5))
        missed = [f"p95 over {SLOWEST} ms"] * (late > SLOWEST) + [f"CPU over {SLOWEST} ms"] * (cost > SLOWEST)
        print(f"{name:22}{first:9.1f}{five:11.1f}{statistics.median(times.wall):11.1f}{late:9.1f}{max(times.wall):8.0f}"
              f"{late / empty.wall[0]:15.0f}{statistics.median(times.cpu):12.1f}{cost:9.1f}{cost / empty.cpu[0]:15.0f}"
              f"  {flag(f'handwriting, {name}', missed)}")
    page.evaluate("window.dismiss()")


def _of_empty(page: Page) -> Times:
    """The median of nine hundreds."""
    seen = []
    for _ in range(9):
        before = _cpu_of_workers()
        wall = page.evaluate(EMPTY, 100)
        seen.append((wall, (_cpu_of_workers() - before) / 100))
    return Times([statistics.median(wall for wall, _ in seen)], [statistics.median(cpu for _, cpu in seen)])


def _looked(page: Page, asked: list[dict[str, object]]) -> tuple[list[list[str]], Times]:
    found, times = [], Times([], [])
    for question in asked:
        before = _cpu_of_workers()
        answer, wall = page.evaluate(LOOK, question)
        found.append(answer)
        times.wall.append(wall)
        times.cpu.append(_cpu_of_workers() - before)
    return found, times


def _cpu_of_workers() -> float:
    """Milliseconds that all dedicated workers below this process have had so far."""
    names = (file for pid in servers.below(os.getpid()) for file in Path(f"/proc/{pid}/task").glob("*/comm"))
    spent = 0
    for file in names:
        with contextlib.suppress(OSError):
            if file.read_text().startswith("DedicatedWorker"):
                spent += int(file.with_name("schedstat").read_text().split()[0])
    return spent / 1e6


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser("tests.bench.ink", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    main(told.characters, told.seed)
