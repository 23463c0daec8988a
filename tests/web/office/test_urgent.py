"""Who is affected and whether it is urgent, on the pages of those who may know it: desk, unit, visitor, everybody (SD-55, practice.md §2.1)."""

import json

import pytest

from portal.cases import publication
from portal.cases.case import Affects
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES, speaker
from tests.judge import client_of
from tests.web.office.stage import Stage
from tests.web.office.test_act_happy import ACCEPT
from tests.web.office.visits import SAY, rows

URGENT, WHO = "common.case.urgent", "common.case.affects"


def sorted_as(stage: Stage, number: str) -> tuple[Affects | None, bool]:
    return stage.ask(number, lambda case: (case.affects, case.urgent))  # type: ignore[no-any-return]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("login", ["liaison", "officer"])
def test_sd55_the_file_says_both_in_words_at_the_desk_and_at_the_unit(stage: Stage, login: str, locale: str) -> None:
    number, say = stage.case("handling", affects=Affects.VILLAGE, urgent=True), speaker(locale)
    words = stage.browser(login).get_page(f"/office/cases/{number}?lang={locale}").words()
    assert say(WHO) in words and say("common.affects.village") in words and say(URGENT) in words
    noun = {"liaison": "reminder", "officer": "reply"}[login]
    assert say("common.affects.village") in stage.open(login, number, noun).words() and say(URGENT) in stage.open(login, number, noun).words()
    assert stage.browser(login).get_page("/office/cases").words().count(say(URGENT)) == 1


def test_sd55_of_what_nobody_said_no_page_says_anything(stage: Stage) -> None:
    number = stage.case("handling")
    for seen in (stage.file("liaison", number), stage.file("officer", number), stage.browser("officer").get_page("/office/")):
        assert SAY(URGENT) not in seen.words() and SAY(WHO) not in seen.words()


def test_sd55_the_page_of_the_day_puts_the_urgent_first_of_their_day(stage: Stage) -> None:
    plain, urgent = stage.case("handling"), stage.case("handling", urgent=True)
    assert [number for number, _ in rows(stage.browser("officer").get_page("/office/"))] == [urgent, plain]


def test_sd55_the_acceptance_starts_from_what_was_told_and_may_put_it_right(stage: Stage) -> None:
    number = stage.case("register", affects=Affects.ME, urgent=True)
    form = stage.open("liaison", number, "acceptance")
    asked = next(one for one in form.document().iter("select") if one.get("name") == "affects")
    assert [(one.get("value"), "selected" in one.attrib) for one in asked.iter("option")] == [
        (one.value, one is Affects.ME) for one in Affects], "what was said can be corrected, not unsaid"
    assert ["checked" in one.attrib for one in form.document().iter("input") if one.get("name") == "urgent"] == [True]
    stage.post("liaison", number, "acceptance", form, ACCEPT | {"decided_by": stage.id_of("rep"), "affects": "everyone"})
    assert sorted_as(stage, number) == (Affects.EVERYONE, False)
    story = stage.file("liaison", number).words()
    assert SAY("office.case.urgent_over") in story and SAY("office.case.affected", who=SAY("common.affects.everyone")) in story


def test_sd55_nobody_has_to_say_it_and_what_is_none_of_the_five_is_refused_with_the_words_kept(stage: Stage) -> None:
    number = stage.case("register")
    typed = ACCEPT | {"decided_by": stage.id_of("rep"), "target": "区水务公司"}
    refused = stage.send("liaison", number, "acceptance", typed | {"affects": "galaxy"}, status=422)
    assert "区水务公司" in refused.text and stage.state(number) == "registered"
    stage.send("liaison", number, "acceptance", typed | {"affects": "", "urgent": "y"})
    assert sorted_as(stage, number) == (None, True)


def test_sd55_everybody_reads_both_beside_the_result_and_in_the_open_data(stage: Stage) -> None:
    with stage.app.app_context():
        number = stage.case("closed", affects=Affects.BUILDING, urgent=True)
    stage.do(number, lambda cast, case: _up(cast.put_up, case))
    page = client_of(stage.app).get_page(f"/results/{number}").words()
    assert SAY("common.affects.building") in page and SAY(URGENT) in page
    row = json.loads(client_of(stage.app).get("/results.jsonl").get_data(as_text=True).splitlines()[0])
    assert (row["affects"], row["urgent"]) == ("building", True)


def _up(put_up: object, case: object) -> publication.Publication:
    with unit_of_work():
        return put_up(case)  # type: ignore[operator,no-any-return]
