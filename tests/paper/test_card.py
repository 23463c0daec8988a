"""Cards, plates and the notice of a reception day as papers (HB-32, CT-13, practice.md §2.7, §2.8)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.foundation import words
from portal.paper import card, open_day, portrait
from portal.paper.card import CardFacts, PlateFacts, Shown
from portal.paper.open_day import DayFacts
from tests.paper import pdfs
from tests.paper.samples import LOCALES

WHO = Shown("欧阳慧敏", "人大代表", "物业、供水", "13900000001", level="district")
OTHERS = tuple(Shown(f"代表{n}", "党代表", "劳动") for n in "甲乙丙丁戊己")


def facts(*people: Shown) -> CardFacts:
    return CardFacts("岚屿区代表工作室网络", "知党情、听民意、促和谐", "榆荫街道站", "岚屿区榆荫街12号（街道党群服务中心一楼）", "菜市场北门往东80米，门口有绿色邮筒", "0790-5550101",
                     "周一至周五 9:00–11:30，14:30–17:00", "huiyin.example.org/track", "https://huiyin.example.org/stations/S01", people, demo=True)


@pytest.mark.parametrize("locale", LOCALES)
def test_hb32_ten_cards_stand_on_one_sheet_and_their_backs_on_the_next(press, locale):
    say = words.speaker(locale)
    pdf = press.pdf(card.html(facts(WHO), say, "cards"), "cards")
    assert len(pdfs.read(pdf).pages) == 2
    front, back = ("".join(page.extract_text().split()) for page in pdfs.read(pdf).pages)
    for wanted in ("欧阳慧敏", "".join(f"{say('common.rep_level.district')}人大代表".split()), "物业、供水", "榆荫街道站", "知党情、听民意、促和谐", "9:00"):
        assert front.count(wanted) == 10, wanted
    for wanted in ("0790-5550101", "13900000001", "榆荫街12号", "绿色邮筒", "huiyin.example.org/track", "12345"):
        assert back.count(wanted) == 10, wanted
    assert "13900000001" not in front


def test_hb32_a_phone_they_did_not_agree_to_stands_nowhere(say):
    said = card.html(facts(Shown("欧阳慧敏", "区人大代表")), say, "cards")
    assert say("paper.card.own_phone", phone="") not in said and "139" not in said


def test_the_card_of_a_station_names_four_and_says_how_many_more(say):
    said = card.html(facts(*OTHERS), say, "cards")
    assert "代表丁" in said and "代表戊" not in said and say("paper.card.more", n=2) in said


@pytest.mark.parametrize("locale", LOCALES)
def test_ct13_a_plate_is_read_from_both_sides(press, locale):
    pdf = press.pdf(card.plate(PlateFacts("岚屿区", "知党情", "榆荫街道站", WHO), words.speaker(locale), "cards"), "cards")
    assert len(pdfs.read(pdf).pages) == 1
    assert pdfs.text(pdf).count("欧阳慧敏") == 2
    assert "".join(pdfs.text(pdf).split()).count("".join(f"{words.speaker(locale)('common.rep_level.district')}人大代表".split())) == 2, "HB-20: the level stands on it"
    assert "13900000001" not in pdfs.text(pdf)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_notice_of_a_reception_day_is_one_sheet_that_says_all_of_it(press, locale):
    say = words.speaker(locale)
    day = DayFacts("岚屿区", "知党情、听民意、促和谐", "榆荫街道站", "榆荫街12号", "菜市场北门往东", False, "0790-5550101", date(2026, 3, 9), "09:00–11:30",
                   (WHO, *OTHERS), unnamed=1, moved_from=date(2026, 3, 2))
    pdf = press.pdf(open_day.html(day, say, "a4"), "a4")
    text = pdfs.text(pdf)
    wanted = (say.date(day.day), "09:00–11:30", "欧阳慧敏", "代表己", "0790-5550101", "榆荫街12号", say("paper.open_day.takes"), say("paper.open_day.not_takes"))
    assert [part for part in wanted if "".join(part.split()) not in text] == []
    assert len(pdfs.read(pdf).pages) == 1
    assert "13900000001" not in text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_notice_says_what_is_so_and_no_sentence_about_a_phone_that_is_not_there(locale):
    say = words.speaker(locale)
    day = DayFacts("岚屿区", "知党情", "榆荫街道站", "榆荫街12号", "", False, "", date(2026, 3, 9), "09:00–11:30", ())
    said = open_day.html(day, say, "a4")
    assert say("common.open_day.nobody_named") in said and say("paper.open_day.come") in said
    assert say("paper.open_day.phone", phone="").strip() not in said and say("paper.open_day.call_down", phone="")[:8] not in said
    liaisons = open_day.html(replace(day, required=0, phone="0790-5550101"), say, "a4")
    assert say("common.open_day.liaison") in liaisons and say("common.open_day.nobody_named") not in liaisons
    assert liaisons.count("0790-5550101") == 2


def test_hb32_the_card_of_a_station_with_one_representative_is_the_stations(say):
    of_station = card.html(replace(facts(WHO), of_station=True), say, "cards")
    assert "欧阳慧敏" in of_station and "13900000001" not in of_station and "card-name" not in of_station


def test_only_a_stored_portrait_is_read(tmp_path: Path):
    name = "ab" * 32
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / name).write_bytes(b"picture")
    assert portrait.read(portrait.address(name, "cards"), tmp_path) == b"picture"
    for url in ("portrait:../ab", "portrait:" + name + "/..", "portrait:"):
        with pytest.raises(ValueError, match="portrait"):
            portrait.read(url, tmp_path)
    assert portrait.address(name, "page") == f"/faces/{name}.jpg" and portrait.address("", "cards") == ""
