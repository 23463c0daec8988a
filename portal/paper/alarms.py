"""What a typesetter only mutters into its log, made into alarms that people see."""
from __future__ import annotations

import logging
from dataclasses import dataclass


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
