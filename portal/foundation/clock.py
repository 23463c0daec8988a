"""The only reader of time: aware UTC moments, and the local calendar day that deadlines are counted in."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_zone = ZoneInfo("Asia/Shanghai")
_frozen: datetime | None = None


def use_zone(name: str) -> None:
    """Set the network's time zone (IANA name); called once at start."""
    global _zone
    _zone = ZoneInfo(name)


def freeze(at: datetime | None) -> None:
    """Stop the clock at `at` (aware), or let it run again with None. For tests and demonstrations."""
    global _frozen
    _frozen = at


def now() -> datetime:
    """The present moment, aware, UTC."""
    return _frozen or datetime.now(UTC)


def local(at: datetime) -> datetime:
    """The same moment on the wall clock of the network."""
    return at.astimezone(_zone)


def day_of(at: datetime) -> date:
    """The local calendar day of a moment; deadlines are local dates (libraries.md P6)."""
    return local(at).date()


def today() -> date:
    """The local calendar day of now."""
    return day_of(now())


def at_local(day: date, hour: int, minute: int = 0) -> datetime:
    """The UTC moment of `hour:minute` on the local day `day`."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=_zone).astimezone(UTC)
