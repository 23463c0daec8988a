"""A disk that turns read-only under the server, as ext4 does after an error (R11): said in words, nothing acknowledged, board readable."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.foundation.words import speaker
from tests.faults.accounts import stored
from tests.faults.server import Running, Visitor
from tests.faults.small_disk import Disk

NOT_RECORDED = speaker("zh_Hans")("common.error.busy.title")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "disk.img", tmp_path / "instance")
    yield disk
    disk.away()


def test_r11_a_disk_that_turns_read_only_acknowledges_nothing_and_loses_nothing(disk: Disk, template: Path) -> None:
    server = Running(disk.folder, template, papers=False)
    disk.settle()
    try:
        visitor = Visitor(server.port).come()
        first = visitor.ask("1" * 32).given
        disk.fail()
        for key in ("2" * 32, "3" * 32):
            refused = visitor.ask(key)
            assert refused.status == 503 and NOT_RECORDED in refused.text, (refused.status, refused.text[:300])
        assert Visitor(server.port).send("GET", "/").status == 200, "what is published stays readable"
        assert visitor.ask("2" * 32).status == 503, "and a form that failed once is not answered from memory"
    finally:
        server.kill()
    disk.mend()
    server.start()
    try:
        assert Visitor(server.port).come().ask("1" * 32).given == first
        second = Visitor(server.port).come().ask("2" * 32).given
        assert stored(server) == {"1" * 32: [first[0]], "2" * 32: [second[0]]}
        assert int(second[0][-4:]) == int(first[0][-4:]) + 1
        assert server.command("verify").stdout.strip() == "Every rule holds."
    finally:
        server.kill()
