"""Theme and invited units of an open day, at the desk, at the unit and in public (SD-24)."""

from flask import Flask
from icalendar import Calendar

from portal.foundation.unit_of_work import unit_of_work
from portal.reception import invitation
from tests.cast import Cast
from tests.judge import client_of
from tests.reception.opened import fresh, monday
from tests.web.office.test_terminals import office

OURS, WATER = "街道城市管理办", "区水务公司"


def test_sd24_the_desk_names_a_theme_and_invites_whom_the_matters_suggest(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    cast.referred(WATER)
    browser, to = office(app, "liaison"), f"/office/open-days/{row.id}"
    assert "正在办 1 件 最早的 2026-03-02 登记" in browser.get_page(to + "/units").words()
    browser.post_form(to + "/theme", {"theme": "水电气专场"})
    browser.post_form(to + "/units", {"unit": WATER})
    seen = browser.get_page(to + "/units").words()
    assert "正在办" not in seen and WATER in seen
    assert "本次主题：水电气专场" in (seen := browser.get_page(to).words()) and "到场单位：区水务公司" in seen
    assert WATER in (listed := browser.get_page("/office/open-days").words()) and "水电气专场" in listed


def test_sd24_a_name_no_unit_has_is_said_beside_the_field(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    browser = office(app, "liaison")
    assert "没有" in browser.post_form(f"/office/open-days/{row.id}/units", {"unit": "没有这家"}, 422).words()
    with unit_of_work():
        cast.unit(WATER).active = False
    browser.post_form(f"/office/open-days/{row.id}/units", {"unit": WATER}, 422)


def test_sd24_the_unit_finds_it_on_its_page_of_the_day_and_nobody_elses(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    with unit_of_work():
        invitation.name_theme(row, "水电气专场", by=cast.actor("liaison"))
        invitation.invite(row, cast.unit(), by=cast.actor("liaison"))
    browser = office(app, "officer")
    seen = browser.get_page("/office/").words()
    assert "3月9日（星期一） 榆荫街道站 邀请贵单位到场接待" in seen and "本次主题：水电气专场" in seen
    assert "本次主题：水电气专场" in browser.get_page("/office/invitations").words()
    with unit_of_work():
        invitation.withdraw(invitation.one(fresh(cast)[1], cast.unit().id), by=cast.actor("liaison"))
    assert "不再邀请贵单位到场" in (seen := browser.get_page("/office/").words()) and "本次主题" not in seen
    other = office(app, "officer-2")
    assert "榆荫街道站" not in other.get_page("/office/").words() + other.get_page("/office/invitations").words()
    office(app, "liaison").get_page("/office/invitations", 403)


def test_sd24_who_came_is_noted_and_read_in_the_office_alone(app: Flask, cast: Cast) -> None:
    row = monday(cast)[0]
    with unit_of_work():
        asked = invitation.invite(row, cast.unit(), by=cast.actor("liaison"))
        invitation.invite(row, cast.unit(WATER), by=cast.actor("liaison"))
    browser, to = office(app, "clerk"), f"/office/open-days/{row.id}/units"
    note = f"{to}/{asked.unit_id}/attendance"
    assert "姓名和职务" in browser.post_form(note, {"came": "yes", "who": " "}, 422).words()
    browser.post_form(note, {"came": "yes", "who": "测某丙，副科长"})
    assert "测某丙，副科长" in browser.get_page(to).words()
    assert "到场单位 1/2" in browser.get_page(f"/office/open-days/{row.id}").words()
    public = client_of(app).get_page("/stations/S01").words()
    assert "到场单位：街道城市管理办、区水务公司" in public and "测某丙" not in public
    browser.post_form(note, {"came": "perhaps"}, 422)


def test_sd24_calendars_and_the_notice_say_what_it_is_about(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    with unit_of_work():
        invitation.name_theme(row, "水电气专场", by=cast.actor("liaison"))
        invitation.invite(row, cast.unit(WATER), by=cast.actor("liaison"))
    feed = Calendar.from_ical(client_of(app).get("/stations/S01/open-days.ics").data)
    event = next(one for one in feed.walk("VEVENT") if one["UID"] == row.uid)
    assert event["DESCRIPTION"] == "本次主题：水电气专场\n到场单位：区水务公司" and event["SEQUENCE"] == 2
    words = office(app, "liaison").get_page(f"/office/open-days/{row.id}/notice.pdf?page=1").words()
    assert "本次主题：水电气专场" in words and "到场单位 区水务公司" in words
