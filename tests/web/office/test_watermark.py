"""Every page of staff with the words of a matter bears who looks and when, the unit's too; and no page without one does (practice.md §6.3)."""

import pytest

from portal.foundation.words import speaker
from tests.cast import Cast
from tests.web.office.stage import Stage


@pytest.mark.parametrize("login", ["liaison", "officer", "director"])
def test_ps63_who_looks_stands_over_the_words(stage: Stage, login: str) -> None:
    number = stage.case("handling")
    page, name = stage.file(login, number).text, stage.ask(number, lambda case: Cast().person(login).name)
    mark = page.split('class="watermark"')[1].split("</div>")[0]
    assert name in mark and 'aria-hidden="true"' in mark and "style=" not in mark and mark.count("<span data-mark=") >= 12
    assert 'class="watermark"' not in stage.browser(login).get_page("/office/account").text


def test_ps63_the_page_of_an_act_and_of_who_came_bear_it_too(stage: Stage) -> None:
    number = stage.case("handling")
    for noun in ("erasure", "copy", "identity", "contact"):
        assert 'class="watermark"' in stage.open("liaison", number, noun).text, noun


def test_practice_6_1_the_unit_is_led_through_the_station_unless_the_visitor_says_otherwise(stage: Stage) -> None:
    """By default a unit sees neither name nor phone, nor a way to ask for them."""
    number = stage.case("handling")
    page = stage.file("officer", number).text
    assert not any(secret in page for secret in ("测某甲", "12000000017", f"/cases/{number}/identity"))
    assert stage.browser("officer").get(f"/office/cases/{number}/identity").status_code in (403, 404)


def test_r40_at_the_desk_a_copy_is_given_to_who_was_checked_and_stands_in_the_story(stage: Stage) -> None:
    number, desk = stage.case("handling"), stage.browser("liaison")
    path = f"/office/cases/{number}/copy"
    desk.post_form(path, {}, status=422)
    answer = desk.post(path, data={"checked": "y", "csrf_token": desk.token(path)})
    assert answer.status_code == 200 and "测某甲" in answer.get_data(as_text=True) and "attachment" in answer.headers["Content-Disposition"]
    assert speaker("zh_Hans")("common.act.identity.copy") in stage.file("liaison", number).words()
    assert all(stage.browser(login).get(path).status_code in (403, 404) for login in ("rep", "director", "officer"))
