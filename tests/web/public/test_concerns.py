"""Common concerns at the public door: read, joined without a name, offered while one writes online; never a private word (SD-50, X-05)."""

import pytest

from portal.commons import concern, gathering, shown
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.commons import alike
from tests.judge import Judge

HX = {"HX-Request": "true"}
TYPED = "东门外面那段路夜间没有照明，走路看不清。"


def test_nothing_is_there_before_something_is(cast: Cast, browse: Judge) -> None:
    alike.worded(cast, alike.gathered(cast))
    assert "现在没有公开的共性问题" in browse.get_page("/concerns").words()
    browse.get_page("/concerns/1", 404)


def test_x05_the_page_of_a_concern_says_what_is_public_and_not_one_word_more(cast: Cast, browse: Judge) -> None:
    published, moving, private = cast.closed(words=alike.TOLD[0]), cast.shown(words=alike.TOLD[1]), cast.register(words=alike.TOLD[2]).case
    with unit_of_work():
        cast.put_up(published)
    row = alike.shown(cast, [published, moving, private])
    page = browse.get_page(f"/concerns/{row.id}").words()
    assert alike.TITLE in page and "已有 3 位邻居提过" in page and published.number in page and alike.TOLD[0] in page
    assert private.number not in page and alike.TOLD[2] not in page and alike.TOLD[1] not in page
    assert alike.TITLE in browse.get_page("/concerns").words()


def test_me_too_by_the_page_counts_a_browser_once(cast: Cast, browse: Judge) -> None:
    row = alike.shown(cast)
    for said in ("记上了", "已经算过"):
        browse.post_form(f"/concerns/{row.id}/join")
        assert said in browse.get_page(f"/concerns/{row.id}").words()
    assert shown.one(row.id).joined == 1


def test_who_came_to_what_is_done_with_or_never_was_is_told_so(cast: Cast, browse: Judge) -> None:
    row = alike.shown(cast)
    with unit_of_work():
        gathering.end(concern.kept_by(row.id, cast.actor("liaison")), by=cast.actor("liaison"))
    browse.post_form(f"/concerns/{row.id}/join")
    page = browse.get_page(f"/concerns/{row.id}").words()
    assert "已经办结" in page and "算我一个" not in page
    browse.post_form("/concerns/99/join", status=404)


def test_without_javascript_the_form_comes_back_whole_with_what_neighbours_raised(cast: Cast, browse: Judge) -> None:
    alike.shown(cast)
    page = browse.post_form("/ask/similar", {"words": TYPED, "category": "C", "place": "东门口"}, 200)
    assert "已有 3 位邻居提过" in page.words() and TYPED in page.text and "东门口" in page.text
    assert "没有找到相像的" in browse.post_form("/ask/similar", {"words": "想办一个老人书法班。"}, 200).words()


def test_with_htmx_it_is_the_part_alone_and_me_too_is_said_in_it(cast: Cast, browse: Judge) -> None:
    row = alike.shown(cast)
    part = browse.post("/ask/similar", data={"csrf_token": browse.token("/ask"), "words": TYPED}, headers=HX)
    assert "<html" not in part.text and "已有 3 位邻居提过" in part.text
    said = browse.post(f"/concerns/{row.id}/join", data={"csrf_token": browse.token("/ask"), "words": TYPED}, headers=HX)
    assert "记上了" in said.text and "已有 4 位邻居提过" in said.text and TYPED not in said.text


@pytest.mark.parametrize("data", [{"words": TYPED, "category": "O"}, {"words": ""}, {"words": "灯"}])
def test_nothing_is_offered_to_a_report_or_to_no_words(cast: Cast, browse: Judge, data: dict[str, str]) -> None:
    alike.shown(cast)
    assert "邻居提过" not in browse.post("/ask/similar", data={"csrf_token": browse.token("/ask"), **data}, headers=HX).text


def test_what_others_told_and_is_not_public_is_never_offered(cast: Cast, browse: Judge) -> None:
    cases = alike.told(cast)
    alike.gathered(cast, cases)
    part = browse.post("/ask/similar", data={"csrf_token": browse.token("/ask"), "words": alike.TOLD[0]}, headers=HX)
    assert "没有找到相像的" in part.text and not any(case.number in part.text for case in cases)


@pytest.mark.parametrize(("lang", "said"), [("zh_Hant", "已有 3 位鄰居提過"), ("en", "3 neighbours have raised this")])
def test_in_every_language(cast: Cast, browse: Judge, lang: str, said: str) -> None:
    row = alike.shown(cast)
    assert said in browse.get_page(f"/concerns/{row.id}?lang={lang}").words()


def test_the_list_is_paged(cast: Cast, browse: Judge) -> None:
    first = alike.shown(cast)
    last = alike.shown(cast)
    rows, older = shown.page(per_page=1)
    assert ([one.row.id for one in rows], older) == ([last.id], last.id)
    assert [one.row.id for one in shown.page(older)[0]] == [first.id]
    assert f"/concerns/{first.id}" in browse.get_page(f"/concerns?before={last.id}").text
