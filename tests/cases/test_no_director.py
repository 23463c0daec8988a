"""Where no director sits, nor above, the office does what would wait for nobody: publishing, and the yellow slip (SD-41, §13)."""

from datetime import timedelta

import pytest

from portal.cases import desk, issuing, ladder_desk, publication
from portal.cases.case import Case, PublicState
from portal.cases.slip import Level, Standing
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person as people
from portal.network.role import Role
from portal.notices import inbox
from portal.notices.notice import Kind
from tests.cases import ladder_scene as scene
from tests.cast import Cast
from tests.faults import boards


def leave(cast: Cast, *logins: str) -> None:
    with unit_of_work():
        for login in logins:
            for held in cast.person(login).grants:
                held.until = clock.today() - timedelta(days=1)


def test_sd41_without_a_director_a_closed_case_waits_for_the_office(cast: Cast) -> None:
    case = cast.closed()
    boards.seen(cast, case)
    assert (desk.today(cast.actor("director")), desk.today(cast.actor("office"))) == ([case], [])
    leave(cast, "director")
    assert desk.today(cast.actor("office")) == [case]
    with unit_of_work():
        publication.publish(case, by=cast.actor("office"))
    assert case.public_state is PublicState.PUBLISHED and desk.today(cast.actor("office")) == []


def test_sd41_a_director_above_is_one_and_one_below_is_none(cast: Cast) -> None:
    """S01 is above S02: the director of the one publishes for both, the director of the other only there."""
    case = cast.closed()
    leave(cast, "director-s02")
    assert desk.today(cast.actor("office")) == []
    with pytest.raises(NotAllowed), unit_of_work():
        cast.put_up(case, "director-s02")


def told(cast: Cast, login: str, case: Case) -> list[Kind]:
    return [one.kind for one in inbox.unseen(cast.actor(login), 9)[0] if one.case_id == case.id and one.kind is Kind.SLIP_SIGN]


def test_yellow_goes_out_by_the_office_where_no_director_sits(cast: Cast) -> None:
    """§13: whoever is told to sign may sign; it is on their day, with its number it is the station's."""
    case = scene.late(cast)
    leave(cast, "director")
    row = scene.draw(cast, case, Level.B, scene.ALL)
    assert told(cast, "office", case) == [Kind.SLIP_SIGN]
    assert "slip.send_yellow" in [step.act for step in ladder_desk.steps(cast.actor("office"))]
    with unit_of_work():
        issuing.countersign(case, row, by=cast.actor("office"))
    assert row.standing is Standing.OUT and row.number.startswith("督黄")


def test_a_director_who_drew_it_up_is_not_told_to_sign_it(cast: Cast) -> None:
    """HB-64: somebody else signs beside the representative, even where they are the only director."""
    case = scene.late(cast)
    with unit_of_work():
        people.grant(cast.person("rep"), Role.DIRECTOR, clock.today(), station_id=cast.station().id)
    leave(cast, "director")
    row = scene.draw(cast, case, Level.B, scene.ALL)
    assert (told(cast, "rep", case), told(cast, "office", case)) == ([], [Kind.SLIP_SIGN])
    with pytest.raises(Refused, match="slip_own"), unit_of_work():
        issuing.countersign(case, row, by=cast.actor("rep"))
