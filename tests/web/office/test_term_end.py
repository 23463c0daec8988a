"""The last day of a term told ahead: no seat after it, and when it has passed, nobody shown (HB-40, YT-18, X-09)."""

from datetime import date

import pytest
from flask import Flask

from portal import jobs
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, naming, sign_in
from portal.network.role import Role
from portal.reception import shift
from tests.cast import NOW, Cast
from tests.reception.opened import at, monday, put_on
from tests.web.office.test_departure import seated, way
from tests.web.office.test_terminals import office

LIST = "名称,登录名,角色,站点或单位,代表类别,公开,任期到\n测戊一,wu,代表,S01,党代表,是,{day}\n"


def two_days(cast: Cast) -> tuple[int, int]:
    """`rep` sits on 9 and 16 March."""
    first, second = [row.id for row in monday(cast)[1:3]]
    for shift_id in (first, second):
        put_on(cast, shift.one(shift_id, cast.actor("liaison")))
    return first, second


def test_a_last_day_told_ahead_frees_the_days_after_it_and_then_hides_the_face(app: Flask, cast: Cast) -> None:
    first, second = two_days(cast)
    browser, url = office(app, "admin"), way(cast, "end")
    browser.post_form(url, {"until": "2026-03-12"})
    seen = browser.get_page(url.split("/roles")[0]).words()
    assert "任期最后一天记下了。那以后排好的 1 个接待日" in seen and "到 2026-03-12 为止" in seen
    log = {"login": "admin", "act": "role_taken", "first": "", "last": ""}
    assert "2026-03-12" in browser.post_form("/office/audit", log, 200).words()
    rep = cast.person("rep")
    assert seated(first) == [rep.id] and seated(second) == []
    at(12, 9)
    jobs.sweep(app)
    db.session.rollback()
    assert cast.actor("rep").has(Role.REPRESENTATIVE) and rep.representative is not None and rep.representative.public
    at(13, 9)
    jobs.sweep(app)
    db.session.rollback()
    assert not cast.actor("rep").has(Role.REPRESENTATIVE) and not rep.representative.public


@pytest.mark.parametrize(("typed", "says"), [("2026-03-01", "不能早于今天"), ("下个月", "请写成日期")])
def test_a_last_day_that_cannot_be_is_refused_and_stays_as_typed(app: Flask, cast: Cast, typed: str, says: str) -> None:
    seen = office(app, "admin").post_form(way(cast, "end"), {"until": typed}, 422)
    assert says in seen.words() and f'value="{typed}"' in seen.text
    db.session.rollback()
    assert cast.person("rep").grants[0].until is None


@pytest.mark.parametrize("day", ["2026-03-12", "2026/3/12", "2026年3月12日"])
def test_a_term_comes_with_a_list(app: Flask, cast: Cast, day: str) -> None:
    office(app, "admin").post_form("/office/lists", {"what": "people", "lines": LIST.format(day=day), "enter": "1"})
    found = sign_in.find("wu")
    assert found is not None and found.grants[0].until == date(2026, 3, 12)


@pytest.mark.parametrize(("day", "says"), [("2026-13-40", "日期看不懂"), ("明年", "日期看不懂"), ("2026-03-01", "不能早于今天")])
def test_a_day_in_a_list_that_is_none_is_told_by_line(app: Flask, cast: Cast, day: str, says: str) -> None:
    assert says in office(app, "admin").post_form("/office/lists", {"what": "people", "lines": LIST.format(day=day)}, 422).words()


def test_a_role_is_given_to_a_last_day_and_one_past_is_refused_beside_it(app: Flask, cast: Cast) -> None:
    browser, url = office(app, "admin"), f"/office/people/{cast.person('clerk').id}/roles"
    given = {"role": "member", "station": "S01", "unit": "", "kind": ""}
    seen = browser.post_form(url, given | {"until": "2026-03-01"}, 422)
    assert [one for one in seen.document().iter("p") if one.get("id") == "until-error"]
    browser.post_form(url, given | {"until": "2026-06-30"})
    db.session.rollback()
    assert [one.until for one in cast.person("clerk").grants] == [None, date(2026, 6, 30)]


def test_the_last_administrator_has_no_last_day_and_one_with_a_last_day_is_no_other(app: Flask, cast: Cast) -> None:
    browser, url = office(app, "admin"), way(cast, "end", "admin")
    browser.post_form(f"/office/people/{cast.person('clerk').id}/roles", {"role": "administrator", "until": "2026-06-30"})
    for until in ("2026-06-30", ""):
        assert "管理员" in browser.post_form(url, {"until": until}, 422).words()
    db.session.rollback()
    assert cast.person("admin").grants[0].until is None


def test_only_the_clock_and_the_administrator_unname(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        naming.hide_ended(cast.actor("office"))
    with unit_of_work():
        assert naming.hide_ended(actor.system(NOW)) == [], "whoever stands is shown"
    assert cast.person("rep").representative.public


def test_a_last_day_told_ahead_is_taken_back_with_the_days_left_for_it(app: Flask, cast: Cast) -> None:
    """Of two days they left one is off by then; what somebody took them off for another reason stays so. The log tells it."""
    first, second = two_days(cast)
    browser, url = office(app, "admin"), way(cast, "end")
    browser.post_form(url, {"until": "2026-03-06"})
    assert seated(first) == seated(second) == []
    here = url.split("/roles")[0]
    assert "/keep" in browser.get_page(here).text
    with unit_of_work():
        shift.one(second, cast.actor("liaison")).off_by = shift.OffBy.HOLIDAY
    browser.post_form(url.replace("/end", "/keep"))
    seen = browser.get_page(here)
    assert "1 个又由本人坐班；1 个" in seen.words() and "/keep" not in seen.text
    rep = cast.person("rep")
    assert rep.grants[0].until is None and seated(first) == [rep.id] and seated(second) == []
    assert "收回角色最后一天" in browser.post_form("/office/audit", {"login": "admin", "act": "role_kept", "first": "", "last": ""}, 200).words()
    browser.post_form(url.replace("/end", "/keep"), status=404)
