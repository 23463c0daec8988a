"""The tables of the bench, with the bars of this product beside what was measured; nothing here fails, it tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.servers import Server
from tests.bench.verdict import FIGURES, flag
from tests.bench.writing import Written


@dataclass(frozen=True)
class Bar:
    """The most an operation may cost in hellos, and times its own cost at the smallest size."""

    most: float | None = None
    growth: float = 1.3


BARS: dict[str, Bar] = {
    "submit": Bar(45),
    "submit at the kiosk": Bar(45),
    "track": Bar(20),
    "board": Bar(30),
    "result": Bar(30),
    "board search, many hits": Bar(60),
    "board search, two characters": Bar(60),
    "board search, nothing": Bar(60),
    "today": Bar(60),
    "list": Bar(45),
    "office search, many hits": Bar(60),
    "office search, two characters": Bar(60),
    "office search, nothing": Bar(60),
    "case": Bar(),
}
JUDGED, BEYOND = 100_000, 1.5
RATE, SLOWEST = 120, 250  # acknowledged submissions a second with 8 writers and 4 readers; ms at p99
READY, MEMORY = 2.0, 120  # seconds to the first 200; MiB of the web process


@dataclass(frozen=True)
class Cost:
    """Medians of one act: CPU and wall time in ms, and CPU in ms of the papers it had set."""

    cpu: float
    wall: float
    papers: float = 0.0


def costs(hello: Cost, page: Cost, seen: Mapping[str, Mapping[int, Cost]]) -> None:
    """CPU of each act in hellos, at every size."""
    sizes = sorted(next(iter(seen.values())))
    print(
        f"\nCPU of one act, web process; 1 = a bare waitress hello in the same run ({hello.cpu:.3f} ms; wall {hello.wall:.2f} ms)"
    )
    print(f"{'':<32}" + "".join(f"{size:>11,}" for size in sizes) + f"{'growth':>8}{'bar':>6}{'ms':>8}{'wall ms':>9}")
    apart = " " * (11 * (len(sizes) - 1) + 14)
    print(f"{'a bare Flask page, one row read':<32}{page.cpu / hello.cpu:>11.1f}{apart}{page.cpu:>8.2f}{page.wall:>9.2f}")
    FIGURES["acts"], FIGURES["bars"], FIGURES["page"] = {}, {}, round(page.cpu / hello.cpu, 2)
    for act, by_size in seen.items():
        ratios = {size: by_size[size].cpu / hello.cpu for size in sizes}
        FIGURES["acts"][act] = {str(size): round(ratio, 2) for size, ratio in ratios.items()}
        FIGURES["bars"][act] = BARS[act].most
        print(
            f"{act:<32}" + "".join(f"{ratio:>11.1f}" for ratio in ratios.values()) + f"{ratios[sizes[-1]] / ratios[sizes[0]]:>8.2f}"
            f"{BARS[act].most or '':>6}{by_size[sizes[-1]].cpu:>8.2f}{by_size[sizes[-1]].wall:>9.2f}  {_missed(act, ratios)}"
        )
    if "submit at the kiosk" in seen:
        papers = max(cost.papers for cost in seen["submit at the kiosk"].values())
        print(f"A kiosk's receipt is set meanwhile by a process of its own: {papers:.0f} ms of its CPU, not counted above.")


def standing(servers: list[Server]) -> None:
    """Start and memory of each portal, after all acts were done."""
    print(f"\n{'':<20}{'first 200 s':>12}{'web MiB':>9}{'papers MiB':>12}")
    for server in servers:
        web, papers = server.memory()
        missed = [f"start over {READY:g} s"] * (server.ready > READY) + [f"memory over {MEMORY} MiB"] * (web > MEMORY)
        print(f"{server.name:<20}{server.ready:>12.2f}{web:>9.0f}{papers:>12.0f}  {flag(server.name, missed)}")
    FIGURES["first 200"] = {str(server.size): round(server.ready, 3) for server in servers}


def writing(size: int, floor: Written, written: Written) -> None:
    """The write path, and beside it what the least thing that writes one row reached in the same run: where the machine does not
    let even that reach the bar, the share tells how much of it the portal spends."""
    missed = [f"under {RATE} a second"] * (written.rate < RATE) + [f"{written.refused} refused"] * (written.refused > 0)
    missed += [f"p99 over {SLOWEST} ms"] * (written.percentile(99) > SLOWEST)
    print(f"\nThe floor (Flask, Jinja, one row written, synchronous FULL), eight write and four read: {floor.rate:.0f} a second, "
          f"p99 {floor.percentile(99):.0f} ms, {floor.refused} refused, {floor.reads} pages read; CPU {floor.cpu:.1f} s"
          + ("" if floor.rate >= RATE else f"; itself under {RATE} a second"))
    print(
        f"Eight write and four read at {size:,}, for {written.seconds:.1f} s: {len(written.posts)} acknowledged, "
        f"{written.rate:.0f} a second ({100 * written.rate / max(floor.rate, 1):.0f} % of the floor), {written.refused} refused; "
        f"POST p50 {written.percentile(50):.0f} ms, "
        f"p99 {written.percentile(99):.0f} ms; {written.reads} boards read; "
        f"CPU {written.cpu:.1f} s in the web process, {written.papers:.1f} s for papers  {flag('the write path', missed)}"
    )


def _missed(act: str, ratios: dict[int, float]) -> str:
    """The bars are those of the largest size up to JUDGED; what lies beyond may cost BEYOND times as much."""
    bar, least = BARS[act], min(ratios)
    judged = max((size for size in ratios if size <= JUDGED), default=least)
    missed = [f"over {bar.most:g}"] if bar.most and ratios[judged] > bar.most else []
    missed += [f"grows over {bar.growth:g}"] * (ratios[judged] > bar.growth * ratios[least])
    return flag(act, missed + [f"over {BEYOND:g} x at {size:,}" for size in ratios if ratios[size] > BEYOND * ratios[judged]])
