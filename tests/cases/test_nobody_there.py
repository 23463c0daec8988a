"""Whoever left, a matter stands on somebody's day; where nobody is left who may act, whoever seats people is told (HB-52, YT-18)."""

from datetime import timedelta

import pytest

from portal.cases import acceptance, call_back, care, desk, follow_up, hands, invariants, issuing, ladder_desk, preparing, proposal, reviewers, slip, unseen
from portal.cases.case import Case, State, seen_by
from portal.cases.delivery import Way
from portal.cases.proposal import Addressee
from portal.cases.slip import Level
from portal.foundation import clock
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person as people
from portal.network.role import Role
from tests.cases import ladder_scene
from tests.cases.test_late import LATE, days, reviewed
from tests.cast import NOW, Cast

DESKS = ("liaison", "liaison-s02", "liaison-s90")
DIRECTORS = ("director", "director-s02")
ALL = (*DESKS, *DIRECTORS, "office")


def leave(cast: Cast, *logins: str) -> None:
    with unit_of_work():
        for login in logins:
            for held in cast.person(login).grants:
                held.until = clock.today() - timedelta(days=1)


def leave_but(cast: Cast, login: str, code: str) -> None:
    with unit_of_work():
        for held in cast.person(login).grants:
            held.until = None if held.station_id == cast.station(code).id else clock.today() - timedelta(days=1)


def withdrawn(cast: Cast) -> Case:
    case = cast.referred()
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    return case


def count() -> int:
    return unseen.waiting(clock.today()).count


@pytest.mark.parametrize("state", LATE)
@pytest.mark.parametrize("gone", [DIRECTORS, (*DESKS, *DIRECTORS), (*DIRECTORS, "office"), ALL],
                         ids=["no director", "office alone", "liaisons alone", "nobody"])
def test_hb_52_whoever_left_what_waits_is_on_somebodys_day(cast: Cast, state: str, gone: tuple[str, ...]) -> None:
    """Open state × who is left: it stands on the day of one who may take the next step or hand it over, or it is counted for
    the administrator."""
    make, _, _ = LATE[state]
    case = make(cast)
    assert count() == 0
    leave(cast, *gone)
    clock.freeze(clock.at_local(case.next_on + timedelta(days=30), 9))  # type: ignore[operator]
    there = days(cast, case)
    assert there - {"officer", "head"} or count() == 1
    assert not there & set(gone)
    if gone == (*DESKS, *DIRECTORS):
        first = "rep" if state == "closed" else "office"  # who makes it ready for the board; the office is the second person
        assert first in there and count() == 0
    if gone == ALL:
        assert count() == 1, "its owner left, and nobody can hand it over"


def test_hb_52_a_result_waits_for_its_liaison_or_representative_until_it_is_ready(cast: Cast) -> None:
    """Whoever makes it ready for the board sits there: only what then waits for the second person waits for nobody (practice.md §6.4)."""
    leave(cast, *DIRECTORS, "office")
    case, other = cast.closed(), cast.closed()
    assert days(cast, case) == {"liaison"} and count() == 0
    with unit_of_work():
        preparing.show(other, by=cast.actor("liaison"))
        preparing.answer(other, preparing.Word.WELL, by=cast.visitor(other))
    assert days(cast, other) == set() and count() == 1
    leave(cast, "liaison")
    assert days(cast, case) == {"rep"} and count() == 1
    leave(cast, "rep")
    assert days(cast, case) == set() and count() == 2


def test_hb_52_a_liaison_elsewhere_who_owns_it_makes_it_ready(cast: Cast) -> None:
    case = cast.register("S02").case
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison-s02"))
        case.owner_id = cast.person("liaison").id
    leave(cast, *DIRECTORS, "office", "liaison-s02", "rep-s02")
    assert days(cast, case) == {"liaison"} and count() == 0
    with unit_of_work():
        people.grant(cast.person("liaison"), Role.LIAISON, clock.today(), station_id=cast.station("S90").id)
    leave_but(cast, "liaison", "S90")
    assert days(cast, case) == set() and count() == 1, "who moved to a station beside it reaches it no more"


def test_yt_18_a_matter_of_the_administrator_waits_for_whoever_is_seated_first(cast: Cast) -> None:
    leave(cast, *ALL)
    case = cast.register("S02").case
    assert case.owner_id == cast.person("admin").id and unseen.waiting(clock.today()) == (1, case.next_on)
    with pytest.raises(Missing):
        seen_by(cast.actor("admin"), case.number)
    assert invariants.broken() == [f"{case.number}: open, but its owner can no longer act on it"]
    with unit_of_work():
        people.grant(cast.person("volunteer"), Role.DIRECTOR, clock.today(), station_id=cast.station().id)
    by = cast.actor("volunteer")
    assert desk.today(by) == [case] and hands.slipped(case, clock.today(), "owner_id") and count() == 0
    with unit_of_work():
        care.hand_over(case, reason="新主任到任，接手这件事。", owner_id=by.person_id, by=by)
    assert desk.today(by) == [case] and invariants.broken() == [] and not hands.slipped(case, clock.today())


def test_hb_52_a_visit_and_a_call_wait_for_the_office_where_nobody_else_sits(cast: Cast) -> None:
    closed, called = cast.closed(), withdrawn(cast)
    with unit_of_work():
        closed.public_state = closed.public_state.DECLINED
    clock.freeze(NOW + timedelta(days=30))

    def due(login: str) -> list[int]:
        by = cast.actor(login)
        return [row.id for row, _ in (*follow_up.due(by, 5), *call_back.due(by, 5))]

    assert due("office") == []
    leave(cast, "liaison")
    assert (due("director"), due("office")) == ([closed.id, called.id], [])
    leave(cast, "director")
    assert due("office") == [closed.id, called.id] and due("director-s02") == due("liaison-s02") == [] and count() == 0
    leave(cast, "office")
    assert count() == 2
    with unit_of_work():
        people.grant(cast.person("volunteer"), Role.OFFICE, clock.today())
    assert count() == 0 and due("volunteer") == [closed.id, called.id]
    by = cast.actor("volunteer")
    with unit_of_work():
        follow_up.ask(closed, way=Way.PHONE, reached=False, by=by)
        call_back.record(called, own_will=None, by=by)
    assert due("volunteer") == [] and called.state is State.WITHDRAWN


def test_a_visit_not_yet_due_and_a_matter_in_hand_are_not_counted(cast: Cast) -> None:
    """Where the liaison sits, a registered matter is on their day; nobody has to be seated for it."""
    leave(cast, *DIRECTORS, "office")
    case = cast.register().case
    assert desk.today(cast.actor("liaison")) == [case] and count() == 0


def test_hb_66_a_red_slip_that_no_office_can_sign_is_counted(cast: Cast) -> None:
    """Directors sit there, but only the office sends a red slip: it waits for nobody until somebody is seated."""
    case = ladder_scene.late(cast, danger=True)
    station, day = case.station_id, clock.today()
    assert issuing.signers(Level.A, station, day) == {cast.person("office").id}
    leave(cast, "office")
    assert issuing.signers(Level.A, station, day) == set() and issuing.signers(Level.B, station, day) == {cast.person("director").id}
    assert count() == 0
    row = ladder_scene.draw(cast, case, Level.A, ladder_scene.ALL)
    assert unseen.waiting(clock.today()) == (1, case.next_on)
    with unit_of_work():
        people.grant(cast.person("volunteer"), Role.OFFICE, clock.today())
    assert count() == 0
    leave(cast, "volunteer")
    assert count() == 1
    with unit_of_work():
        slip.withdraw(case, row, reason="先打电话催办。", by=cast.actor("rep"))
    assert count() == 0


def test_hb_67_a_proposal_goes_to_who_is_there_and_is_counted_when_they_left(cast: Cast) -> None:
    """Neither addressee without a holder is offered; who leaves before deciding leaves it to be seen."""
    (case, row), by = ladder_scene.red(cast), cast.actor("rep")
    leave(cast, "steering")
    assert proposal.addressees(case, by) == [Addressee.OFFICE]
    with pytest.raises(Refused, match="proposal_nobody"), unit_of_work():
        proposal.propose(case, row, addressee=Addressee.COMMITTEE, facts="两次督办仍未办理。", opinion="建议问责。", by=by)
    with unit_of_work():
        proposal.propose(case, row, addressee=Addressee.OFFICE, facts="两次督办仍未办理。", opinion="建议问责。", by=by)
    assert count() == 0
    leave(cast, "office")
    assert proposal.addressees(case, by) == [] and count() == 1


@pytest.mark.parametrize(("level", "role", "gone"), [(Level.A, Role.OFFICE, ("office",)), (Level.B, Role.OFFICE, ("director", "office")),
                                                     (Level.B, Role.DIRECTOR, ("director", "office")), (Level.B, None, ("director", "office"))])
def test_hb_64_66_a_slip_that_nobody_but_its_drawer_can_sign_is_counted(cast: Cast, level: Level, role: Role | None,
                                                                        gone: tuple[str, ...]) -> None:
    """Whoever draws a slip up does not sign it: the only seat taken by them is as good as empty. Where it may not go out, nobody is wanted."""
    case = ladder_scene.late(cast, danger=True)
    leave(cast, *gone)
    if role is not None:
        seat(cast, "rep", role)
    before = count()
    row = ladder_scene.draw(cast, case, level, ladder_scene.ALL)
    assert (before, count()) == (0, 1)
    assert issuing.signers(level, case.station_id, clock.today()) == ({cast.person("rep").id} if role else set())
    seat(cast, "volunteer", Role.OFFICE)
    assert count() == 0 and [step.act for step in ladder_desk.steps(cast.actor("volunteer"))] == [f"slip.send_{slip.COLOUR[level]}"]
    with unit_of_work():
        issuing.countersign(case, row, by=cast.actor("volunteer"))
    assert count() == 0


def seat(cast: Cast, login: str, role: Role) -> None:
    with unit_of_work():
        people.grant(cast.person(login), role, clock.today(), station_id=cast.station().id if role is Role.DIRECTOR else None)


def test_hb_64_a_yellow_slip_of_the_only_director_is_on_the_offices_day(cast: Cast) -> None:
    """They are told to sign it, and find it there; with another director it is no matter of theirs."""
    case = ladder_scene.late(cast)
    leave(cast, "director")
    seat(cast, "rep", Role.DIRECTOR)
    ladder_scene.draw(cast, case, Level.B, ladder_scene.ALL)
    assert [step.act for step in ladder_desk.steps(cast.actor("office"))] == ["slip.send_yellow"] and count() == 0
    seat(cast, "volunteer", Role.DIRECTOR)
    assert ladder_desk.steps(cast.actor("office")) == [] and len(ladder_desk.steps(cast.actor("volunteer"))) == 1


def test_hb_67_a_proposal_whose_only_addressee_is_its_author_is_counted(cast: Cast) -> None:
    (case, row), by = ladder_scene.red(cast), cast.actor("rep")
    with unit_of_work():
        given = proposal.propose(case, row, addressee=Addressee.OFFICE, facts="两次督办仍未办理。", opinion="建议问责。", by=by)
    leave(cast, "office")
    seat(cast, "rep", Role.OFFICE)
    assert count() == 1 and "proposal.decide" not in [step.act for step in ladder_desk.steps(cast.actor("rep"))]
    with pytest.raises(Missing), unit_of_work():
        proposal.decide(case, given, decision=proposal.Decision.TALKED, answer="已约谈单位负责人。", by=cast.actor("rep"))
    seat(cast, "volunteer", Role.OFFICE)
    assert count() == 0


def test_t24_a_review_that_everybody_seated_had_a_part_in_is_counted(cast: Cast) -> None:
    """Whoever handled the matter does not look at it a second time: the only director, who stood for it, is as good as nobody."""
    case = reviewed(cast)
    leave(cast, "director", "office")
    seat(cast, "rep", Role.DIRECTOR)
    assert reviewers.of_case(case, clock.today()) == [] and count() == 1
    seat(cast, "volunteer", Role.DIRECTOR)
    assert count() == 0 and reviewers.of_case(case, clock.today()) == [cast.person("volunteer")]
