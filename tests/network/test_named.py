"""Who becomes a representative is named to the public where they stand, and nowhere else (X-09, SD-22)."""

import pytest

from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.network import face, representative, staff
from portal.network.person import Person
from portal.network.role import Role
from tests.cast import Cast


def give(cast: Cast, who: Person, station: str, kind: str = "") -> None:
    with unit_of_work():
        staff.give(who, Role.REPRESENTATIVE, by=cast.actor("admin"), station_id=cast.station(station).id, kind=kind)


def take(cast: Cast, who: Person, station: str) -> None:
    with unit_of_work():
        held = next(one for one in who.grants if one.role is Role.REPRESENTATIVE and one.station_id == cast.station(station).id)
        staff.take(who, held.id, by=cast.actor("admin"))


def named(cast: Cast, station: str) -> list[str]:
    return [row.person.name for row in representative.of_station(cast.station(station).id) if row.public]


def test_one_who_moves_is_named_at_the_new_station(cast: Cast) -> None:
    who = cast.person("rep")
    take(cast, who, "S01")
    assert who.name not in named(cast, "S01")
    give(cast, who, "S02", kind="区人大代表")
    assert who.name in named(cast, "S02") and who.name not in named(cast, "S01")
    assert who.representative is not None and who.representative.kind == "区人大代表"


def test_one_who_stands_for_a_second_station_stays_named_at_the_first(cast: Cast) -> None:
    who = cast.person("rep")
    give(cast, who, "S02")
    assert who.name in named(cast, "S01") and who.name not in named(cast, "S02")


def test_one_who_gets_the_new_station_before_the_old_one_ends_is_named_at_the_new_one(cast: Cast) -> None:
    who = cast.person("rep")
    give(cast, who, "S02")
    take(cast, who, "S01")
    assert who.representative is not None and who.representative.station_id == cast.station("S02").id


def test_a_role_that_is_over_is_not_ended_again(cast: Cast) -> None:
    who = cast.person("rep")
    held = next(one for one in who.grants if one.role is Role.REPRESENTATIVE)
    take(cast, who, "S01")
    with pytest.raises(Missing), unit_of_work():
        staff.take(who, held.id, by=cast.actor("admin"))


def test_whoever_is_no_representative_any_more_has_no_face_to_keep(cast: Cast) -> None:
    who = cast.person("rep")
    take(cast, who, "S01")
    with pytest.raises(Missing):
        face.one(who.id, cast.actor("liaison"))
