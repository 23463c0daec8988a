"""Whoever calls a day or a sitting off, or enters a leave, is told first how many appointments fall; then those people are listed (HB-26, HB-40)."""

import pytest
from flask import Flask

from portal.foundation import codes
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, receivers
from portal.network.calendar import Closure
from portal.reception import appointment, finding, swap
from portal.reception.appointment import Appointment, Asked
from portal.reception.leave import Leave
from portal.reception.swap import Answer, Swap
from tests.cast import NOW, Cast
from tests.kiosk.hand import rows
from tests.reception.opened import at, fresh, monday, put_on
from tests.web.office.test_terminals import office

LIST = "/office/appointments"


def booked(cast: Cast, *, rep: bool = False, place: int = 0, phone: str = "12000000017") -> int:
    slot, who = finding.offered(cast.station(), NOW)[1].free[place], cast.person("rep").id if rep else None
    with unit_of_work():
        return appointment.book(cast.station(), Asked(slot=slot, phone=phone, person_id=who), key=codes.new_key(), by=actor.public(NOW)).appointment.id


def test_hb40_a_day_is_called_off_only_by_whoever_was_told_how_many_fall(app: Flask, cast: Cast) -> None:
    """The page says it; one more since is said once more; fewer than was said is no reason to ask again."""
    shift_id = monday(cast)[1].id
    url = f"/office/open-days/{shift_id}"
    booked(cast)
    browser = office(app, "liaison")
    seen = browser.get_page(url)
    assert "有1个预约会落空" in seen.words() and 'name="hits" value="1"' in seen.text
    booked(cast)
    seen = browser.post_form(url + "/cancellation", {"reason": "停电", "hits": "1"}, 409)
    assert "会落空2个预约，还没有做" in seen.words() and 'value="停电"' in seen.text and fresh(cast)[1].off_by is None
    browser.post_form(url + "/cancellation", {"reason": "停电", "hits": "2"})
    assert fresh(cast)[1].off_by is not None
    assert "接待日或代表有变，要告诉他们" in browser.get_page(LIST).words()
    seen = browser.get_page("/office/").words()
    assert "今天要打的预约电话" in seen and "12000000017" in seen and "当天不接待" in seen


def test_hb40_nobody_is_taken_off_before_it_is_said_who_asked_for_them(app: Flask, cast: Cast) -> None:
    shift = monday(cast)[1]
    url, rep = f"/office/open-days/{shift.id}", put_on(cast, shift).person_id
    row_id = booked(cast, rep=True)
    browser = office(app, "liaison")
    assert "约了要见这位的：1个" in browser.get_page(url).words()
    assert "约了要见这位的：1个" in browser.get_page(f"{url}/people/{rep}/handover").words()
    assert "会落空1个预约" in browser.post_form(f"{url}/people/{rep}/removal", {}, 409).words()
    browser.post_form(f"{url}/people/{rep}/removal", {"hits": "1"})
    seen = browser.get_page(LIST).words()
    assert "接待日或代表有变，要告诉他们" in seen and "rep甲那天不在这里接待了" in seen
    browser.post_form(f"{LIST}/{row_id}/reminded?back=today")
    assert "接待日或代表有变，要告诉他们" not in browser.get_page(LIST).words()
    assert "今天要打的预约电话" not in browser.get_page("/office/").words()


@pytest.mark.parametrize(("lang", "said"), [("zh_Hans", "会落空1个预约"), ("zh_Hant", "會落空1個預約"), ("en", "Appointments that fall by this: 1")])
def test_hb40_a_leave_says_first_how_many_appointments_fall(app: Flask, cast: Cast, lang: str, said: str) -> None:
    put_on(cast, monday(cast)[1])
    booked(cast, rep=True)
    browser = office(app, "liaison")
    browser.get_page(f"/office/leaves?lang={lang}")
    form = {"who": "rep甲", "from_on": "2026-03-09", "until_on": "2026-03-10", "reason": "探亲"}
    seen = browser.post_form("/office/leaves", form, 409)
    assert said in seen.words() and 'value="探亲"' in seen.text and 'name="hits"' in seen.text and rows(Leave) == []
    browser.post_form("/office/leaves", form | {"hits": "1"})
    assert len(rows(Leave)) == 1 and [row.alone for row in rows(Appointment)] == [True]


def test_hb26_the_day_before_the_desk_reads_whom_to_ring(app: Flask, cast: Cast) -> None:
    monday(cast)
    row_id = booked(cast)
    booked(cast, place=1, phone="")
    browser = office(app, "clerk")
    assert "今天要打的预约电话" not in browser.get_page("/office/").words()
    at(8, 9)
    browser = office(app, "clerk")
    seen = browser.get_page("/office/").words()
    assert seen.count("提醒明天来") == 1 and "12000000017" in seen
    browser.post_form(f"{LIST}/{row_id}/reminded?back=today")
    assert "提醒明天来" not in browser.get_page("/office/").words()
    assert "提醒明天来" not in office(app, "liaison-s02").get_page("/office/").words()


@pytest.mark.parametrize("login", ["rep", "liaison"])
def test_hb40_a_swap_asks_only_where_an_appointment_falls(app: Flask, cast: Cast, login: str) -> None:
    """By the one who gives it or by the liaison; the first submit says how many, the second does it. Where none falls it is done at once."""
    first, second = monday(cast)[1:3]
    rep = put_on(cast, first).person_id
    put_on(cast, second)
    booked(cast, rep=True)
    browser, who = office(app, login), receivers.suggest("rep-2", first.day)[0]

    def form_of(shift_id: int) -> str:
        return f"/office/my-days/{shift_id}/swap" if login == "rep" else f"/office/open-days/{shift_id}/people/{rep}/handover"

    typed = {"who": who, "back_on": "", "reason": "出差"}
    seen = browser.post_form(form_of(first.id), typed, 409)
    assert "会落空1个预约" in seen.words() and "照样定下" in seen.words() and 'name="hits" value="1"' in seen.text and 'value="出差"' in seen.text
    assert rows(Swap) == []
    browser.post_form(form_of(first.id), typed | {"hits": "1"})
    browser.post_form(form_of(second.id), typed)
    assert len(rows(Swap)) == 2


def test_hb40_whoever_accepts_is_asked_too_and_the_day_in_return_counts(app: Flask, cast: Cast) -> None:
    first, second = monday(cast)[1:3]
    mine, theirs = put_on(cast, second), put_on(cast, first, "rep-2").person_id
    slot = finding.offered(cast.station(), NOW)[1].free[0]
    with unit_of_work():
        row = swap.ask(mine, cast.person("rep-2"), back_on=first.day, by=cast.actor("rep"))
        appointment.book(cast.station(), Asked(slot=slot, phone="12000000017", person_id=theirs), key="k", by=actor.public(NOW))
    browser, answer = office(app, "rep-2"), f"/office/swaps/{row.id}/answer"
    seen = browser.post_form(answer, {"said": "accepted"}, 409)
    assert "会落空1个预约" in seen.words() and 'name="hits" value="1"' in seen.text and rows(Swap)[0].answer is Answer.ASKED
    browser.post_form(answer, {"said": "accepted", "hits": "1"})
    assert rows(Swap)[0].answer is Answer.ACCEPTED


RULE = {"scope": "station", "station": "S01", "repeat": "weekly", "weekdays": ["2"], "month_day": "1", "months": "every", "starts": "09:00",
        "ends": "11:30", "required": "2", "holiday": "skip", "notice_days": "3", "from_on": "2026-01-01", "until_on": ""}


def test_hb40_a_rule_is_changed_or_ended_only_by_whoever_was_told_how_many_fall(app: Flask, cast: Cast) -> None:
    """The look says it, with the times and no name; one more since is said once more."""
    rule = f"/office/openings/{monday(cast)[1].rule_id}"
    booked(cast)
    browser = office(app, "director")
    seen = browser.post_form(rule, RULE, 200)  # type: ignore[arg-type]
    assert "有1个预约会落空" in seen.words() and "榆荫街道站 3月9日（星期一） 09:00 站里打电话" in seen.words() and "12000000017" not in seen.text
    booked(cast)
    seen = browser.post_form(rule, RULE | {"keep": "1", "hits": "1"}, 409)  # type: ignore[arg-type]
    assert "会落空2个预约，还没有做" in seen.words() and 'name="hits" value="2"' in seen.text
    assert "有2个预约会落空" in browser.get_page(rule).words(), "ending it too"
    assert "会落空2个预约" in browser.post_form(rule + "/end", {}, 409).words() and fresh(cast)[1].off_by is None
    browser.post_form(rule, RULE | {"keep": "1", "hits": "2"})  # type: ignore[arg-type]
    assert fresh(cast)[1].off_by is not None or [row.day_fell for row in rows(Appointment)] == [True, True]
    browser.post_form(rule + "/end")
    assert "已停用" in browser.get_page("/office/openings").words()


def test_hb40_so_is_the_calendar_and_a_closure(app: Flask, cast: Cast) -> None:
    monday(cast)
    booked(cast)
    browser = office(app, "office")
    days = {"lines": "2026-03-09,休,调休", "source": "通知"}
    seen = browser.post_form("/office/calendar/days", days, 200)
    assert "有1个预约会落空" in seen.words()
    assert "会落空1个预约" in browser.post_form("/office/calendar/days", days | {"enter": "1"}, 409).words()
    browser.post_form("/office/calendar/days", days | {"enter": "1", "hits": "1"})
    closed = {"first": "2026-03-16", "last": "2026-03-16", "name": "停电", "source": "通知"}
    assert "预约会落空" not in browser.post_form("/office/calendar/closures", closed, 200).words()
    with unit_of_work():
        slot = next(one for one in finding.offered(cast.station(), NOW) if one.shift.day.day == 16).free[0]
        appointment.book(cast.station(), Asked(slot=slot), key="k", by=actor.public(NOW))
    assert "会落空1个预约" in (seen := browser.post_form("/office/calendar/closures", closed | {"enter": "1"}, 409)).words()
    assert "没有留电话和邮箱" in seen.words() and rows(Closure) == []
    browser.post_form("/office/calendar/closures", closed | {"enter": "1", "hits": "1"})
    assert len(rows(Closure)) == 1
