"""Twenty county-level representatives, so many of the town, and every tenth member: counted on a day, everybody once (CT-05, HB-20, SD-06)."""

from datetime import date

import pytest

from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import level_count, person, places, station
from portal.network.person import Person
from portal.network.representative import Representative, RepLevel
from portal.network.role import Role
from tests.cast import NOW, Cast

DAY = NOW.date()


def levelled(cast: Cast) -> None:
    """Twenty of the county in the town, three of the town in the village, one of these in both."""
    with unit_of_work():
        for n in range(23):
            one = Person(name=f"代表{n:02}", login=f"level-{n}", active=True)
            db.session.add(one)
            db.session.flush()
            code, level = ("S01", RepLevel.COUNTY) if n < 20 else ("S02", RepLevel.TOWN)
            db.session.add(Representative(person_id=one.id, station_id=cast.station(code).id, kind="党代表", level=level))
            person.grant(one, Role.REPRESENTATIVE, date(2026, 1, 1), station_id=cast.station(code).id)
        person.grant(one, Role.REPRESENTATIVE, date(2026, 1, 1), station_id=cast.station("S01").id)


def told(cast: Cast, day: date = DAY) -> dict[str, dict[RepLevel | None, int]]:
    whole, each = level_count.of_stations(station.all_open(), day)
    return {"all": whole.levels} | {place.code: each[place.id].levels for place in station.all_open()}


def test_hb20_ct05_heads_are_counted_by_level_everybody_once(cast: Cast) -> None:
    levelled(cast)
    assert told(cast) == {
        "all": {RepLevel.TOWN: 3, RepLevel.COUNTY: 20, None: 3}, "S01": {RepLevel.TOWN: 1, RepLevel.COUNTY: 20, None: 2},
        "S02": {RepLevel.TOWN: 3, None: 1}, "S90": {}}


def test_ct05_the_count_is_that_of_the_day(cast: Cast) -> None:
    """Before the role was given nobody counts, nor an account that is closed."""
    levelled(cast)
    assert told(cast, date(2025, 12, 31))["all"] == {}
    with unit_of_work():
        db.session.query(Person).filter(Person.login == "level-0").one().active = False
    whole, _ = level_count.of_stations(station.all_open(), DAY)
    assert whole.levels[RepLevel.COUNTY] == 19 and whole.liaisons == 3 and whole.members == 1


@pytest.mark.parametrize(("base", "wanted", "lacking"), [(None, None, 0), (0, 0, 0), (10, 1, 0), (11, 2, 1), (95, 10, 9)])
def test_sd06_every_tenth_of_the_members_is_wanted_and_a_part_counts_whole(cast: Cast, base: int | None, wanted: int | None, lacking: int) -> None:
    """S01 has one recommended member. Where nobody has said how many there are, nothing is wanted."""
    with unit_of_work():
        cast.station().members = base
    _, each = level_count.of_stations([cast.station()], DAY)
    team = each[cast.station().id]
    assert (team.members, team.wanted, team.lacking) == (1, wanted, lacking)


def test_sd06_how_many_there_are_is_a_number_of_people(cast: Cast) -> None:
    for wrong in (-1, places.MOST_MEMBERS + 1):
        with pytest.raises(Refused, match="station_members"), unit_of_work():
            places.describe(cast.station(), facts={"name": "站", "members": wrong}, by=cast.actor("admin"))
    with unit_of_work():
        places.describe(cast.station(), facts={"name": "站", "members": 240}, by=cast.actor("admin"))
        places.describe(cast.station(), facts={"name": "榆荫街道站"}, by=cast.actor("admin"))
    assert cast.station().members == 240, "what a list does not speak of stays"
