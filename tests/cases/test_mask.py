"""Covered, never rewritten: published text with its marks taken out is the stored text, byte for byte (SD-42, X-30, practice.md §6.4)."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portal.cases import detectors, mask
from portal.cases.mask import MaskKind, Span
from portal.foundation.words import LOCALES

# Letters of every plane that can be stored, Han beyond the first plane, line ends of all kinds, combining marks, and marks themselves.
PIECES = st.one_of(st.text(st.characters(exclude_categories=("Cs",)), max_size=6), st.sampled_from(
    ["𠮷", "𪚥𰻞", "\r\n", "\n", "\r", "\u2028", "e\u0301", "\u0301", "ก็", "👩‍👩‍👧", "〔姓名略〕", "[covered]", "张三", "1380", "\ufeff", "\0"]))
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join).filter(bool)


def uncovered(published: str, marks: Sequence[Span], originals: Sequence[str]) -> str:
    """The published text with each mark taken out for what it covers."""
    made, at = list[str](), 0
    for one, original in zip(marks, originals, strict=True):
        made += [published[at:one.start], original]
        at = one.end
    return "".join([*made, published[at:]])


@st.composite
def masked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and spans over it that do not overlap, in any order; some lie side by side."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    taken = [Span(start, end, draw(st.sampled_from(MaskKind))) for start, end in zip(cuts, cuts[1:], strict=False) if draw(st.booleans())]
    return text, draw(st.permutations(taken))


@given(given=masked(), locale=st.sampled_from(LOCALES))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_invariant_4_published_text_without_its_marks_is_the_stored_text_byte_for_byte(app: Any, given: tuple[str, list[Span]], locale: str) -> None:
    text, spans = given
    published, marks = mask.covered(text, spans, locale)
    ordered = sorted(spans, key=lambda one: one.start)
    assert uncovered(published, marks, [text[one.start:one.end] for one in ordered]).encode() == text.encode()
    assert [published[one.start:one.end] for one in marks] == [mask.mark(one.kind, mask.language_of(text, locale)) for one in ordered]
    assert mask.fits(published, marks, text)
    if not spans:
        assert published == text


@given(given=masked(), at=st.integers(0, 200), other=st.characters(exclude_categories=("Cs",)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_sign_changed_outside_of_a_mark_is_found(app: Any, given: tuple[str, list[Span]], at: int, other: str) -> None:
    """Practice.md §9 row 15: before the first mark and after the last nothing can hide behind what a mask covers."""
    text, spans = given
    published, marks = mask.covered(text, spans, "zh_Hans")
    first, last = (marks[0].start, marks[-1].end) if marks else (len(published), len(published))
    outside = [*range(first), *range(last, len(published))]
    assume(outside)
    place = outside[at % len(outside)]
    assume(published[place] != other)
    assert not mask.fits(published[:place] + other + published[place + 1:], marks, text)


@pytest.mark.parametrize(("published", "marks", "stored", "fits"), [
    ("甲〔姓名略〕乙", [(1, 6)], "甲张三乙", True), ("甲〔姓名略〕乙", [(1, 6)], "甲乙", False), ("甲〔姓名略〕丙", [(1, 6)], "甲张三乙", False),
    ("丁〔姓名略〕乙", [(1, 6)], "甲张三乙", False), ("〔姓名略〕", [(0, 5)], "张", True), ("〔姓名略〕", [(0, 5)], "", False),
    ("〔姓名略〕和〔姓名略〕到", [(0, 5), (6, 11)], "张和李到", True), ("〔姓名略〕和〔姓名略〕到", [(0, 5), (6, 11)], "张与李到", False)])
def test_what_can_be_read_stands_in_the_stored_text_in_its_order(published: str, marks: list[tuple[int, int]], stored: str, fits: bool) -> None:
    assert mask.fits(published, [Span(start, end, MaskKind.NAME) for start, end in marks], stored) is fits


@pytest.mark.parametrize(("text", "locale", "mark"), [
    ("张三来了", "zh_Hans", "〔姓名略〕"), ("電話壞了", "zh_Hant", "〔姓名略〕"), ("Mr Zhang came", "en", "[name covered]"),
    ("Mr Zhang came", "zh_Hans", "[name covered]"), ("张三来了", "en", "〔姓名略〕")])
def test_the_mark_is_in_the_language_of_its_text(app: Any, text: str, locale: str, mark: str) -> None:
    assert mask.covered(text, [Span(0, 2, MaskKind.NAME)], locale)[0].startswith(mark)


@pytest.mark.parametrize(("text", "kind", "words"), [
    ("住户测某甲（电话12000000017）", "name", "测某甲"), ("住户测某甲（电话12000000017）", "phone", "12000000017"), ("找王大爷", "name", "王大爷"),
    ("陈建国同志来过", "name", "陈建国同志"), ("李师傅修的", "name", "李师傅"), ("座机0571-88888888", "phone", "0571-88888888"),
    ("身份证11010519491231002X", "identity", "11010519491231002X"), ("卡号6222020200112233445", "card", "6222020200112233445"),
    ("车牌粤B·12345停着", "plate", "粤B·12345"), ("写信到a.b@c.example好", "mail", "a.b@c.example"), ("3号楼2单元501室", "address", "3号楼2单元501室"),
    ("榆荫路12号门口", "address", "榆荫路12号")])
def test_detectors_suggest(text: str, kind: str, words: str) -> None:
    assert (kind, words) in [(hit.kind, hit.words) for hit in detectors.found(text)]


@pytest.mark.parametrize("text", ["已更换电缆120米", "请某单位处理", "2026年3月2日", "630千伏安", "（岚建物责〔示例〕12号）", "11010519491231002"])
def test_detectors_keep_quiet(text: str) -> None:
    """A number is none of a person's for being one."""
    assert [hit.kind for hit in detectors.found(text)] == []


def test_an_id_number_is_one_by_its_check_digit() -> None:
    """GB 11643: the last sign follows from the seventeen before it; another number of eighteen digits may still be a card."""
    assert [hit.kind for hit in detectors.found("110105194912310021")] == ["card"]
    assert [hit.kind for hit in detectors.found("11010519491231002X")] == ["identity"]
