"""Searching words: two characters suffice, scripts fold into one another, and no query can break it (X-17, SD-33)."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.cases.search import WORDS
from portal.foundation.database import db
from portal.foundation.fulltext import spaced
from portal.foundation.unit_of_work import unit_of_work

TEXTS = {1: "路灯坏了5盏，𠮷家门口。", 2: "党代表联络站的灯", 3: "The Bus No. 12 is late", 4: "灯路"}


@pytest.fixture
def filled(app: Flask) -> Flask:
    with unit_of_work():
        for row_id, words in TEXTS.items():
            WORDS.put(row_id, words, "7" if row_id < 3 else "8")
    return app


def found(typed: str, scope: str | None = None) -> list[int]:
    matching = WORDS.matching(typed, scope)
    return [] if matching is None else sorted(db.session.scalars(matching.ids()))


@pytest.mark.parametrize(("typed", "ids"), [
    ("路灯", [1]), ("路燈", [1]), ("灯", [1, 2, 4]), ("黨代表", [2]), ("党代表", [2]), ("聯絡站", [2]), ("5盏", [1]), ("𠮷", [1]),
    ("bus", [3]), ("BUS 12", [3]), ("灯 路", [1, 4]), ("灯路", [4]), ("没有", []), ("路灯 没有", []), ("bu", [])])
def test_words_are_found(filled: Flask, typed: str, ids: list[int]) -> None:
    assert found(typed) == ids


def test_a_scope_narrows(filled: Flask) -> None:
    assert (found("灯", "7"), found("灯", "8"), found("灯", "9")) == ([1, 2], [4], [])


def test_new_words_replace_the_old(filled: Flask) -> None:
    with unit_of_work():
        WORDS.put(1, "水管", "7")
    assert (found("路灯"), found("水管")) == ([], [1])


@pytest.mark.parametrize("typed", ["", "  ", "，。！", "\x00", '"', "'"])
def test_nothing_searchable_is_no_search(filled: Flask, typed: str) -> None:
    assert WORDS.matching(typed) is None


@pytest.mark.parametrize("typed", [
    '"路灯', 'body:', 'NEAR(路 灯)', '路灯 OR', 'NOT 灯', '-灯', 'body : "x', '*', '^灯', "灯'); DROP TABLE case_words; --", "{a b}:", "灯*",
    "a & | ! ( ) :* <->", "\\", "%", "灯 " * 400, "x" * 5000, "路\x00灯", ":p0 :match", "scope7"])
def test_operators_and_quotes_are_only_words(filled: Flask, typed: str) -> None:
    assert set(found(typed)) <= set(TEXTS)
    assert found("路灯") == [1]


@given(st.text(max_size=80))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_breaks_the_search(filled: Flask, typed: str) -> None:
    assert set(found(typed)) <= set(TEXTS)


def test_folding_is_for_the_index_only() -> None:
    assert spaced("黨代表，灯5盏 OK") == "党 代 表 灯 5 盏 ok"


def test_every_stored_word_is_found_again(filled: Flask) -> None:
    """Each pair of neighbouring Han characters of each text finds it."""
    for row_id, words in TEXTS.items():
        parts = spaced(words).split()
        for first, second in zip(parts, parts[1:], strict=False):
            if len(first) == len(second) == 1 and first + second in words:
                assert row_id in found(first + second)
