"""Who suits a matter, said where it is registered, where it is looked at and to its visitor (HB-35, Deliver 5)."""

import re

import pytest
from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.kiosk.hand import alone
from tests.web.office.test_terminals import Office, office

pytestmark = pytest.mark.usefixtures("resting_press")


def part(desk: Office, **told: str) -> str:
    """What the form puts into itself."""
    token = {"csrf_token": alone(lambda: desk.browser.token("/office/register"))}
    text = alone(lambda: desk.browser.post("/office/register/suited", data=token | told)).text
    return " ".join(re.sub("<[^>]+>", " ", text).split())


@pytest.fixture
def knows(cast: Cast) -> None:
    with unit_of_work():
        known = cast.person("rep-2").representative
        assert known is not None
        known.field = "房屋、供水"


def test_hb35_the_form_says_who_suits_the_matter_and_why(app: Flask, knows: None) -> None:
    desk = office(app, "liaison")
    page = part(desk, category="D1")
    assert page.index("rep-2甲 党代表 · 房屋、供水 负责榆荫街道站 · 熟悉供水") < page.index("rep甲 党代表 · 城市管理 负责榆荫街道站")
    assert "没有哪位代表的领域说到这件事" in part(desk, category="K1")
    assert part(desk) == ""


def test_hb35_without_javascript_the_form_comes_back_whole_with_who_suits_it(app: Flask, knows: None) -> None:
    page = office(app, "liaison").post_form("/office/register/similar", {"words": "停水了，供水公司不来", "wants": "来水"}, 200)
    assert "熟悉供水" in page.words() and "停水了，供水公司不来" in page.text and 'value="来水"' in page.text


def test_where_nobody_suits_it_that_is_said(app: Flask, cast: Cast) -> None:
    with unit_of_work():
        for login in ("rep", "rep-2"):
            cast.person(login).active = False
    desk = office(app, "liaison")
    assert "没有合适的代表" in part(desk, category="D1")


def test_the_visitor_and_the_desk_read_why_this_one_stands_for_it(app: Flask, cast: Cast, knows: None) -> None:
    told = cast.register(category="C4")
    number, code = told.case.number, told.code
    desk = office(app, "liaison").get_page(f"/office/cases/{number}").words()
    assert "rep甲 负责榆荫街道站" in desk
    visitor = office(app, "clerk")
    visitor.post_form("/track", {"number": number, "code": code})
    assert "rep甲 负责榆荫街道站" in visitor.get_page("/track/case").words()
