"""Rosters and leave in the office: a span is planned, looked at, published; each for those who may (HB-26, HB-40, SD-01, SD-07)."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.foundation.database import db
from portal.network import receivers
from portal.reception import sitting
from portal.reception.leave import Leave
from portal.reception.roster import Roster, Stage
from tests.cast import Cast
from tests.judge import client_of
from tests.reception.opened import TODAY, fresh, monday, put_on
from tests.statements import asked
from tests.web.office.test_terminals import office

SPAN = {"station": "S01", "from_on": "2026-03-02", "until_on": "2026-12-31", "least": "2", "most": ""}


def test_a_span_is_planned_looked_at_and_published(app: Flask, cast: Cast) -> None:
    """As a draft nobody sits; the page names what lacks; published, the open days carry the people."""
    monday(cast)
    browser = office(app, "director")
    assert "还没有值班表" in browser.get_page("/office/rosters").words()
    made = browser.post_form("/office/rosters/new", SPAN).location
    seen = browser.get_page(made).words()
    assert "草稿" in seen and "公布" in seen and "排上80人次" in seen and "需要82人次" in seen
    assert "那一周没有接待日" in seen, "S02 has no rule: every week of it is named"
    assert "榆荫街道站" in seen and "相差" in seen
    assert not any(sitting.of_shifts([row.id for row in fresh(cast)]).values())
    browser.post_form(made + "/publication")
    seen = browser.get_page(made).words()
    assert "已公布，排上80人次。" in seen and "放弃草稿" not in seen
    assert "还差" not in browser.get_page(f"/office/open-days/{fresh(cast)[3].id}").words()
    assert "已经公布或放弃" in browser.post_form(made + "/discarding", status=422).words()


def test_a_draft_is_thrown_away(app: Flask, cast: Cast) -> None:
    monday(cast)
    browser = office(app, "office")
    made = browser.post_form("/office/rosters/new", SPAN | {"station": ""}).location
    browser.post_form(made + "/discarding")
    assert "已放弃" in browser.get_page("/office/rosters").words() and "全网" in browser.get_page("/office/rosters").words()
    db.session.rollback()
    assert db.session.scalars(select(Roster)).one().stage is Stage.DISCARDED


@pytest.mark.parametrize(("more", "says"), [
    ({"station": "S77"}, "class=\"error\""), ({"station": ""}, "class=\"error\""), ({"until_on": "2026-03-01"}, "结束不能早于开始"),
    ({"from_on": "2026-03-01"}, "不能早于今天"), ({"most": "1"}, "不能少于"), ({"least": "x"}, "class=\"error\""), ({"until_on": ""}, "class=\"error\"")])
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app: Flask, cast: Cast, more: dict[str, str], says: str) -> None:
    """A director is not offered the whole network."""
    seen = office(app, "director").post_form("/office/rosters/new", SPAN | {"least": "2"} | more, 422)
    assert says in seen.text and f'value="{more.get("from_on", "2026-03-02")}"' in seen.text
    db.session.rollback()
    assert not db.session.scalars(select(Roster)).all()


def test_r31_rosters_of_others_are_not_there(app: Flask, cast: Cast) -> None:
    monday(cast)
    made = office(app, "director").post_form("/office/rosters/new", SPAN).location
    office(app, "director-s02").get_page(made, 404)
    office(app, "director-s02").post_form(made + "/publication", status=404)
    for login in ("liaison", "rep", "clerk"):
        office(app, login).get_page(made, 403)


def test_leave_is_entered_by_typing_and_says_what_lacks_somebody_now(app: Flask, cast: Cast) -> None:
    row = monday(cast)[1]
    put_on(cast, row, "rep-2")
    browser = office(app)
    assert "<select" not in browser.get_page("/office/leaves").text
    options = browser.part("/office/leaves/people?who=rep-2")
    assert options.count("<option") == 1
    who = receivers.suggest("rep-2", TODAY)[0]
    typed = {"who": who, "from_on": "2026-03-09", "until_on": "2026-03-15", "reason": "住院<b>"}
    browser.post_form("/office/leaves", typed)
    seen = browser.get_page("/office/leaves")
    assert "空出1个接待日" in seen.words() and "住院&lt;b&gt;" in seen.text
    db.session.rollback()
    assert not sitting.of_shifts([row.id])[row.id]
    public = client_of(app).get("/stations/S01").get_data(as_text=True)
    assert "住院" not in public
    browser.post_form(f"/office/leaves/{db.session.scalars(select(Leave)).one().id}/end")
    assert "已销假" in (seen := browser.get_page("/office/leaves").words()) and "没有人请假" in seen


@pytest.mark.parametrize(("more", "says"), [({"who": "某某"}, "找不到这个人"), ({"until_on": "2026-03-01"}, "请假要有开始和结束"),
                                            ({"from_on": "x"}, "class=\"error\"")])
def test_a_leave_nobody_means_is_refused_in_words(app: Flask, cast: Cast, more: dict[str, str], says: str) -> None:
    typed = {"who": receivers.suggest("rep-2", TODAY)[0], "from_on": "2026-03-09", "until_on": "2026-03-15", "reason": "进修"}
    seen = office(app).post_form("/office/leaves", typed | more, 422)
    assert says in seen.text and 'value="进修"' in seen.text


def test_r31_leave_of_another_towns_people_is_not_there(app: Flask, cast: Cast) -> None:
    typed = {"who": receivers.suggest("rep-2", TODAY)[0], "from_on": "2026-03-09", "until_on": "2026-03-15", "reason": ""}
    other = office(app, "liaison-s02")
    assert "<option" not in other.part("/office/leaves/people?who=rep-2")
    assert "找不到这个人" in other.post_form("/office/leaves", typed, 422).words()
    office(app).post_form("/office/leaves", typed)
    db.session.rollback()
    row = db.session.scalars(select(Leave)).one()
    other.post_form(f"/office/leaves/{row.id}/end", status=404)
    assert "rep-2" not in other.get_page("/office/leaves").words()
    office(app, "rep").get_page("/office/leaves", 403)


def test_the_report_asks_as_much_for_a_year_as_for_a_month(app: Flask, cast: Cast) -> None:
    """X-17: the page of a roster reads its span at once, however long."""
    monday(cast)
    browser, counts = office(app, "director"), []
    for until in ("2026-03-31", "2026-12-31"):
        made = browser.post_form("/office/rosters/new", SPAN | {"until_on": until}).location
        browser.get_page(made)
        with asked(db.engine) as seen:
            browser.get_page(made)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 25
