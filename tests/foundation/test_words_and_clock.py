"""Words fall back in a known order and say their dates; the clock knows UTC and the day on the wall."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy.exc import StatementError

from portal.foundation import clock, words
from portal.foundation.database import Utc, db
from portal.foundation.form_key import FormKey
from portal.foundation.unit_of_work import unit_of_work

LATE = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)  # 00:30 on 1 December in Shanghai


def test_an_unknown_key_raises_in_tests_and_shows_itself_elsewhere(monkeypatch: pytest.MonkeyPatch,
                                                                   caplog: pytest.LogCaptureFixture) -> None:
    say = words.speaker("en")
    with pytest.raises(KeyError, match="common.no.such is missing in en"):
        say("common.no.such")
    monkeypatch.setattr(words, "strict", False)
    assert say("common.no.such", n=1) == "common.no.such" and "common.no.such" in caplog.text
    assert not say.knows("common.no.such")


def test_an_unknown_language_is_our_fault() -> None:
    with pytest.raises(KeyError):
        words.speaker("de")


def test_one_has_its_own_word_where_a_language_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    say = words.Speaker("en")
    monkeypatch.setattr(say, "_catalogue", {"a": "%(n)s matters", "a.one": "one matter", "b": "100 % %(n)s"})
    assert [say("a", n=n) for n in (0, 1, 2)] == ["0 matters", "one matter", "2 matters"]


def test_a_sign_in_a_message_without_parameters_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    say = words.Speaker("en")
    monkeypatch.setattr(say, "_catalogue", {"b": "100 %"})
    assert say("b") == "100 %"


@pytest.mark.parametrize(("header", "locale"), [
    ("zh-TW,zh;q=0.9", "zh_Hant"), ("zh-HK", "zh_Hant"), ("zh-Hant-CN", "zh_Hant"), ("zh-CN,en;q=0.8", "zh_Hans"),
    ("zh", "zh_Hans"),
    ("en-GB,zh;q=0.5", "en"), ("fr-FR,en;q=0.3", "en"), ("fr", "zh_Hant"), ("", "zh_Hant"), (";;,,=", "zh_Hant"),
    ("x" * 9000, "zh_Hant")])
def test_a_browser_asks_for_a_language(header: str, locale: str) -> None:
    assert words.choose(header, default="zh_Hant") == locale


@pytest.mark.parametrize(("locale", "day", "moment"), [
    ("zh_Hans", "12月1日（星期二）", "12月1日（星期二） 00:30"), ("zh_Hant", "12月1日（星期二）", "12月1日（星期二） 00:30"),
    ("en", "Tuesday 1 December", "Tuesday 1 December 00:30")])
def test_dates_are_said_on_the_local_wall(locale: str, day: str, moment: str) -> None:
    say = words.speaker(locale)
    assert (say.date(date(2026, 12, 1)), say.date(LATE), say.moment(LATE), say.day(LATE)) == (day, day, moment, "2026-12-01")
    assert (say.date(None), say.moment(None), say.day(None)) == ("—", "—", "—")


def test_all_catalogues_can_be_read() -> None:
    assert all(words.catalogue(locale) for locale in words.LOCALES)


def test_the_day_turns_at_local_midnight() -> None:
    assert (clock.day_of(LATE), clock.day_of(LATE - timedelta(minutes=31))) == (date(2026, 12, 1), date(2026, 11, 30))
    assert clock.at_local(date(2026, 12, 1), 0, 30) == LATE and clock.local(LATE).hour == 0


def test_a_frozen_clock_stands_and_runs_again() -> None:
    clock.freeze(LATE)
    assert (clock.now(), clock.today()) == (LATE, date(2026, 12, 1))
    clock.freeze(None)
    assert clock.now() != LATE and clock.now().tzinfo is UTC


def test_a_moment_is_stored_in_utc_whatever_zone_it_came_in(app: Flask) -> None:
    """R26."""
    with unit_of_work():
        db.session.add(FormKey(key_hash="a", fingerprint="b", result_id=1, at=LATE.astimezone(timezone(timedelta(hours=-9)))))
    db.session.expire_all()
    kept = db.session.get_one(FormKey, "a").at
    assert kept == LATE and kept.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="without a zone"), unit_of_work():
        db.session.add(FormKey(key_hash="a", fingerprint="b", result_id=1, at=LATE.replace(tzinfo=None)))
    assert Utc().process_bind_param(None, db.engine.dialect) is None
