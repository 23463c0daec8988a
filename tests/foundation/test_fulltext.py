"""Searching words: two characters suffice, scripts fold into one another, and no query can break it (X-17, SD-33)."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.cases.search import WORDS
from portal.foundation.database import db
from portal.foundation.fulltext import paired
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
    ("bus", [3]), ("BUS 12", [3]), ("灯 路", [1, 4]), ("灯路", [4]), ("没有", []), ("路灯 没有", []), ("bu", []), ("了5盏", [1]),
    ("5盏𠮷", [1]), ("坏了5", [1]), ("灯坏路", []), ("亮不灯路", [])])
def test_words_are_found(filled: Flask, typed: str, ids: list[int]) -> None:
    assert found(typed) == ids


def test_a_scope_narrows(filled: Flask) -> None:
    assert (found("灯", "7"), found("灯", "8"), found("灯", "9")) == ([1, 2], [4], [])


def test_one_of_many_scopes_narrows(filled: Flask) -> None:
    """As many as there are stations in an area (SD-01), with words or without."""
    many = "|".join(f"S{n:03d}" for n in range(247))
    assert (found("灯", "7|8"), found("灯", f"{many}|8"), found("灯", many), found("", f"{many}|7")) == ([1, 2, 4], [4], [], [1, 2])


def test_new_words_replace_the_old(filled: Flask) -> None:
    with unit_of_work():
        WORDS.put(1, "水管", "7")
    assert (found("路灯"), found("水管")) == ([], [1])


@pytest.mark.parametrize("typed", ["", "  ", "，。！", "\x00", '"', "'"])
def test_nothing_searchable_is_no_search(filled: Flask, typed: str) -> None:
    assert WORDS.matching(typed) is None


@pytest.mark.parametrize("typed", [
    '"路灯', 'body:', 'NEAR(路 灯)', '路灯 OR', 'NOT 灯', '-灯', 'body : "x', '*', '^灯', "灯'); DROP TABLE case_words; --",
    "{a b}:", "灯*",
    "a & | ! ( ) :* <->", "\\", "%", "灯 " * 400, "x" * 5000, "路\x00灯", ":p0 :match", "scope7"])
def test_operators_and_quotes_are_only_words(filled: Flask, typed: str) -> None:
    assert set(found(typed)) <= set(TEXTS)
    assert found("路灯") == [1]


@given(st.text(max_size=80))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_breaks_the_search(filled: Flask, typed: str) -> None:
    assert set(found(typed)) <= set(TEXTS)


def test_folding_is_for_the_index_only() -> None:
    assert paired("黨代表，灯5盏 OK") == "党代 代表 表灯 灯 5 盏 ok"


@pytest.mark.parametrize("row_id", [1, 2, 4])
def test_every_part_of_a_text_finds_it(filled: Flask, row_id: int) -> None:
    """One, two, three or more characters, whatever their neighbours are, marks left out."""
    words = TEXTS[row_id]
    parts = {words[begin:end] for begin in range(len(words)) for end in range(begin + 1, len(words) + 1)}
    assert [part for part in sorted(parts) if paired(part) and row_id not in found(part)] == []
