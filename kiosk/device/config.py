"""What the terminal is told once, and where it keeps things: settings everybody may read, a token only its own user can."""

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Places:
    """Where everything lies; `root` is / on a terminal and a folder in tests."""

    root: Path = Path("/")

    @property
    def settings(self) -> Path:
        """The settings, without a secret."""
        return self.root / "etc/huiyin-kiosk/config.json"

    @property
    def token(self) -> Path:
        """The token of a paired terminal, 0600."""
        return self.root / "var/lib/huiyin-kiosk/token"

    @property
    def program(self) -> Path:
        """The folder that holds `kiosk/device`."""
        return self.root / "usr/local/lib/huiyin-kiosk"

    @property
    def run(self) -> Path:
        """Throw-away things: profile and local pages; a tmpfs on a terminal."""
        return self.root / "run/huiyin-kiosk"

    @property
    def policies(self) -> Path:
        """Where Debian's Chromium reads what it is ordered."""
        return self.root / "etc/chromium/policies/managed"

    @property
    def keys(self) -> Path:
        """Where the compositor finds which keys there are."""
        return self.root / "etc/huiyin-kiosk/xkb"

    @property
    def units(self) -> Path:
        """Where systemd looks for ours."""
        return self.root / "etc/systemd/system"


@dataclass(frozen=True)
class Config:
    """The settings of one terminal. `flags` are added to Chromium's; `printer` is what the printing agent drives, "" for none."""

    server: str
    browser: str = "chromium"
    flags: list[str] = field(default_factory=list)
    printer: str = ""


def checked(server: str) -> str:
    """The portal's address as scheme://host[:port]; raises ValueError with a sentence."""
    parts = urlsplit(server.strip().rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment or parts.username:
        raise ValueError(f"{server!r} is not an address such as https://portal.example")
    return f"{parts.scheme}://{parts.netloc}"


def load(places: Places) -> Config:
    """The settings; raises ValueError with a sentence when there are none or they are broken."""
    try:
        told = json.loads(places.settings.read_text("utf-8"))
        known = {each.name for each in fields(Config)}
        return Config(**{name: value for name, value in told.items() if name in known} | {"server": checked(told["server"])})
    except (OSError, KeyError, TypeError, AttributeError, json.JSONDecodeError) as broken:
        raise ValueError(f"{places.settings} cannot be read: say `install --server URL` first") from broken


def dump(config: Config) -> str:
    """The settings as they lie in the file."""
    return json.dumps(asdict(config), indent=1) + "\n"


def token(places: Places) -> str:
    """The token, "" while the terminal is not paired."""
    try:
        return places.token.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def keep_token(places: Places, value: str) -> None:
    """Keep the token where only this user reads it; "" forgets it. Whole or not at all, whenever the power goes."""
    if not value:
        places.token.unlink(missing_ok=True)
        return
    places.token.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = places.token.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="ascii") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(places.token)
