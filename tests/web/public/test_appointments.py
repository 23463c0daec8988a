"""Booked online, seen, moved and called off by its code; what is wrong is said beside the field and nothing is lost (HB-26, HB-34, R56)."""

import re

import pytest
from flask import Flask

from portal.foundation import settings
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import finding, holding, opening, sitting
from portal.reception.appointment import Appointment, Standing
from tests.cast import NOW, Cast
from tests.judge import Judge, Seen
from tests.kiosk.hand import alone, rows
from tests.reception.opened import fresh, keep, monday, plan, put_on, weekly
from tests.statements import asked

PAGE = "/stations/S01/appointments"
FORM = {"wanted": "open_day", "key": "f" * 32, "name": "测某甲", "phone": "12000000017"}


def send(browse: Judge, path: str, data: dict[str, str], status: int = 303) -> Seen:
    return alone(lambda: browse.post_form(path, data, status))


def word(cast: Cast, day: int = 1, place: int = 0) -> str:
    return finding.offered(cast.station(), NOW)[day].free[place].word


def code_of(seen: Seen) -> str:
    found = re.search(r"(?<!\d)\d{4} \d{4} \d{4}(?!\d)", seen.words())
    assert found is not None
    return found[0]


def test_booked_once_seen_moved_and_called_off_by_the_code(app: Flask, cast: Cast, browse: Judge) -> None:
    put_on(cast, monday(cast)[1])
    assert "rep甲" in alone(lambda: browse.get_page(PAGE)).words()
    booked = [code_of(send(browse, PAGE, FORM | {"slot": word(cast), "who": ""}, 200)) for _ in range(2)]
    assert booked[0] == booked[1] and len(rows(Appointment)) == 1
    alone(lambda: browse.get_page("/appointments/mine", 303))
    send(browse, "/appointments", {"code": "1234 1234 1234"}, 404)
    send(browse, "/appointments", {"code": booked[0]})
    assert "3月9日（星期一） 09:00" in alone(lambda: browse.get_page("/appointments/mine")).words()
    send(browse, "/appointments/mine/move", {"slot": "nonsense"}, 422)
    send(browse, "/appointments/mine/move", {"slot": word(cast, place=2)})
    assert "3月9日（星期一） 10:15" in alone(lambda: browse.get_page("/appointments/mine")).words()
    send(browse, "/appointments/mine/cancellation", {})
    assert [(row.stage, row.phone) for row in rows(Appointment)] == [(Standing.CANCELLED, "")]


@pytest.mark.parametrize(("lang", "off", "fell", "hours"), [
    ("zh_Hans", "当天不接待", "请不要按原来的时间来", "接待时间改了"), ("zh_Hant", "當天不接待", "請不要按原來的時間來", "接待時間改了"),
    ("en", "Nobody receives that day", "please do not come then", "Other hours now")])
def test_hb26_a_day_called_off_is_told_to_whoever_shows_the_code_with_what_to_do(
        app: Flask, cast: Cast, browse: Judge, lang: str, off: str, fell: str, hours: str) -> None:
    shift = monday(cast)[1]
    code = code_of(send(browse, PAGE, FORM | {"slot": word(cast), "who": ""}, 200))
    with unit_of_work():
        holding.call_off(shift, reason="停电了", by=cast.actor("liaison"))
    send(browse, "/appointments", {"code": code})
    seen = alone(lambda: browse.get_page(f"/appointments/mine?lang={lang}"))
    assert fell in seen.words() and off in seen.words() and "停电了" in seen.words()
    with unit_of_work():
        holding.hold_after_all(shift, by=cast.actor("liaison"))
    keep(cast, weekly(0, starts=14 * 60, ends=16 * 60), rule=opening.standing(NOW.date())[0])
    plan(cast)
    assert hours in alone(lambda: browse.get_page("/appointments/mine")).words()
    send(browse, "/appointments/mine/move", {"slot": word(cast)})
    assert fell not in alone(lambda: browse.get_page("/appointments/mine")).words()


@pytest.mark.parametrize(("more", "says"), [
    ({"slot": ""}, "请选一个还空着的时间"), ({"slot": "1.5"}, "请选一个还空着的时间"), ({"wanted": "home"}, "上门需要电话和地址"),
    ({"wanted": "x"}, "请从给出的选项中选一个"), ({"phone": "1" * 31}, "最多 30 个字")])
def test_what_is_wrong_is_said_and_what_was_typed_stays(app: Flask, cast: Cast, browse: Judge, more: dict[str, str], says: str) -> None:
    monday(cast)
    seen = send(browse, PAGE, FORM | more, 422)
    assert says in seen.words() and 'value="测某甲"' in seen.text and rows(Appointment) == []


def test_the_rule_of_the_hall_is_asked_once_for_all_days(app: Flask, cast: Cast) -> None:
    monday(cast)
    engine = db.engine
    db.session.close()
    with asked(engine) as seen:
        assert len(finding.offered(cast.station(), NOW)) == finding.DAYS
    assert sum("FROM hall_rule" in one for one in map(str, seen)) == 1


def test_where_nothing_is_free_one_is_told_to_come_without(app: Flask, cast: Cast, browse: Judge) -> None:
    assert "不预约也可以来取号" in alone(lambda: browse.get_page("/stations/S02/appointments")).words()
    alone(lambda: browse.get_page("/stations/S77/appointments", 404))


def test_wrong_codes_wait(app: Flask, cast: Cast, browse: Judge) -> None:
    for _ in range(5):
        send(browse, "/appointments", {"code": "1234 1234 1234"}, 404)
    assert send(browse, "/appointments", {"code": "1234 1234 1234"}, 429).response.headers["Retry-After"]


def with_mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a mail server is set up; nothing is sent."""
    given = settings.load({"PORTAL_INSTANCE": str(app.config["INSTANCE"]), "PORTAL_SECRET_KEY": app.config["SECRET_KEY"],
                           "PORTAL_SMTP_URL": "smtp+plain://127.0.0.1:9", "PORTAL_SMTP_FROM": "portal@mail.example"})
    monkeypatch.setitem(app.config, "SETTINGS", given)


def test_hb26_an_address_is_asked_for_where_one_is_written_to_kept_by_no_page_and_taken_back(
        app: Flask, cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monday(cast)
    assert 'name="email"' not in alone(lambda: browse.get_page(PAGE)).text
    with_mail(app, monkeypatch)
    assert 'name="email"' in alone(lambda: browse.get_page(PAGE)).text
    form = FORM | {"slot": word(cast), "who": ""}
    seen = send(browse, PAGE, form | {"email": "nobody"}, 422)
    assert "这不像一个邮箱地址" in seen.words() and 'value="nobody"' in seen.text
    send(browse, "/appointments", {"code": code_of(send(browse, PAGE, form | {"email": "one@mail.example"}, 200))})
    seen = alone(lambda: browse.get_page("/appointments/mine"))
    assert "时间有变也会告诉您" in seen.words() and "one@mail.example" not in seen.text
    send(browse, "/appointments/mine/reminder", {"email": ""})
    assert [row.email for row in rows(Appointment)] == [""]
    send(browse, "/appointments/mine/reminder", {"email": "two"}, 422)
    send(browse, "/appointments/mine/reminder", {"email": "two@mail.example"})
    assert [(row.email, row.locale) for row in rows(Appointment)] == [("two@mail.example", "zh_Hans")]


@pytest.mark.parametrize(("lang", "says"), [
    ("zh_Hans", "接待您的会是别人"), ("zh_Hant", "接待您的會是別人"), ("en", "somebody else receives you")])
def test_hb26_whoever_asked_for_somebody_reads_that_they_are_gone(app: Flask, cast: Cast, browse: Judge, lang: str, says: str) -> None:
    seat = put_on(cast, monday(cast)[1])
    code = code_of(send(browse, PAGE, FORM | {"slot": word(cast), "who": str(seat.person_id)}, 200))
    with unit_of_work():
        sitting.take_off(sitting.one(fresh(cast)[1], seat.person_id), by=cast.actor("liaison"))
    send(browse, "/appointments", {"code": code})
    seen = alone(lambda: browse.get_page(f"/appointments/mine?lang={lang}"))
    assert says in seen.words() and "rep甲" in seen.words()
