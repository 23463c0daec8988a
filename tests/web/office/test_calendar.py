"""The working calendar: pasted, looked at, entered, confirmed; what cannot be read is named by its line (practice.md 3.4)."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from portal.foundation import clock
from portal.foundation.words import speaker
from portal.network import calendar
from tests.judge import Seen
from tests.web.office.stage import Stage

SAY = speaker("zh_Hans")
DAYS = "day,works,name\r\n2027-01-01,0,元旦\r\n2027-01-03,1,调休上班\r\n\r\n"


def paste(stage: Stage, lines: str, status: int = 200, **more: str) -> Seen:
    return stage.browser("office").post_form("/office/calendar/days", {"lines": lines} | more, status)


def test_days_are_shown_before_they_are_entered_and_the_year_is_confirmed_last(stage: Stage) -> None:
    seen = paste(stage, DAYS)
    assert "元旦" in seen.words() and SAY("office.calendar.new") in seen.words()
    with stage.app.app_context():
        assert not calendar.workdays().works(date(2027, 1, 3))
    paste(stage, seen.value("lines"), 303, enter="1")
    with stage.app.app_context():
        assert calendar.workdays().works(date(2027, 1, 3)) and 2027 not in calendar.workdays().known_years
    assert SAY("office.calendar.same") in paste(stage, DAYS).words()
    stage.browser("office").post_form("/office/calendar/2027/confirmation", {"source": "通知"})
    with stage.app.app_context():
        assert 2027 in calendar.workdays().known_years
    assert "通知" in stage.browser("admin").get_page("/office/calendar/2027").words()


def test_dates_that_were_provisional_are_counted_anew_by_both_pages_and_the_file_tells(stage: Stage) -> None:
    clock.freeze(clock.at_local(date(2026, 12, 28), 9))
    number = stage.case("referred")
    assert SAY("office.case.provisional") in stage.file("liaison", number).words()
    paste(stage, DAYS.replace("2027-01-03,1,调休上班\r\n", ""), 303, enter="1")
    words = stage.file("liaison", number).words()
    moved = SAY("office.case.due_change", old=SAY.date(date(2027, 1, 4)), new=SAY.date(date(2027, 1, 5)))
    assert moved in words and SAY("common.act.deadline.recount") in words and SAY("office.case.provisional") in words
    stage.browser("office").post_form("/office/calendar/2027/confirmation", {"source": "通知"})
    assert SAY("office.case.provisional") not in stage.file("liaison", number).words()


@pytest.mark.parametrize(
    ("lines", "key", "params"),
    [
        ("2027-01-01,0,元旦\nnonsense", "refusal.calendar_line", {"line": 2, "text": "nonsense"}),
        ("2027-02-30,0,x", "refusal.calendar_line", {"line": 1, "text": "2027-02-30,0,x"}),
        ("2027-01-01,maybe,x", "refusal.calendar_line", {"line": 1, "text": "2027-01-01,maybe,x"}),
        ("1027-01-01,0,x", "refusal.calendar_line", {"line": 1, "text": "1027-01-01,0,x"}),
        ("day,works,name", "refusal.calendar_empty", {}),
        ("2027-01-01,0,a\n2027-01-01,1,b", "refusal.calendar_twice", {"line": 2, "first": 1}),
        ("\n".join(["2027-01-01,0,a"] * 401), "refusal.calendar_long", {"most": 400}),
    ],
)
def test_what_cannot_be_read_is_named_and_what_was_pasted_stays(stage: Stage, lines: str, key: str, params: dict[str, int]) -> None:
    seen = paste(stage, lines, 422, enter="1")
    assert SAY(key, **params) in seen.words() and seen.value("lines").splitlines() == lines.splitlines()


def test_an_empty_year_cannot_be_confirmed(stage: Stage) -> None:
    seen = stage.browser("office").post_form("/office/calendar/2031/confirmation", {"source": "通知"}, 422)
    assert SAY("refusal.calendar_no_days") in seen.words()


def test_known_years_are_confirmed_and_next_year_is_provisional(stage: Stage) -> None:
    words = stage.browser("admin").get_page("/office/calendar").words()
    assert all(str(year) in words for year in (2024, 2025, 2026, 2027)) and SAY("office.calendar.provisional") in words


@pytest.mark.parametrize("year", ["1", "9999", "2030"])
def test_a_year_without_days_is_no_error(stage: Stage, year: str) -> None:
    assert SAY("office.calendar.no_days") in stage.browser("admin").get_page(f"/office/calendar/{year}").words()


@pytest.mark.parametrize("login", ["liaison", "director", "officer", "steering"])
def test_others_keep_no_calendar(stage: Stage, login: str) -> None:
    stage.browser(login).get_page("/office/calendar", 403)


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_calendar_in_three_languages(stage: Stage, locale: str) -> None:
    assert speaker(locale)("office.calendar.lead") in stage.browser("office").get_page(f"/office/calendar?lang={locale}").words()


def upload(stage: Stage, name: str, data: bytes, status: int = 200, **more: str) -> Seen:
    return stage.browser("office").post_form(
        "/office/calendar/days", {"lines": "2027-05-01,休,劳动节", "file": (BytesIO(data), name)} | more, status, content_type="multipart/form-data")


def test_a_calendar_file_comes_back_as_lines_with_what_it_would_change_and_what_was_left_out(stage: Stage) -> None:
    """practice.md §3.4: nothing is entered before it was looked at; the running limits that would move are counted."""
    clock.freeze(clock.at_local(date(2026, 12, 28), 9))
    stage.case("referred")
    entries = [("20270101", "元旦（休）"), ("20270103", "元旦（班）"), ("20270214", "情人节")]
    text = "".join(f"BEGIN:VEVENT\nUID:{day}\nDTSTART;VALUE=DATE:{day}\nSUMMARY:{title}\nEND:VEVENT\n" for day, title in entries)
    seen = upload(stage, "a.ics", f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{text}END:VCALENDAR\n".encode())
    assert seen.value("lines").split() == ["2027-01-01,休,元旦", "2027-01-03,班,元旦"]
    words = seen.words()
    assert "情人节" in words and SAY("office.calendar.line", n=14) in words and SAY("office.calendar.would_work", n=1) in words
    with stage.app.app_context():
        assert not calendar.workdays().works(date(2027, 1, 3))
    plain = paste(stage, "2027-01-01,休,元旦")
    assert SAY("office.calendar.would_move", n=1) in plain.words() and SAY("office.calendar.would_move_none") in paste(stage, "2027-05-01,休,劳动节").words()


@pytest.mark.parametrize(("data", "key", "params"), [
    (b"\xff\xfe\xff", "refusal.calendar_text", {}), (b"2027-01-01,0,a\nx", "refusal.calendar_line", {"line": 2, "text": "x"}),
    (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "refusal.calendar_ics_empty", {}), (b"x" * (300 * 1024 + 1), "refusal.calendar_large", {})])
def test_a_file_that_cannot_be_read_is_told_and_nothing_typed_is_lost(stage: Stage, data: bytes, key: str, params: dict[str, Any]) -> None:
    seen = upload(stage, "a.csv", data, 422, source="通知七号")
    assert SAY(key, **params) in seen.words() and seen.value("lines") and seen.value("source") == "通知七号"


def test_a_closure_is_looked_at_entered_and_taken_back(stage: Stage) -> None:
    number, office = stage.case("referred"), stage.browser("office")
    given = {"first": "2026-03-05", "last": "2026-03-06", "name": "台风停工", "source": "三防办"}
    seen = office.post_form("/office/calendar/closures", given, 200)
    assert SAY("office.closure.would", n=2, moved=1) in seen.words() and seen.value("name") == "台风停工"
    office.post_form("/office/calendar/closures", given | {"enter": "1"})
    assert SAY.date(date(2026, 3, 11)) in stage.file("liaison", number).words()
    assert "台风停工" in office.get_page("/office/calendar/closures").words()
    office.post_form("/office/calendar/closures/2026-03-06/opening")
    assert SAY.date(date(2026, 3, 10)) in stage.file("liaison", number).words()
    office.post_form("/office/calendar/closures/nonsense/opening", status=404)
    backwards = office.post_form("/office/calendar/closures", given | {"last": "2026-03-01"}, 422)
    assert SAY("refusal.closure_span", most=31) in backwards.words() and backwards.value("source") == "三防办"
