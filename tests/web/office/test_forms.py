"""Forms of paper at the desk: ordered, printed once, typed in later, void with a reason (HB-34, FT-01, CT-18)."""

import re

from sqlalchemy import select

from portal.cases import form_block, timeline
from portal.cases.case import Channel
from portal.cases.form_block import FormBlock, FormSheet
from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import Cast
from tests.judge import Seen, client_of
from tests.web.office.stage import Stage
from tests.web.office.visits import EMPTY, WORDS, count, newest

SAY = speaker("zh_Hans")
TYPED = {"words": WORDS, "channel": "field", "heads": "3", "mode": "anonymous", "locale": "zh_Hans", **EMPTY}


def order(stage: Stage, status: int = 200, login: str = "director", **data: str) -> Seen:
    browser = stage.browser(login)
    key = browser.get_page("/office/forms?station=S01").value("key")
    return browser.post_form("/office/forms/S01", {"count": "12", "locale": "zh_Hans", "key": key} | data, status)


def paper(stage: Stage, ordered: Seen, start: str = "0", login: str = "director", **data: str) -> str:
    sent = {"key": ordered.value("key"), "from": start, "page": "1"} | data
    browser = stage.browser(login)
    return browser.post("/office/forms/S01/1/paper.pdf", data={"csrf_token": browser.token("/office/forms"), **sent}).get_data(as_text=True)


def type_in(stage: Stage, number: str, status: int = 200, login: str = "liaison", **data: str) -> Seen:
    browser = stage.browser(login)
    form = browser.get_page(f"/office/register?sheet={number}")
    return browser.post_form("/office/register", TYPED | {"key": form.value("key"), "sheet": form.value("sheet"), "happened": "2026-03-02T08:30"} | data, status)


def test_hb34_twelve_are_ordered_and_printed_ten_and_two(stage: Stage) -> None:
    ordered = order(stage)
    assert "S01-26-S0001" in ordered.text and "S01-26-S0012" in ordered.text and ordered.text.count("paper.pdf") == 2
    first, rest = paper(stage, ordered), paper(stage, ordered, "10")
    assert "S01-26-S0010" in first and "S01-26-S0011" not in first and "S01-26-S0012" in rest
    codes_on_paper = re.findall(r"\d{4} \d{4} \d{4}", first + rest)
    assert len(set(codes_on_paper)) == 12
    with stage.app.app_context():
        kept = set(db.session.scalars(select(FormSheet.code_hash)))
        assert kept == {form_block.code_hash(codes.fold_code(code) or "") for code in codes_on_paper}


def test_nobody_without_the_key_prints_the_codes_again(stage: Stage) -> None:
    ordered = order(stage)
    browser = stage.browser("director")
    for data in ({"key": "0" * 32}, {"key": ""}, {"from": "12"}):
        browser.post_form("/office/forms/S01/1/paper.pdf", {"key": ordered.value("key"), "from": "0"} | data, 404)
    stage.browser("liaison").post_form("/office/forms/S01/1/paper.pdf", {"key": ordered.value("key")}, 403)
    assert "paper.pdf" not in browser.get_page("/office/forms?station=S01&block=1").text


def test_a_mistake_in_the_order_keeps_what_was_typed_and_an_order_sent_twice_is_one(stage: Stage) -> None:
    assert SAY("refusal.sheet_count", most=form_block.MOST) in order(stage, 422, count="900").text
    order(stage, key="a" * 32)
    order(stage, key="a" * 32)
    again = order(stage, 422, key="a" * 32, count="3")
    assert SAY("refusal.form_key_reused") in again.text and again.value("key") != "a" * 32
    assert SAY("refusal.form_stale") in order(stage, 422, key="x").text
    assert "S0001–S0012" in stage.browser("liaison").get_page("/office/forms").text


def test_ct18_typed_in_from_the_list_without_writing_the_number_again(stage: Stage) -> None:
    order(stage)
    listed = stage.browser("liaison").get_page("/office/forms?station=S01&block=1")
    assert "/office/register?sheet=S01-26-S0002" in listed.text
    said = type_in(stage, "S01-26-S0002")
    assert SAY("office.register.sheet_code", number="S01-26-S0002") in said.text and SAY("office.receipt.code_once") not in said.text
    assert newest(stage, lambda case: (case.channel, case.heads)) == (Channel.FIELD, 3)
    first = newest(stage, lambda case: timeline.story(case)[0].happened_at.isoformat())
    assert first.startswith("2026-03-02T00:30")
    number = newest(stage, lambda case: case.number)
    assert number in stage.browser("liaison").get_page("/office/forms?station=S01&block=1").text
    assert SAY("office.case.sheet", number="S01-26-S0002") in stage.browser("liaison").get_page(f"/office/cases/{number}").text


def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(stage: Stage) -> None:
    order(stage)
    for data, said in (({"sheet": "S01-26-S0099"}, "sheet_unknown"), ({"happened": ""}, "sheet_when"), ({"happened": "2026-03-01T08:00"}, "sheet_early")):
        seen = type_in(stage, "S01-26-S0001", 422, **data)
        assert SAY("refusal." + said) in seen.text and WORDS.split("\n")[0] in seen.text
    type_in(stage, "S01-26-S0001")
    assert SAY("refusal.sheet_used", number="S01-26-0001") in type_in(stage, "S01-26-S0001", 422).text
    assert count(stage) == 1


def test_a_spoiled_form_is_void_with_its_reason(stage: Stage) -> None:
    order(stage)
    browser = stage.browser("liaison")
    assert SAY("refusal.reason_needed") in browser.post_form("/office/forms/S01/1/void", {"sheet": "3", "reason": " "}, 422).text
    browser.post_form("/office/forms/S01/1/void", {"sheet": "3", "reason": "淋湿了"})
    assert "淋湿了" in browser.get_page("/office/forms?station=S01&block=1").text
    assert browser.post_form("/office/forms/S01/1/void", {"sheet": "3", "reason": "再来"}, 409).text.count(SAY("refusal.sheet_decided")) == 1
    browser.post_form("/office/forms/S01/1/void", {"sheet": "99", "reason": "没有"}, 404)
    assert SAY("refusal.sheet_void", why="淋湿了") in type_in(stage, "S01-26-S0003", 422).text


def test_r31_forms_of_another_station_are_not_there(stage: Stage) -> None:
    order(stage)
    other = stage.browser("liaison-s02")
    other.get_page("/office/forms?station=S02&block=1", 404)
    other.post_form("/office/forms/S01/1/void", {"sheet": "1", "reason": "别站"}, 404)
    assert SAY("office.people.station_unknown") in other.get_page("/office/forms?station=S01").text
    for login in ("rep", "volunteer", "officer"):
        stage.browser(login).get_page("/office/forms", 403)
    stage.browser("liaison").post_form("/office/forms/S01", {"count": "1", "locale": "en", "key": "a" * 32}, 403)


def test_yt23_the_visitor_asks_with_the_number_on_the_slip(stage: Stage) -> None:
    ordered = order(stage)
    code = re.findall(r"\d{4} \d{4} \d{4}", paper(stage, ordered))[0]
    visitor = client_of(stage.app)
    waiting = visitor.post_form("/track", {"number": "S01-26-S0001", "code": code}, 422)
    assert SAY("refusal.sheet_waiting", station="榆荫街道站", phone="12000000001") in waiting.text
    type_in(stage, "S01-26-S0001")
    visitor.post_form("/track", {"number": "s01-26-s0001", "code": code})
    assert "S01-26-0001" in visitor.get_page("/track/case").text


def test_hb34_blocks_are_paged_and_the_oldest_is_still_reached(stage: Stage) -> None:
    """One more than a page holds: the first block stands on the second page, and its numbers can be made void."""
    with stage.app.app_context():
        for _ in range(form_block.PER_PAGE + 1):
            with unit_of_work():
                form_block.order(Cast().station(), count=1, locale="en", key=codes.new_key(), by=Cast().actor("director"))
        oldest = db.session.scalars(select(FormBlock.id).order_by(FormBlock.id)).first()
    first, second = (stage.browser("director").get_page(f"/office/forms?page={at}") for at in (1, 2))
    assert "S0001" not in first.text and "S0021" in first.text and "page=2" in first.text
    assert "S0001" in second.text and "S0021" not in second.text
    assert "S0001" in stage.browser("director").get_page("/office/forms?page=9").text
    assert "S0001" in stage.browser("director").get_page(f"/office/forms?station=S01&block={oldest}").text
