"""A line from terminal to server that breaks as it is told: before the server hears, after it did it, or by silence (K40)."""

import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

BEFORE, AFTER, SILENT, WHOLE = "before", "after", "silent", "whole"
MARK = b"POST /kiosk/tell/send"


class Line:
    """Forwards one request a connection; for each submission it takes the next of `faults`, and is whole when none is left."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target, self.faults, self.broken = target, deque[str](), 0
        self._held: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Hang up."""
        self._door.close()
        for one in self._held:
            one.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        request = _read(client)
        fault = self.faults.popleft() if request.startswith(MARK) and self.faults else WHOLE
        self.broken += fault != WHOLE
        if fault == BEFORE or not request:
            client.close()
            return
        answer = self._ask(request)
        if fault == SILENT:
            self._held.append(client)
            return
        if fault == WHOLE:
            client.sendall(answer)
        client.close()

    def _ask(self, request: bytes) -> bytes:
        with socket.create_connection(self.target) as server:
            server.sendall(request)
            parts = []
            while part := server.recv(65536):
                parts.append(part)
        return b"".join(parts)


def _read(client: socket.socket) -> bytes:
    """One request, told to be the last of its connection."""
    kept = b""
    while b"\r\n\r\n" not in kept:
        part = client.recv(65536)
        if not part:
            return b""
        kept += part
    head, _, body = kept.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next((int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += client.recv(65536)
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


@contextmanager
def broken_line(url: str) -> Iterator[Line]:
    """A line to the server at `url`."""
    host, port = url.removeprefix("http://").split(":")
    line = Line((host, int(port)))
    try:
        yield line
    finally:
        line.close()
