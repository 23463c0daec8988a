"""Units invited to an open day: asked, told, noted with who came; whom to ask is read off what lies with them (SD-24)."""

from datetime import date

import pytest

from portal.cases import referral
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person as people
from portal.network.role import Role
from portal.reception import day_notice, holding, invitation, open_day, opening, shift, whom_to_invite
from portal.reception.day_notice import Told
from portal.reception.invitation import Invitation
from portal.reception.shift import Shift
from tests.cast import NOW, Cast
from tests.reception.opened import MONDAY, WEDNESDAY, at, keep, monday, plan, rows, weekly

OURS, WATER = "街道城市管理办", "区水务公司"


def invite(cast: Cast, row: Shift, unit: str = OURS, by: str = "liaison") -> Invitation:
    with unit_of_work():
        return invitation.invite(shift.one(row.id, cast.actor(by), lock=True), cast.unit(unit), by=cast.actor(by))


def named(cast: Cast, row: Shift, theme: str) -> None:
    with unit_of_work():
        invitation.name_theme(row, theme, by=cast.actor("liaison"))


def told(cast: Cast, login: str = "officer") -> list[Told]:
    """What came for somebody, the oldest first."""
    return [one.told for one in reversed(day_notice.unseen(cast.actor(login), 9))]


def test_sd24_a_unit_is_invited_once_and_those_of_it_are_told(cast: Cast) -> None:
    row = monday(cast)[1]
    assert invite(cast, row).id == invite(cast, row).id
    assert (told(cast), told(cast, "head"), told(cast, "officer-2")) == ([Told.INVITED], [Told.INVITED], [])
    assert row.sequence == 1, "what the public is told is different once"
    assert [one.shift_id for one in invitation.of_units(cast.actor("head").units, NOW, 9)] == [row.id]
    assert invitation.of_units(cast.actor("officer-2").units, NOW, 9) == []


def test_sd24_the_public_reads_theme_and_units_and_never_who_came(cast: Cast) -> None:
    row = monday(cast)[0]
    named(cast, row, " 水电气专场 ")
    invite(cast, row, WATER)
    with unit_of_work():
        invitation.note(invitation.one(row, cast.unit(WATER).id), True, who="测某乙，供水科科长", by=cast.actor("clerk"))
    shown = open_day.told(row, NOW)
    assert (shown.shift.theme, shown.units) == ("水电气专场", (WATER,)) and "测某乙" not in repr(shown)


def test_sd24_an_invitation_is_taken_back_and_told_so_but_not_once_it_was_noted(cast: Cast) -> None:
    row = monday(cast)[0]
    one, other = invite(cast, row), invite(cast, row, WATER)
    with unit_of_work():
        invitation.withdraw(one, by=cast.actor("liaison"))
        invitation.note(other, False, by=cast.actor("liaison"))
    assert told(cast) == [Told.INVITED, Told.UNINVITED]
    assert [each.unit.name for each in invitation.of_shifts([row.id])[row.id]] == [WATER]
    with pytest.raises(Refused, match="invitation_noted"), unit_of_work():
        invitation.withdraw(other, by=cast.actor("liaison"))
    assert invite(cast, row).id == one.id and told(cast)[-1] is Told.INVITED, "asked again after all"


def test_sd24_a_day_called_off_or_held_again_is_told_to_the_units(cast: Cast) -> None:
    row = monday(cast)[1]
    invite(cast, row)
    with unit_of_work():
        holding.call_off(row, reason="停电", by=cast.actor("liaison"))
    with pytest.raises(Refused, match="shift_over"):
        invite(cast, row, WATER)
    with pytest.raises(Refused, match="shift_over"):
        named(cast, row, "水电气专场")
    with unit_of_work():
        holding.hold_after_all(row, by=cast.actor("liaison"))
    assert told(cast) == [Told.INVITED, Told.CALLED_OFF, Told.CHANGED]


def test_sd24_so_is_one_that_a_new_rule_moves_to_other_hours_or_drops(cast: Cast) -> None:
    row = monday(cast)[1]
    invite(cast, row)
    rule = opening.standing(NOW.date())[0]
    keep(cast, weekly(MONDAY, starts=600), rule=rule)
    plan(cast)
    keep(cast, weekly(WEDNESDAY), rule=rule)
    plan(cast)
    assert told(cast) == [Told.INVITED, Told.CHANGED, Told.CALLED_OFF]


def test_sd24_whether_they_came_is_noted_when_it_can_be_known_with_who(cast: Cast) -> None:
    row = monday(cast)[0]
    one = invite(cast, row)

    def note(came: bool, who: str = "") -> None:
        with unit_of_work():
            invitation.note(one, came, who=who, by=cast.actor("clerk"))

    at(2, 6)
    with pytest.raises(Refused, match="sitting_when"):
        note(True, "测某丙")
    at(2, 8)
    with pytest.raises(Refused, match="sitting_when"):
        note(False)
    with pytest.raises(Refused, match="invitation_who"):
        note(True)
    note(True, "测某丙，副科长")
    assert (one.came, one.who) == (True, "测某丙，副科长")
    at(2, 9, 30)
    note(False)
    assert (one.came, one.who) == (False, ""), "put right"
    at(5, 9)
    with pytest.raises(Refused, match="sitting_when"):
        note(True, "测某丙")


def test_sd24_who_may_not_keep_the_roster_neither_invites_nor_names_nor_is_told_whom(cast: Cast) -> None:
    row = monday(cast)[1]
    one = invite(cast, row)
    for login in ("clerk", "rep", "officer", "steering", "director-s02"):
        by = cast.actor(login)
        for act in (lambda: invitation.invite(row, cast.unit(WATER), by=by), lambda: invitation.name_theme(row, "x", by=by),
                    lambda: invitation.withdraw(one, by=by), lambda: whom_to_invite.to(row, by=by)):
            with pytest.raises(NotAllowed), unit_of_work():
                act()
    with pytest.raises(NotAllowed), unit_of_work():
        invitation.note(one, True, who="测某丙", by=cast.actor("officer"))


def test_sd24_a_unit_that_is_closed_is_not_invited(cast: Cast) -> None:
    row = monday(cast)[1]
    with unit_of_work():
        cast.unit(WATER).active = False
    with pytest.raises(Missing):
        invite(cast, row, WATER)


def test_sd24_suggested_are_the_units_with_open_matters_of_the_station_most_first(cast: Cast) -> None:
    row = monday(cast)[1]
    at(2, 8)
    cast.handling()
    at(3, 8)
    for _ in range(2):
        cast.referred(WATER)
    cast.replied()
    found = whom_to_invite.to(row, by=cast.actor("liaison"))
    assert [(one.unit.name, one.count, one.since) for one in found] == [(WATER, 2, date(2026, 3, 3)), (OURS, 1, date(2026, 3, 2))]
    invite(cast, row, WATER)
    assert [one.unit.name for one in whom_to_invite.to(row, by=cast.actor("liaison"))] == [OURS]
    assert whom_to_invite.to(monday(cast, "S02")[1], by=cast.actor("director")) == [], "of that station alone"


def test_sd24_hb44_a_report_about_officials_suggests_nobody_to_anybody(cast: Cast) -> None:
    row = monday(cast)[1]
    case = cast.accepted(kind=4, category="H2", target=OURS)
    with unit_of_work():
        referral.refer(case, to=cast.unit("街道纪检部门"), clock_name="reply_simple", opinion="请依规处理。",
                       opinion_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    assert case.sealed
    for login in ("liaison", "director", "office"):
        assert whom_to_invite.to(row, by=cast.actor(login)) == []


def test_sd24_somebody_with_two_offices_at_a_unit_is_told_once(cast: Cast) -> None:
    with unit_of_work():
        people.grant(cast.person("head"), Role.UNIT_OFFICER, NOW.date(), unit_id=cast.unit().id)
    invite(cast, monday(cast)[1])
    assert told(cast, "head") == [Told.INVITED]
    assert rows(cast)[1].theme == ""
