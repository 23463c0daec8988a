"""The server: limits against hostile clients, and a stop that lets running requests finish (R16, reliability.md §2.5)."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import ROOT
from portal.foundation import settings, words
from portal.serve import addresses, keep_time, options
from tests.setup.ports import free_port

# A server whose one page waits for a line in a pipe: the test decides when a request ends.
PROGRAM = """
import os, sys
from portal.foundation import settings
from portal.serve import serve
def page(environ, start):
    size = int(environ.get("CONTENT_LENGTH") or 0)
    environ["wsgi.input"].read(size)
    if environ["PATH_INFO"] == "/slow":
        print("begun", flush=True)
        open(sys.argv[1]).read()
    start("200 OK", [("Content-Length", "5")])
    return [b"whole"]
serve(page, settings.load(os.environ))
"""


class Running:
    """A server process, its port and the pipe that ends its slow request."""

    def __init__(self, folder: Path) -> None:
        self.port, self.pipe = free_port(), folder / "pipe"
        os.mkfifo(self.pipe)
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_INSTANCE": str(folder / "instance"),
               "PORTAL_LISTEN": f"127.0.0.1:{self.port}"}
        self.process = subprocess.Popen([sys.executable, "-u", "-c", PROGRAM, str(self.pipe)], env=env, text=True,
                                        stdout=subprocess.PIPE, cwd=folder)
        self.wait_for("/office/")

    def wait_for(self, words: str) -> None:
        assert self.process.stdout is not None
        assert any(words in line for line in self.process.stdout), f"the server ended before it said {words}"

    def connect(self, request: bytes) -> socket.socket:
        link = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        link.sendall(request)
        return link


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path)
    yield server
    server.process.kill()
    server.process.wait()
    server.process.stdout.close()


def answer(link: socket.socket) -> bytes:
    with link, link.makefile("rb") as stream:
        return stream.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_lets_the_running_request_finish_r16(running: Running, number: signal.Signals) -> None:
    link = running.connect(b"GET /slow HTTP/1.0\r\n\r\n")
    running.wait_for("begun")
    running.process.send_signal(number)
    with running.pipe.open("w"):
        pass
    assert answer(link).endswith(b"\r\n\r\nwhole")
    assert running.process.wait(timeout=30) == 0


def test_a_second_signal_ends_the_wait(running: Running) -> None:
    link = running.connect(b"GET /slow HTTP/1.0\r\n\r\n")
    running.wait_for("begun")
    running.process.send_signal(signal.SIGTERM)
    while refuses(running.port) is False:
        pass
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=30) == 0
    link.close()


def refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=30).close()
    except ConnectionError:
        return True
    return False


@pytest.mark.parametrize(("request_bytes", "status"), [
    (b"POST / HTTP/1.0\r\nContent-Length: 42000000\r\n\r\n", b"413"),
    (b"GET / HTTP/1.0\r\nX: " + b"x" * 17_000 + b"\r\n\r\n", b"431"),
    (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n", b"400"),
])
def test_large_and_twisted_requests_are_refused_early_r44(running: Running, request_bytes: bytes, status: bytes) -> None:
    link = running.connect(request_bytes)
    head = link.recv(12)
    link.close()
    assert head.split()[1] == status


def test_what_is_too_large_to_be_read_is_refused_in_every_language_r44(running: Running) -> None:
    said = answer(running.connect(b"POST / HTTP/1.0\r\nContent-Length: 42000000\r\n\r\n")).decode()
    for locale in words.LOCALES:
        assert words.speaker(locale)("common.error.large.text") in said
    assert "text/html" in said and "Content-Security-Policy: default-src 'none'" in said and "waitress" not in said


def test_the_server_keeps_its_name_to_itself(running: Running) -> None:
    assert b"\r\nserver:" not in answer(running.connect(b"GET / HTTP/1.0\r\n\r\n")).lower()


def test_an_address_in_use_is_named(running: Running, tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(ROOT), "PORTAL_INSTANCE": str(tmp_path / "instance"), "PORTAL_LISTEN": f"127.0.0.1:{running.port}"}
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(running.pipe)], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"PORTAL_LISTEN=127.0.0.1:{running.port} cannot be used")
    assert "Traceback" not in done.stderr


def test_forwarded_headers_are_believed_from_the_named_proxy_only_r55(tmp_path: Path, loaded: settings.Settings) -> None:
    behind = settings.load({"PORTAL_INSTANCE": str(tmp_path / "instance"), "PORTAL_TRUSTED_PROXY": "10.0.0.1"})
    assert "trusted_proxy" not in options(loaded) and options(loaded)["clear_untrusted_proxy_headers"]
    assert options(behind)["trusted_proxy"] == "10.0.0.1" and options(behind)["trusted_proxy_count"] == 1


def test_the_table_of_addresses_names_board_kiosk_and_office(loaded: settings.Settings) -> None:
    assert addresses(loaded).split() == [
        "Results", "board", "http://127.0.0.1:8000/", "Kiosk", "http://127.0.0.1:8000/kiosk/",
        "Office", "http://127.0.0.1:8000/office/"]


def test_the_clock_outlives_a_fault() -> None:
    stop, ticks = threading.Event(), []

    def tick() -> None:
        ticks.append(len(ticks))
        if len(ticks) == 3:
            stop.set()
        raise RuntimeError("a fault")

    keep_time(tick, stop, every=0)
    assert ticks == [0, 1, 2]


def test_a_server_whose_file_turns_out_to_be_damaged_ends_with_a_sentence_r17(tmp_path: Path) -> None:
    """It listens already when the examination of a large file comes to its end."""
    found = "The database is damaged (by a test): restore the last good copy."
    program = PROGRAM.replace("load(os.environ))", f"load(os.environ), unfit=lambda: {found!r})")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_INSTANCE": str(tmp_path / "instance"),
           "PORTAL_LISTEN": f"127.0.0.1:{free_port()}"}
    ended = subprocess.run([sys.executable, "-c", program], env=env, text=True, capture_output=True, cwd=tmp_path, timeout=60, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (1, found) and "Huiyin runs" in ended.stdout
