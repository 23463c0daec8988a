"""Open days in the office: rules with their next days, the roster by hand, who came; each for those who may (HB-40, SD-01, SD-08)."""

import pytest
from flask import Flask

from portal.reception import sitting
from tests.cast import Cast
from tests.reception.opened import MONDAY, at, fresh, keep, monday, plan, put_on, rows, weekly
from tests.web.office.test_terminals import office

RULE = {"scope": "station", "station": "S01", "repeat": "weekly", "weekdays": ["0"], "month_day": "1", "months": "every", "starts": "09:00",
        "ends": "11:30", "required": "2", "holiday": "next", "notice_days": "3", "from_on": "2026-03-01", "until_on": ""}


def typed(**more: object) -> dict[str, object]:
    return RULE | more


def test_enter_looks_and_never_keeps(app: Flask, cast: Cast) -> None:
    """Enter presses a form's first button: of a new rule, a rule looked at and one that stands it is the one that looks."""
    browser = office(app, "director")
    rule = keep(cast, weekly(MONDAY), "S02")
    new = browser.get_page("/office/openings/new?station=S02")
    for page in (new, browser.post_form("/office/openings/new", typed(), 200), browser.get_page(f"/office/openings/{rule.id}")):  # type: ignore[arg-type]
        form = next(one for one in page.document().iter("form") if one.get("class") == "form")
        buttons = [one.get("name") for one in form.iter("button")]
        assert buttons[0] is None and buttons[1:] in ([], ["keep"])


def test_a_rule_is_looked_at_first_and_then_kept_and_planned(app: Flask, cast: Cast) -> None:
    """The preview says what a holiday does; nothing is written by looking."""
    browser = office(app, "director")
    browser.get_page("/office/openings/new?station=S02")
    seen = browser.post_form("/office/openings/new", typed(), 200).words()  # type: ignore[arg-type]
    assert "3月2日（星期一）" in seen and "4月7日（星期二） 由4月6日（星期一）顺延" in seen and fresh(cast) == []
    assert browser.post_form("/office/openings/new", typed(keep="1")).location == "/office/openings"  # type: ignore[arg-type]
    assert "已保存。新增14天" in (page := browser.get_page("/office/openings").words()) and "每周一 09:00–11:30" in page
    assert len(fresh(cast)) == 14
    assert "榆荫街道站" in browser.get_page("/office/open-days").words()


def test_a_rule_is_changed_and_ended_and_says_what_that_does(app: Flask, cast: Cast) -> None:
    browser = office(app, "office")
    browser.post_form("/office/openings/new", typed(scope="network", station="", keep="1"))  # type: ignore[arg-type]
    assert "全网" in browser.get_page("/office/openings").words() and len(fresh(cast, "S02")) == 14
    rule = f"/office/openings/{rows(cast)[0].rule_id}"
    seen = browser.get_page(rule)
    assert "接下来的日子" in seen.words()
    browser.post_form(rule, typed(scope="network", station="", weekdays=["2"], starts="20:00", ends="00:30", keep="1"))  # type: ignore[arg-type]
    assert "每周三 20:00–次日00:30" in browser.get_page("/office/openings").words()
    browser.post_form(rule + "/end")
    assert "已停用" in browser.get_page("/office/openings").words()
    plan(cast)
    assert all(row.off_by is not None for row in rows(cast)[1:])


@pytest.mark.parametrize(("more", "says"), [
    ({"weekdays": []}, "至少选一个星期几"), ({"ends": "09:00"}, "不能是同一时刻"), ({"until_on": "2026-02-01"}, "早于开始日期"),
    ({"station": "S77"}, "没有"), ({"required": "10"}, ""), ({"month_day": "32"}, ""), ({"scope": "network"}, "")])
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(app: Flask, cast: Cast, more: dict[str, object], says: str) -> None:
    """A director is not offered the whole network."""
    seen = office(app, "director").post_form("/office/openings/new", typed(**more), 422)  # type: ignore[arg-type]
    assert 'class="error"' in seen.text and (says in seen.words() or says == "没有") and 'value="2026-03-01"' in seen.text
    assert fresh(cast) == []


def test_r31_the_rules_of_another_town_are_not_there(app: Flask, cast: Cast) -> None:
    rule = keep(cast, weekly(MONDAY), "S01")
    office(app, "director-s02").get_page(f"/office/openings/{rule.id}", 404)
    office(app, "liaison").get_page("/office/openings", 403)
    row = monday(cast)[1]
    office(app, "liaison-s02").get_page(f"/office/open-days/{row.id}", 404)
    office(app, "rep").get_page("/office/open-days", 403)


def test_sd01_somebody_is_found_by_typing_and_put_on_and_taken_off(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    page, browser = f"/office/open-days/{row.id}", office(app)
    assert "还差2人" in browser.get_page(page).words() and "<select" not in browser.get_page(page).text
    options = browser.part(page + "/people?who=rep-2")
    assert options.count("<option") == 1 and "rep-2甲 · S01" in options
    browser.post_form(page + "/people", {"who": sitting.suggest(row, "rep-2")[0]})
    assert "rep-2甲已排上。" in (seen := browser.get_page(page).words()) and "还差1人" in seen
    assert "找不到这个人" in browser.post_form(page + "/people", {"who": "某某"}, 422).words()
    browser.post_form(f"{page}/people/{cast.person('rep-2').id}/removal")
    assert "还没有排人" in browser.get_page(page).words()
    refused = browser.post_form(f"{page}/people/{cast.person('rep-2').id}/removal", status=404)
    assert f'href="{page}?lang=en"' in refused.text


def test_twice_in_one_half_day_is_refused_with_the_other_place(app: Flask, cast: Cast) -> None:
    monday(cast, "S02")
    put_on(cast, rows(cast, "S02")[1], by="liaison-s02")
    row = monday(cast)[1]
    seen = office(app).post_form(f"/office/open-days/{row.id}/people", {"who": sitting.suggest(row, "rep甲")[0]}, 422)
    assert "rep甲那半天已经排在河湾社区站" in seen.words()


def test_a_day_is_called_off_with_a_reason_and_held_after_all(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    page, browser = f"/office/open-days/{row.id}", office(app)
    browser.post_form(page + "/cancellation", {"reason": " "}, 422)
    assert fresh(cast)[1].off_by is None
    browser.post_form(page + "/cancellation", {"reason": "会议室装修"})
    assert "会议室装修" in browser.get_page(page).words()
    assert "会议室装修" in browser.get_page("/stations/S01").words()
    browser.post_form(page + "/restoration")
    assert "这天照常接待" in browser.get_page(page).words()
    browser.post_form(page + "/restoration", status=422)


def test_presence_is_offered_on_the_day_alone(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    seat = put_on(cast, row)
    page, clerk = f"/office/open-days/{row.id}", office(app, "clerk")
    assert "到场" not in clerk.get_page(page).words()
    refused = clerk.post_form(f"{page}/people/{seat.person_id}/presence", {"presence": "here"}, 422)
    assert f'href="{page}?lang=en"' in refused.text, "another language of what is no page leads to the day"
    at(9, 9)
    clerk = office(app, "clerk")
    clerk.post_form(f"{page}/people/{seat.person_id}/presence", {"presence": "gone"}, 422)
    clerk.post_form(f"{page}/people/{seat.person_id}/presence", {"presence": "here"})
    seen = clerk.get_page(page)
    assert "3月9日（星期一） 09:00记" in seen.words() and "撤下" not in seen.words()


def test_a_list_of_many_is_found_by_station_and_page(app: Flask, cast: Cast) -> None:
    """SD-01: forty lines a page."""
    keep(cast, weekly(0, 1, 2, 3), None)
    for code in ("S01", "S02"):
        plan(cast, code)
    browser = office(app, "office")
    assert browser.get_page("/office/open-days").text.count("<tr>") == 41
    second = browser.get_page("/office/open-days?page=2&station=S02")
    assert "榆荫街道站" not in second.words() and "河湾社区站" in second.words()
    assert "没有" in browser.get_page("/office/open-days?station=S77").words()
    browser.get_page("/office/open-days?page=9999999&past=1")
