"""The slip with a number for today's reception: the number, where, when, what to do when one missed it; nothing of anybody (HB-40)."""

from dataclasses import fields
from datetime import timedelta

import pytest

from portal.foundation.words import LOCALES, speaker
from portal.paper.queue_number import NumberFacts, html
from tests.cast import NOW

FACTS = NumberFacts("岚屿区<b>", "件件有着落", "榆荫街道站", "007", NOW, NOW, NOW + timedelta(hours=2, minutes=30))


@pytest.mark.parametrize("locale", LOCALES)
def test_it_says_number_place_hours_and_what_to_do(locale: str) -> None:
    said = html(FACTS, speaker(locale))
    assert all(word in said for word in ("007", "榆荫街道站", "2026-03-02 09:00", "09:00–11:30", speaker(locale)("paper.number.missed")))
    assert "<b>岚" not in said and "岚屿区<b>" not in said


def test_it_has_no_room_for_a_name_or_a_matter() -> None:
    assert {field.name for field in fields(NumberFacts)} == {
        "network", "motto", "station", "number", "at", "begins_at", "ends_at", "demo"}
