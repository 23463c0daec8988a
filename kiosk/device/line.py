"""The wire to a print head: a device file, a TCP port, or a USB device by python-escpos; every read and write has a limit."""

import contextlib
import importlib
import os
import select
import socket
import struct
import termios
import time
from collections.abc import Iterator
from typing import Any, Protocol


class Away(Exception):
    """The head cannot be reached, or takes nothing."""


class Line(Protocol):
    """Bytes to the head and back."""

    def offer(self, data: bytes, seconds: float) -> int:
        """How many of the bytes were taken within the limit; raises Away when the head is gone."""

    def write(self, data: bytes, seconds: float) -> None:
        """All of them; raises Away when they are not taken in time."""

    def read(self, seconds: float) -> bytes:
        """What the head says, waiting at most so long; b"" when it is silent."""

    def drop(self) -> None:
        """Forget what is still on its way."""


class Wire:
    """A line that is a file descriptor, of a device or of `peer`."""

    def __init__(self, number: int, peer: socket.socket | None = None) -> None:
        self._number, self._peer = number, peer

    def offer(self, data: bytes, seconds: float) -> int:
        """As the protocol says."""
        with _gone():
            if not select.select([], [self._number], [], seconds)[1]:
                return 0
            try:
                return os.write(self._number, data)
            except BlockingIOError:
                return 0

    def write(self, data: bytes, seconds: float) -> None:
        """As the protocol says."""
        until = time.monotonic() + seconds
        while data:
            data = data[self.offer(data, max(0.0, until - time.monotonic())):]
            if data and time.monotonic() > until:
                raise Away("nothing is taken")

    def read(self, seconds: float) -> bytes:
        """As the protocol says."""
        with _gone():
            if not select.select([self._number], [], [], seconds)[0]:
                return b""
            try:
                return os.read(self._number, 64)
            except BlockingIOError:
                return b""


    def drop(self) -> None:
        """A connection is reset instead of closed, a device flushed: else the head would print the rest when it has paper again."""
        with contextlib.suppress(OSError, termios.error):
            if self._peer is not None:
                self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                termios.tcflush(self._number, termios.TCIOFLUSH)


class Usb:
    """A line of python-escpos, for a head that the kernel makes no device file for."""

    def __init__(self, device: Any) -> None:
        self._device = device

    def offer(self, data: bytes, seconds: float) -> int:
        """As the protocol says; the device has a limit of its own."""
        with _gone():
            self._device._raw(data)
        return len(data)

    def write(self, data: bytes, seconds: float) -> None:
        """As the protocol says."""
        self.offer(data, seconds)

    def read(self, seconds: float) -> bytes:
        """As the protocol says; silence is an error in pyusb."""
        with contextlib.suppress(OSError):
            return bytes(self._device._read())
        return b""

    def drop(self) -> None:
        """Nothing is on its way: every write waited for the device."""


@contextlib.contextmanager
def _gone() -> Iterator[None]:
    try:
        yield
    except OSError as gone:
        raise Away(str(gone)) from gone


@contextlib.contextmanager
def reach(address: str, seconds: float) -> Iterator[Line]:
    """The line to an address, closed after the block; raises Away when nobody is there."""
    road, _, rest = address.partition(":")
    if road == "tcp":
        with _gone():
            host, _, port = rest.rpartition(":")
            wire = socket.create_connection((host, int(port)), timeout=seconds)
            wire.setblocking(False)
        with contextlib.closing(wire):
            yield Wire(wire.fileno(), wire)
    elif road == "usb":
        with contextlib.closing(_usb(*(int(part, 16) for part in rest.split(":")), seconds)) as device:
            yield Usb(device)
    else:
        with _gone():
            number = os.open(address, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            yield Wire(number)
        finally:
            os.close(number)


def _usb(vendor: int, product: int, seconds: float) -> Any:
    """An open device of python-escpos, whose failures are of any kind."""
    try:
        device = importlib.import_module("escpos.printer").Usb(vendor, product, timeout=int(seconds * 1000))
        device.open()
    except Exception as away:
        raise Away(str(away)) from away
    return device
