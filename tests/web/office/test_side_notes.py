"""Notes on the page of a matter, and the visitor who is asked and answers (ZG-19, HB-78)."""

import re

from tests.cast import Cast
from tests.web.office.stage import Stage


def test_zg19_a_note_stands_on_the_page_of_those_it_is_for(stage: Stage) -> None:
    number = stage.case("handling")
    stage.send("liaison", number, "note", {"words": "先打个电话再去。", "audience": "representatives"})
    assert "先打个电话再去。" in stage.file("rep", number).text and "先打个电话再去。" not in stage.file("officer", number).text
    stage.send("rep", number, "note", {"words": "材料在窗口。", "audience": "handlers"})
    assert "材料在窗口。" in stage.file("officer", number).text


def test_zg19_the_form_offers_the_fewest_first_and_the_visitor_to_those_alone_who_may(stage: Stage) -> None:
    number = stage.case("handling")
    assert re.search(r'<input[^>]*checked[^>]*value="desk"|<input[^>]*value="desk"[^>]*checked', stage.open("rep", number, "note").text)
    assert 'value="visitor"' in stage.open("rep", number, "note").text and 'value="visitor"' not in stage.open("director", number, "note").text
    seen = stage.send("liaison", number, "note", {"words": "请回答。", "audience": "desk", "asks": "y"}, status=422)
    assert "请选来访人也能看" in seen.words() and "请回答。" in seen.text


def test_hb78_the_visitor_is_asked_and_answers_online(stage: Stage) -> None:
    with stage.app.app_context():
        told = Cast().register()
        number, code = told.case.number, told.code
    stage.send("rep", number, "note", {"words": "是哪几盏灯？", "audience": "visitor", "asks": "y"})
    visitor = stage.browser("volunteer")
    visitor.post_form("/track", {"number": number, "code": code})
    asked = visitor.get_page("/track/case").words()
    assert "站里想问您 是哪几盏灯？ 回答" in asked
    visitor.post_form("/track/more", {"words": "门口往东五盏。"})
    assert "站里想问您" not in visitor.get_page("/track/case").words()
    assert "是对提问的回答" in stage.file("rep", number).words() and "门口往东五盏。" in stage.file("rep", number).text
