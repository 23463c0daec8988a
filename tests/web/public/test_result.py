"""One result: the reply to the byte on the page and in the file, every step with its date (SD-40, SD-42)."""

import hashlib
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.cases import board, reply
from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.faults import boards
from tests.judge import Judge
from tests.web.public.results import publish, quoted, row

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# code points that are for ever no character: what reads HTML shows them and calls them a fault
NOBODYS = "".join(map(chr, [*range(0xFDD0, 0xFDF0), *(plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF))]))
SIGNS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=OVERRIDES + NOBODYS) | st.sampled_from("\n\t<>&\"'{%}𠮷㛃龘")
ANY_REPLY = st.text(SIGNS, min_size=1, max_size=300).filter(str.strip)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_REPLY)
def test_sd42_the_page_and_the_file_hold_the_reply_to_the_byte(cast: Cast, browse: Judge, text: str) -> None:
    """Acceptance test: whatever Unicode a unit writes, the reader's parser and `sha256sum` get back what was stored."""
    case_id = next(iter(db.session.scalars(select(Case.id)))) if (made := board.published_count()) else publish(cast).id
    number = f"S01-26-{made + 100:04d}"
    with unit_of_work():
        db.session.add(row(number, text, case_id=case_id))
    for page in (f"/results/{number}", "/"):
        assert quoted(browse.get_page(page).text)[0] == text
    file = browse.get_page(f"/results/{number}/reply-1.txt").response
    assert file.data == text.encode() and file.content_type == "text/plain; charset=utf-8"
    assert hashlib.sha256(file.data).hexdigest() in browse.get_page(f"/results/{number}").text


def test_sd42_a_reply_with_carriage_returns_is_published_as_it_was_stored(cast: Cast, browse: Judge) -> None:
    case = publish(cast, text="第一行，\r\n第二行  有两个空格。\n\n  𠮷㛃龘 🙂")
    stored = reply.latest(case)
    assert browse.get_page(f"/results/{case.number}/reply-1.txt").response.data == stored.text.encode()
    assert stored.sha256 in browse.get_page(f"/results/{case.number}").text


def test_every_reply_of_every_round_is_shown_also_the_one_sent_back(cast: Cast, browse: Judge) -> None:
    """T17: the text of the first reply stays and is shown."""
    case = cast.replied(text="已收悉。")
    with unit_of_work():
        reply.send_back(case, reason="没有答到点上。", by=cast.actor("rep"))
    cast.reply(case, "五盏路灯已经修好。")
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    with unit_of_work():
        cast.put_up(case)
    page = browse.get_page(f"/results/{case.number}")
    assert quoted(page.text) == ["已收悉。", "五盏路灯已经修好。"]
    assert "退回重写" in page.words() and "没有答到点上。" not in page.words()
    assert "已收悉。" not in browse.get_page("/").words()


def test_sd40_each_step_has_its_date(cast: Cast, browse: Judge) -> None:
    case = publish(cast)
    words = browse.get_page(f"/results/{case.number}").words()
    for step in ("登记", "转给承办单位", "承办单位签收", "应当答复", "单位答复", "告诉本人", "办结", "3月2日（星期一）", "3月9日（星期一）"):
        assert step in words


@pytest.mark.parametrize("path", ["/results/S01-26-9999", "/results/%00", "/results/S01-26-0001/reply-2.txt", "/results/x'--",
                                  "/results/" + "9" * 3000])
def test_an_unknown_result_is_not_found(cast: Cast, browse: Judge, path: str) -> None:
    publish(cast)
    assert "没有这一页" in browse.get_page(path, 404).words()


def test_a_number_is_found_as_people_type_it(cast: Cast, browse: Judge) -> None:
    publish(cast)
    assert browse.get_page("/results/s01-26-０００１").response.status_code == 200


def test_x03_summary_and_reply_are_never_mixed(cast: Cast, browse: Judge) -> None:
    case = publish(cast)
    page = browse.get_page(f"/results/{case.number}")
    assert "不是答复原文" in page.words()
    assert all("五盏灯都修好了。" not in sheet for sheet in quoted(page.text))


def test_quoted_words_are_not_translated_and_carry_their_language(cast: Cast, browse: Judge) -> None:
    case = publish(cast)
    page = browse.get_page(f"/results/{case.number}?lang=en")
    assert '<html lang="en"' in page.text and 'lang="zh-Hans">五盏路灯' in page.text
    assert unicodedata.normalize("NFC", quoted(page.text)[0]) == quoted(page.text)[0]

@pytest.mark.parametrize(("lang", "stamp", "print_of", "count"), [
    ("zh_Hans", "除打码处，原文照登", "登出文字的指纹", "处打了码"), ("zh_Hant", "除打碼處，原文照登", "刊登文字的指紋", "處打了碼"),
    ("en", "As written, but for what is covered", "Fingerprint of the text as shown", "places are covered")])
def test_sd42_what_is_covered_is_not_stamped_as_written(cast: Cast, browse: Judge, lang: str, stamp: str, print_of: str, count: str) -> None:
    """On the page and on its card (practice.md §6.4)."""
    case = cast.closed()
    boards.cover(cast, case)
    boards.put_up(cast, case)
    for path in (f"/results/{case.number}", "/"):
        seen = browse.get_page(f"{path}?lang={lang}").words()
        assert stamp in seen and print_of in seen
    assert count in browse.get_page(f"/results/{case.number}").words()


def test_sd42_where_nothing_is_covered_it_is_as_written(cast: Cast, browse: Judge) -> None:
    number = publish(cast).number
    for path in (f"/results/{number}", "/"):
        seen = browse.get_page(path).words()
        assert "原文照登" in seen and "除打码处" not in seen and "原文指纹" in seen
