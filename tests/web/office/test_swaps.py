"""One's own days in the office, asking and answering; and a deputy set on the page of the day (HB-40, SD-01)."""

from flask import Flask

from portal.foundation.database import db
from portal.network import receivers
from portal.reception import sitting
from tests.cast import Cast
from tests.reception.opened import TODAY, monday, put_on
from tests.web.office.test_terminals import office


def _who(login: str) -> str:
    return receivers.suggest(login, TODAY)[0]


def test_a_representative_asks_and_the_other_accepts(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    put_on(cast, row)
    mine = office(app, "rep")
    seen = mine.get_page("/office/my-days")
    assert "3月9日（星期一）" in seen.words() and "<select" not in seen.text
    form = f"/office/my-days/{row.id}/swap"
    assert "由谁来" in mine.get_page(form).words()
    assert mine.part("/office/my-days/people?who=rep-2").count("<option") == 1
    assert "找不到这个人" in mine.post_form(form, {"who": "某某", "back_on": "", "reason": "出差<i>"}, 422).words()
    wrong = mine.post_form(form, {"who": _who("rep-2"), "back_on": "2026-03-16", "reason": "出差"}, 422)
    assert "那天没有排班" in wrong.words() and 'value="2026-03-16"' in wrong.text and 'value="出差"' in wrong.text
    mine.post_form(form, {"who": _who("rep-2"), "back_on": "", "reason": "出差"})
    assert "等待答复的" in mine.get_page("/office/my-days").words()
    other = office(app, "rep-2")
    assert "请您来" in (seen := other.get_page("/office/my-days").words()) and "出差" in seen
    other.post_form("/office/swaps/1/answer", {"said": "set"}, 422)
    other.post_form("/office/swaps/1/answer", {"said": "accepted"})
    assert "值班表改好了" in other.get_page("/office/my-days").words()
    db.session.rollback()
    assert [seat.person.login for seat in sitting.of_shifts([row.id])[row.id]] == ["rep-2"]
    told = office(app).get_page(f"/office/open-days/{row.id}").words()
    assert "换人记录" in told and "已答应" in told and "出差" in told


def test_r31_days_and_swaps_of_others_are_not_there(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    put_on(cast, row)
    office(app, "rep").post_form(f"/office/my-days/{row.id}/swap", {"who": _who("rep-2"), "back_on": "", "reason": ""})
    other = office(app, "rep-s02")
    other.get_page(f"/office/my-days/{row.id}/swap", 404)
    other.post_form("/office/swaps/1/answer", {"said": "accepted"}, 404)
    office(app, "liaison").get_page("/office/my-days", 403)
    assert "换人记录" not in office(app, "clerk").get_page(f"/office/open-days/{row.id}").words()
    office(app, "liaison-s02").get_page(f"/office/open-days/{row.id}/people/{cast.person('rep').id}/handover", 404)
    office(app, "rep").get_page(f"/office/open-days/{row.id}/people/{cast.person('rep').id}/handover", 403)


def test_the_liaison_sets_a_deputy(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    seat = put_on(cast, row)
    browser, page = office(app), f"/office/open-days/{row.id}"
    assert f"{page}/people/{seat.person_id}/handover" in browser.get_page(page).text
    form = f"{page}/people/{seat.person_id}/handover"
    assert "换人" in browser.get_page(form).words()
    itself = {"who": receivers.label(cast.person("rep"), "S01"), "back_on": "", "reason": ""}
    assert "不能换成本人" in browser.post_form(form, itself, 422).words()
    browser.post_form(form, {"who": _who("member"), "back_on": "", "reason": "住院"})
    assert "办公室安排" in browser.get_page(page).words()
    browser.get_page(form, 404)


def test_who_is_asked_finds_it_on_the_page_of_the_day(app: Flask, cast: Cast) -> None:
    """A day and a station, no words of anybody's; put away by one touch, what came since stays."""
    row = monday(cast)[1]
    put_on(cast, row)
    office(app, "rep").post_form(f"/office/my-days/{row.id}/swap", {"who": _who("rep-2"), "back_on": "", "reason": "出差"})
    other = office(app, "rep-2")
    seen = other.get_page("/office/")
    assert "3月9日（星期一）" in seen.words() and "有人请您代这一天" in seen.words() and "出差" not in seen.words()
    assert 'name="days" value="2"' in seen.text and "有人请您代" not in office(app).get_page("/office/").words()
    other.post_form("/office/notices/seen", {"days": "1"})
    assert "有人请您代" in other.get_page("/office/").words()
    other.post_form("/office/notices/seen", {"days": "2"})
    assert "有人请您代" not in other.get_page("/office/").words()
