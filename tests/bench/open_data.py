"""Open data of small and of large networks side by side: what a row of the dump costs, what a feed and a question of Open311 cost, and that a
whole dump leaves the server's memory as it was."""

import http.client
import statistics
from collections.abc import Sequence
from pathlib import Path

from tests.bench import seed, servers
from tests.bench.servers import Server
from tests.bench.verdict import FIGURES, flag

MOST, MORE_MEMORY = 1.5, 60.0  # times what it costs in the smallest; MiB that a dump may add
DUMPS = ("/results.jsonl", "/results.csv", "/results.csv.gz")
QUESTIONS = ("/results.atom", "/results.atom?station=S01", "/open311/v2/requests.json?service_code=K&status=closed", "/sitemap.xml")
ASKED = 20


def main(scratch: Path, port: int, sizes: Sequence[int], rounds: int) -> None:
    """The smallest and the largest in turn; the first round only warms up."""
    ends = (min(sizes), max(sizes))
    made = {size: seed.template(scratch, size) for size in ends}
    with (servers.portal(made[ends[0]], scratch / "run-data-small", port, ends[0], PORTAL_SWEEP_EVERY="0") as small,
          servers.portal(made[ends[1]], scratch / "run-data-large", port + 1, ends[1], PORTAL_SWEEP_EVERY="0") as large):
        asked = {path: [_cost(server, path, ASKED) for server in (small, large) * (rounds + 1)][2:] for path in QUESTIONS}
        before = large.memory()[0]
        rows = {path: [_cost(server, path, 1) / server.size for server in (small, large) * 2][2:] for path in DUMPS}
        grown = large.memory()[0] - before
    print(f"\n{f'Open data, {ends[0]:,} and {ends[1]:,} results':<52}{'small':>10}{'large':>10}{'times':>8}")
    for path, seconds in [*asked.items(), *rows.items()]:
        _report(path, statistics.median(seconds[::2]), statistics.median(seconds[1::2]), "µs/row" if path in rows else "ms")
    print(f"{'memory that three dumps of the large one added, MiB':<52}{grown:>10.1f}  {flag('memory of a dump', [f'over {MORE_MEMORY:g} MiB'] * (grown > MORE_MEMORY))}")
    FIGURES.setdefault("open data", {})["memory of dumps, MiB"] = round(grown, 1)


def _report(path: str, small: float, large: float, unit: str) -> None:
    times, scale = large / small, 1e6 if unit == "µs/row" else 1e3
    print(f"{f'{path}, {unit}':<52}{scale * small:>10.1f}{scale * large:>10.1f}{times:>8.2f}  {flag(f'open data, {path}', [f'over {MOST:g} times'] * (times > MOST))}")
    FIGURES.setdefault("open data", {})[path] = round(times, 2)


def _cost(server: Server, path: str, times: int) -> float:
    before = server.cpu()
    for _ in range(times):
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
        link.request("GET", path)
        answer = link.getresponse()
        while answer.read(2**16):
            pass
        assert answer.status == 200, (path, answer.status)
        link.close()
    return (server.cpu() - before) / times
