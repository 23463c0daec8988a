"""Papers, measured against the obvious way in one run: python -m tests.bench.papers [INSTANCE] [ROUNDS]

INSTANCE is a folder whose fonts/ holds the cut of ``portal fonts``; without it that row is left out. Every maker lives in
a process of its own and they take turns, receipt by receipt, so that a busy moment of the machine hits all alike.
"""
from __future__ import annotations

import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from portal import ROOT
from portal.foundation import words
from portal.paper import fonts, memory, press, receipt
from tests.paper.samples import receipt_facts

FASTER, LARGEST, MEMORY = 2.5, 40, 160  # times the obvious way; kB of an 80 mm receipt; MiB of the process
STREETS = ["圭峰路", "东庆路", "中心路", "会城路", "大新路", "振兴路", "冈州大道", "启超大道"]
TROUBLES = ["路灯不亮，晚上看不清路", "下水道堵了，一下雨就倒灌", "楼道堆满杂物，老人出不了门", "夜里施工太吵，孩子睡不着"]


def varied(turn: int) -> receipt.ReceiptFacts:
    """Receipt number `turn`: another number, code, address, so that nobody can reuse a layout."""
    dice = random.Random(turn)
    return replace(
        receipt_facts("zh_Hans"), number=f"S01-26-{turn:04d}", code=f"{dice.randrange(10**12):012d}",
        token_url=f"https://huiyin.example.org/track/{dice.getrandbits(128):032x}",
        words=f"{dice.choice(STREETS)}{turn}号门前，{dice.choice(TROUBLES)}。")


def ours(folder: str):
    """The press's own setter, warm, with the fonts of `folder` (an instance) before Debian's."""
    config = fonts.fontconfig(Path(folder) / "bench-fonts.conf", (Path(folder) / "fonts",), Path(folder) / "bench-cache")
    memory.give_back_large()
    work = press._prepare({kind: press._styles(kind) for kind in press.KINDS}, str(config))
    memory.settle()

    def then_clear(html: str, size: str) -> bytes:
        pdf, _ = work(html, size)
        memory.clear()                                 # after the answer in the press, but its CPU all the same
        return pdf
    return then_clear


def obvious(_folder: str):
    """What one writes first: styles in the page, everything new each time, fonts from Debian."""
    from weasyprint import HTML

    def work(html: str, size: str) -> bytes:
        style = "".join((ROOT / "static/css" / name).read_text() for name in ("paper.css", f"paper-{size}.css"))
        return HTML(string=html.replace("</head>", f"<style>{style}</style></head>")).write_pdf()
    return work


def serve(table, maker, folder: str) -> None:
    """A maker's process: answers (html, size) with CPU ms, wall ms, bytes and peak memory in MiB."""
    work = maker(folder)
    table.send(None)
    for html, size in iter(table.recv, None):
        cpu, wall = time.process_time(), time.perf_counter()
        pdf = work(html, size)
        table.send((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall), len(pdf),
                    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main(instance: Path | None, rounds: int) -> None:
    """Set `rounds` receipts of each size with every maker and print the medians and ratios."""
    say, context = words.speaker("zh_Hans"), multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as bare:
        makers = {"press, Noto": (ours, bare), "obvious, Noto": (obvious, bare)}
        if instance and (instance / "fonts" / "HuiyinSans-Regular.ttf").is_file():
            makers = {"press, cut": (ours, str(instance))} | makers
        tables = {}
        for name, (maker, folder) in makers.items():
            tables[name], theirs = context.Pipe()
            context.Process(target=serve, args=(theirs, maker, folder), daemon=True).start()
            tables[name].recv()
        for size in receipt.SIZES[:2]:
            seen = {name: [] for name in makers}
            for turn in range(1, rounds + 1):
                page = receipt.html(varied(turn), say, size)
                for name, table in tables.items():
                    table.send((page, size))
                    seen[name].append(table.recv())
            report(size, seen)
        for table in tables.values():
            table.send(None)


def report(size: str, seen: dict[str, list[tuple[float, ...]]]) -> None:
    """One table: medians, 95th percentile, how many times the first row each other row takes, and what our press misses."""
    print(f"\n{size:<15}{'CPU ms':>8}{'ratio':>7}{'wall ms':>9}{'p95':>7}{'first':>8}{'kB':>7}{'ratio':>7}{'MiB':>6}")
    base = None
    plain = statistics.median(row[0] for row in seen["obvious, Noto"])
    for name, rows in seen.items():
        cpu, wall, length, _ = (statistics.median(column) for column in zip(*rows, strict=True))
        base = base or (cpu, length)
        p95 = statistics.quantiles([row[1] for row in rows], n=20)[-1]
        print(f"{name:<15}{cpu:8.1f}{cpu / base[0]:7.2f}{wall:9.1f}{p95:7.0f}{rows[0][1]:8.0f}{length / 1000:7.1f}"
              f"{length / base[1]:7.2f}{rows[-1][3]:6.0f}  {missed(name, size, plain / cpu, length / 1000, rows[-1][3])}")


def missed(name: str, size: str, faster: float, kilobytes: float, mebibytes: float) -> str:
    """What a row of ours misses; speed and size of a receipt are promised of the cut, memory of both."""
    if not name.startswith("press"):
        return ""
    receipt_of_the_cut = size == "roll80" and name == "press, cut"
    lines = [f"under {FASTER:g} x obvious"] * (receipt_of_the_cut and faster < FASTER)
    lines += [f"over {LARGEST} kB"] * (receipt_of_the_cut and kilobytes > LARGEST) + [f"over {MEMORY} MiB"] * (mebibytes > MEMORY)
    return f"MISSED: {', '.join(lines)}" if lines else "ok"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None, int(sys.argv[2]) if sys.argv[2:] else 30)
