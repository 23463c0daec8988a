"""How it was pressed, as the visitor and the public read it: reminders counted, slips with number and dates, the visitor's days (HB-60)."""

from datetime import date

import pytest

from portal.cases import care, preparing, publication, publicity, referral, reply, slip
from portal.cases.case import Outcome
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cases.ladder_scene import B, explain, late, on, out, paper_unit, red, remind, sheet
from tests.cases.test_trace import finish
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.test_track import KEY, entered

LATER = date(2026, 3, 27)
INSIDE = ("请尽快办理", "经办甲", "请在限期内办结", "特别情况", "人手不足", "由我负责", "三日内修好")


def test_hb_64_66_the_visitor_reads_in_one_place_how_it_was_pressed(cast: Cast, browse: Judge) -> None:
    case, row = red(cast, key=KEY)
    remind(cast, case)
    remind(cast, case)
    on(LATER)
    entered(cast, browse, case, KEY)
    words = browse.get_page("/track/case").words()
    for said in ("提醒过 2 次，最近一次是3月23日（星期一）", "督黄〔2026〕1号", "要求3月17日（星期二）前办结", "已经过期，还没有答复", "督红〔2026〕1号",
                 "书面说明应当在3月26日（星期四）前交，已经逾期", "从登记起已经 25 天，最长 60 天", "有 2 项应有的依据当时没有"):
        assert said in words
    assert "代表提醒了承办单位" not in words, "told once, in its own place"
    explain(cast, case, row)
    words = browse.get_page("/track/case").words()
    assert "单位负责人3月27日（星期五）交了书面说明" in words
    assert [said for said in INSIDE if said in words] == []


def test_hb_60_a_withdrawn_slip_stays_with_its_reason_but_not_for_who_follows(cast: Cast, browse: Judge) -> None:
    case = late(cast, key=KEY)
    row = out(cast, case, B)
    with unit_of_work():
        slip.withdraw(case, row, reason="单位当天已经到测某甲家门口。", by=cast.actor("rep"))
    entered(cast, browse, case, KEY)
    words = browse.get_page("/track/case").words()
    assert row.number in words and "撤回了这张督办单" in words and "单位当天已经到测某甲家门口。" in words
    other = cast.register(key="f" * 32)
    with unit_of_work():
        care.merge(other.case, into=case, told=True, by=cast.actor("liaison"))
    entered(cast, browse, other.case, "f" * 32)
    words = browse.get_page("/track/case").words()
    assert row.number in words and "家门口" not in words


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_board_tells_it_on_the_page_and_the_card_with_letter_and_word(cast: Cast, browse: Judge, locale: str) -> None:
    case, row = red(cast)
    remind(cast, case)
    explain(cast, case, row)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    with unit_of_work():
        cast.put_up(case)
    say, page = speaker(locale), browse.get_page(f"/results/{case.number}?lang={locale}")
    for said in (say("common.ladder.b"), say("common.ladder.a"), "督黄〔2026〕1号", row.number, say("common.pressed.reasons", n=2)):
        assert said in page.words()
    assert ">B<" in page.text and ">A<" in page.text, "the letter, not the colour alone"
    assert [said for said in INSIDE if said in page.words()] == []
    card = browse.get_page(f"/?lang={locale}").words()
    for said in (say("common.pressed.slips_a", n=1), say("common.pressed.slips_b", n=1), say("common.pressed.reminders", n=1)):
        assert said in card
    assert row.number in browse.get("/results.jsonl").text


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_practice_13_where_the_network_says_so_the_explanation_is_read_word_for_word(cast: Cast, browse: Judge, locale: str) -> None:
    with unit_of_work():
        publicity.publish_explanations(True, by=cast.actor("office"))
    case, row = red(cast, key=KEY)
    explain(cast, case, row)
    finish(cast, case)
    with unit_of_work():
        preparing.show(case, by=cast.actor("rep"))
    say = speaker(locale)
    titled = [say(f"common.pressed.{part}") for part in ("cause", "responsibility", "measures")]
    told = [*titled, "人手不足。", "由我负责。", "三日内修好。"]
    entered(cast, browse, case, KEY)
    assert [word for word in told if word not in browse.get_page(f"/track/preview?lang={locale}").words()] == [], "seen before it goes up"
    assert [word for word in told[3:] if word in browse.get_page("/track/case").words()] == [], "and read nowhere until then"
    with unit_of_work():
        preparing.answer(case, preparing.Word.WELL, by=cast.visitor(case))
        publication.publish(case, by=cast.actor("director"))
    for address in (f"/results/{case.number}?lang={locale}", f"/track/case?lang={locale}"):
        assert [word for word in told if word not in browse.get_page(address).words()] == []
    assert "人手不足" not in browse.get_page("/").words(), "the card counts, it does not tell"


def test_a_reply_from_the_units_paper_says_so_in_public(cast: Cast, browse: Judge) -> None:
    """Practice.md §9 row 10: both days, when it was handed in and when it was entered."""
    case = cast.referred(unit=paper_unit(), key=KEY)
    on(date(2026, 3, 6))
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("liaison"), paper=sheet(60))
    with unit_of_work():
        reply.write(case, text="线路已经换好，三户都通了电。", claim=Outcome.SOLVED, officer="经办乙", signed_off_by="王主任",
                    checked="到现场看过。", by=cast.actor("liaison"), paper=sheet(30))
    cast.pass_on(case)
    cast.tell(case)
    said = "这份答复是单位3月6日（星期五）用纸交来的"
    entered(cast, browse, case, KEY)
    words = browse.get_page("/track/case").words()
    assert said in words and "单位用纸交来了答复" in words
    cast.rate(case)
    with unit_of_work():
        row = cast.put_up(case)
    assert row.replies[0]["paper"] == "2026-03-06"
    assert said in browse.get_page(f"/results/{case.number}").words()
