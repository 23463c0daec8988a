"""What a reviewer is asked to look at twice, in the language the reply was written in (practice.md §9, failures 2 and 3)."""

import pytest

from portal.cases.likeness import Hint, empty_hints, reading_hints
from tests.journeys.sayings import ALL

EMPTY = {Hint.NO_DATE, Hint.NO_NUMBER, Hint.NO_PLACE, Hint.NO_ACTION}


@pytest.mark.parametrize("text", [
    "The lamp at Yuyin House was repaired on 2 March and tested the same night; we look again in 5 days.",
    "On Monday we replaced 5 lamps in Yuyin Road and filled the holes beside them, as you had asked us to do.",
    "五盏路灯已全部恢复照明，坑洞已于3月1日填补，今后每周巡查一次，有事请打站里电话。", "五盞路燈已全部修好，3月1日晚上已經亮了，今後每週巡查一次，有事請到站裡來說。"])
def test_a_reply_that_names_day_place_and_deed_lacks_none_of_them(text: str) -> None:
    assert empty_hints(text) == []


@pytest.mark.parametrize("text", ["We have received your letter and the matter is being dealt with by the colleagues who are responsible.",
                                  "您反映的情况我们已经知道了，正在研究之中，请您耐心等待，谢谢您的理解和支持。"])
def test_a_reply_that_says_nothing_says_so_in_either_language(text: str) -> None:
    assert EMPTY <= set(empty_hints(text))


@pytest.mark.parametrize(("text", "long"), [
    ("You asked when the lamp will shine again.", False), ("It was repaired on 2 March, and it is checked every week from now on.", False),
    ("It was repaired on 2 March by the unit that is responsible for lamps in this part of the town, which also says that it is checked every week.",
     True),
    ("好" * 40, False), ("好" * 41 + "。", True), ("𠮷" * 41, True), ("", False)])
def test_a_sentence_is_as_long_as_it_is_to_read(text: str, long: bool) -> None:
    assert (Hint.LONG_SENTENCE in reading_hints(text)) is long


def test_a_short_reply_is_short_in_words() -> None:
    assert Hint.SHORT in empty_hints("It has been repaired on Monday, thank you!") and Hint.SHORT in empty_hints("已办理。")


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_reply_of_the_journey_is_not_told_that_it_names_no_deed(locale: str) -> None:
    assert not {Hint.NO_DATE, Hint.NO_ACTION, Hint.NO_PLACE} & set(empty_hints(ALL[locale].reply))
