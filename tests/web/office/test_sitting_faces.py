"""Who is here, with their picture, on the hall screen; and the four figures of a station on its own page (CT-13, FT-03, HB-32)."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from portal.cases import four_numbers
from portal.cases.four_numbers import Numbers
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import NOW, Cast
from tests.judge import Seen
from tests.reception.opened import monday, put_on
from tests.recording import picture
from tests.web.office.test_cards import SAID, fetch, give_picture, visit
from tests.web.office.test_terminals import office

pytestmark = pytest.mark.usefixtures("resting_press")


def hall_faces(seen: Seen) -> list[str]:
    """Addresses of the pictures beside those who receive."""
    return [str(one.get("src")) for one in seen.document().iter("img") if one.get("class") == "hall-face"]


def test_ct13_the_hall_screen_shows_the_picture_of_who_receives_and_none_of_who_is_hidden(app: Flask, cast: Cast) -> None:
    """A picture that is fetched is a picture; hidden or taken away it is on no screen, and the name or its first sign stands there."""
    who, shift, liaison = cast.person("rep").id, monday(cast)[0], office(app)
    put_on(cast, shift)
    put_on(cast, shift, "rep-2")
    assert hall_faces(visit(app, "/hall/S01")) == []
    liaison.post_form(f"/office/faces/{who}", SAID)
    give_picture(liaison, who, picture(80))
    for path in ("/hall/S01", "/hall/S01/now"):
        seen = fetch(app, path)
        assert seen.status_code == 200 and 'class="hall-face"' in seen.text
    shown = hall_faces(visit(app, "/hall/S01"))
    assert len(shown) == 1 and (fetch(app, shown[0]).status_code, fetch(app, shown[0]).mimetype) == (200, "image/jpeg")
    assert 'class="hall-mark"' in visit(app, "/hall/S01").text, "the other one has no picture: the first sign of their name"
    liaison.post_form(f"/office/faces/{who}", SAID | {"public": ""})
    assert hall_faces(visit(app, "/hall/S01")) == []
    liaison.post_form(f"/office/faces/{who}", SAID)
    liaison.post_form(f"/office/faces/{who}/portrait", {"away": "1"})
    assert hall_faces(visit(app, "/hall/S01")) == []


def figures(seen: Seen) -> list[str]:
    """The four figures as they stand on a page, those of its years beside."""
    return ["".join(one.itertext()).strip() for four in seen.document().iter("dl") if four.get("id") != "years"
            for one in four.iter("dd") if one.get("class") == "four-figure"]


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_ft03_the_four_figures_of_a_station_stand_on_its_page_and_no_other_s(app: Flask, cast: Cast, locale: str) -> None:
    """Each with what it counts; what is too few is not told; before anything was counted there is none."""
    assert figures(visit(app, "/stations/S01")) == []
    own = Numbers(date(NOW.year, NOW.month, NOW.day), stations=1, minutes=150, told=9, waited=2, rated=8, solved=6, objected=3, again=1, published=12)
    with unit_of_work():
        four_numbers.keep({"": replace(own, stations=2, minutes=999, published=77), "S01": own, "S02": replace(own, told=1, rated=1, solved=1, published=0)}, at=NOW)
    say, page = speaker(locale), visit(app, f"/stations/S01?lang={locale}")
    assert figures(page) == [say("common.four.hours", n=2), say("common.four.days", n=2), "75%", say("common.four.published", n=12)]
    for words in (say("common.four.place_here"), say("common.four.listen_text", n=9), say("common.four.solve_text", n=8, solved=6),
                  say("common.four.supervise_text", rated=8, objected=3, again=say("common.four.few", n=3))):
        assert words in page.words()
    other = visit(app, f"/stations/S02?lang={locale}")
    assert figures(other)[1:3] == ["—", "—"] and say("common.four.too_few") in other.words() and "75%" not in other.words()
