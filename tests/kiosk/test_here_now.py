"""Who is here today: with picture, level, field and hours, on the first screen, in the hall, in public and on the plate (HB-20, CT-13, Deliver 5)."""

import pytest
from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.network import face
from portal.network.representative import RepLevel
from tests.cast import Cast
from tests.judge import client_of
from tests.kiosk.hand import Hand, alone
from tests.reception.opened import monday, put_on
from tests.recording import picture
from tests.web.office.test_terminals import office

pytestmark = pytest.mark.usefixtures("app")
STANDS_AS = "区级党代表 · 供水"


@pytest.fixture
def here(app: Flask, cast: Cast) -> str:
    """One of the district receives this morning, with a picture; its address."""
    put_on(cast, monday(cast)[0])
    put_on(cast, monday(cast)[0], "member")
    with unit_of_work():
        row = face.one(cast.person("rep").id, cast.actor("liaison"))
        face.describe(row, facts={"kind": "党代表", "field": "供水"}, public=True, level=RepLevel.DISTRICT, by=cast.actor("liaison"))
        face.show(row, face.drawn(picture()), by=cast.actor("liaison"))
        return f"/faces/{row.portrait}.jpg"


def test_ct13_the_first_screen_shows_who_is_here_with_picture_level_field_and_hours(hand: Hand, here: str, cast: Cast) -> None:
    hand.start()
    words = hand.get("/kiosk/home").words()
    assert f"今天接待 09:00–11:30 rep甲{STANDS_AS}" in words and "member甲推荐党员" in words
    assert f'src="{here}"' in hand.seen.text


@pytest.mark.parametrize("path", ["/hall/S01", "/hall/S01/now", "/stations/S01"])
def test_hb20_the_level_stands_beside_the_name_in_the_hall_and_in_public(app: Flask, here: str, path: str) -> None:
    browse = client_of(app)
    words = alone(lambda: browse.get(path).text if path.endswith("now") else browse.get_page(path).text)
    assert STANDS_AS in words and here in words


def test_hb20_the_level_is_kept_with_the_face_and_may_be_left_open(app: Flask, cast: Cast) -> None:
    who, liaison = cast.person("rep").id, office(app, "liaison")
    said = {"kind": "党代表", "field": "供水", "public": "y"}
    liaison.post_form(f"/office/faces/{who}", said | {"level": "town"})
    assert "镇级党代表 · 供水" in liaison.get_page("/office/cards").words()
    liaison.post_form(f"/office/faces/{who}", said | {"level": ""})
    assert "镇级" not in liaison.get_page("/office/cards").words()
    liaison.post_form(f"/office/faces/{who}", said | {"level": "emperor"}, 422)
