"""The little of IPP (RFC 8010, 8011) that following one print job needs: asking CUPS for a few attributes, by socket or TCP.

`lpstat` would tell the same in a language of its own and without the reasons; this takes a millisecond and starts no program.
"""

import http.client
import itertools
import socket
import struct

SOCKET = "/run/cups/cups.sock"
GET_JOB, GET_PRINTER = 0x0009, 0x000B
PENDING, HELD, PROCESSING, JOB_STOPPED, CANCELED, ABORTED, COMPLETED = range(3, 10)   # job-state
IDLE, BUSY, STOPPED = range(3, 6)                                                     # printer-state
NOT_FOUND = 0x0406
_OPERATION, _END = 0x01, 0x03
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE = 0x42, 0x44, 0x45, 0x47, 0x48
_JOB = ("job-state", "job-state-reasons")
_PRINTER = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
_numbers = itertools.count(1)
Attributes = dict[str, list[int | bool | str]]


class Unreachable(Exception):
    """Nobody answers at the address, or what answers speaks no IPP."""


class Refused(Exception):
    """CUPS answered with an error; `status` is its IPP status code."""

    def __init__(self, status: int) -> None:
        super().__init__(f"IPP status {status:#06x}")
        self.status = status


class _Local(http.client.HTTPConnection):
    """HTTP over the socket in the file system."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Reach the socket instead of a host."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Scheduler:
    """CUPS at `address`: the path of its socket, or `host:port`. Silent for `timeout` seconds is Unreachable."""

    def __init__(self, address: str = SOCKET, timeout: float = 3.0) -> None:
        self.address, self.timeout = address, timeout

    def printer(self, queue: str) -> Attributes:
        """State and reasons of a queue; raises Unreachable, Refused."""
        return self._ask(GET_PRINTER, ("printer-uri", f"ipp://localhost/printers/{queue}"), _PRINTER)

    def job(self, number: int) -> Attributes:
        """State and reasons of a job; raises Unreachable, Refused (NOT_FOUND for one that was purged)."""
        return self._ask(GET_JOB, ("job-uri", f"ipp://localhost/jobs/{number}"), _JOB)

    def _ask(self, operation: int, about: tuple[str, str], wanted: tuple[str, ...]) -> Attributes:
        line = (_Local(self.address, self.timeout) if self.address.startswith("/")
                else http.client.HTTPConnection(self.address, timeout=self.timeout))
        try:
            line.request("POST", "/", request(operation, about, wanted), {"Content-Type": "application/ipp"})
            answer = line.getresponse()
            status, attributes = decode(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as away:
            raise Unreachable(str(away)) from away
        finally:
            line.close()
        if status >= 0x0400:
            raise Refused(status)
        return attributes


def request(operation: int, about: tuple[str, str], wanted: tuple[str, ...]) -> bytes:
    """The body of a request about one printer or job, by its URI."""
    fields = [(_CHARSET, "attributes-charset", "utf-8"), (_LANGUAGE, "attributes-natural-language", "en"), (_URI, *about),
              (_NAME, "requesting-user-name", "terminal")]
    fields += [(_KEYWORD, "" if place else "requested-attributes", name) for place, name in enumerate(wanted)]
    return (struct.pack(">BBHIB", 2, 0, operation, next(_numbers) & 0x7FFFFFFF, _OPERATION)
            + b"".join(_field(*field) for field in fields) + bytes([_END]))


def _field(tag: int, name: str, value: str) -> bytes:
    key, data = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(data)) + data


def decode(body: bytes) -> tuple[int, Attributes]:
    """Status and attributes of an answer, all groups together; raises ValueError for what is no IPP."""
    try:
        status = int(struct.unpack_from(">H", body, 2)[0])
        found: Attributes = {}
        name, place = "", 8
        while body[place] != _END:
            tag, place = body[place], place + 1
            if tag < 0x10:                     # a new group begins
                continue
            key, place = _sized(body, place)
            value, place = _sized(body, place)
            name = key.decode() or name        # a further value of the attribute before has no name
            found.setdefault(name, []).append(_value(tag, value))
    except (struct.error, IndexError, UnicodeDecodeError) as torn:
        raise ValueError("not an answer in IPP") from torn
    return status, found


def _sized(body: bytes, place: int) -> tuple[bytes, int]:
    end = place + 2 + int(struct.unpack_from(">H", body, place)[0])
    if end > len(body):
        raise ValueError("an answer that ends too early")
    return body[place + 2:end], end


def _value(tag: int, value: bytes) -> int | bool | str:
    if tag in (_INTEGER, _ENUM):
        return int(struct.unpack(">i", value)[0])
    return value == b"\x01" if tag == _BOOLEAN else value.decode("utf-8", "replace")
