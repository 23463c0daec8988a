"""Reading an arrangement: lines as people and spreadsheets write them, and public iCalendar files with 休 and 班 (practice.md §3.4)."""

from datetime import date

import pytest

from portal.foundation.refusal import Refused
from portal.network import arrangement
from portal.network.arrangement import Line, Skipped

TODAY = date(2026, 11, 20)


def ics(*entries: str) -> str:
    body = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{entry}\r\nEND:VEVENT\r\n" for n, entry in enumerate(entries))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n{body}END:VCALENDAR\r\n"


def entry(first: str, title: str, last: str = "", *more: str) -> str:
    ends = [f"DTEND;VALUE=DATE:{last}"] if last else []
    return "\r\n".join([f"DTSTART;VALUE=DATE:{first}", *ends, f"SUMMARY:{title}", *more])


@pytest.mark.parametrize("line", ["2027-01-01,0,元旦", "2027-01-01，休，元旦", "2027/1/1;休;元旦", "2027年1月1日\t放假\t元旦",
                                  '"2027-01-01","0","元旦"', "20270101,no,元旦"])
def test_a_line_may_be_written_in_many_ways(line: str) -> None:
    assert arrangement.read_lines(f"日期,班休,名称\n\n{line}\n") == [Line(date(2027, 1, 1), False, "元旦")]


def test_the_same_day_twice_is_named_by_both_lines() -> None:
    with pytest.raises(Refused, match="calendar_twice") as refusal:
        arrangement.read_lines("day,works,name\n2027-01-01,0,a\n\n2027-01-01,1,b")
    assert (refusal.value.params["line"], refusal.value.params["first"]) == (4, 2)


def test_an_entry_of_several_days_is_each_of_them_and_work_wins() -> None:
    days, skipped = arrangement.read_ics(ics(
        entry("20270206", "春节（休）", "20270209"), entry("20270207", "春节（班）", "20270208"), entry("20270214", "情人节"),
        entry("20260101", "元旦"), entry("20270228", "春节补班"), entry("20250101", "元旦 放假")), TODAY)
    assert days == [Line(date(2027, 2, 6), False, "春节"), Line(date(2027, 2, 7), True, "春节"), Line(date(2027, 2, 8), False, "春节"),
                    Line(date(2027, 2, 28), True, "春节")]
    assert skipped == [Skipped(16, "情人节"), Skipped(21, "元旦"), Skipped(31, "元旦 放假")]


@pytest.mark.parametrize(("title", "works", "name"), [
    ("国庆节（休）", False, "国庆节"), ("国庆节 调休上班", True, "国庆节"), ("中秋节 假期 第1天/共3天", False, "中秋节"), ("清明节休", False, "清明节"),
    ("National Day (public holiday)", False, None), ("班", True, "班")])
def test_a_title_says_work_or_rest(title: str, works: bool, name: str | None) -> None:
    days, _ = arrangement.read_ics(ics(entry("20271001", title)), TODAY)
    assert (days[0].works, days[0].name if name else None) == (works, name)


def test_a_mark_for_machines_goes_before_the_title() -> None:
    days, _ = arrangement.read_ics(ics(entry("20271009", "国庆节", "", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY")), TODAY)
    assert days == [Line(date(2027, 10, 9), True, "国庆节")]


@pytest.mark.parametrize(("text", "key"), [
    ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnonsense", "calendar_ics"), (ics(), "calendar_ics_empty"),
    (ics(entry("20270214", "情人节")), "calendar_ics_empty"), (ics("SUMMARY:元旦（休）"), "calendar_ics_line"),
    (ics(entry("20270101", "元旦（休）", "20290101")), "calendar_ics_line"),
    (ics(entry("20270101", "元旦（休）", "", "RRULE:FREQ=YEARLY")), "calendar_ics_empty")])
def test_what_no_calendar_is_is_refused(text: str, key: str) -> None:
    with pytest.raises(Refused, match=key):
        arrangement.read_ics(text, TODAY)


def test_what_was_read_can_be_read_again_as_lines() -> None:
    days, _ = arrangement.read_ics(ics(entry("20270206", "春节（休）", "20270209"), entry("20270228", "春节（班）")), TODAY)
    assert arrangement.read_lines(arrangement.as_text(days)) == days


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_spreadsheets_encoding_is_understood(encoding: str) -> None:
    assert arrangement.decoded("2027-01-01,休,元旦".encode(encoding)) == "2027-01-01,休,元旦"
    with pytest.raises(Refused, match="calendar_text"):
        arrangement.decoded(b"\xff\xff\xff")
