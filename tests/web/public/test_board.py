"""The results board: newest first, narrowed by words in the address, honest about what is not on it (SD-41, X-27)."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cases import board, in_time, rating
from portal.cases.closing import NotPublishedReason
from portal.cases.in_time import InTime
from portal.cases.intake import Consent
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES, speaker
from portal.network.station import Station, StationLevel
from tests.cast import WORDS, Cast
from tests.judge import Judge
from tests.web.public.results import publish, row


def numbers(page: str) -> list[str]:
    """The case numbers of the cards, in the order they stand."""
    return re.findall(r'class="card" id="r-([^"]+)"', page)


def test_an_empty_board_says_what_will_stand_there(browse: Judge) -> None:
    assert "还没有公开的结果" in browse.get_page("/").words()


@pytest.mark.parametrize(("due", "answered", "figure", "said"), [
    (214, 184, "85%", "有 214 件事到了该答复的日子，其中 184 件"), (4, 3, "3/4", "有 4 件事到了该答复的日子，其中 3 件"), (2, 1, None, "还不够数")])
def test_sd20_r41_the_first_figure_is_the_share_answered_in_time(
        cast: Cast, browse: Judge, due: int, answered: int, figure: str | None, said: str) -> None:
    """With what it is a share of in words; few matters make none."""
    assert "还不够数" in browse.get_page("/").words()
    with unit_of_work():
        in_time.keep(InTime(due, answered, date(2026, 3, 1)), at=clock.now())
    page = browse.get_page("/")
    assert said in page.words() and ("到3月1日（星期日）为止的一年里" in page.words()) is (figure is not None)
    figures = re.findall(r'class="(?:first|tally)-figure">([^<]+)<', page.text)
    assert figures[0] == (figure or "0"), "before any other figure of the page"


def test_sd40_a_card_shows_words_summary_reply_days_and_rating(cast: Cast, browse: Judge) -> None:
    case = publish(cast)
    words = browse.get_page("/").words()
    for shown in (WORDS, case.number, "榆荫街道站", "五盏灯都修好了。", "五盏路灯已全部恢复照明", "原文照登", "满意", "个工作日"):
        assert shown in words
    assert "测某甲" not in words


def test_newest_first_and_paged_by_what_was_seen_last(cast: Cast, browse: Judge) -> None:
    case = publish(cast)
    with unit_of_work():
        for n in range(2, 32):
            db.session.add(row(f"S01-26-{n:04d}", "已办。", case_id=case.id))
    first = browse.get_page("/")
    assert numbers(first.text) == [f"S01-26-{n:04d}" for n in range(31, 11, -1)]
    older = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert older is not None
    second = browse.get_page(older[1].replace("&amp;", "&"))
    assert numbers(second.text) == [f"S01-26-{n:04d}" for n in range(11, 0, -1)]
    assert 'rel="next"' not in second.text


def test_filters_are_words_in_the_address(cast: Cast, browse: Judge) -> None:
    publish(cast)
    with unit_of_work():
        db.session.add(row("S02-26-0001", "已办。", station_code="S02", station_name="河湾社区站", category="E2", category_top="E",
                           month="2026-01"))
    assert numbers(browse.get_page("/?station=S02").text) == ["S02-26-0001"]
    assert numbers(browse.get_page("/?category=C").text) == ["S01-26-0001"]
    assert numbers(browse.get_page("/?month=2026-01").text) == ["S02-26-0001"]
    both = browse.get_page("/?station=S02&category=C")
    assert numbers(both.text) == [] and "没有找到这样的事" in both.words()
    assert 'href="/?station=S02&amp;category=E"' in browse.get_page("/?station=S02").text


def test_a_reader_narrows_by_how_it_ended_by_the_rating_and_by_whom_it_concerns(cast: Cast, browse: Judge) -> None:
    """Each beside words and the other filters; what nobody rated is a choice of its own, so that silence is found as plainly as praise (SG-01)."""
    publish(cast)
    first = "S01-26-0001"
    stands = board.one(first)
    outcome, rated, concerns = stands.outcome, stands.rating["result"], "common" if stands.common else "personal"
    assert outcome is not None
    for query in (f"outcome={outcome.value}", f"rated={rated}", f"concerns={concerns}", f"rated={rated}&words=路灯&station=S01&concerns={concerns}"):
        assert numbers(browse.get_page(f"/?{query}").text) == [first], query
    other = "personal" if concerns == "common" else "common"
    for query in ("outcome=mediated", "rated=none", "rated=dissatisfied", f"concerns={other}", f"rated={rated}&words=没有这样的词", f"rated={rated}&month=2020-01"):
        assert numbers(browse.get_page(f"/?{query}").text) == [], query
    for nonsense in ("outcome=everything", "rated=loved", "concerns=you"):
        assert numbers(browse.get_page(f"/?{nonsense}").text) == [first], "what cannot be one is left out"


def test_a_district_of_many_stations_is_chosen_from_on_its_own_page(cast: Cast, browse: Judge) -> None:
    """247 names on every page of the board would be a wall: the chosen one stands there, and where to find the others."""
    publish(cast)
    with unit_of_work():
        db.session.add_all(Station(code=f"M{n:03d}", name=f"第{n}站", level=StationLevel.VILLAGE) for n in range(247))
    words = browse.get_page("/").words()
    assert "第7站" not in words and "按站点找" in words
    assert "第7站" in browse.get_page("/?station=M007").words()


@pytest.mark.parametrize("typed", ["路灯", "路燈", "看不见坑", "S01-26-0001", "城市管理办"])
def test_search_finds_two_characters_in_either_script(cast: Cast, browse: Judge, typed: str) -> None:
    publish(cast)
    assert numbers(browse.get_page("/", query_string={"words": typed}).text) == ["S01-26-0001"]


def test_htmx_gets_the_changing_part_alone(cast: Cast, browse: Judge) -> None:
    publish(cast)
    part = browse.get("/", headers={"HX-Request": "true"})
    assert "<html" not in part.text and numbers(part.text) == ["S01-26-0001"] and part.text.startswith('<div id="results"')
    assert "HX-Request" in part.headers["Vary"]


def test_x27_what_is_not_published_is_counted_by_reason(cast: Cast, browse: Judge) -> None:
    publish(cast)
    for _ in range(3):
        cast.closed(consent=Consent())
    page = browse.get_page("/")
    assert re.search(r"<dt>来访人不同意</dt><dd>3</dd>", page.text) and '<p class="tally-figure">1</p>' in page.text
    assert '<p class="tally-figure">3</p>' in page.text and "至少" not in page.text


@pytest.mark.parametrize("locale", LOCALES)
def test_r41_a_reason_that_counts_fewer_than_three_is_named_without_its_number(cast: Cast, browse: Judge, locale: str) -> None:
    for consent in (Consent(), Consent(), Consent(publish_result=True)):
        cast.closed(consent=consent, minor=consent.publish_result)
    say = speaker(locale)
    text = browse.get_page(f"/?lang={locale}").text
    for reason in ("refused", "minor"):
        assert f"<dt>{say('common.not_published.' + reason)}</dt><dd>{say('public.board.few', n=3)}</dd>" in text
    assert f'<span class="tally-least">{say("public.board.at_least")}</span> 2</p>' in text and say("public.board.few_text", n=3) in text


COUNTED = st.dictionaries(st.sampled_from(sorted(NotPublishedReason)), st.integers(1, 40))


@given(COUNTED, st.integers(1, 2))
def test_r41_nothing_told_depends_on_a_number_below_three(counted: dict[NotPublishedReason, int], other: int) -> None:
    """Whatever the small numbers are, order, total and list are the same; the great ones are told as they are (X-27)."""
    changed = {reason: count if count > 2 else other for reason, count in counted.items()}
    told = board.told(counted)
    assert told == board.told(changed)
    assert {reason for reason, _ in told.reasons} == set(counted)
    assert all(count == counted[reason] if counted[reason] > 2 else count is None for reason, count in told.reasons)
    assert told.at_least <= sum(counted.values()) and told.whole == all(count > 2 for count in counted.values())


def test_dissatisfied_is_shown_plainly_and_without_a_tick(cast: Cast, browse: Judge) -> None:
    """X-15: closed after a review, "visitor still dissatisfied", and published so."""
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    with unit_of_work():
        rating.decide_review(case, upheld=False, reason="已依法办到位。", by=cast.actor("director"))
    with unit_of_work():
        cast.put_up(case)
    seen = browse.get_page("/")
    assert "不满意" in seen.words() and "办了 2 轮" in seen.words() and "ring-done" not in seen.text
    page = browse.get_page(f"/results/{case.number}").words()
    assert "来访人仍不满意，照实登出" in page and page.count("原文照登") >= 2


@pytest.mark.parametrize("query", ["station=%00", "month=2026-13%00", "words=%00"])
def test_an_address_with_nul_is_no_address(browse: Judge, query: str) -> None:
    assert "没有这一页" in browse.get_page(f"/?{query}", 404).words()


@pytest.mark.parametrize("query", ["before=99999999999999999999", "before=-1", "before=x", "words=%ff%fe", "category=%27%22",
                                   "month=2026-13", "station=%F0%A0%AE%B7", "words=" + "%E8%B7%AF" * 3000, "words=%22%20OR%20%2A"])
def test_nonsense_in_the_address_is_a_page_and_not_an_error(cast: Cast, browse: Judge, query: str) -> None:
    publish(cast)
    assert browse.get_page(f"/?{query}").response.status_code == 200
