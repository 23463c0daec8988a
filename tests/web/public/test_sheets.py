"""What stands on one sheet of the wall: put together, the parts of a reply are the reply (SD-40)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.public.sheets import CUT, LINES, MOST, WIDE, beginning, breadth, pieces, sheets
from tests.web.public.results import row

LONG = "已派人到场查看，路面塌陷约两平方米。原因是地下水管渗漏，把土带走了；水管已经换新，路面本周五前铺好！" * 12


def lines_of(text: str) -> int:
    """Lines a browser needs at most: each paragraph broken when it is as wide as a sheet."""
    return sum(max(1, -int(-breadth(one) // (WIDE - 1))) for one in text.split("\n"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=900))
def test_sd40_no_sign_is_lost_and_none_is_added(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(st.text(alphabet="漢字。， abcé\u0301\n", max_size=1500))
def test_sd40_each_part_fits_a_sheet_and_no_mark_is_parted_from_its_sign(text: str) -> None:
    parts = pieces(text)
    assert all(parts) or parts == [""]
    assert all(lines_of(part.rstrip("\n")) <= LINES + 2 for part in parts)
    assert not any(unicodedata.combining(part[0]) for part in parts[1:]), parts


def test_a_part_ends_behind_a_sentence() -> None:
    parts = pieces(LONG)
    assert len(parts) > 2 and all(part[-1] in "。；！" for part in parts)


def test_one_word_without_end_is_cut_where_the_sheet_is_full() -> None:
    parts = pieces("字" * (LINES * WIDE * 2))
    assert [len(part) for part in parts] == [LINES * WIDE] * 2


@pytest.mark.parametrize(("text", "lines", "wide", "told"), [
    ("路灯坏了。", 1, 20, "路灯坏了。"),
    ("路灯坏了。晚上看不见，老人摔了两次。请快修。", 1, 11, "路灯坏了。" + CUT),
    ("“路灯坏了。”邻居都这么说，已经两个月没有人来修。", 1, 15, "“路灯坏了。”" + CUT),
    ("x" * 60, 2, 11, "x" * 36 + CUT),
    ("一\n二\n三\n四", 2, 20, "一" + CUT)])
def test_a_beginning_says_that_it_is_one(text: str, lines: int, wide: int, told: str) -> None:
    assert beginning(text, lines, wide) == told


def test_a_long_reply_takes_more_sheets_which_stand_longer_the_more_there_is_to_read() -> None:
    short, *long = sheets([row("S01-26-0001", "修好了。"), row("S01-26-0002", LONG)])
    assert (short.number, short.of, short.part) == (1, 1, "修好了。")
    assert [sheet.number for sheet in long] == list(range(1, len(long) + 1)) and {sheet.of for sheet in long} == {len(long)}
    assert "".join(sheet.part for sheet in long) == LONG and long[0].seconds > short.seconds >= 12


def test_a_result_without_a_reply_has_one_sheet() -> None:
    (only,) = sheets([row("S01-26-0003", "", replies=[])])
    assert (only.part, only.of) == ("", 1)


def test_a_reply_without_end_takes_so_many_sheets_and_says_that_it_goes_on() -> None:
    """One matter may not hold the wall for an hour; the whole reply stands on its page."""
    many = sheets([row("S01-26-0004", LONG * 9)])
    assert len(many) == MOST == many[-1].of and [sheet.ends_early for sheet in many] == [False] * (MOST - 1) + [True]
    assert (LONG * 9).startswith("".join(sheet.part for sheet in many))
