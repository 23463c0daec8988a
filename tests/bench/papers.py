"""Papers, measured against the obvious way in one run: python -m tests.bench.papers [INSTANCE] [ROUNDS]

INSTANCE is a folder whose fonts/ holds the cut of ``portal fonts``; without it that row is left out. Every maker lives in
a process of its own and they take turns, paper by paper, so that a busy moment of the machine hits all alike: ours, what one
writes first with WeasyPrint, fpdf2 with the same words placed by hand in our cut (no bar code, no rules), and a Chromium that is
warm. The receipt on the roll, on A5, and a supervision slip on A4. Last, ours alone sets a thousand receipts: what its memory grows by.
"""
from __future__ import annotations

import multiprocessing
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from portal import ROOT
from portal.foundation import words
from portal.paper import cut, fonts, memory, press, receipt, slip
from tests.bench.verdict import FIGURES, flag, unmeasured
from tests.paper.samples import receipt_facts
from tests.paper.sheets import sheets

FASTER, BROWSER, BY_HAND = 2.5, 5, 3.5  # times the obvious way, by CPU; a warm Chromium, by the clock; fpdf2, by CPU
MANY, GROWTH = 1000, 2.0  # receipts after each other, and the MiB they may cost
LARGEST, MEMORY = 40, 160  # kB of an 80 mm receipt; MiB of the process
LARGER = 1.6  # an A5 receipt or an A4 slip, in receipts on the roll: 75 ms beside 48
STREETS = ["圭峰路", "东庆路", "中心路", "会城路", "大新路", "振兴路", "冈州大道", "启超大道"]
TROUBLES = ["路灯不亮，晚上看不清路", "下水道堵了，一下雨就倒灌", "楼道堆满杂物，老人出不了门", "夜里施工太吵，孩子睡不着"]


def varied(turn: int) -> receipt.ReceiptFacts:
    """Receipt number `turn`: another number, code, address, so that nobody can reuse a layout."""
    dice = random.Random(turn)
    return replace(
        receipt_facts("zh_Hans"), number=f"S01-26-{turn:04d}", code=f"{dice.randrange(10**12):012d}",
        token_url=f"https://huiyin.example.org/track/{dice.getrandbits(128):032x}",
        words=f"{dice.choice(STREETS)}{turn}号门前，{dice.choice(TROUBLES)}。")


def html_of(size: str, turn: int, say: words.Speaker) -> str:
    """Paper number `turn` of a size."""
    if size != "a4":
        return receipt.html(varied(turn), say, size)
    return slip.html(replace(sheets()["yellow"], number=f"S01-26-{turn:04d}", official=f"督黄〔2026〕{turn}号"), say)


def cut_in(scratch: Path) -> Path | None:
    """An instance under the scratch folder with the cut of `portal fonts`; made once, which takes minutes."""
    made = scratch / "cut"
    try:
        if not all((made / "fonts" / f"HuiyinSans-{weight}.ttf").is_file() for weight in cut.WEIGHTS):
            cut.build(made / "fonts")
    except FileNotFoundError as lacking:
        unmeasured("Papers in our own cut", lacking)
        return None
    return made


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


def chromium(_folder: str):
    """A browser that stands ready, one page after another."""
    from playwright.sync_api import sync_playwright

    engine, flags = sync_playwright().start().chromium, ["--no-sandbox", "--disable-gpu"]
    page = engine.launch(executable_path=shutil.which("chromium"), args=flags).new_page()

    def work(html: str, size: str) -> bytes:
        style = "".join((ROOT / "static/css" / name).read_text() for name in ("paper.css", f"paper-{size}.css"))
        page.set_content(html.replace("</head>", f"<style>{style}</style></head>"))
        return page.pdf(prefer_css_page_size=True)
    return work


def by_hand(folder: str):
    """fpdf2: every line of the paper one below the other, our cut embedded as it does it."""
    from fpdf import FPDF

    def work(html: str, size: str) -> bytes:
        pdf = FPDF(unit="mm", format={"roll80": (80, 340), "a5": "A5"}.get(size, "A4"))
        pdf.set_margins(5, 5)
        for style, weight in (("", "Regular"), ("B", "Bold")):
            pdf.add_font("cut", style, Path(folder) / "fonts" / f"HuiyinSans-{weight}.ttf")
        pdf.add_page()
        for turn, line in enumerate(filter(None, map(str.strip, re.split(r"<[^>]+>", html.partition("<body")[2].partition(">")[2])))):
            pdf.set_font("cut", "B" if turn % 3 == 0 else "", 12)
            pdf.multi_cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")
        return bytes(pdf.output())
    return work


def serve(table, maker, folder: str) -> None:
    """A maker's process: answers (html, size) with CPU ms, wall ms, bytes and peak memory in MiB."""
    work = maker(folder)
    table.send(None)
    for html, size in iter(table.recv, None):
        cpu, wall = time.process_time(), time.perf_counter()
        pdf = work(html, size)
        table.send((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall), len(pdf), peak()))


def peak() -> float:
    """The most memory this program ever held, in MiB. `ru_maxrss` would be that of whoever started it, if they held more."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def main(instance: Path | None, rounds: int) -> None:
    """Set `rounds` papers of each size with every maker and print the medians and ratios."""
    say, context = words.speaker("zh_Hans"), multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as bare:
        makers = {"press, Noto": (ours, bare), "obvious, Noto": (obvious, bare)}
        if shutil.which("chromium"):
            makers["Chromium, warm"] = (chromium, bare)
        if instance and (instance / "fonts" / "HuiyinSans-Regular.ttf").is_file():
            makers = {"press, cut": (ours, str(instance)), "fpdf2, cut": (by_hand, str(instance))} | makers
        tables = {}
        for name, (maker, folder) in makers.items():
            tables[name], theirs = context.Pipe()
            context.Process(target=serve, args=(theirs, maker, folder), daemon=True).start()
            tables[name].recv()
        least: dict[str, float] = {}
        for size in press.KINDS:
            seen = {name: [] for name in makers}
            for turn in range(1, rounds + 1):
                page = html_of(size, turn, say)
                for name, table in tables.items():
                    table.send((page, size))
                    seen[name].append(table.recv())
            report(size, seen, least)
        _thousand(tables[next(iter(makers))], say)
        for table in tables.values():
            table.send(None)


def _thousand(table, say: words.Speaker) -> None:
    """A day of a large station, set by our press: what its memory is after the first fifty receipts and after all of them."""
    peaks = []
    for turn in range(1, MANY + 51):
        table.send((html_of("roll80", turn, say), "roll80"))
        peaks.append(table.recv()[3])
    grown = peaks[-1] - peaks[49]
    FIGURES.setdefault("papers", {})["growth of a thousand, MiB"] = round(grown, 2)
    print(f"\n{MANY} receipts more: {grown:+.1f} MiB  " + flag("a thousand receipts", [f"over {GROWTH:g} MiB"] * (grown > GROWTH)))


def report(size: str, seen: dict[str, list[tuple[float, ...]]], least: dict[str, float]) -> None:
    """One table: medians, 95th percentile, how many times the first row each other row takes, and what our press misses.
    `least` keeps the CPU of the first size by maker."""
    print(f"\n{size:<15}{'CPU ms':>8}{'ratio':>7}{'wall ms':>9}{'p95':>7}{'first':>8}{'kB':>7}{'ratio':>7}{'MiB':>6}")
    base = None
    plain = statistics.median(row[0] for row in seen["obvious, Noto"])
    hand = statistics.median(row[0] for row in seen["fpdf2, cut"]) if "fpdf2, cut" in seen else None
    browser = statistics.median(row[1] for row in seen["Chromium, warm"]) if "Chromium, warm" in seen else None
    for name, rows in seen.items():
        cpu, wall, length, _ = (statistics.median(column) for column in zip(*rows, strict=True))
        base = base or (cpu, length)
        own = not name.startswith("Chromium")  # its CPU and memory are those of many processes: by the clock alone
        least.setdefault(name, cpu)
        ratios = {"obvious": plain / cpu, "roll": cpu / least[name]} | ({"Chromium": browser / wall} if browser else {})
        ratios |= {"fpdf2": hand / cpu} if hand else {}
        figures = FIGURES.setdefault("papers", {})
        figures[f"{size}, {name}"] = {"ms": round(cpu if own else wall, 1)} | {key: round(one, 2) for key, one in ratios.items()}
        p95 = statistics.quantiles([row[1] for row in rows], n=20)[-1]
        spent = f"{cpu:8.1f}{cpu / base[0]:7.2f}" if own else f"{'-':>8}{'-':>7}"
        print(f"{name:<15}{spent}{wall:9.1f}{p95:7.0f}{rows[0][1]:8.0f}{length / 1000:7.1f}{length / base[1]:7.2f}"
              + (f"{rows[-1][3]:6.0f}" if own else f"{'-':>6}") + f"  {missed(name, size, ratios, length / 1000, rows[-1][3])}")


def missed(name: str, size: str, ratios: dict[str, float], kilobytes: float, mebibytes: float) -> str:
    """What a row of ours misses; speed and size are promised of the cut, memory of both."""
    if not name.startswith("press"):
        return ""
    lines = [f"over {MEMORY} MiB"] * (mebibytes > MEMORY)
    if name == "press, cut" and size == "roll80":
        lines += [f"under {FASTER:g} x obvious"] * (ratios["obvious"] < FASTER) + [f"over {LARGEST} kB"] * (kilobytes > LARGEST)
        lines += [f"under {BROWSER} x Chromium"] * (ratios.get("Chromium", BROWSER) < BROWSER)
        lines += [f"under {BY_HAND} x fpdf2"] * (ratios["fpdf2"] < BY_HAND)
    elif name == "press, cut":
        lines += [f"over {LARGER} x the roll"] * (ratios["roll"] > LARGER)
    return flag(f"{size}, {name}", lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None, int(sys.argv[2]) if sys.argv[2:] else 30)
