"""Nothing acknowledged is lost or doubled when the server is killed, stopped, or runs twice (R01, R04, R07, R12, R16)."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.accounts import account, stored
from tests.faults.server import Crowd, Running, Visitor


@pytest.fixture
def running(template: Path, tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path / "instance", template, papers=False)
    yield server
    server.kill()


def test_killed_again_and_again_under_eight_visitors(running: Running) -> None:
    """R01: six times kill -9 in the middle of the rush; every form is sent again until its receipt comes."""
    crowd = Crowd([running.port], 8)
    for _ in range(6):
        crowd.wait_for(20)
        running.kill()
        running.start()
    crowd.wait_for(8)
    crowd.go_home()
    account(running, crowd)
    for key, given in list(crowd.acknowledged.items())[:10]:
        assert Visitor(running.port).come().ask(key).given == given


def test_two_servers_on_one_file_lose_and_double_nothing(running: Running) -> None:
    """R04: the gate holds between processes."""
    second = Running(running.folder, papers=False)
    crowd = Crowd([running.port, second.port], 8)
    crowd.wait_for(60)
    crowd.go_home()
    second.kill()
    account(running, crowd)


def test_a_stop_finishes_the_request_that_runs(running: Running) -> None:
    """R16: the server has read the head of a form, is told to stop, gets the rest, answers wholly, and ends in order."""
    visitor, key = Visitor(running.port).come(), "a" * 32
    body = visitor.form(key).encode()
    lines = [f"{name}: {value}" for name, value in visitor.headers().items()]
    head = "\r\n".join(["POST /ask HTTP/1.1", "Host: 127.0.0.1", *lines, f"Content-Length: {len(body)}", "Expect: 100-continue",
                        "Connection: close"])
    with socket.create_connection(("127.0.0.1", running.port), timeout=60) as link, link.makefile("rb") as stream:
        link.sendall(head.encode() + b"\r\n\r\n")
        assert b"100 Continue" in stream.readline()
        running.process.send_signal(signal.SIGTERM)
        link.sendall(body)
        answer = stream.read()
    assert b" 200 " in answer.split(b"\r\n", 3)[1] + answer.split(b"\r\n", 3)[0] and answer.rstrip().endswith(b"</html>")
    assert running.process.wait(timeout=60) == 0
    (number,) = stored(running)[key]
    assert number.encode() in answer
