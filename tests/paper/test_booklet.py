"""The welcome booklet: from what stands today, in three languages, with nobody on it who did not agree (ZG-21)."""

from dataclasses import replace
from datetime import date

import pytest

from portal.cases.four_numbers import Numbers
from portal.cases.station_figures import Figures
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES, speaker
from portal.network.representative import Representative
from portal.paper import booklet
from portal.paper.booklet import BookletFacts, OpenDay
from portal.paper.card import Shown
from portal.paper.press import Press
from tests.cast import Cast
from tests.judge import Judge
from tests.paper import pdfs

TODAY = date(2026, 3, 2)
FACTS = BookletFacts(
    "岚屿区", "知党情 听民意 促和谐", "榆荫街道站", "榆荫街道", "榆荫路 18 号", "菜市场对面", True, "12000000001", "周一 9:00–11:30", "12000000099",
    (Shown("甲代表", "党代表", "道路、水电", "12000000002", level="town"),), 1, (OpenDay(TODAY, "09:00–11:30"),), Numbers(TODAY, told=9, waited=1, rated=6, solved=4),
    Figures(TODAY, matters=9, opinions=3, topics=["D1"], solved=4, told=7, rated=6, satisfied=5), 14, date(2011, 9, 30), "example.org/stations/S01", "", TODAY)


@pytest.mark.parametrize("locale", LOCALES)
def test_zg21_it_says_all_that_somebody_new_has_to_know(locale: str) -> None:
    say = speaker(locale)
    text = booklet.html(FACTS, say, "a5")
    for told in ("榆荫街道站", "榆荫路 18 号", "菜市场对面", "12000000001", "12000000099", "甲代表", "道路、水电", "09:00–11:30", say("paper.open_day.takes"), say("paper.open_day.not_takes"),
                 say("common.four.title"), say("common.years.title"), "2011-09-30", say("paper.booklet.step_rated"), say("common.open_day.unnamed", n=1)):
        assert told in text, told


@pytest.mark.parametrize("locale", LOCALES)
def test_zg21_it_is_six_leaves_of_a5(press: Press, locale: str) -> None:
    pdf = press.pdf(booklet.html(FACTS, speaker(locale), "a5"), "a5")
    assert pdf is not None and pdfs.size_mm(pdf) == (pytest.approx(148, abs=0.5), pytest.approx(210, abs=0.5))
    assert len(pdfs.read(pdf).pages) == 6 and "甲代表" in pdfs.text(pdf)
    bare = press.pdf(booklet.html(replace(FACTS, four=None, figures=None, since=None), speaker(locale), "a5"), "a5")
    assert bare is not None and len(pdfs.read(bare).pages) == 5, "no empty leaf"


def test_zg21_a_station_of_which_little_is_known_has_one_too() -> None:
    bare = replace(FACTS, address="", how_to_find="", step_free=False, phone="", hours="", answers="", people=(), unnamed=0, days=(), four=None, figures=None, since=None)
    text = booklet.html(bare, speaker("zh_Hans"), "page")
    assert speaker("zh_Hans")("public.station.nobody") in text and speaker("zh_Hans")("common.years.title") not in text


def test_zg21_many_people_are_cut_and_counted() -> None:
    text = booklet.html(replace(FACTS, people=FACTS.people * 20), speaker("zh_Hans"), "a5")
    assert text.count("甲代表") == booklet.MOST and speaker("zh_Hans")("common.open_day.unnamed", n=9) in text
    with pytest.raises(ValueError, match="no size"):
        booklet.html(FACTS, speaker("en"), "roll80")


def test_zg21_the_page_of_a_station_leads_to_it_and_it_names_only_who_agreed(cast: Cast, browse: Judge) -> None:
    with unit_of_work():
        db.session.get_one(Representative, cast.person("rep-2").id).public = False
    assert 'href="/stations/S01/booklet.pdf"' in browse.get_page("/stations/S01").text
    text = browse.get("/stations/S01/booklet.pdf?page=1&lang=zh_Hans").get_data(as_text=True)
    assert "rep甲" in text and "rep-2甲" not in text and speaker("zh_Hans")("common.open_day.unnamed", n=1) in text
    assert browse.get("/stations/S77/booklet.pdf").status_code == 404
