"""A recommended member entered through the product is found, put on, given leave and named as a representative is (SD-06)."""

import pytest
from flask import Flask

from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.network import face, naming, receivers, representative, sign_in, staff
from portal.network.person import Person
from portal.network.role import Role
from portal.reception import leave, open_day, sitting
from tests.cast import NOW, Cast
from tests.reception.opened import TODAY, monday
from tests.web.office.test_terminals import office

LIST = "名称,登录名,角色,站点或单位,公开\n测丁一,Ding,推荐党员,S01,是\n"
NEW = {"name": "测丁一", "login": "Ding", "role": "member", "station": "S01", "unit": "", "kind": "", "agreed": "y"}


def member(app: Flask, *, by_list: bool = False) -> Person:
    """One entered by the administrator, on the form or by list, who agreed to be shown."""
    if by_list:
        office(app, "admin").post_form("/office/lists", {"what": "people", "lines": LIST, "enter": "1"})
    else:
        office(app, "admin").post_form("/office/people/new", NEW, 200)
    found = sign_in.find("ding")
    assert found is not None
    return found


def give(cast: Cast, who: Person, role: Role, station: str = "S01", kind: str = "") -> None:
    with unit_of_work():
        staff.give(who, role, by=cast.actor("admin"), station_id=cast.station(station).id, kind=kind)


def take(cast: Cast, who: Person, role: Role) -> None:
    with unit_of_work():
        staff.take(who, next(one.id for one in who.grants if one.role is role), by=cast.actor("admin"))


@pytest.mark.parametrize("by_list", [False, True])
def test_sd06_a_member_is_found_put_on_named_and_put_on_leave(app: Flask, cast: Cast, by_list: bool) -> None:
    who, row = member(app, by_list=by_list), monday(cast)[1]
    assert receivers.label(who, "S01") in receivers.suggest("测丁", TODAY)
    assert receivers.meant("测丁一", TODAY) is who is sitting.meant(row, receivers.label(who, "S01"))
    with unit_of_work():
        sitting.put_on(row, who, by=cast.actor("liaison"))
    told = open_day.told(row, NOW)
    assert [(one.name, one.kind, one.is_member) for one in told.faces] == [("测丁一", naming.OF_MEMBER, True)] and told.unnamed == 0
    with unit_of_work():
        freed = leave.enter(who, (row.day, row.day), by=cast.actor("liaison"))[1]
    assert freed == [row] and [known.person_id for _, known in leave.standing(cast.actor("liaison"))] == [who.id]


def test_a_members_face_is_kept_and_is_hidden_when_they_leave(app: Flask, cast: Cast) -> None:
    """The card of a representative is not theirs; what is said of them is on a page that the cards' page leads to."""
    who = member(app)
    page = office(app, "liaison").get_page("/office/cards?station=S01")
    assert f"/office/faces/{who.id}" in page.text and f"sheet.pdf?who={who.id}" not in page.text
    assert face.one(who.id, cast.actor("liaison")).public
    take(cast, who, Role.MEMBER)
    assert who.representative is not None and not who.representative.public
    with pytest.raises(Missing):
        face.one(who.id, cast.actor("liaison"))


def test_a_member_who_becomes_a_representative_says_of_what_kind_and_is_one_no_more_when_that_ends(app: Flask, cast: Cast) -> None:
    who = member(app)
    give(cast, who, Role.REPRESENTATIVE, kind="党代表")
    assert who.representative is not None and who.representative.kind == "党代表"
    assert who.id in [row.person_id for row in representative.of_station(cast.station().id)]
    take(cast, who, Role.REPRESENTATIVE)
    assert (who.representative.kind, who.representative.public) == (naming.OF_MEMBER, False), "found as the member they still are"


def test_a_representative_who_is_a_member_elsewhere_too_stays_named_where_they_stand(cast: Cast) -> None:
    who = cast.person("rep")
    give(cast, who, Role.MEMBER, "S02")
    assert who.representative is not None and who.representative.station_id == cast.station().id and who.representative.kind == "党代表"
    take(cast, who, Role.MEMBER)
    assert who.representative.public
