"""Several matters of one visit at the desk, and one number that holds two: each gets its own receipt, the visit counts once (HB-22, HB-49)."""

import re

import pytest
from sqlalchemy import func, select

from portal.cases import attachment, timeline, tracking
from portal.cases.case import Case
from portal.cases.visit import Visit
from portal.cases.visitor import Visitor
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from portal.network import actor
from portal.web.office import story
from tests.cast import Cast
from tests.judge import Judge
from tests.recording import picture
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY, newest, number_of, send

pytestmark = pytest.mark.usefixtures("resting_press")
KEPT = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def another(stage: Stage, seen: object, login: str = "liaison", status: int = 200, **data: object) -> object:
    """One more matter of the same visit, by the page that shows the first one's number."""
    sent = {name: value for name, value in KEPT.findall(seen.text) if name != "csrf_token"}
    form = stage.browser(login).post_form("/office/register/another", sent, 200)
    assert (form.value("heads"), form.value("after")) == (sent["heads"], sent["after"])
    given = sent | {"key": form.value("key")}
    return stage.browser(login).post_form(
        "/office/register", given | dict.fromkeys(("category", "nature", "kind", "common", "agent"), "") | {"words": "还有，井盖松了。"} | data, status)


def counted(stage: Stage) -> tuple[int, int]:
    with stage.app.app_context():
        return tuple(db.session.execute(select(func.count(), func.sum(Visit.heads))).one())


def test_hb49_two_matters_of_one_visit_have_two_numbers_and_count_once(stage: Stage) -> None:
    first = send(stage, heads="3", mode="confidential", name="测某乙", age_band="60_79", channel="station")
    second = another(stage, first, mode="confidential")
    assert number_of(first) != number_of(second) and first.value("code") != second.value("code")
    assert counted(stage) == (1, 3)
    for number in (number_of(first), number_of(second)):
        assert number in second.text
    assert number_of(first) in stage.file("liaison", number_of(second)).text
    assert SAY("office.register.came_today", batches=1, heads=3) in stage.browser("liaison").get_page("/office/register").words()


def test_hb49_more_people_than_came_is_refused_beside_the_field_and_what_was_typed_stays(stage: Stage) -> None:
    seen = another(stage, send(stage, heads="2"), heads="5", words="还有一件。", status=422)
    assert SAY("refusal.heads_visit", n=2) in seen.words() and seen.value("words") == "还有一件。"
    again = stage.browser("liaison").post_form("/office/register", {
        name: seen.value(name) for name in ("key", "after")} | dict.fromkeys(("category", "nature", "kind", "common", "agent", "happened"), "") | {
        "heads": "2", "words": "还有一件。", "channel": "station", "mode": "anonymous", "locale": "zh_Hans"}, 200)
    assert counted(stage) == (1, 2) and number_of(again) == "S01-26-0002"


def test_hb49_a_split_shows_the_new_number_and_code_once_and_both_stories_tell_it(stage: Stage, browse: Judge) -> None:
    number = stage.case("handling")
    form = stage.open("liaison", number, "split")
    sent = {name: form.value(name) for name in ("version", "seen", "key")} | {"words": "井盖松了。", "stays": "本号只办路灯。"}
    seen = stage.browser("liaison").post_form(f"/office/cases/{number}/split", sent, 200)
    new, code = number_of(seen), seen.value("code")
    assert new != number and len(code) == 12
    same = stage.browser("liaison").post_form(f"/office/cases/{number}/split", sent, 200)
    assert (number_of(same), same.value("code")) == (new, code) and SAY("office.register.replayed") in same.words()
    for one, other in ((number, new), (new, number)):
        assert other in stage.file("liaison", one).text
    with stage.app.app_context():
        opened = tracking.by_code(new, code, source="t", by=actor.public(clock.now()))
        assert opened.words == "井盖松了。" and timeline.story(opened)[0].facts["from"] == number
        read = {login: [note for one in story.of(opened, SAY, Cast().actor(login)) for note in one.notes] for login in ("liaison", "officer")}
    assert [SAY("office.case.split_from", number=number) in read[login] for login in read] == [True, False], "another matter is not the unit's"
    tracked = browse.post_form("/track", {"number": new, "code": code}, 303)
    assert "井盖" in browse.get_page(tracked.location).text


def test_r07_a_split_sent_again_shows_its_number_and_code_though_the_file_is_no_longer_there_to_choose(stage: Stage) -> None:
    number = stage.case("handling")
    with stage.app.app_context(), unit_of_work():
        case = db.session.scalars(select(Case).where(Case.number == number)).one()
        _, file = [attachment.attach(case, picture(n), kind=attachment.AttachmentKind.VISITOR, by=Cast().actor("liaison")) for n in (1, 2)]
        db.session.flush()
        goes = str(file.id)
    form = stage.open("liaison", number, "split")
    sent = {name: form.value(name) for name in ("version", "seen", "key")} | {"words": "井盖松了。", "stays": "本号只办路灯。", "goes": goes}
    path = f"/office/cases/{number}/split"
    seen = stage.browser("liaison").post_form(path, sent, 200)
    same = stage.browser("liaison").post_form(path, sent, 200)
    assert number_of(seen) != number and (number_of(same), same.value("code")) == (number_of(seen), seen.value("code"))


@pytest.mark.parametrize("field", ["words", "stays"])
def test_hb49_a_split_without_its_words_comes_back_with_the_rest(stage: Stage, field: str) -> None:
    number = stage.case("register")
    sent = {"words": "井盖松了。", "stays": "本号只办路灯。"} | {field: " "}
    seen = stage.send("liaison", number, "split", sent, 422)
    kept = "stays" if field == "words" else "words"
    assert seen.value(kept) == sent[kept] and f"{field}-error" in seen.text


def test_practice_2_1_the_form_keeps_who_came_beside_the_visitor_and_shows_it_to_who_gives_a_reason(stage: Stage) -> None:
    number = number_of(send(stage, mode="named", name="测某甲", sex="female", age_band="60_79", beside="proxy", beside_name="测某乙",
                            relation="女儿", agreed="y", read_back="y", seen_before="热线 2026-0107"))
    with stage.app.app_context():
        row = db.session.scalars(select(Visitor)).one()
        assert (row.sex, row.age_band, row.beside, row.beside_name, row.relation, row.agreed) == ("female", "60_79", "proxy", "测某乙", "女儿", True)
    page = stage.file("liaison", number)
    assert "热线 2026-0107" in page.text and SAY("office.case.read_back") in page.words()
    assert "测某乙" not in page.text and "女儿" not in page.text and SAY("common.age_band.60_79") not in page.text
    shown = stage.browser("liaison").post_form(f"/office/cases/{number}/identity", {"reason": "核对回访电话"}, 200)
    for words in ("测某乙 · 女儿", SAY("common.age_band.60_79"), SAY("common.sex.female"), SAY("office.register.agreed")):
        assert words in shown.words()


@pytest.mark.parametrize("given", [{"sex": "male"}, {"age_band": "18_34"}, {"beside": "companion"}])
def test_practice_6_2_an_anonymous_visitor_leaves_none_of_it_behind_and_it_is_said(stage: Stage, given: dict[str, str]) -> None:
    assert SAY("office.register.anonymous_named") in send(stage, 422, **given).words()


def test_practice_2_1_a_name_beside_the_visitor_is_a_proxys_or_a_companions(stage: Stage) -> None:
    seen = send(stage, 422, mode="named", beside_name="测某乙")
    assert SAY("office.register.beside_which") in seen.words() and seen.value("beside_name") == "测某乙"


def test_sd06_the_desk_names_the_member_who_received_and_they_find_it_on_their_page(stage: Stage) -> None:
    number = number_of(send(stage, received_by=stage.id_of("member")))
    assert newest(stage, lambda case: case.received_by_id) == int(stage.id_of("member"))
    today = stage.browser("member").get_page("/office/")
    assert SAY("office.today.received") in today.words() and number in today.text
    stage.file("member", number)
    other = number_of(send(stage))
    stage.browser("member").get_page(f"/office/cases/{other}", 404)
    assert SAY("refusal.field_choice") in send(stage, 422, received_by=stage.id_of("rep-s02")).words()


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_sd26_the_administrator_chooses_the_way_and_the_pages_follow(stage: Stage, locale: str) -> None:
    admin, say = stage.browser("admin"), speaker(locale)
    page = admin.get_page(f"/office/routing?lang={locale}")
    assert say("office.routing.office") in page.words()
    admin.post_form("/office/routing", {"way": "office"}, 303)
    number = stage.case("accepted")
    file = stage.file("liaison", number)
    assert f"/office/cases/{number}/forwarding" in file.text and f"/office/cases/{number}/referral" not in file.text
    data = {"unit": "街道城市管理办", "clock": "reply_simple", "opinion": "请五天内修好。", "opinion_by": stage.id_of("rep")}
    assert stage.send("liaison", number, "referral", data, 422).text.count("notice-refused") == 1
    stage.send("liaison", number, "forwarding", data)
    assert f"/office/cases/{number}/forwarding" not in stage.file("liaison", number).text
    office = stage.open("office", number, "referral")
    assert (office.value("unit"), office.value("opinion")) == ("街道城市管理办", "请五天内修好。")
    stage.send("office", number, "referral", data)
    assert stage.state(number) == "referred"
    for login in ("office", "liaison"):
        stage.browser(login).get_page("/office/routing", 404)


def test_hb44_sealed_words_do_not_stand_in_the_form_for_an_open_matter(stage: Stage) -> None:
    number = stage.case("register", kind=4, words="经办人收了礼。")
    seen = stage.open("liaison", number, "split")
    assert seen.value("words").strip() == "" and stage.open("liaison", stage.case("register"), "split").value("words").strip()


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_hb22_the_desk_adds_a_visit_to_a_matter_that_has_its_number(stage: Stage, browse: Judge, locale: str) -> None:
    """The form of a new visit leads there; file and visitor read it, the number stays the only one."""
    say, number = speaker(locale), stage.case("handling")
    desk = stage.browser("liaison")
    assert say("office.register.find_case") in desk.get_page(f"/office/register?lang={locale}").words()
    seen = stage.open("liaison", number, "coming-again")
    assert seen.value("heads") == "1"
    stage.send("liaison", number, "coming-again", {"channel": "station", "heads": "3", "words": "带了邻居来。", "asks": "y"})
    file = stage.file("liaison", number)
    assert say("office.case.visits_n", batches=2, heads=4) in file.words() and "带了邻居来。" in file.words() and counted(stage) == (2, 4)
    refused = stage.send("liaison", number, "coming-again", {"channel": "station", "heads": "0", "words": "还是这件事。", "beside": ""}, 422)
    assert refused.value("words").strip() == "还是这件事。" and counted(stage) == (2, 4)
