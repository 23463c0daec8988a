"""Every visible word: gettext catalogues read by message key, and dates as people say them."""

from __future__ import annotations

import logging
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from babel import dates
from babel.messages import pofile
from flask import current_app

from portal.foundation import clock

LOCALES = ("zh_Hans", "zh_Hant", "en")
CHAPTERS = ("common", "refusal", "kiosk", "public", "office", "paper")
HOME = Path(__file__).parents[1] / "translations"
strict = False  # tests set it: a missing key then raises instead of showing itself
_log = logging.getLogger(__name__)


@cache
def catalogue(locale: str) -> dict[str, str]:
    """All messages of a locale by key, from every chapter's .po file."""
    merged: dict[str, str] = {}
    for chapter in CHAPTERS:
        path = HOME / locale / "LC_MESSAGES" / f"{chapter}.po"
        if path.exists():
            merged.update(_messages(path))
    return merged


def _messages(path: Path) -> dict[str, str]:
    with path.open("rb") as source:
        return {message.id: message.string for message in pofile.read_po(source, abort_invalid=True) if message.id}


class Speaker:
    """One language. Call it with a message key: `say("kiosk.home.tell")`."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.lang = locale.replace("_", "-")
        self._catalogue = catalogue(locale)

    def __call__(self, key: str, **params: object) -> str:
        """The message, its %(name)s placeholders filled; in English `key.one` serves n = 1 where it exists."""
        text = None
        if params.get("n") == 1:
            text = self._catalogue.get(key + ".one")
        text = text or self._catalogue.get(key)
        if text is None:
            if strict:
                raise KeyError(f"{key} is missing in {self.locale}")
            _log.error("message key %s is missing in %s", key, self.locale)
            return key
        return text % params if params else text

    def knows(self, key: str) -> bool:
        """Whether this language has the key."""
        return key in self._catalogue

    @property
    def gap(self) -> str:
        """What stands between two sentences: nothing in Chinese."""
        return " " if self.locale == "en" else ""

    def date(self, day: date | datetime | None) -> str:
        """A day as people say it: 11月30日（星期一）, Monday 30 November."""
        if day is None:
            return "—"
        if isinstance(day, datetime):
            day = clock.day_of(day)
        return _said(day, self.locale)

    def moment(self, at: datetime | None) -> str:
        """A day and its time, HH:MM on the local wall clock."""
        return "—" if at is None else f"{self.date(at)} {clock.local(at):%H:%M}"

    def hours(self, begins_at: datetime, ends_at: datetime) -> str:
        """From when to when on the local wall clock: 09:00–11:30; an end on another day says so."""
        begin, end = clock.local(begins_at), clock.local(ends_at)
        last = f"{end:%H:%M}"
        return f"{begin:%H:%M}–{last if end.date() == begin.date() else self('common.open_day.next_day', time=last)}"

    def month(self, day: date) -> str:
        """The month of a day: 2026年3月, March 2026."""
        return dates.format_date(day, "MMMM y" if self.locale == "en" else "y年M月", locale=self.locale)

    @property
    def weekdays(self) -> list[str]:
        """Short names of the days of the week from Monday on."""
        names = dates.get_day_names("abbreviated", locale=self.locale)
        return [names[day] for day in range(7)]

    def day(self, day: date | datetime | None) -> str:
        """A day for lists and papers: 2026-11-30."""
        if isinstance(day, datetime):
            day = clock.day_of(day)
        return "—" if day is None else day.isoformat()


@lru_cache(maxsize=4000)
def _said(day: date, locale: str) -> str:
    """A list says the same few days again and again, and Babel takes its time."""
    return dates.format_date(day, "EEEE d MMMM" if locale == "en" else "M月d日（EEEE）", locale=locale)


@cache
def speaker(locale: str) -> Speaker:
    """The speaker of a locale; an unknown locale is an error of the programmer (KeyError)."""
    if locale not in LOCALES:
        raise KeyError(locale)
    return Speaker(locale)


def home() -> str:
    """The network's own language: what it writes where nobody has chosen one."""
    return str(current_app.config["DEFAULT_LOCALE"])


def choose(accept_language: str, default: str) -> str:
    """The locale for an Accept-Language header (libraries.md P5): TW/HK/MO read Traditional, other Chinese Simplified."""
    for part in accept_language.split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh_Hant" if any(mark in tag for mark in ("hant", "tw", "hk", "mo")) else "zh_Hans"
        if tag.startswith("en"):
            return "en"
    return default
