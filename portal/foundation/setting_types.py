"""How the text of each kind of setting is read; a text that cannot be used raises ValueError or KeyError."""

import ipaddress
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from portal.foundation import checkpoint, cosignature


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address) means this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def leads_here(host: str) -> bool:
    """Whether another device finds this machine by `host`: a name or an address that is neither its own loopback nor 0.0.0.0."""
    try:
        return bool(host) and not is_loopback(host) and not ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host.endswith(".localhost")


def address(text: str) -> tuple[str, int]:
    """Host and port of `host:port`; an IPv6 address stands in brackets."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or parts.path or parts.username:
        raise ValueError
    return parts.hostname, parts.port


def folder(text: str) -> Path:
    """An absolute folder; never inside a virtual environment, where a reinstall would delete it (libraries.md P11)."""
    folder = Path(text).expanduser().resolve()
    if any((above / "pyvenv.cfg").exists() for above in (folder, *folder.parents)):
        raise ValueError
    return folder


def database(text: str) -> str:
    """An SQLAlchemy address: a file of SQLite, its path made absolute, or PostgreSQL through psycopg."""
    scheme, mark, rest = text.partition("://")
    if not mark or not rest:
        raise ValueError
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1 and not {":", "?"} & set(rest):
        return f"sqlite:///{Path(rest[1:]).resolve()}"
    raise ValueError


def secret(text: str) -> str:
    """A secret that is long, varied and not copied from an example (R70)."""
    if len(text) < 32 or len(set(text)) < 10 or any(word in text.lower() for word in ("example", "change", "secret")):
        raise ValueError
    return text


def vault_keys(text: str) -> str:
    """One key of the vault, or the one in force and behind it those it follows, with blanks between them."""
    keys = text.split()
    if not keys:
        raise ValueError
    return " ".join(secret(key) for key in keys)


def command(text: str) -> str:
    """A command as a shell would split it, without a shell."""
    if not shlex.split(text):
        raise ValueError
    return text


def months(text: str) -> int:
    """A number of months from one to ten years of them."""
    if not 1 <= int(text) <= 120:
        raise ValueError
    return int(text)


def zone(text: str) -> str:
    """A name of the IANA time zone list."""
    try:
        return ZoneInfo(text).key
    except (OSError, LookupError) as unknown:
        raise ValueError from unknown


def one_of(*choices: str) -> Callable[[str], str]:
    """A reader that takes exactly one of `choices`."""
    def parse(text: str) -> str:
        return choices[choices.index(text)]
    return parse


def web_address(text: str) -> str:
    """`http(s)://host[:port]`, without a slash at the end."""
    parts = urlsplit(text.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ValueError
    return f"{parts.scheme}://{parts.netloc}"


def threads(text: str) -> int:
    """A number of request threads from 1 to 64."""
    if not 1 <= int(text) <= 64:
        raise ValueError
    return int(text)


def cap(text: str) -> int:
    """A number of things allowed in an hour."""
    if not 1 <= int(text) <= 1_000_000:
        raise ValueError
    return int(text)


def ip(text: str) -> str:
    """One IP address, in its usual spelling."""
    return str(ipaddress.ip_address(text))


def hosts(text: str) -> tuple[str, ...]:
    """Host names with commas between them; no wildcard."""
    names = tuple(part.strip() for part in text.split(","))
    if not all(names) or any(set("/ *") & set(name) for name in names):
        raise ValueError
    return names


def switch(text: str) -> bool:
    """yes or no, also 1/0 and true/false."""
    return {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}[text.lower()]


class MailServer(NamedTuple):
    """Where mail is handed in; `security` is starttls, tls or plain."""

    host: str
    port: int
    security: str
    user: str
    password: str


_MAIL = {"smtp": ("starttls", 587), "smtps": ("tls", 465), "smtp+plain": ("plain", 25)}


def mail_server(text: str) -> MailServer:
    """An SMTP server; user and password are written as in any URL, with %40 for @."""
    parts = urlsplit(text)
    security, port = _MAIL[parts.scheme]
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    return MailServer(parts.hostname, parts.port or port, security, unquote(parts.username or ""), unquote(parts.password or ""))


def mail_address(text: str) -> str:
    """One e-mail address, without a name beside it."""
    if not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+", text):
        raise ValueError
    return text


def hook(text: str) -> str:
    """`http(s)://host[:port][/path][?query]`, without user, password or fragment."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment or parts.port == 0:
        raise ValueError
    return text


def witnesses(text: str) -> tuple[str, ...]:
    """Keys of witnesses, each as one word; raises ValueError."""
    keys = tuple(text.split())
    for key in keys:
        name, hashed, raw = checkpoint.parts(key, cosignature.KIND)
        if hashed != checkpoint.key_hash(name, raw, cosignature.KIND).hex() or len(key) > 300:
            raise ValueError(key)
    if not keys:
        raise ValueError("no key")
    return keys


def pause(text: str) -> int:
    """Seconds between two sweeps, 0 for never."""
    if not 0 <= int(text) <= 3600:
        raise ValueError
    return int(text)


def idle(text: str) -> int:
    """Seconds without a touch before a screen asks whether somebody is there, 60 to 300 (K15)."""
    if not 60 <= int(text) <= 300:
        raise ValueError
    return int(text)


def minutes(text: str) -> int:
    """A number of minutes up to a day."""
    if not 1 <= int(text) <= 1440:
        raise ValueError
    return int(text)
