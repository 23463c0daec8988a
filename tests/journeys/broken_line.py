"""A line from terminal to server that breaks as it is told: before the server hears, after it did it, in the middle of the
answer, or by silence (K40, K41)."""

import contextlib
import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

BEFORE = "before"    # hung up before the server heard
AFTER = "after"      # the server did it, then the line was hung up
CUT = "cut"          # half of the answer
SILENT = "silent"    # the server did it, and nothing comes back, ever
DEAF = "deaf"        # nothing reaches the server, and nothing comes back
GATEWAY = "gateway"  # somebody in between answers for the server: 502
WHOLE = "whole"
ALL = (BEFORE, AFTER, CUT, SILENT, DEAF, GATEWAY)
MARK = b"POST /kiosk/tell/send"
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\nConnection: close\r\n\r\naway"


class Line:
    """Forwards one request a connection; for each one that begins with `mark` it takes the next of `faults`, and is whole when
    none is left. While `away` it hangs up on everybody."""

    def __init__(self, target: tuple[str, int], mark: bytes = MARK) -> None:
        self.target, self.mark, self.faults, self.broken, self.away = target, mark, deque[str](), 0, False
        self._held: list[tuple[socket.socket, bytes]] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Hang up."""
        self._door.close()
        for client, _ in self._held:
            client.close()

    def speak(self) -> None:
        """Give the answers that were held back, late, to whoever still waits for them."""
        while self._held:
            client, answer = self._held.pop()
            with contextlib.suppress(OSError):
                client.sendall(answer)
            client.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):  # whoever called may have given up by now
            request = _read(client)
            fault = self.faults.popleft() if request.startswith(self.mark) and self.faults else WHOLE
            self.broken += fault != WHOLE
            answer = b"" if self.away or not request or fault in (BEFORE, DEAF, GATEWAY) else self._ask(request)
            if fault in (SILENT, DEAF):
                self._held.append((client, answer))
                return
            client.sendall({AFTER: b"", CUT: answer[:len(answer) // 2], GATEWAY: BAD_GATEWAY}.get(fault, answer))
        client.close()

    def _ask(self, request: bytes) -> bytes:
        parts = []
        try:
            with socket.create_connection(self.target) as server:
                server.sendall(request)
                while part := server.recv(65536):
                    parts.append(part)
        except OSError:
            return BAD_GATEWAY  # killed, or not yet there again
        return b"".join(parts)


def _read(client: socket.socket) -> bytes:
    """One request, told to be the last of its connection; nothing when the caller hung up."""
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
        part = client.recv(65536)
        if not part:
            return b""
        body += part
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


@contextmanager
def broken_line(url: str, mark: bytes = MARK) -> Iterator[Line]:
    """A line to the server at `url`."""
    host, port = url.removeprefix("http://").split(":")
    line = Line((host, int(port)), mark)
    try:
        yield line
    finally:
        line.close()
