"""Every step of the ladder by its page: asked, done, told; what is not theirs is refused; the unit reads nothing of the inside (HB-60 … 67)."""

import io
from typing import Any

import pytest

from portal.cases import ladder_desk, reply, slip
from portal.foundation.words import speaker
from portal.network.role import Role
from tests.cases.test_nobody_there import leave, seat
from tests.cast import Cast
from tests.recording import picture
from tests.web.office import ladder_acts
from tests.web.office.ladder_acts import ACTS, MAY
from tests.web.office.stage import Stage


def typed(stage: Stage, number: str, noun: str) -> dict[str, Any]:
    data = {name: (io.BytesIO(picture(3)), "a.png") if value == "SCAN" else value for name, value in ACTS[noun][3].items()}
    if noun == "slip-withdrawal":
        data["slip"] = str(stage.ask(number, lambda case: slip.of_case(case)[0].id))
    return data


@pytest.mark.parametrize("noun", ACTS)
def test_every_step_is_offered_asked_and_done_by_its_page(stage: Stage, noun: str) -> None:
    """Refused empty with words, refused for somebody else, done by the one whose it is; nobody of the station but them is offered it."""
    step, before, login, _, after = ACTS[noun]
    number = stage.case(step)
    stage.do(number, before)
    assert f"/office/cases/{number}/{noun}" in stage.file(login, number).text, "not offered"
    others = {"rep", "liaison", "director", "office", "clerk"} - MAY[noun]
    if noun in ("slip-acknowledgement", "head-explanation"):
        others |= {"officer"} - MAY[noun]
    stage.open(sorted(others)[0], number, noun, 403)
    events = stage.ask(number, lambda case: case.events)
    if ACTS[noun][3]:
        stage.send(login, number, noun, {}, 422)
        assert stage.ask(number, lambda case: case.events) == events
    answer = stage.send(login, number, noun, typed(stage, number, noun))
    assert answer.location == f"/office/cases/{number}" and stage.state(number) == after
    assert stage.ask(number, lambda case: case.events) == events + 1
    stage.file(login, number)


def test_the_form_shows_the_evidence_and_asks_only_for_what_is_missing(stage: Stage) -> None:
    """§13: facts with their days; a reason field for each missing fact and no other; who may, on the same page."""
    number = stage.case("handling")
    stage.do(number, ladder_acts.late)
    bare = stage.open("rep", number, "yellow-slip").text
    assert 'name="some"' in bare and 'name="serious"' not in bare and "没有群众不满的记录" in bare
    stage.do(number, ladder_acts.asked)
    shown = stage.open("rep", number, "yellow-slip").text
    assert 'name="some"' not in shown and "到期后来访人又问过" in shown and "3月10日" in shown and "系统从不自动发单" in shown
    assert "badge-soon" in shown and "黄色督办单（B级）" in shown and ">B<" in shown


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_who_may_says_what_no_reason_replaces_and_the_limit_in_force(stage: Stage, locale: str) -> None:
    """HB-64, HB-66: without a yellow slip only what is urgent or a danger; the explanation's time is the policy's; no yellow slip's limit is spoken of."""
    number, say = stage.case("handling", danger=True), speaker(locale)
    stage.do(number, ladder_acts.late)
    words = stage.browser("rep").get_page(f"/office/cases/{number}/red-slip?lang={locale}").words()
    assert {"zh_Hans": "只有紧急或者危及安全的才可以", "zh_Hant": "只有緊急或者危及安全的才可以", "en": "only where the matter is urgent or dangerous"}[locale] in words
    assert say("common.limit.working", n=3) in words
    assert say("office.ladder.not_long") in words and say("office.ladder.missing.long") not in words


def test_the_file_and_the_lists_show_the_level_by_letter_word_and_band(stage: Stage) -> None:
    """HB-60: never by colour alone; number, new and first due day side by side."""
    number = stage.case("handling")
    stage.do(number, ladder_acts.red)
    seen = stage.file("liaison", number).text
    for words in ("督黄〔2026〕1号", "督红〔2026〕1号", "step-a", "红色督办单（A级）", "原定3月9日", "等单位负责人书面说明"):
        assert words in seen, words
    assert "红单" in stage.browser("liaison").get_page("/office/cases").text
    desk = stage.browser("head").get_page("/office/").text
    assert "head-explanation" in desk and "slip-acknowledgement" in desk and "督红〔2026〕1号" in desk
    assert "head-explanation" not in stage.browser("officer").get_page("/office/").text


def test_today_suggests_to_the_representative_with_the_reason_and_to_nobody_else(stage: Stage) -> None:
    """§9 row 8, X-02: a suggestion is a link to a form."""
    number = stage.case("handling")
    stage.do(number, ladder_acts.asked)
    page = stage.browser("rep").get_page("/office/").text
    assert f"/office/cases/{number}/yellow-slip" in page and "可以发黄色督办单" in page and "3月9日" in page
    for login in ("liaison", "rep-2", "officer"):
        assert "yellow-slip" not in stage.browser(login).get_page("/office/").text
    stage.do(number, ladder_acts.drawn)
    assert f"/office/cases/{number}/yellow-signing" in stage.browser("director").get_page("/office/").text
    assert "yellow-signing" not in stage.browser("office").get_page("/office/").text


def test_a_list_that_is_cut_says_that_there_is_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-17: never in silence, and only when something is left out."""
    numbers = [stage.case("handling") for _ in range(2)]
    for number in numbers:
        stage.do(number, ladder_acts.asked)
    more = speaker("zh_Hans")("office.ladder.more")
    assert more not in stage.browser("rep").get_page("/office/").text
    monkeypatch.setattr(ladder_desk, "MOST", 1)
    page = stage.browser("rep").get_page("/office/").text
    assert more in page and [f"/office/cases/{number}/yellow-slip" in page for number in numbers] == [True, False]


def test_hb_66_67_where_nobody_sits_the_page_says_so(stage: Stage) -> None:
    """A red slip no office can sign, a proposal no addressee can decide: said before it is written, in words."""
    number, danger, say = stage.case("handling"), stage.case("handling", danger=True), speaker("zh_Hans")
    stage.do(number, ladder_acts.red)
    stage.do(danger, ladder_acts.late)
    signs, decides = say("office.ladder.nobody_signs"), say("refusal.proposal_nobody")
    assert signs not in stage.open("rep", danger, "red-slip").text and decides not in stage.open("rep", number, "proposal").text
    with stage.app.app_context():
        leave(Cast(), "steering", "office")
    assert signs in stage.open("rep", danger, "red-slip").text
    page = stage.open("rep", number, "proposal").text
    assert decides in page and 'name="addressee"' not in page
    refused = stage.send("rep", number, "proposal", {**ACTS["proposal"][3]}, 422)
    assert decides in refused.text and "拖了两个月" in refused.text, "what was typed stays"


def test_a_unit_reads_a_slip_when_it_went_out(stage: Stage) -> None:
    number = stage.case("handling")
    stage.do(number, ladder_acts.drawn)
    assert "请在限期内办结" not in stage.file("officer", number).text and "请在限期内办结" in stage.file("liaison", number).text


def test_hb67_a_proposal_is_read_by_two_and_by_nobody_of_the_unit(stage: Stage) -> None:
    """Nothing of it for the unit, nor for anybody of the station but its author."""
    number = stage.case("handling")
    stage.do(number, ladder_acts.proposed)
    for login in ("officer", "head", "liaison", "director", "clerk", "steering"):
        seen = stage.file(login, number).text
        assert "问责建议" not in seen.replace("提出问责建议", "") and "拖了两个月" not in seen, login
    for login in ("rep", "office"):
        assert "拖了两个月" in stage.file(login, number).text
    assert "proposal-decision" in stage.browser("office").get_page("/office/").text
    assert "proposal-decision" not in stage.browser("steering").get_page("/office/").text


def test_what_came_on_paper_says_who_entered_it_and_when_it_came(stage: Stage) -> None:
    number = stage.case("handling")
    stage.do(number, ACTS["paper-reply"][1])
    stage.send("liaison", number, "paper-reply", typed(stage, number, "paper-reply") | {"handed_in": "2026-03-10T09:00"})
    seen = stage.file("rep", number).text
    assert "单位答复（据单位纸件录入）" in seen and "已修好，今后每周巡查。" in seen and "王主任" in seen and "liaison甲" in seen
    told = stage.ask(number, lambda case: [(row.paper_at is not None, row.signed_off_by) for row in reply.of_case(case)])
    assert told == [(True, "王主任")]


def test_the_scan_of_a_sheet_is_needed_and_says_so(stage: Stage) -> None:
    """HB-50, practice.md §9 row 10: nothing is entered for a unit without its sheet; the form never called it optional."""
    number = stage.case("referred")
    stage.do(number, ladder_acts.no_accounts)
    form = stage.open("liaison", number, "paper-acknowledgement")
    label = next(one for one in form.document().iter("label") if one.get("for") == "scan")
    assert "".join(label.itertext()).strip() == "单位纸件的照片或扫描件"
    refused = stage.send("liaison", number, "paper-acknowledgement", {"signed_by": "王主任"}, 422)
    assert "请附上单位纸件的照片或扫描件。" in refused.words() and stage.state(number) == "referred"


def test_a_supporting_unit_has_its_own_page_and_not_the_file(stage: Stage) -> None:
    """§3.1: first receiver leads; the note reaches the lead's file."""
    number = stage.case("handling")
    stage.send("liaison", number, "supporting", {"unit": "区水务公司"})
    browse = stage.browser("officer-2")
    page = browse.get_page("/office/").text
    assert "/office/support/1" in page and "街道城市管理办" in page
    stage.file("officer-2", number, 404)
    assert "路灯坏了" in browse.get_page("/office/support/1").text
    browse.post_form("/office/support/1", {"text": " "}, 422)
    browse.post_form("/office/support/1", {"text": "管道由我方先改。"})
    assert "管道由我方先改。" in stage.file("officer", number).text
    stage.browser("officer").get_page("/office/support/1", 404)


@pytest.mark.parametrize(("gone", "role", "words"), [
    (("office",), Role.OFFICE, ("only_you", "")), (("office", "director"), Role.DIRECTOR, ("nobody_signs", "only_you")),
    (("office", "director"), None, ("nobody_signs", "nobody_signs_yellow"))])
def test_hb_64_66_where_only_the_drawer_could_sign_the_page_says_so(stage: Stage, gone: tuple[str, ...], role: Role | None,
                                                                   words: tuple[str, str]) -> None:
    number, say = stage.case("handling", danger=True), speaker("zh_Hans")
    stage.do(number, ladder_acts.late)
    with stage.app.app_context():
        cast = Cast()
        leave(cast, *gone)
        if role is not None:
            seat(cast, "rep", role)
    for noun, name in zip(("red-slip", "yellow-slip"), words, strict=True):
        page = stage.open("rep", number, noun).text
        said = [one for one in ("only_you", "nobody_signs", "nobody_signs_yellow") if say("office.ladder." + one) in page]
        assert said == ([name] if name else []), noun
