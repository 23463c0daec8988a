"""Motions in the office and on the board (CT-25): written and signed by representatives, sent and answered by the station, read by everybody."""

from flask import Flask

from tests.cast import Cast
from tests.commons import alike
from tests.judge import Judge
from tests.kiosk.hand import alone
from tests.web.office.test_terminals import office

ANSWER = "经研究，同意。四月底前在东门一带装灯十二盏。"


def test_ct25_from_a_representative_to_the_answer_on_the_board(app: Flask, cast: Cast, browse: Judge) -> None:
    row = alike.shown(cast)
    at = f"/office/concerns/{row.id}/motions"
    writer, liaison = office(app, "rep"), office(app)
    asked = {"title": "东门一带增设照明", "unit": "街道城市管理办", "reasons": "这一带人多，建议列入本季计划。"}
    writer.post_form(at, asked | {"unit": "没有这个单位"}, 422)
    assert "指得出是谁" in writer.post_form(at, asked | {"reasons": "请找测某甲先生。"}, 422).words()
    writer.post_form(at, asked)
    office(app, "rep-2").post_form(f"{at}/1/sign")
    assert asked["title"] not in alone(lambda: browse.get_page(f"/concerns/{row.id}")).words()
    liaison.post_form(f"{at}/1/send")
    page = alone(lambda: browse.get_page(f"/concerns/{row.id}")).words()
    assert asked["title"] in page and "rep甲、rep-2甲" in page and "还没有答复" in page
    liaison.post_form(f"{at}/1/answer", {"text": "", "day": "2026-03-02"}, 422)
    liaison.post_form(f"{at}/1/answer", {"text": ANSWER, "day": "2026-03-02"})
    assert ANSWER in alone(lambda: browse.get_page(f"/concerns/{row.id}")).words() and ANSWER in liaison.get_page(at).words()


def test_who_may_not_write_sees_no_form_and_is_refused(app: Flask, cast: Cast) -> None:
    row = alike.shown(cast)
    at = f"/office/concerns/{row.id}/motions"
    assert "写好并署名" not in office(app).get_page(at).words()
    office(app).post_form(at, {"title": "x", "unit": "街道城市管理办", "reasons": "y"}, 403)
    for login, status in (("clerk", 403), ("liaison-s02", 404), ("rep-s02", 404)):
        office(app, login).get_page(at, status)
