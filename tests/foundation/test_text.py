"""What people type: kept to the letter or refused in words, never cut, never changed but for line ends (R20, R44, R45)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.refusal import Refused
from portal.foundation.text import REPLY_LINES, REPLY_MOST, WORDS_LINES, WORDS_MOST, clean, needed


def refused(typed: str, most: int = 100, lines: int = 9) -> Refused:
    with pytest.raises(Refused) as refusal:
        clean(typed, most, lines)
    return refusal.value


@pytest.mark.parametrize(("most", "lines"), [(WORDS_MOST, WORDS_LINES), (REPLY_MOST, REPLY_LINES), (50, 1)])
def test_limits_hold_at_n_and_n_plus_one(most: int, lines: int) -> None:
    assert clean("好" * most, most, lines) == "好" * most
    assert refused("好" * (most + 1), most, lines).params == {"most": most, "length": most + 1}
    assert clean("\n" * (lines - 1), most, lines) == "\n" * (lines - 1)
    assert refused("\n" * lines, most, lines).key == "refusal.text_lines"


@pytest.mark.parametrize("typed", ["𠮷㛃龘", "👩‍👩‍👧‍👦🏳️‍🌈", "e\u0301 \u00e9", "ｆｕｌｌ　ｗｉｄｔｈ", "\u200e\u200f",
                                   "tab\tstays", " blanks  stay ", "٣ ไทย हिन्दी", "\ufffd\u00ad\u200b"])
def test_what_a_screen_can_show_passes_untouched(typed: str) -> None:
    assert clean(typed, 100) == typed


@pytest.mark.parametrize("code", [0x00, 0x01, 0x07, 0x08, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x85, 0x9F, 0xD800, 0xDFFF,
                                  *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_what_cannot_be_shown_honestly_is_refused_by_name(code: int) -> None:
    assert refused(f"路灯{chr(code)}坏了").params == {"code": f"U+{code:04X}"}


def test_line_ends_are_one_thing() -> None:
    assert clean("a\r\nb\rc\nd\r\n", 100, 9) == "a\nb\nc\nd\n"


def test_blank_is_not_an_answer() -> None:
    for typed in ("", "  ", "\n\t\n", "\u3000"):
        with pytest.raises(Refused, match="reason_needed"):
            needed(typed, 100, 9, key="reason_needed")


@given(st.text(max_size=60))
def test_whatever_is_typed_is_kept_whole_or_refused(typed: str) -> None:
    try:
        kept = clean(typed, 50, 5)
    except Refused:
        return
    assert kept == typed.replace("\r\n", "\n").replace("\r", "\n")
    assert len(kept) <= 50 and kept.encode().decode() == kept and clean(kept, 50, 5) == kept
