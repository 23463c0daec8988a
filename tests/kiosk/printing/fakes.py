"""Programs and printers that behave badly on purpose: `lp` and `cancel`, a CUPS that only speaks IPP, a print head of dots."""

import contextlib
import http.server
import os
import select
import socket
import struct
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

from kiosk.device import ipp

PROGRAM = """#!/bin/sh
echo "$(basename "$0") $*" >> {log}
{does}
"""
TAKES = 'test "$1" = -i && exit 0; cat > "{folder}/given.pdf"; echo "request id is receipt-7 (0 file(s))"'


def programs(folder: Path, lp: str) -> Path:
    """`lp` and `cancel` for the PATH; what they were asked stands in `said`. `lp` is what the shell does: TAKES, or worse."""
    where = folder / "bin"
    where.mkdir()
    for name, does in {"lp": lp.format(folder=folder), "cancel": "exit 0"}.items():
        (where / name).write_text(PROGRAM.format(log=folder / "said", does=does))
        (where / name).chmod(0o755)
    return where


def answer(status: int, **attributes: object) -> bytes:
    """An IPP answer; numbers are enums, words keywords, a list has several values."""
    body = struct.pack(">BBHIB", 2, 0, status, 1, 4)
    for name, given in attributes.items():
        for place, value in enumerate(given if isinstance(given, list) else [given]):
            key = b"" if place else name.replace("_", "-").encode()
            tag, data = (0x22, bytes([value])) if isinstance(value, bool) else (
                (0x23, struct.pack(">i", value)) if isinstance(value, int) else (0x44, str(value).encode()))
            body += struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(data)) + data
    return body + b"\x03"


class FakeCups:
    """CUPS as IPP sees it: `printer` is how the queue stands, `jobs` the states of one job, a look each; the last one stays."""

    def __init__(self) -> None:
        self.printer: dict[str, object] = {"printer_state": ipp.IDLE, "printer_state_reasons": "none"}
        self.jobs = [ipp.PENDING, ipp.PROCESSING, ipp.COMPLETED]
        self.address = ""

    def told(self, body: bytes) -> bytes:
        """The answer to a request."""
        if struct.unpack_from(">H", body, 2)[0] == ipp.GET_PRINTER:
            return answer(0, **self.printer)
        return answer(0, job_state=self.jobs.pop(0) if len(self.jobs) > 1 else self.jobs[0], job_state_reasons="none")


@contextlib.contextmanager
def cups() -> Iterator[FakeCups]:
    """A FakeCups on loopback."""
    fake = FakeCups()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = fake.told(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        fake.address = f"127.0.0.1:{server.server_port}"
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()


class FakeHead:
    """A print head on a wire: keeps what was printed, says how it is when asked. Without paper it takes data and prints none."""

    def __init__(self) -> None:
        self.paper, self.online, self.mute = True, True, False
        self.ends_after = 0            # bytes after which the roll ends; 0: never
        self.reads = 0                 # bytes after which it reads no more from a line; 0: it reads on
        self.printed = b""
        self._waiting, self._heard = b"", 0

    def hear(self, data: bytes) -> bytes:
        """Take bytes, give the answers; real-time commands are answered at once, `GS r` when all before it is on paper."""
        self._waiting += data
        self._heard += len(data)
        said = b""
        for question, reply in {b"\x10\x04\x01": self._self, b"\x10\x04\x02": self._cause, b"\x10\x04\x04": self._roll}.items():
            if question in self._waiting:
                self._waiting = self._waiting.replace(question, b"")
                said += bytes([reply()])
        if b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" in self._waiting:
            self._waiting = self._waiting.partition(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")[2]
        if self.ends_after and self._heard >= self.ends_after:
            self.paper = False
        if self.paper and self.online and not self._half():
            done = self._waiting.endswith(b"\x1dr\x01")
            self.printed, self._waiting = self.printed + self._waiting, b""
            said += b"\x00" if done else b""
        return b"" if self.mute else said

    def refill(self) -> None:
        """New paper: whatever still waits comes out now."""
        self.paper, self.ends_after = True, 0
        self.hear(b"")

    def _half(self) -> bool:
        """Whether a real-time command may have been torn apart."""
        return self._waiting.endswith((b"\x10", b"\x10\x04", b"\x10\x14"))

    def _self(self) -> int:
        return 0x12 if self.online and self.paper else 0x1A

    def _cause(self) -> int:
        return 0x12 if self.paper else 0x32

    def _roll(self) -> int:
        return 0x12 if self.paper else 0x72


@contextlib.contextmanager
def head_at_a_file(head: FakeHead) -> Iterator[str]:
    """The head behind a device file."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    with _heard(head, ours, lambda: os.read(ours, 65536), lambda said: os.write(ours, said)):
        yield os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


@contextlib.contextmanager
def head_at_a_port(head: FakeHead) -> Iterator[str]:
    """The head behind TCP, one caller after the other."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                if not select.select([door], [], [], 0.02)[0]:
                    continue
                with door.accept()[0] as line, contextlib.suppress(ConnectionError):
                    _talk(head, line, stop)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"tcp:127.0.0.1:{door.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


def _talk(head: FakeHead, line: socket.socket, stop: threading.Event) -> None:
    """Read and answer until the other end closes, or resets the line of a head that reads no more."""
    taken, gone = 0, select.poll()
    gone.register(line, 0)
    while not stop.is_set():
        if head.reads and taken >= head.reads:
            if gone.poll(10):
                return
            continue
        data = line.recv(65536)
        if not data:
            return
        taken += len(data)
        line.sendall(head.hear(data))


@contextlib.contextmanager
def _heard(head: FakeHead, number: int, read, write) -> Iterator[None]:  # type: ignore[no-untyped-def]
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            if select.select([number], [], [], 0.02)[0] and (said := head.hear(read())):
                write(said)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
