"""Lines that are slow, idle or cut (R43, R07, reliability.md §2.5): others are served meanwhile, and half a form is no form."""

import contextlib
import re
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.accounts import stored
from tests.faults.server import Running, Visitor
from tests.setup.ports import free_port

SLOW = 900  # below portal.serve.CONNECTIONS, which is counted together with the good ones
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
HALF_A_BODY = b"POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nwords="
PLAIN = """
import sys, waitress
def page(environ, start):
    start("200 OK", [("Content-Length", "5")])
    return [b"whole"]
server = waitress.create_server(page, host="127.0.0.1", port=int(sys.argv[1]))
print("listens")
server.run()
"""
KINDS = {"heads": [HALF_A_HEAD], "bodies": [HALF_A_BODY], "idle": [b""], "all": [HALF_A_HEAD, HALF_A_BODY, b""]}


@pytest.fixture
def running(template: Path, tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path / "instance", template, papers=False)
    yield server
    server.kill()


@pytest.fixture(autouse=True)
def many_files() -> Iterator[None]:
    """The test holds the other end of each line."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], min(before[1], 4096)), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@contextlib.contextmanager
def held(port: int, count: int, begun: list[bytes]) -> Iterator[list[socket.socket]]:
    """So many connections that sent the beginning of something and stay."""
    with contextlib.ExitStack() as stack:
        links = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30)) for _ in range(count)]
        for place, link in enumerate(links):
            link.sendall(begun[place % len(begun)])
        yield links


@pytest.mark.parametrize("kind", KINDS)
def test_r43_nine_hundred_slow_lines_keep_nobody_waiting(running: Running, kind: str) -> None:
    """Who reads, who tells a matter, and the slow ones themselves when they come to an end."""
    with held(running.port, SLOW, KINDS[kind]) as links:
        assert Visitor(running.port, patience=20).send("GET", "/").status == 200
        visitor = Visitor(running.port, patience=20).come()
        given = visitor.ask("1" * 32).given
        for link in links:  # a drop each: it is no reason to be served, nor to hold up others
            with contextlib.suppress(OSError):
                link.sendall(b"x")
        assert visitor.ask("1" * 32).given == given
    assert stored(running) == {"1" * 32: [given[0]]}


def test_r74_with_waitress_as_it_comes_the_same_lines_shut_the_door() -> None:
    """So the lines above are slow enough to matter."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-u", "-c", PLAIN, str(port)], stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout is not None and server.stdout.readline()
            with held(port, 150, KINDS["all"]), pytest.raises(TimeoutError):
                Visitor(port, patience=2).send("GET", "/")
        finally:
            server.kill()


def _request(visitor: Visitor, key: str) -> tuple[bytes, bytes]:
    body = visitor.form(key).encode()
    lines = [f"{name}: {value}" for name, value in visitor.headers().items()]
    head = "\r\n".join(["POST /ask HTTP/1.1", "Host: 127.0.0.1", *lines, f"Content-Length: {len(body)}", "Connection: close"])
    return head.encode() + b"\r\n\r\n", body


@pytest.mark.parametrize("cut", ["in the head", "behind the head", "in the middle", "before the last byte"])
def test_r07_a_form_that_a_proxy_cuts_off_is_not_there_and_counts_nothing(running: Running, cut: str) -> None:
    visitor = Visitor(running.port).come()
    head, body = _request(visitor, "1" * 32)
    whole = head + body
    length = {"in the head": len(head) // 2, "behind the head": len(head), "in the middle": len(head) + len(body) // 2,
              "before the last byte": len(whole) - 1}[cut]
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as link:
        link.sendall(whole[:length])
        link.shutdown(socket.SHUT_WR)
        while link.recv(2**16):
            pass
    assert stored(running) == {}
    number, _ = visitor.ask("1" * 32).given
    assert stored(running) == {"1" * 32: [number]} and number.endswith("0001")


@pytest.mark.parametrize("heard", [0, 1, 300])
def test_r07_an_answer_that_is_cut_off_is_the_same_when_it_is_asked_for_again(running: Running, heard: int) -> None:
    """Whoever heard nothing, a byte or half of the receipt sends the form again and gets the number that was given the first time."""
    visitor = Visitor(running.port).come()
    head, body = _request(visitor, "1" * 32)
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as link:
        link.sendall(head + body)
        if heard:
            link.recv(heard)
    number, code = visitor.ask("1" * 32).given
    assert stored(running) == {"1" * 32: [number]}
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", code) and visitor.ask("1" * 32).given == (number, code)
