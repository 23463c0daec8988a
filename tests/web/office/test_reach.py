"""On the unit's page: how to reach a visitor who allows it (practice.md §6.1); on the desk's: which file goes with which part (HB-49)."""

import pytest

from portal.cases import attachment
from portal.cases.intake import Consent
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation.words import speaker
from tests.cases.test_split_files import with_files
from tests.judge import Judge
from tests.web.office.stage import Stage
from tests.web.office.visits import number_of

YES, PHONE = Consent(share_contact=True), "12000000017"


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_practice_6_1_the_units_page_offers_it_only_where_it_is_allowed(stage: Stage, browse: Judge, locale: str) -> None:
    """Name, phone and address stand in the one answer, what else the visitor told does not; the station lists the look."""
    say = speaker(locale)
    who = Identity(IdentityMode.NAMED, "测某甲", PHONE, "榆荫里 3 栋", needs="听不清", age_band="60_79")
    number, kept = (stage.case("handling", identity=who, consent=given) for given in (YES, Consent()))
    unit = stage.browser("officer")
    page = unit.get_page(f"/office/cases/{number}?lang={locale}")
    assert say("office.case.contact") in page.words() and PHONE not in page.words() and "测某甲" not in page.words()
    assert f"/office/cases/{number}/identity" in page.text and f"/office/cases/{kept}/identity" not in stage.file("officer", kept).text
    unit.get_page(f"/office/cases/{kept}/identity", 403)
    unit.post_form(f"/office/cases/{kept}/identity", {"reason": "想知道"}, 403)
    assert unit.get_page(f"/office/cases/{number}/identity").words().count(say("office.case.contact_lead")) == 1
    shown = unit.post_form(f"/office/cases/{number}/identity", {"reason": "约时间上门。"}, 200)
    assert all(words in shown.words() for words in ("测某甲", PHONE, "榆荫里 3 栋"))
    assert "听不清" not in shown.words() and say("common.age_band.60_79") not in shown.words()
    desk = stage.browser("liaison").get_page(f"/office/cases/{number}?lang={locale}")
    assert "officer甲 · 约时间上门。" in desk.words() and PHONE not in desk.words()
    stage.file("officer-2", number, 404)


@pytest.mark.usefixtures("resting_press")
def test_hb49_the_form_asks_of_every_file(stage: Stage) -> None:
    number, files = stage.case("register"), []
    assert 'name="goes"' not in stage.open("liaison", number, "split").text
    stage.do(number, lambda cast, case: files.extend(with_files(cast, case)))
    form = stage.open("liaison", number, "split")
    assert form.text.count('name="goes"') == form.text.count('name="both"') == 3
    sent = {name: form.value(name) for name in ("version", "seen", "key")} | {
        "words": "井盖松了。", "stays": "本号只办路灯。", "goes": [str(files[0])], "both": [str(files[1])]}
    new = number_of(stage.browser("liaison").post_form(f"/office/cases/{number}/split", sent, 200))
    assert [stage.ask(one, lambda case: len(attachment.of_case(case))) for one in (number, new)] == [2, 2]
    sent_out = stage.browser("liaison").get(f"/office/cases/{new}/attachments/{files[0]}")
    assert (sent_out.status_code, sent_out.mimetype) == (200, "image/jpeg")
    sent_out.close()
