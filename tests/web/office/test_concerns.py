"""Common concerns in the office: suggested with why, gathered, worded, shown; looked up while one registers (SD-50, HB-49)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.commons import members, shown
from portal.commons.concern import Concern, Standing
from portal.foundation.database import db
from tests.cast import Cast
from tests.commons import alike
from tests.kiosk.hand import alone
from tests.web.office.test_terminals import Office, office

SignIn = Callable[[str], Office]


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """The browser of somebody seated."""
    return lambda login: office(app, login)


def sent(staff: Office, path: str, data: dict[str, str]) -> str:
    """What htmx gets."""
    return alone(lambda: staff.browser.post(path, data=data, headers={"HX-Request": "true"})).get_data(as_text=True)


def only() -> Concern:
    db.session.rollback()
    return db.session.scalars(select(Concern)).one()


def test_from_a_suggestion_to_the_board(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    cases, staff = alike.told(cast, place="东门"), sign_in("liaison")
    page = staff.get_page("/office/concerns")
    assert "为什么：" in page.words() and "都在东门" in page.words() and all(case.number in page.text for case in cases)
    staff.post_form("/office/concerns", {"number": [case.number for case in cases], "what": "gather"})
    row = only()
    staff.post_form(f"/office/concerns/{row.id}/show")  # not worded: said on the page
    assert "请先写好标题和说明" in staff.get_page(f"/office/concerns/{row.id}").words()
    assert "没有公开的原话" in staff.post_form(f"/office/concerns/{row.id}", {"title": "路灯", "text": alike.TOLD[0]}, 422).words()
    staff.post_form(f"/office/concerns/{row.id}", {"title": alike.TITLE, "text": alike.TEXT, "place": "东门"})
    assert "由另一个人公开" in staff.get_page(f"/office/concerns/{row.id}").words() and only().standing is Standing.DRAFT
    office(app, "director").post_form(f"/office/concerns/{row.id}/show")
    assert only().standing is Standing.PUBLIC and shown.one(row.id).matters == 3
    for what in ("end", "hide"):
        staff.post_form(f"/office/concerns/{row.id}/{what}")
    assert only().standing is Standing.HIDDEN


def test_not_the_same_thing_is_noted(cast: Cast, sign_in: SignIn) -> None:
    cases, staff = alike.told(cast), sign_in("liaison")
    staff.post_form("/office/concerns", {"number": [case.number for case in cases], "what": "reject"})
    assert only().standing is Standing.REJECTED and "眼下没有看出来" in staff.get_page("/office/concerns").words()
    staff.post_form("/office/concerns", {"what": "gather"}, 422)


def test_one_is_added_by_its_number_and_taken_out(cast: Cast, sign_in: SignIn) -> None:
    row, more, staff = alike.gathered(cast), cast.register(words="东门路灯又灭了，晚上黑。").case, sign_in("liaison")
    assert more.number in staff.get_page(f"/office/concerns/{row.id}").text
    staff.post_form(f"/office/concerns/{row.id}/matters", {"number": more.number, "what": "add"})
    assert len(members.of(only())) == 4
    staff.post_form(f"/office/concerns/{row.id}/matters", {"number": more.number, "what": "remove"})
    assert len(members.of(only())) == 3
    staff.post_form(f"/office/concerns/{row.id}/matters", {"number": "S01-26-9999", "what": "add"}, 404)


@pytest.mark.parametrize(("login", "status"), [("rep", 200), ("office", 200), ("director", 200), ("clerk", 403), ("officer", 403), ("liaison-s02", 404)])
def test_who_sees_one_and_who_does_not(cast: Cast, sign_in: SignIn, login: str, status: int) -> None:
    row = alike.gathered(cast)
    page = sign_in(login).get_page(f"/office/concerns/{row.id}", status)
    if login == "rep":  # sees that there is one, and of its matters those that are theirs
        assert "保存说明" not in page.words()


def test_who_may_not_keep_it_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    row, staff = alike.worded(cast, alike.gathered(cast)), sign_in("liaison-s02")
    for path, data in ((f"/office/concerns/{row.id}", {"title": "x", "text": "y"}), (f"/office/concerns/{row.id}/show", {}),
                       (f"/office/concerns/{row.id}/matters", {"number": "x", "what": "add"})):
        staff.post_form(path, data, 404)
    assert only().standing is Standing.DRAFT and only().title == alike.TITLE


def test_the_desk_sees_what_neighbours_raised_and_counts_one_more_once(cast: Cast, sign_in: SignIn) -> None:
    row, staff = alike.shown(cast), sign_in("clerk")
    told = {"words": "东门外面那段路夜间没有照明，走路看不清。", "category": "C4", "key": "0" * 32}
    page = staff.post_form("/office/register/similar", told, 200)
    assert "已有 3 位邻居提过" in page.words() and told["words"] in page.text
    token = {"csrf_token": alone(lambda: staff.browser.token("/office/register"))}
    for _ in range(2):
        part = sent(staff, f"/office/concerns/{row.id}/join", token | told)
    assert "加上了" in part and alike.joined(row) == 1
    assert "没有找到相像的" in sent(staff, "/office/concerns/similar", token | {"words": "想办书法班。"})
