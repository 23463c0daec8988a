"""A signed POST to another system: one look-up of its name, one vetted address, no redirect, an end in time (R34)."""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from urllib.parse import urlsplit

MOST_READ = 4096
_MAPPED = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address as a translator writes it


class NotTaken(Exception):
    """The other side did not take it; the text says why."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body` in hex; the receiver counts it anew and refuses old timestamps."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(url: str, body: bytes, *, secret: str, timestamp: str, delivery: str, wait: float, may_be_private: bool = False) -> None:
    """Send `body` (JSON). Any answer but 2xx raises NotTaken; `delivery` names the message, so that a repeat is known as one."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = vetted(parts.hostname or "", port, may_be_private)
    link = _Link(address, parts.hostname or "", port, wait, parts.scheme == "https")
    ends = threading.Timer(wait, link.cut)  # each answer may take `wait`, and so may all of them: one that drips does not hold us
    ends.start()
    try:
        link.request("POST", parts.path + (f"?{parts.query}" if parts.query else "") or "/", body, {
            "Content-Type": "application/json", "X-Huiyin-Timestamp": timestamp, "X-Huiyin-Delivery": delivery,
            "X-Huiyin-Signature": f"sha256={signature(secret, timestamp, body)}"})
        answer = link.getresponse()
        answer.read(MOST_READ)
    except (OSError, http.client.HTTPException) as failed:
        raise NotTaken(f"the webhook: {type(failed).__name__}") from failed
    finally:
        ends.cancel()
        link.close()
    if not 200 <= answer.status < 300:
        raise NotTaken(f"the webhook answered {answer.status}")


def vetted(host: str, port: int, may_be_private: bool) -> str:
    """The address to connect to: looked up once, so that no second answer of the name server can lead elsewhere. A name that
    leads to this machine or into a private network, even beside public addresses, is refused unless a setting allows it."""
    try:
        found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as unknown:
        raise NotTaken("the webhook's host is unknown") from unknown
    if not found or not may_be_private and not all(is_public(str(each)) for each in found):
        raise NotTaken("the webhook's host lies in a private network")
    return str(found[0])


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet, whatever way it is written."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address in _MAPPED:
            address = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        else:
            address = address.ipv4_mapped or address.sixtofour or address
    return address.is_global and not address.is_multicast


class _Link(http.client.HTTPConnection):
    """A connection to one address under the name it is known by."""

    def __init__(self, address: str, host: str, port: int, wait: float, tls: bool) -> None:
        super().__init__(host, port, timeout=wait)
        self._address, self._tls = address, tls
        if tls:
            self.default_port = 443

    def connect(self) -> None:
        """Connect to the vetted address; the certificate must be that of the name."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from outside: whoever waits for an answer wakes with an error."""
        link = self.sock
        if link is not None:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
