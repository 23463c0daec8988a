"""Typing, measured in Chromium: python -m tests.bench.keystrokes [--rounds 5]

Every keystroke on the way to every frozen word and sentence, in the shipped engine under the portal's own policy: from the key until
its candidates stand on the page. Beside it in empty keystrokes of the same run, which put up the same number of candidates without
asking the engine. The first round comes cold; of the rounds the quietest look of each keystroke tells what the engine costs, whatever
else the machine did. CPU is that of the page's thread."""

import argparse
import math
import statistics
from typing import Any

from playwright.sync_api import CDPSession, sync_playwright

from tests.bench.verdict import flag
from tests.browsers import launched
from tests.kiosk.input.conftest import Typist, frozen, seated

MIDDLE, SLOWEST = 5, 50  # ms of a keystroke's candidates: at the median, at worst (K31)
SHOWN = 10
KEYS = f"""(all) => {{
  const list = document.body.appendChild(document.createElement("ol")), engine = window.engine, times = [];
  const show = (words) => list.replaceChildren(...words.map((word) => {{
    const one = document.createElement("button");
    one.textContent = word;
    return one;
  }}));
  const key = (words) => {{
    const began = performance.now();
    list.onkeydown = () => show(words());
    list.dispatchEvent(new KeyboardEvent("keydown", {{ key: "a" }}));
    return performance.now() - began;
  }};
  for (const typed of all) times.push(key(() => engine.look(typed).slice(0, {SHOWN}).map((one) => one.text)));
  list.remove();
  return times;
}}"""
EMPTY = KEYS.replace("engine.look(typed)", "nothing").replace("times = [];", f"times = [], nothing = Array.from({{ length: {SHOWN} }}, "
                                                                             '() => ({ text: "回音" }));')


def every() -> list[str]:
    """What stands typed after each key on the way to each frozen word and sentence."""
    typed = [line for name in ("words", "sentences") for _, line in frozen(name)]
    return [line[:end] for line in typed for end in range(1, len(line) + 1)]


def main(rounds: int) -> None:
    """Type everything so many times, empty keys between, and print both."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        typist = seated(browser)
        thread = typist.page.context.new_cdp_session(typist.page)
        thread.send("Performance.enable", {"timeDomain": "threadTicks"})
        _report(typist, thread, every(), rounds)


def _report(typist: Typist, thread: CDPSession, keys: list[str], rounds: int) -> None:
    looks, empties = [], []
    for _ in range(rounds):
        empties.append(_timed(typist, thread, EMPTY, keys))
        looks.append(_timed(typist, thread, KEYS, keys))
    base, cpu = statistics.mean(sum(times) / len(keys) for times, _ in empties), min(cost for _, cost in empties)
    print(f"\nKeystroke to candidates over {len(keys):,} keystrokes; an empty one: {base:.2f} ms, {cpu:.2f} ms of CPU in the same run")
    print(f"{'':<22}{'median ms':>10}{'p95 ms':>9}{'worst ms':>10}{'in empty ones: median':>23}{'p95':>7}{'worst':>7}{'mean CPU ms':>13}"
          f"{'in empty ones':>15}")
    _line("first time, cold", looks[0][0], looks[0][1], base, cpu)
    quiet = [min(each) for each in zip(*(times for times, _ in looks), strict=True)]
    _line(f"quietest of {rounds} rounds", quiet, min(cost for _, cost in looks), base, cpu)


def _line(name: str, times: list[float], cost: float, base: float, cpu: float) -> None:
    middle, late, worst = statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times)
    missed = [f"median over {MIDDLE} ms"] * (middle > MIDDLE) + [f"worst over {SLOWEST} ms"] * (worst > SLOWEST)
    print(f"{name:<22}{middle:>10.1f}{late:>9.1f}{worst:>10.1f}{middle / base:>23.0f}{late / base:>7.0f}{worst / base:>7.0f}{cost:>13.2f}"
          f"{cost / cpu if cpu else math.nan:>15.0f}  {flag(f'a keystroke, {name}', missed)}")


def _timed(typist: Typist, thread: CDPSession, what: str, keys: list[str]) -> tuple[list[float], float]:
    """Milliseconds of each keystroke, and the mean CPU of one."""
    before = _thread(thread)
    times: list[float] = typist.page.evaluate(what, keys)
    return times, 1000 * (_thread(thread) - before) / len(keys)


def _thread(thread: CDPSession) -> float:
    told: dict[str, Any] = thread.send("Performance.getMetrics")
    return next(float(one["value"]) for one in told["metrics"] if one["name"] == "ScriptDuration")


if __name__ == "__main__":
    parser = argparse.ArgumentParser("tests.bench.keystrokes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    main(parser.parse_args().rounds)
