"""Where no director sits, nor above, the office does what would wait for nobody: publishing (SD-41)."""

from datetime import timedelta

import pytest

from portal.cases import desk, publication
from portal.cases.case import PublicState
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast


def leave(cast: Cast, *logins: str) -> None:
    with unit_of_work():
        for login in logins:
            for held in cast.person(login).grants:
                held.until = clock.today() - timedelta(days=1)


def test_sd41_without_a_director_a_closed_case_waits_for_the_office(cast: Cast) -> None:
    case = cast.closed()
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
        publication.publish(case, by=cast.actor("director-s02"))
