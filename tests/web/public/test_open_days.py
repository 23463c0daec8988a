"""Open days in public: today and next with who is here, a calendar that clients take, no word of why somebody is away (HB-40, ZG-20)."""

import re

from flask import Flask
from icalendar import Calendar

from portal.foundation.unit_of_work import unit_of_work
from portal.reception import holding
from portal.reception.pattern import Holiday
from portal.reception.sitting import Presence
from tests.cast import Cast
from tests.judge import client_of
from tests.kiosk.hand import Hand
from tests.reception.opened import MONDAY, at, keep, monday, note, plan, put_on, rows, weekly
from tests.web.office.test_terminals import office

FEED = "/stations/S01/open-days.ics"


def events(app: Flask, query: str = "") -> dict[str, dict[str, str]]:
    """The feed read by hand, property by property: what a client that knows nothing of ours sees. By the day it begins."""
    answer = client_of(app).get(FEED + query)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    raw = answer.get_data()
    assert raw.endswith(b"\r\n") and all(len(line) <= 75 for line in raw.split(b"\r\n")) and b"\n" not in raw.replace(b"\r\n", b"")
    found: dict[str, dict[str, str]] = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", raw.decode().replace("\r\n ", ""), re.DOTALL):
        lines = dict(line.partition(":")[::2] for line in block.strip().split("\r\n"))
        found[lines["DTSTART"][:8]] = lines
    return found


def test_the_feed_knows_a_day_by_one_name_and_counts_its_changes(app: Flask, cast: Cast) -> None:
    """RFC 5545: a stable UID, SEQUENCE up by one with each change, times in UTC, an end after the beginning."""
    rule = keep(cast, weekly(MONDAY))
    plan(cast)
    first = events(app)["20260309"]
    assert (first["DTSTART"], first["DTEND"], first["SEQUENCE"], first["STATUS"]) == ("20260309T010000Z", "20260309T033000Z", "0", "CONFIRMED")
    put_on(cast, rows(cast)[1])
    keep(cast, weekly(MONDAY, starts=14 * 60, ends=16 * 60), rule=rule)
    plan(cast)
    then = events(app)["20260309"]
    assert then["UID"] == first["UID"] and (then["SEQUENCE"], then["DTSTART"]) == ("2", "20260309T060000Z") and "rep甲" in then["DESCRIPTION"]
    with unit_of_work():
        holding.call_off(rows(cast)[1], reason="停电", by=cast.actor("liaison"))
    assert (events(app)["20260309"]["STATUS"], events(app)["20260309"]["SEQUENCE"]) == ("CANCELLED", "3")
    uids = [line["UID"] for line in events(app).values()]
    assert len(uids) == len(set(uids))


def test_a_holiday_that_was_never_an_open_day_is_not_in_it_and_a_moved_one_is_on_its_day(app: Flask, cast: Cast) -> None:
    monday(cast)
    keep(cast, weekly(1, holiday=Holiday.NEXT), "S02")
    plan(cast, "S02")
    assert "20260406" not in events(app)
    whole = Calendar.from_ical(client_of(app).get(FEED).get_data())
    assert whole["version"] == "2.0" and len(whole.walk("VEVENT")) == len(events(app)) == 12
    english = client_of(app).get(FEED + "?lang=en").get_data(as_text=True)
    assert "Reception at" in english
    assert client_of(app).get("/stations/S77/open-days.ics").status_code == 404


def test_hb01_the_station_says_who_is_planned_and_who_is_here(app: Flask, cast: Cast) -> None:
    row = monday(cast)[0]
    assert "接待人还没定" in client_of(app).get_page("/stations/S01").words()
    seats = [put_on(cast, row, login) for login in ("rep", "member")]
    note(cast, seats[0], Presence.HERE)
    browser = client_of(app)
    seen = browser.get_page("/stations/S01")
    words = seen.words()
    assert "今天 09:00–11:30" in words and "正在接待" in words and "推荐党员" in words and FEED in seen.text
    assert "临时变动" in words, "put on within the three days, which is said"
    assert "没有人在" in words
    assert "没有人在" not in browser.get_page("/stations/S02").words()
    at(3, 9)
    assert "今天没有接待日" in browser.get_page("/stations/S01?lang=zh_Hans").words()


def test_ct13_the_first_screen_says_who_receives_today(app: Flask, cast: Cast) -> None:
    put_on(cast, monday(cast)[0])
    hand = Hand(client_of(app))
    hand.get("/kiosk/at/S01", 303)
    assert "今天接待 09:00–11:30 rrep甲党代表 · 城市管理" in hand.start().words()
    seen = hand.get("/kiosk/people").words()
    assert "3月9日（星期一）" in seen and "本站的代表" in seen
    hand.get("/kiosk/at/S02", 303)
    assert "今天接待" not in hand.start().words()


def test_one_browser_is_counted_once_and_where_nothing_is_on_there_is_nothing_to_say(app: Flask, cast: Cast) -> None:
    browser = client_of(app)
    browser.post_form("/stations/S01/vacancies", status=404)
    row = monday(cast)[0]
    for _ in range(3):
        assert browser.post_form("/stations/S01/vacancies").location == "/stations/S01"
    page = office(app, "director").get_page(f"/office/open-days/{row.id}").words()
    assert "群众反映没人在：1次" in page
