"""X-04, YT-18: where whoever sits there is kept from a matter, it stands on the day of the next who may see it; where nobody may, whoever seats people is told."""

from datetime import timedelta

import pytest

from portal.cases import call_back, care, desk, excluded_person, follow_up, issuing, ladder_desk, preparing, referral, unseen
from portal.cases.case import Case
from portal.cases.intake import Consent
from portal.cases.slip import Level
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cases import ladder_scene
from tests.cases.test_excluded import keep
from tests.cast import NOW, Cast


def waits(cast: Cast, case: Case, *logins: str) -> set[str]:
    """On whose page of the day it stands."""
    return {login for login in logins if case.id in [one.id for one in desk.today(cast.actor(login))]}


def count() -> int:
    return unseen.waiting(clock.today()).count


def test_a_unit_of_which_all_are_kept_from_it_leaves_it_to_the_desk(cast: Cast) -> None:
    case = cast.handling()
    assert waits(cast, case, "liaison", "officer", "head") == {"officer", "head"}
    keep(cast, case, "officer")
    assert waits(cast, case, "liaison", "officer", "head") == {"head"}
    keep(cast, case, "head")
    assert waits(cast, case, "liaison", "officer", "head") == {"liaison"}


def test_a_result_that_the_only_director_is_kept_from_goes_up_through_the_office(cast: Cast) -> None:
    case = cast.closed(consent=Consent(publish_result=True))
    with unit_of_work():
        preparing.show(case, by=cast.actor("liaison"))
    clock.freeze(NOW + timedelta(days=60))
    assert waits(cast, case, "director", "office") == {"director"} and count() == 0
    keep(cast, case, "director")
    assert waits(cast, case, "director", "office") == {"office"} and count() == 0
    keep(cast, case, "office")
    assert waits(cast, case, "director", "office") == set() and count() == 1


@pytest.mark.parametrize("words", [True, False])
def test_what_nobody_may_decide_or_find_out_is_counted_for_who_seats_people(cast: Cast, words: bool) -> None:
    case = cast.accepted() if words else _returned(cast)
    if words:
        keep(cast, case, words="城管的小李")
    assert waits(cast, case, "director", "office") == ({"office"} if words else {"director", "office"}) and count() == 0
    keep(cast, case, "director")
    assert waits(cast, case, "director", "office") == {"office"} and count() == 0
    keep(cast, case, "office")
    assert waits(cast, case, "director", "office") == set() and count() == 1
    assert excluded_person.names(case, cast.actor("liaison"))


def _returned(cast: Cast) -> Case:
    case = cast.referred()
    with unit_of_work():
        referral.ask_return(case, reason="不归我们管。", proposed_unit_id=None, by=cast.actor("officer"))
    return case


def test_visits_and_calls_after_the_end_go_to_who_owns_it_then(cast: Cast) -> None:
    """The liaison sits there and may not see it: the matter went on to the director, and so does what is due after its end."""
    visit, call = cast.closed(), cast.referred()
    with unit_of_work():
        care.withdraw(call, own_will=True, by=cast.visitor(call))
    clock.freeze(NOW + timedelta(days=40))
    due = lambda login: [case.id for of in (follow_up, call_back) for case, _ in of.due(cast.actor(login), 9)]  # noqa: E731
    assert due("liaison") == [visit.id, call.id] and due("director") == []
    keep(cast, visit, "liaison")
    keep(cast, call, "liaison")
    assert due("liaison") == [] and due("director") == [visit.id, call.id] and due("office") == []


def test_a_yellow_slip_waits_for_the_office_where_each_director_is_kept_from_it(cast: Cast) -> None:
    case = ladder_scene.late(cast)
    with unit_of_work():
        issuing.draw_up(case, Level.B, demand="请在三日内书面说明办理情况。", by=cast.actor("rep"), reasons={one.value: "当面说过，没有结果，有记录。" for one in issuing.Missing})
    signs = lambda login: [step.act for step in ladder_desk.steps(cast.actor(login)) if step.case.id == case.id]  # noqa: E731
    assert signs("director") == ["slip.send_yellow"] and signs("office") == []
    keep(cast, case, "director")
    assert signs("director") == [] and signs("office") == ["slip.send_yellow"] and count() == 0
    keep(cast, case, "office")
    assert count() == 1
