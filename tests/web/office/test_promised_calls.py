"""By phone: number and code in words to be read aloud, and by when somebody is rung back on the page of the day (HB-33); progress told (HB-38)."""

import pytest

from tests.web.office.stage import Stage
from tests.web.office.visits import number_of, send

pytestmark = pytest.mark.usefixtures("resting_press")


def test_hb33_number_and_code_are_spelled_in_groups(stage: Stage) -> None:
    words = send(stage, channel="phone", phone="12000000017", mode="named").words()
    assert "念给对方听： S 零 幺 — 二 六 — 零 零 零 幺" in words and words.count("念给对方听：") == 2


def test_hb33_the_call_waits_on_the_page_of_the_day_until_it_was_made(stage: Stage) -> None:
    seen = send(stage, channel="phone", phone="12000000017", mode="named")
    number = number_of(seen)
    assert f"/office/cases/{number}/ring-back" in seen.text
    stage.send("liaison", number, "ring-back", {"day": "2026-03-02", "part": "afternoon"})
    today = stage.browser("liaison").get_page("/office/").words()
    assert "答应回的电话" in today and "18:00前回电话" in today
    stage.send("liaison", number, "ring-tried", {"rung": "unreached"})
    assert "没打通1次" in stage.browser("liaison").get_page("/office/").words()
    stage.send("liaison", number, "ring-tried", {"rung": "reached"})
    assert "答应回的电话" not in stage.browser("liaison").get_page("/office/").words()
    assert "打通了" in stage.file("liaison", number).words()


def test_hb38_the_story_tells_how_they_were_told_and_whether_they_understood(stage: Stage) -> None:
    number = stage.case("handling")
    stage.send("rep", number, "telling", {"words": "下周开始修。", "way": "sms", "understood": "0"})
    told = stage.file("liaison", number).words()
    assert "把进展告诉了来访人" in told and "短信" in told and "来访人没听懂" in told and "下周开始修。" in told


def test_hb26_the_file_tells_what_was_offered_and_a_unit_reads_neither_words_nor_wish(stage: Stage) -> None:
    number = stage.case("handling")
    stage.send("rep", number, "offer", {"wanted": "station", "at": "2026-03-04T14:00", "words": "面谈路灯。"})
    assert "面谈路灯。" in stage.file("liaison", number).text and "面谈路灯。" not in stage.file("officer", number).text
    stage.send("liaison", number, "offer-answer", {"said": "other", "wish": "周三下午。"})
    assert "来访人说：周三下午。" in stage.file("rep", number).words() and "周三下午" not in stage.file("officer", number).text
    assert "14:00" not in stage.file("officer", number).words()
