"""Masks by hand: a tap covers a suggestion, a tap uncovers, other words are typed; whoever may not prepare it does not (§6.4, R13, R31)."""

import html
import re

import pytest

from portal.cases import care, mask, preparing
from portal.cases.mask import MaskKind
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import SEATS
from tests.faults import boards
from tests.judge import Seen
from tests.web.office.stage import Stage

TEXT = "住户测某甲（电话12000000017）已签署承诺书。\n<b>测某甲</b>𠮷"


def waiting(stage: Stage, text: str = TEXT) -> str:
    return stage.case("closed", text=text)


def masks(stage: Stage, number: str) -> list[tuple[str, int, int]]:
    return stage.ask(number, lambda case: [(one.kind.value, one.start, one.end) for one in mask.of_case(case)])


def buttons(page: Seen, name: str) -> list[tuple[str, str]]:
    """Value and words of every button of that name in the texts."""
    return [(value, html.unescape(words)) for value, words in re.findall(rf'name="{name}" value="([^"]*)"[^>]*>([^<]*)</button>', page.text)]


def tap(stage: Stage, number: str, data: dict[str, str], status: int = 303) -> Seen:
    page = stage.open("liaison", number, "masks")
    return stage.browser("liaison").post_form(f"/office/cases/{number}/masks", {"version": page.value("version"), "kind": "other", **data}, status)


def test_a_tap_covers_and_a_tap_uncovers(stage: Stage) -> None:
    """Without a script, by buttons that a keyboard reaches; the text around them stays to the byte."""
    number = waiting(stage)
    page = stage.open("liaison", number, "masks")
    assert buttons(page, "cover") == [("reply-1:2:5:name", "测某甲"), ("reply-1:8:19:phone", "12000000017"), ("reply-1:31:34:name", "测某甲")]
    drawn = re.search(r'id="text-reply-1".*?<p[^>]*>(.*?)</p>', page.text, re.DOTALL)
    assert drawn and html.unescape(re.sub(r"<[^>]*>", "", drawn[1])) == TEXT
    assert tap(stage, number, {"cover": "reply-1:8:19:phone"}).location == f"/office/cases/{number}/masks"
    assert masks(stage, number) == [("phone", 8, 19)]
    page = stage.open("liaison", number, "masks")
    (lift,) = buttons(page, "lift")
    assert lift[1] == "12000000017" and len(buttons(page, "cover")) == 2
    tap(stage, number, {"lift": lift[0]})
    assert masks(stage, number) == []


def test_other_words_are_typed_and_covered_wherever_they_stand(stage: Stage) -> None:
    number = waiting(stage)
    tap(stage, number, {"words": "测某甲", "kind": "name", "why": "他人姓名"})
    assert masks(stage, number) == [("name", 2, 5), ("name", 31, 34)]
    assert "他人姓名" in stage.open("liaison", number, "masks").words()
    seen = stage.open("director", number, "publication").words()
    assert "〔姓名略〕（电话12000000017）" in seen and "除打码处，原文照登" in seen


@pytest.mark.parametrize(("data", "typed"), [
    ({"words": "没有这句话"}, "没有这句话"), ({"words": ""}, ""), ({"cover": "reply-1:0:999999:name"}, ""), ({"cover": "reply-1:2:5:nothing"}, ""),
    ({"cover": "x"}, ""), ({"kind": "nothing", "words": "承诺书"}, "承诺书"), ({"words": "长" * 201}, "长" * 201)])
def test_what_cannot_be_covered_is_said_in_words_and_what_was_typed_stays(stage: Stage, data: dict[str, str], typed: str) -> None:
    number = waiting(stage)
    answer = tap(stage, number, data, 422)
    assert masks(stage, number) == [] and answer.value("words") == typed


@pytest.mark.parametrize("lift", ["999", "²", "-1", ""])
def test_a_mask_that_is_none_is_not_there(stage: Stage, lift: str) -> None:
    tap(stage, waiting(stage), {"lift": lift}, 404)


def test_r13_two_at_one_page_do_not_cover_past_each_other(stage: Stage) -> None:
    """What one looked at has changed: 409, and the page as it is now."""
    number = waiting(stage)
    opened = stage.open("liaison", number, "masks").value("version")
    stage.do(number, lambda cast, case: _by_rep(cast, case))
    data = {"version": opened, "kind": "name", "words": "测某甲"}
    answer = stage.browser("liaison").post_form(f"/office/cases/{number}/masks", data, 409)
    assert masks(stage, number) == [("other", 23, 26)] and answer.value("words") == "测某甲"
    stage.browser("liaison").post_form(f"/office/cases/{number}/masks", data | {"version": answer.value("version")}, 303)
    assert len(masks(stage, number)) == 3


def _by_rep(cast, case) -> None:  # type: ignore[no-untyped-def]
    with unit_of_work():
        preparing.cover_words(case, "承诺书", kind=MaskKind.OTHER, by=cast.actor("rep"))


@pytest.mark.parametrize("login", sorted(SEATS))
def test_r31_who_may_prepare_it(stage: Stage, login: str) -> None:
    """Who does not see the case gets 404, who sees it and may not gets 403, and their tap covers nothing."""
    number = waiting(stage)
    may, sees = {"liaison", "rep", "director", "office"}, {"steering", "clerk", "officer", "head"}  # the unit it lay with sees it still
    status = 200 if login in may else 403 if login in sees else 404
    stage.open(login, number, "masks", status)
    if status != 200:
        stage.browser(login).post_form(f"/office/cases/{number}/masks", {"version": "1", "cover": "reply-1:2:5:name"}, status)
    assert masks(stage, number) == []


def test_at_another_time_there_is_nothing_to_cover(stage: Stage) -> None:
    """Before it is closed and once it is public: 409, and none of the texts."""
    for number in (stage.case("handling"), waiting(stage)):
        if stage.state(number) == "closed":
            stage.do(number, boards.put_up)
        page = stage.open("liaison", number, "masks", 409)
        assert buttons(page, "cover") == [] and "<select" not in page.text
        stage.browser("liaison").post_form(f"/office/cases/{number}/masks", {"version": str(stage.ask(number, lambda case: case.version)),
                                                                             "words": "测某甲", "kind": "name"}, 422)


def test_a_change_while_the_visitor_looks_is_announced_and_shown_anew(stage: Stage) -> None:
    number = waiting(stage)
    stage.do(number, boards.show)
    assert "notice-remind" in stage.open("liaison", number, "masks").text
    tap(stage, number, {"cover": "reply-1:2:5:name"})
    assert stage.ask(number, lambda case: case.public_state.value) == "waiting"


def test_the_director_reads_who_lets_it_go_up_and_by_when(stage: Stage) -> None:
    """Until the visitor had their time the page says until when; who made a mask reads that somebody else decides."""
    number = waiting(stage)
    stage.do(number, boards.show)
    assert "3月4日（星期三） 09:00" in stage.open("director", number, "publication").words()
    answer = stage.send("director", number, "publication", {"names_nobody": "y"}, status=422)
    assert "48 小时" in answer.words()
    tap(stage, number, {"cover": "reply-1:2:5:name"})
    stage.do(number, boards.seen)
    stage.send("director", number, "publication", {"names_nobody": "y"})
    assert stage.ask(number, lambda case: case.public_state.value) == "published"


def test_another_round_takes_the_page_from_the_visitor(stage: Stage) -> None:
    number = waiting(stage)
    stage.do(number, boards.show)
    stage.do(number, lambda cast, case: _reopen(cast, case))
    assert stage.ask(number, lambda case: case.public_state.value) == "none"
    stage.open("liaison", number, "masks", 409)


def _reopen(cast, case) -> None:  # type: ignore[no-untyped-def]
    with unit_of_work():
        care.reopen(case, reason="又坏了", by=cast.actor("liaison"))
