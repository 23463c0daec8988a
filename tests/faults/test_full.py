"""A disk without space: said in words, nothing half written, and all is well again as soon as there is room (R09, R11)."""

import contextlib
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.foundation.words import speaker
from tests.faults import small_disk
from tests.faults.server import Running, Visitor

Switch = Callable[[Running, bool], None]
NOT_RECORDED = speaker("zh_Hans")("common.error.busy.title")


def by_limit(server: Running, full: bool) -> None:
    """No file of the process may grow beyond one page; needs no rights."""
    most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096 if full else most, most))


def by_filling(server: Running, full: bool) -> None:
    """The file system itself is full."""
    filler = server.folder / "filler"
    if not full:
        filler.unlink()
        return
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as out:
        while True:
            out.write(b"x" * 512)


@pytest.fixture(params=[by_limit, by_filling], ids=["limit", "filled"])
def switch(request: pytest.FixtureRequest) -> Switch:
    """How the disk becomes full and free again."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def running(switch: Switch, template: Path, tmp_path: Path) -> Iterator[Running]:
    """A server; where its disk is filled, on a small file system of its own."""
    folder = tmp_path / "instance"
    with small_disk.in_memory(folder) if switch is by_filling else contextlib.nullcontext():
        server = Running(folder, template)
        yield server
        server.kill()


def test_a_full_disk_is_said_and_forgotten(running: Running, switch: Switch) -> None:
    visitor = Visitor(running.port).come()
    first = visitor.ask("1" * 32).given
    switch(running, True)
    for key in ("2" * 32, "3" * 32):
        refused = visitor.ask(key)
        assert refused.status == 503 and NOT_RECORDED in refused.text, (refused.status, refused.text[:300])
    assert Visitor(running.port).send("GET", "/").status == 200  # what is published stays readable
    switch(running, False)
    assert visitor.ask("1" * 32).given == first
    second = visitor.ask("2" * 32).given
    assert int(second[0][-4:]) == int(first[0][-4:]) + 1  # what was refused cost no number
    assert running.command("verify").stdout.strip() == "Every rule holds."
