"""What a typesetter only mutters into its log, made into alarms that people see."""
from __future__ import annotations

import contextlib
import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.foundation import clock

_log = logging.getLogger("portal.paper")


@dataclass(frozen=True)
class Alarm:
    """Something that was not set as written: `kind` glyph, font or other; `characters` without a glyph, if any."""

    kind: str
    detail: str
    characters: str = ""


class Ears(logging.Handler):
    """Collects WeasyPrint's warnings: missing glyphs, fonts that fail or are cut slowly, addresses that were refused."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._heard: dict[Alarm, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith(".notdef glyph"):
            alarm = Alarm("glyph", message, str(record.args[0]))
        else:
            alarm = Alarm("font" if "font" in message.lower() else "other", message)
        self._heard[alarm] = None

    def take(self) -> tuple[Alarm, ...]:
        """Everything heard since the last call, each thing once."""
        heard = tuple(self._heard)
        self._heard.clear()
        return heard


MOST = 64 * 2**10  # bytes of a book, which is then begun anew; the one before it is kept beside it


@dataclass(frozen=True)
class Heard:
    """What a book says of some time: how many alarms, the last one's moment (aware UTC), and the characters without a glyph."""

    count: int
    last: datetime | None
    characters: tuple[str, ...] = ()


class Book:
    """Alarms on the disk of the instance, a line each: moment, kind, code points. Of the paper's own words nothing is in it."""

    def __init__(self, path: Path) -> None:
        self._paths, self.newest = (path.with_name(path.name + ".before"), path), deque[Alarm](maxlen=200)

    def write(self, alarm: Alarm) -> None:
        """Note one and log it; several processes may write. A full disk costs the note and no paper."""
        self.newest.append(alarm)
        _log.error("paper alarm (%s): %s", alarm.kind, alarm.detail)
        points = ",".join(f"U+{ord(one):04X}" for one in dict.fromkeys(alarm.characters[:20]))
        before, path = self._paths
        with contextlib.suppress(OSError):
            if path.exists() and path.stat().st_size > MOST:
                path.replace(before)
            with path.open("a", encoding="ascii") as file:
                file.write(f"{clock.now().isoformat(timespec='seconds')} {alarm.kind} {points}\n")

    def since(self, moment: datetime) -> Heard:
        """What was noted since a moment (aware); a line that was cut off halfway counts for nothing."""
        late = [row for path in self._paths for row in _rows(path) if row[0] >= moment]
        points = dict.fromkeys(point for _, given in late for point in given)
        return Heard(len(late), max((at for at, _ in late), default=None), tuple(points))


def _rows(path: Path) -> Iterator[tuple[datetime, list[str]]]:
    try:
        lines = path.read_text("ascii", "replace").splitlines()
    except OSError:
        return
    for at, _, *points in (line.split() for line in lines if len(line.split()) > 1):
        with contextlib.suppress(ValueError):
            yield datetime.fromisoformat(at), points[0].split(",") if points else []
