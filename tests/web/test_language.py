"""The switch of languages leads to a page, and is missing where following it would lose what is shown once (K14)."""

from flask import Flask

from portal.reception import finding
from portal.web.page import language_url
from tests.cast import NOW, Cast
from tests.judge import Judge, Seen
from tests.reception.opened import monday
from tests.shape.routes import rules
from tests.shape.test_routes import addresses
from tests.web.office.test_terminals import office

SWITCH = 'class="language"'


def test_after_every_form_another_language_is_a_page_and_never_an_address_that_takes_forms_alone(app: Flask) -> None:
    pages = app.url_map.bind("")
    for rule in rules():
        if "POST" in (rule.methods or ()):
            with app.test_request_context(addresses(rule, "1"), method="POST"):
                assert pages.test(language_url("en").partition("?")[0], method="GET"), rule.rule


def test_a_form_sent_in_vain_is_answered_in_another_language_by_the_page_it_stands_on(app: Flask, cast: Cast) -> None:
    """A list stands at its station, which is not the first of everybody's."""
    shift = monday(cast)[1]
    for login, path, stands in (
            ("liaison-s02", "/office/appointments/S02", "/office/appointments?station=S02&amp;"), ("office", "/office/cards/S02", "/office/cards?station=S02&amp;"),
            ("liaison", f"/office/open-days/{shift.id}/people", f"/office/open-days/{shift.id}?")):
        assert f'href="{stands}lang=en"' in office(app, login).post_form(path, {}, 422).text


def test_what_is_shown_once_is_not_lost_by_a_touch_on_another_language(app: Flask, cast: Cast, browse: Judge) -> None:
    monday(cast)
    slots = [one.word for one in finding.offered(cast.station(), NOW)[1].free]
    form = {"wanted": "open_day", "who": "", "name": "", "phone": "", "address": ""}
    told: list[Seen] = [
        browse.post_form("/stations/S01/appointments", form | {"key": "f" * 32, "slot": slots[0]}, 200),
        office(app, "clerk").post_form("/office/appointments/S01", form | {"key": "e" * 32, "slot": slots[1]}, 200),
        office(app, "rep").post_form("/office/my-days/calendar", {}, 200)]
    assert [SWITCH in seen.text for seen in told] == [False] * 3
    assert SWITCH in browse.get_page("/stations/S01/appointments").text and SWITCH in office(app, "rep").get_page("/office/my-days").text
