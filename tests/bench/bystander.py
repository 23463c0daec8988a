"""A process that stands by with something opened, does what it is asked so many times, and tells what it cost."""

import contextlib
import multiprocessing
import time
from collections.abc import Callable, Generator, Iterator
from multiprocessing.connection import Connection
from typing import Any

from tests.bench import servers

Ask = Callable[[str, int], tuple[float, float]]


@contextlib.contextmanager
def started(serve: Callable[..., Iterator[Ask]], *given: Any) -> Iterator[Ask]:
    """A process in which `serve(*given)` yields once what answers; asked by name and times, told (CPU, wall) in ms a piece."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_stand, args=(theirs, serve, given))
    process.start()
    theirs.close()

    def ask(what: str, times: int) -> tuple[float, float]:
        mine.send((what, times))
        cpu, wall = mine.recv()
        return cpu, wall
    try:
        yield ask
    finally:
        with contextlib.suppress(OSError):
            mine.send(None)
        process.join()


def _stand(asked: Connection, serve: Callable[..., Generator[Ask]], given: tuple[Any, ...]) -> None:
    for do in serve(*given):
        while (what := asked.recv()) is not None:
            asked.send(do(*what))


def measured(once: Callable[[], object], times: int, beside: list[int], *, myself: bool = True) -> tuple[float, float]:
    """CPU and wall time in ms of one of `times`: of this process unless it only asks, and of those that work for it."""
    def cpu() -> float:
        return (time.process_time() if myself else 0.0) + sum(map(servers.cpu_of, beside))

    before, began = cpu(), time.perf_counter()
    for _ in range(times):
        once()
    wall = time.perf_counter() - began
    return 1000 * (cpu() - before) / times, 1000 * wall / times
