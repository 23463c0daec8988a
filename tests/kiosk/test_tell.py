"""Telling: five questions, nothing twice, nothing kept before it is handed in, one case for one form."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.cases.case import Kind
from portal.cases.visitor import IdentityMode, Visitor
from portal.foundation import clock
from tests.cast import NOW
from tests.kiosk.conftest import StillPress
from tests.kiosk.hand import Hand, cases, rows


def test_k34_k35_five_questions_and_none_of_them_twice(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    asked = [hand.visible_fields()]
    for step in ("about=D", "on", "on", "on"):
        hand.tell(step, words="路灯坏了。") if asked[-1] == {"words"} else hand.tell(step)
        asked.append(hand.visible_fields())
    assert asked[1:] == [{"words"}, {"place"}, {"mode", "name", "phone", "minor"},
                         {"publish_result", "publish_words", "publish_rating"}]
    assert "看看对不对" in hand.tell().words()
    assert cases() == []


def test_k36_every_line_of_the_review_leads_back_and_returns(app: Flask, hand: Hand) -> None:
    hand.to_review()
    for screen, question in (("topic", "哪方面"), ("words", "说说"), ("place", "地方"), ("reach", "找您"), ("publish", "公开")):
        assert question in hand.tell(screen).words()
        back = "about=C" if screen == "topic" else "on"
        assert "看看对不对" in hand.tell(back).words()
    hand.hand_in()
    assert [(case.category, case.words) for case in cases()] == [("C", "路灯坏了五盏。")]


def test_refusing_everything_never_blocks_and_is_kept_as_refused(app: Flask, hand: Hand) -> None:
    hand.to_review()
    assert "都不公开" in hand.seen.words()
    hand.hand_in()
    case = cases()[0]
    assert (case.publish_result, case.publish_words, case.publish_rating, case.share_contact) == (False, False, False, False)


def test_each_permission_is_its_own(app: Flask, hand: Hand) -> None:
    hand.to_review()
    hand.tell("publish")
    hand.tell(publish_words="y")
    hand.hand_in()
    case = cases()[0]
    assert (case.publish_result, case.publish_words, case.publish_rating, case.share_contact) == (False, True, False, False)


def test_that_the_unit_may_have_the_contact_is_asked_of_who_gives_it_by_name(app: Flask, hand: Hand) -> None:
    """practice.md §6.2: whoever is confidential is reached through the station, and is not asked for what nobody would do. A tick waits
    where the choice is changed, and counts only beside a name."""
    hand.to_review(mode="named", name="测某", phone="12000000017")
    hand.tell("publish")
    assert hand.visible_fields() == {"publish_result", "publish_words", "publish_rating", "share_contact"}
    hand.tell(share_contact="y")
    for mode, asked in (("confidential", False), ("named", True), ("anonymous", False)):
        hand.tell("reach")
        hand.tell(mode=mode)
        assert ("办事单位可以知道我的联系方式" in hand.seen.words()) is asked
        hand.tell("publish")
        assert ("share_contact" in hand.visible_fields()) is asked
        hand.tell()
    hand.hand_in()
    assert not cases()[0].share_contact


def test_hb44_of_a_report_about_officials_no_contact_is_offered(app: Flask, hand: Hand) -> None:
    hand.to_review(topic="D", mode="named", name="测某甲")
    hand.tell("topic")
    hand.tell("about=O")
    hand.tell("publish")
    assert "share_contact" not in hand.visible_fields() and "publish_result" in hand.visible_fields()


def test_k39_r07_the_same_form_again_gives_the_same_number_and_code(app: Flask, hand: Hand) -> None:
    hand.to_review()
    form = hand.form()
    slips = []
    for _ in range(3):
        hand.post("/kiosk/tell/send", **form)
        slips.append(hand.slip())
    assert len(set(slips)) == 1
    assert len(cases()) == 1


def test_r08_the_same_key_with_other_words_makes_nothing_new(app: Flask, hand: Hand) -> None:
    hand.to_review()
    form = hand.form()
    hand.post("/kiosk/tell/send", **form)
    hand.post("/kiosk/tell/send", 422, **(form | {"words": "别的事"}))
    assert len(cases()) == 1


def test_k42_the_first_submission_after_a_night_works(app: Flask, hand: Hand) -> None:
    hand.to_review()
    clock.freeze(NOW + timedelta(hours=14))
    hand.hand_in()
    assert len(cases()) == 1


def test_a_stale_token_brings_the_review_back_with_everything_typed(app: Flask, hand: Hand) -> None:
    hand.to_review("菜场路的灯坏了")
    hand.hand_in(422, csrf_token="stale")
    assert cases() == []
    assert "菜场路的灯坏了" in hand.seen.words()
    hand.hand_in()
    assert len(cases()) == 1


@pytest.mark.parametrize("lang, question", [("en", "Where is it?"), ("zh_Hant", "在什麼地方？")])
def test_k14_another_language_keeps_what_was_typed(app: Flask, hand: Hand, lang: str, question: str) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.tell(words="𠮷家门口的路灯")
    hand.send(f"/kiosk/tell?lang={lang}", go="", place="菜场路 3 号")
    assert question in hand.seen.words()
    assert (hand.form()["place"], hand.form()["words"]) == ("菜场路 3 号", "𠮷家门口的路灯")


@pytest.mark.parametrize("view", [{"text": "3"}, {"contrast": "high"}])
def test_k04_k07_larger_type_and_contrast_keep_what_was_typed(app: Flask, hand: Hand, view: dict[str, str]) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.send("/kiosk/tell", words="路灯", go=None, **view)
    assert hand.form()["words"] == "路灯"
    assert ('data-text="3"' in hand.seen.text) == ("text" in view)
    assert ('data-contrast="high"' in hand.seen.text) == ("contrast" in view)
    hand.get("/kiosk/")
    assert 'data-text="1"' in hand.seen.text and 'data-contrast' not in hand.seen.text


def test_k26_a_phone_number_is_masked_once_it_was_entered(app: Flask, hand: Hand) -> None:
    hand.to_review(mode="confidential", name="测某甲", phone="12000000017")
    assert "120****0017" in hand.seen.words()
    assert "12000000017" not in hand.seen.words()
    hand.tell("reach")
    assert "phone" not in hand.visible_fields()
    hand.tell("phone=")
    assert "phone" in hand.visible_fields()


def test_a_name_without_a_choice_is_for_the_station_only(app: Flask, hand: Hand) -> None:
    hand.to_review(name="测某甲")
    hand.hand_in()
    assert rows(Visitor)[0].mode is IdentityMode.CONFIDENTIAL


def test_anonymous_leaves_no_name_whatever_was_typed_before(app: Flask, hand: Hand) -> None:
    hand.to_review(mode="anonymous", name="测某甲", phone="12000000017")
    assert "测某甲" not in hand.seen.words()
    hand.hand_in()
    kept = rows(Visitor)[0]
    assert (kept.mode, kept.name, kept.phone) == (IdentityMode.ANONYMOUS, "", "")


def test_heads_go_up_and_down_by_taps_and_never_below_one(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.tell(words="路灯")
    counts = []
    for step in ("heads=more", "heads=more", "heads=less", "heads=less", "heads=less"):
        hand.tell(step)
        counts.append(hand.form()["heads"])
    assert counts == ["2", "3", "2", "1", "1"]


def test_a_place_is_offered_by_tap(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.tell(words="路灯")
    hand.tell("spot=榆荫街道")
    assert hand.form()["place"] == "榆荫街道"


def test_k34_a_person_writes_for_me_is_a_ticket_without_words(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.tell("writer")
    hand.hand_in()
    case = cases()[0]
    assert (case.needs_writer, case.words, case.number in hand.seen.words()) == (True, "", True)


def test_hb44_conduct_is_sealed_and_never_typed_on_the_open_screen(app: Flask, hand: Hand, press: StillPress) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=O")
    assert hand.visible_fields() == set()
    hand.hand_in()
    case = cases()[0]
    assert (case.sealed, case.kind, case.words, case.needs_writer) == (True, Kind.CONDUCT_REPORT, "", True)
    assert "作风" not in hand.seen.words() and "作风" not in press.given[-1]


def test_k19_the_inactivity_limit_is_told_before_words_are_asked(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    assert "停下 3 分钟" in hand.tell("about=D").words()
    assert 'data-idle="180"' in hand.seen.text


def test_calling_a_person_and_nearly_leaving_keep_the_draft(app: Flask, hand: Hand) -> None:
    hand.start()
    hand.get("/kiosk/tell")
    hand.tell("about=D")
    hand.tell("leave", words="路灯坏了")
    assert hand.form()["at"] == "words"
    hand.tell("words")
    assert hand.form()["words"] == "路灯坏了"
    hand.send("/kiosk/help", ring="/kiosk/tell")
    assert (hand.form()["at"], hand.form()["words"]) == ("words", "路灯坏了")
    hand.tell("")
    assert hand.visible_fields() == {"words"} and hand.form()["words"] == "路灯坏了"
