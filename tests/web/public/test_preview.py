"""The visitor's look before it goes up, and what stands where a result was withdrawn (practice.md §6.4, §12.1, X-30)."""

import json

import pytest

from portal.cases import preparing, withdrawal
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason
from portal.cases.mask import MaskKind
from portal.foundation import codes
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.faults import boards
from tests.judge import Judge
from tests.web.public.told import look

KEY = "0123456789abcdef" * 2
TEXT = "住户测某甲（电话12000000017）已签署承诺书。"


def covered(cast: Cast) -> Case:
    """A closed case with a name and a number under masks."""
    case = cast.delivered(text=TEXT, key=KEY)
    cast.rate(case)
    with unit_of_work():
        preparing.cover_words(case, "测某甲", kind=MaskKind.NAME, by=cast.actor("liaison"))
        preparing.cover_words(case, "12000000017", kind=MaskKind.PHONE, by=cast.actor("liaison"))
    return case


def opened(cast: Cast, browse: Judge, lang: str = "zh_Hans") -> Case:
    """Shown to its visitor, who showed number and code."""
    case = covered(cast)
    boards.show(cast, case)
    browse.get(f"/track?lang={lang}")
    look(browse, case.number, codes.group(codes.derive_code(KEY)))
    return case


@pytest.mark.parametrize(("lang", "until"), [("zh_Hans", "3月4日（星期三） 09:00"), ("zh_Hant", "3月4日（星期三） 09:00"), ("en", "Wednesday 4 March 09:00")])
def test_the_visitor_sees_the_page_as_it_will_stand(cast: Cast, browse: Judge, lang: str, until: str) -> None:
    """The marks keep the language of their text; until when it stands is said; nothing of it is public yet."""
    case = opened(cast, browse, lang)
    assert 'href="/track/preview"' in browse.get_page("/track/case").text
    page = browse.get_page("/track/preview")
    assert "住户〔姓名略〕（电话〔电话略〕）已签署承诺书。" in page.words() and "测某甲" not in page.words()
    assert until in page.words()
    browse.get_page(f"/results/{case.number}", 404)


@pytest.mark.parametrize(("data", "state"), [
    ({"word": "well"}, "prepared"), ({"word": "cover", "said": "请遮住3号楼"}, "waiting"), ({"word": "object"}, "declined")])
def test_what_they_say_counts(cast: Cast, browse: Judge, data: dict[str, str], state: str) -> None:
    case = opened(cast, browse)
    assert browse.post_form("/track/preview", data, 303).location == "/track/case"
    from portal.foundation.database import db
    db.session.expire_all()
    assert case.public_state.value == state
    if "said" in data:
        assert data["said"] in browse.get_page("/track/case").words()


@pytest.mark.parametrize("data", [{}, {"word": "cover", "said": " "}, {"word": "nothing"}, {"word": "cover", "said": "长" * 501}])
def test_bad_input_comes_back_in_words(cast: Cast, browse: Judge, data: dict[str, str]) -> None:
    opened(cast, browse)
    page = browse.post_form("/track/preview", data, 422)
    assert "〔姓名略〕" in page.words() and page.value("said") == data.get("said", "") and ('class="error"' in page.text or "notice-refused" in page.text)


def test_without_code_or_at_another_time_there_is_nothing_to_look_at(cast: Cast, browse: Judge) -> None:
    case = covered(cast)
    assert browse.get_page("/track/preview", 303).location == "/track"
    look(browse, case.number, codes.group(codes.derive_code(KEY)))
    assert browse.get_page("/track/preview", 303).location == "/track/case"


@pytest.mark.parametrize(("lang", "said"), [("zh_Hans", "这里有 2 处打了码"), ("zh_Hant", "這裡有 2 處打了碼"), ("en", "2 places are covered")])
def test_the_result_says_how_many_places_are_covered(cast: Cast, browse: Judge, lang: str, said: str) -> None:
    """Practice.md §6.4; the open data say where, and the file has the marks too."""
    case = covered(cast)
    boards.put_up(cast, case)
    page = browse.get_page(f"/results/{case.number}?lang={lang}")
    assert said in page.words() and "〔姓名略〕" in page.words()
    (line,) = map(json.loads, browse.get("/results.jsonl").text.splitlines())
    text = line["replies"][0]["text"]
    assert [(text[one["start"]:one["end"]], one["kind"]) for one in line["masks"]] == [("〔姓名略〕", "name"), ("〔电话略〕", "phone")]
    assert browse.get_page(f"/results/{case.number}/reply-1.txt").response.data.decode() == text
    for hidden in ("测某甲", "12000000017"):
        assert 'class="card"' not in browse.get(f"/?words={hidden}").text


@pytest.mark.parametrize(("lang", "said"), [("zh_Hans", "还有内容要打码"), ("zh_Hant", "還有內容要打碼"), ("en", "must be covered first")])
def test_a_stone_stands_where_a_result_was_withdrawn(cast: Cast, browse: Judge, lang: str, said: str) -> None:
    """410 with number, days and reason, and no word of it; its file, its leaf and every list are without it, the count has it."""
    case = covered(cast)
    boards.put_up(cast, case)
    with unit_of_work():
        withdrawal.withdraw(case, reason=NotPublishedReason.PRIVACY, note="只在内部的说明", by=cast.actor("director"))
    page = browse.get_page(f"/results/{case.number}?lang={lang}", 410)
    assert case.number in page.words() and said in page.words() and "承诺书" not in page.words() and "只在内部" not in page.words()
    for path in (f"/results/{case.number}/reply-1.txt", f"/results/{case.number}/leaf"):
        browse.get_page(path, 404)
    for path in ("/", "/?words=承诺书", "/results.atom", "/results.jsonl"):
        assert "承诺书。" not in browse.get(path).text
