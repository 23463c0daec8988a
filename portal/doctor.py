"""An examination of machine and instance: each finding with what to do about it."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from portal import daily, upgrade
from portal.bootstrap import probe
from portal.cases import ledger, timeline
from portal.foundation import checkpoint, chore, clock, copies, readiness, setting_types, vault, vault_key, vault_state
from portal.foundation.database import db
from portal.foundation.settings import Settings, exposure
from portal.notices import outbox

_ENOUGH, _LITTLE = 2 * 2**30, 200 * 2**20  # bytes free on the disk of the instance
_WEEK, _BEHIND = timedelta(days=7), timedelta(minutes=10)
SEALED_BY = "0054"  # the migration that sealed names and phones
_NEXT_YEAR_FROM = 11  # the State Council publishes next year's holidays in November at the latest


@dataclass(frozen=True)
class Finding:
    """`level` is ok, warn or fail; `todo` is empty when all is well."""

    level: str
    subject: str
    words: str
    todo: str = ""

    def line(self) -> str:
        """The finding as one line of text."""
        return f"{self.level:<5} {self.subject:<10} {self.words}{' → ' if self.todo else ''}{self.todo}"


def examine(app: Flask, settings: Settings) -> list[Finding]:
    """Everything there is to say, in the order in which to mend it."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _listening, _libraries, _fonts, _press, _disk, _sqlite, _database, _printer)
    with app.app_context():
        return [finding for check in checks for finding in check(settings)]


def _listening(settings: Settings) -> Iterator[Finding]:
    danger = exposure(settings)
    words = f"{settings.host}:{settings.port}, for visitors {settings.public_url}"
    yield Finding("fail" if danger else "ok", "address", danger or words)
    if not setting_types.leads_here(urlsplit(settings.public_url).hostname or ""):
        words = f"no phone reaches {settings.public_url}: the kiosk offers none, and codes on receipts open nothing"
        yield Finding("warn", "phones", words, "set PORTAL_PUBLIC_URL to the address that visitors use")


def _libraries(_: Settings) -> Iterator[Finding]:
    lacking = probe.missing_libraries()
    if not lacking:
        yield Finding("ok", "papers", "the libraries for PDF are here")
    elif lacking == ["harfbuzz-subset"]:
        yield Finding("warn", "papers", "without harfbuzz-subset each PDF takes half a minute", "install libharfbuzz-subset0")
    else:
        yield Finding("warn", "papers", f"no PDF, receipts are web pages: {', '.join(lacking)} missing",
                      "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")


def _fonts(_: Settings) -> Iterator[Finding]:
    if probe.has_cjk_font():
        yield Finding("ok", "fonts", "fonts for Simplified and Traditional Chinese are here")
    else:
        yield Finding("warn", "fonts", "no Chinese font is known to fontconfig", "install fonts-noto-cjk")


def _press(settings: Settings) -> Iterator[Finding]:
    heard = current_app.extensions["press"].book.since(clock.now() - _WEEK)
    if not heard.count:
        yield Finding("ok", "press", "no paper lacked anything this week")
        return
    lacking = f", no glyph for {' '.join(heard.characters)}" if heard.characters else ""
    yield Finding("warn", "press", f"{heard.count} alarms this week, the last {clock.local(heard.last):%Y-%m-%d %H:%M}{lacking}",
                  "look for `paper alarm` in the log; a font with these characters goes into <instance>/fonts" if lacking
                  else "look for `paper alarm` in the log")


def _disk(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.instance).free
    level = "ok" if free > _ENOUGH else "warn" if free > _LITTLE else "fail"
    yield Finding(level, "disk", f"{free / 2**30:.1f} GB free for {settings.instance}", "" if level == "ok" else "make room")


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether an SQLite version can lose commits when they meet a checkpoint (reliability.md §0.1)."""
    mended = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51) or version >= (3, 51, 3)
    return version >= (3, 7) and not mended


def _sqlite(settings: Settings) -> Iterator[Finding]:
    if not settings.is_sqlite:
        return
    if has_wal_reset_bug(sqlite3.sqlite_version_info):
        yield Finding("ok", "sqlite", f"{sqlite3.sqlite_version} has the WAL-reset bug; the write gate keeps commits and "
                      "checkpoints apart, so write to the file with nothing but this portal")
    else:
        yield Finding("ok", "sqlite", f"{sqlite3.sqlite_version}, free of the WAL-reset bug")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        at, (known, head) = upgrade.present(), upgrade.revisions()
        if at == head:
            yield Finding("ok", "database", f"{db.engine.dialect.name}, up to date at revision {at}")
            yield from _network()
            yield from _clock()
            yield from _ledger()
            yield from _vault(settings)
            yield from _copies()
        elif at is None:
            yield Finding("warn", "database", "still empty", "say `portal serve` or `portal demo`")
        elif at in known:
            yield Finding("fail", "database", f"at revision {at}, this version needs {head}", "say `portal upgrade`")
        else:
            yield Finding("fail", "database", f"made by a newer version, revision {at}", "use that version")
    except DBAPIError as refused:
        yield Finding("fail", "database", f"cannot be opened: {refused.orig}", "look at PORTAL_DATABASE_URL and the disk")


def _network() -> Iterator[Finding]:
    from portal.network import network
    from portal.network.calendar import workdays

    if network.current() is None:
        yield Finding("warn", "network", "not founded yet", "open the link that `portal serve` prints")
        return
    today, confirmed = clock.today(), workdays().known_years
    for year in (today.year, today.year + 1)[: 2 if today.month >= _NEXT_YEAR_FROM else 1]:
        if year in confirmed:
            yield Finding("ok", "calendar", f"{year} is confirmed")
        else:
            yield Finding("warn", "calendar", f"{year} is not confirmed: its deadlines count plain weeks and are provisional",
                          "enter the year's holidays and adjusted workdays")


def _clock() -> Iterator[Finding]:
    at = clock.now()
    age, late = chore.age(readiness.SWEEP, at), timedelta(minutes=current_app.config["SETTINGS"].sweep_late)
    if age is None or age >= late:
        words = "nothing was swept yet" if age is None else f"the last sweep is {int(age.total_seconds()) // 60} minutes old"
        yield Finding("warn", "clock", words, "let `portal serve` run, or `portal sweep` by cron")
    else:
        yield Finding("ok", "clock", f"swept {int(age.total_seconds())} seconds ago")
    last = timeline.newest()
    if last is not None and last - at > _BEHIND:
        yield Finding("fail", "clock", f"this machine says {clock.local(at):%Y-%m-%d %H:%M}, but something was recorded on {clock.local(last):%Y-%m-%d %H:%M}",
                      "set the clock: promises would get dates that are over, and nobody is in office yet")
    checked = chore.of(daily.NAME)
    if checked is not None and checked.found and (checked.found["broken"] or checked.found["failed"]):
        yield Finding("fail", "rules", f"the daily check found {checked.found['broken']} broken rules {checked.found['failed']}".strip(),
                      "say `portal verify` and do not mend the database by hand")
    lost = outbox.given_up(at - _WEEK)
    if lost:
        yield Finding("warn", "notices", f"{lost} messages of this week were given up", "look at PORTAL_SMTP_URL and the webhooks")


def _ledger() -> Iterator[Finding]:
    """Whose key signs, and whether it is the one that signed last: with a database but no key of its own, a copy is another ledger."""
    newest = ledger.latest()
    try:
        if newest is None:
            yield Finding("ok", "ledger", "nothing signed yet: the first sweep makes a key and signs")
            return
        own = ledger.public_key()
        checkpoint.opened(newest.note, own)
        yield Finding("ok", "ledger", f"{newest.size} entries, signed {clock.local(newest.at):%Y-%m-%d %H:%M} with {checkpoint.KEY_FILE}: {own}")
    except checkpoint.BadKey as unusable:
        yield Finding("fail", "ledger", str(unusable), f"bring {checkpoint.KEY_FILE} back as it was: nothing can be published meanwhile")
    except checkpoint.BadNote:
        yield Finding("fail", "ledger", f"the last head was not signed with {checkpoint.KEY_FILE} of this instance",
                      f"bring {checkpoint.KEY_FILE} back from a copy of the instance folder that published it")


def _vault(settings: Settings) -> Iterator[Finding]:
    """Whether the key of the vault is the one that names were sealed with, is copied, and whether something older lies in the clear."""
    if refused := vault_state.check():
        yield Finding("fail", "vault", refused)
        return
    keys, copied = vault.here(), vault_state.noted().get(vault_state.COPIED)
    words = f"names and phones are sealed with the key {keys.key.name} of {keys.place}"
    if len(keys.ring) > 1:
        yield Finding("warn", "vault", f"{words}; {len(keys.ring) - 1} older key still stands", "say `portal vault rotate` to end it")
    elif vault_key.own_file(settings) is not None and copied != keys.key.name:
        yield Finding("warn", "vault", f"{words}, of which no copy is known", "say `portal vault copy FILE`: it is in no backup")
    else:
        yield Finding("ok", "vault", words)
    if clear := sorted(path.name for path in settings.instance.glob("*-before-*-*.db") if path.name.split("-before-")[1][:4] < SEALED_BY):
        yield Finding("warn", "vault", f"{', '.join(clear)}: made before names were sealed, they stand in it in the clear", "delete it once all is well")


def _copies() -> Iterator[Finding]:
    """How old the last backup is, and the last time that one was seen to come back (R68)."""
    at = clock.now()
    for name, what, oldest, todo in ((copies.BACKUP, "backup", copies.OLD_BACKUP, "say `portal backup FILE` every night, by cron or systemd"),
                                     (copies.REHEARSAL, "rehearsal", copies.OLD_REHEARSAL, "say `portal rehearse` once a month")):
        age = chore.age(name, at)
        if age is None:
            yield Finding("warn", what, f"no {what} went well yet", todo)
        else:
            words = f"the last good {what} is {age.days} days and {age.seconds // 3600} hours old"
            yield Finding("warn" if age > oldest else "ok", what, words, todo if age > oldest else "")
    if copies.failed_since():
        yield Finding("fail", "rehearsal", "the last one failed: the backup does not come back as it should",
                      "say `portal rehearse`, read what it says, and make a new backup")


def _printer(_: Settings) -> Iterator[Finding]:
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        yield Finding("warn", "printer", "CUPS is not here, papers can only be downloaded", "install cups where a printer stands")
        return
    known = subprocess.run([lpstat, "-e"], capture_output=True, text=True, check=False, timeout=10).stdout.split()
    yield Finding("ok" if known else "warn", "printer", ", ".join(known) or "CUPS knows no printer",
                  "" if known else "add one in CUPS where a printer stands")
