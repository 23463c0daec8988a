"""Excellent cases in the office: opened, scored by others, closed; marks stay out of sight until then (ZK-02, ZK-03)."""

from flask import Flask

from portal.awards import period
from portal.foundation.unit_of_work import unit_of_work
from tests.awards import scene
from tests.cast import Cast
from tests.judge import client_of
from tests.web.office.test_terminals import office

AT = "/office/excellent"
NEW = {"name": "2026年", "first": "2026-01-01", "last": "2026-12-31", "representative": "40", "quality": "30", "satisfied": "20", "effect": "10",
       "places": "3", "fewest": "3", "least": "6"}
MARKS = {"representative": "9", "quality": "8", "satisfied": "7", "effect": "0"}


def test_zk03_the_office_opens_a_period_with_four_weights(app: Flask, cast: Cast) -> None:
    desk = office(app, "office")
    assert "合起来要正好100" in desk.post_form(AT, NEW | {"quality": "31"}, status=422).words()
    desk.post_form(AT, NEW)
    with unit_of_work():
        row = period.current()
        assert row is not None and [weight for _, weight in row.weighed] == [40, 30, 20, 10]
    assert "开期" not in desk.get_page(AT).words().split("结束每一期。")[1]


def test_zk03_reviewers_score_once_and_see_no_marks(app: Flask, cast: Cast) -> None:
    scene.start(cast)
    row = scene.agreed(cast)
    here = f"{AT}/{row.id}"
    judge = office(app, "director-s02")
    assert "0到10" in judge.post_form(here, MARKS | {"effect": "11"}, status=422).words()
    judge.post_form(here, MARKS)
    words = judge.get_page(here).words()
    assert "您评过了" in words and "满分10分" not in words and "评过的人数1" in words.replace(" ", "")
    own = office(app, "liaison").get_page(here)
    assert "您不评它" in own.words() and 'name="quality"' not in own.text


def test_zk03_closing_shows_the_result(app: Flask, cast: Cast) -> None:
    of = scene.start(cast)
    scene.scored(cast, 9)
    desk = office(app, "office")
    assert "请先勾上" in desk.post_form(f"{AT}/{of.id}/close", {}, status=422).words()
    desk.post_form(f"{AT}/{of.id}/close", {"sure": "y"})
    assert "第1位" in desk.get_page(f"{AT}?period={of.id}").words() and "9.00分" in desk.get_page(f"{AT}/1").words()


def test_others_read_it_only_once_its_visitor_agreed(app: Flask, cast: Cast) -> None:
    scene.start(cast)
    case = scene.published(cast)
    row = scene.nominate(cast, case)
    judge = office(app, "director-s02")
    judge.get_page(f"{AT}/{row.id}", 404)
    assert case.number not in judge.get_page(AT).words()
    assert case.number in office(app, "liaison").get_page(AT).words()
    scene.agree(cast, case)
    assert case.number in judge.get_page(AT).words()
    client_of(app).get_page(AT, 303)
    office(app, "officer").get_page(AT, 403)
