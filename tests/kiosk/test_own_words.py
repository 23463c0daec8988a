"""The station's own words for the input panel, added by themselves, and the terminal's setting for southern ears (K30)."""

from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.network import station as stations
from tests.judge import Judge
from tests.kiosk.hand import Hand, alone


def words(browse: Judge, locale: str = "zh_Hans") -> list[str]:
    found: list[str] = alone(lambda: browse.get(f"/kiosk/words.json?lang={locale}")).get_json()
    return found


def test_names_of_stations_units_places_and_classes_are_there_by_themselves(hand: Hand, browse: Judge, empty_app: Flask) -> None:
    with empty_app.app_context(), unit_of_work():
        place = stations.by_code("S01")
        assert place is not None
        place.area = "榆荫街道、菜场路"
        name = place.name
    found = words(browse)
    assert {name, "榆荫街道", "菜场路", "占道经营", "宅基地"} <= set(found)
    assert len(found) == len(set(found))
    assert all(len(word) > 1 for word in found)


def test_the_classes_come_in_the_language_asked_for(hand: Hand, browse: Judge) -> None:
    assert "違法建設" in words(browse, "zh_Hant")
    assert "违法建设" in words(browse)


def test_they_are_handed_out_while_the_screen_rests_and_are_never_stored(browse: Judge) -> None:
    answer = alone(lambda: browse.get("/kiosk/words.json"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_southern_spelling_is_a_setting_of_the_terminal_and_outlives_the_visit(hand: Hand) -> None:
    assert 'data-fuzzy="no"' in hand.get("/kiosk/").text
    hand.get("/kiosk/at/S01?fuzzy=hf", 303)
    hand.start()
    assert 'data-fuzzy="hf"' in hand.get("/kiosk/").text
    hand.get("/kiosk/at/S01?fuzzy=perhaps", 303)
    assert 'data-fuzzy="no"' in hand.get("/kiosk/").text
