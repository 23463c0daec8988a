"""Text is capped and cleaned before layout sees it (R44, R62)."""
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from portal.paper.trim import trim, trimmed


@dataclass(frozen=True)
class Paper:
    title: str
    words: str | None
    pages: int = 1


def test_line_ends_tabs_and_NUL_become_one_blank():
    assert trim("一\n\n\r\n二\t三\0四") == "一 二 三 四"


def test_direction_controls_surrogates_and_private_signs_go():
    assert trim("a\u202eb\u2066c\ud800d\ue000e") == "abcde"


def test_stacked_marks_are_kept_to_two():
    assert trim("e" + "\u0301" * 500) == "e\u0301\u0301"


def test_rare_characters_of_names_stay_as_they_are():
    assert trim("𠮷㛃龘𰻞䶮") == "𠮷㛃龘𰻞䶮"


def test_a_cut_shows_itself():
    assert trim("一二三四五", 4) == "一二三…"
    assert trim("一二三四", 4) == "一二三四"


@given(st.text(max_size=2000), st.integers(2, 60))
def test_R62_never_longer_than_the_limit_and_stable(text, limit):
    once = trim(text, limit)
    assert len(once) <= limit
    assert trim(once, limit) == once


def test_only_text_fields_are_touched_and_each_may_have_its_own_cap():
    assert trimmed(Paper("t" * 900, None, 3), title=5) == Paper("tttt…", None, 3)
