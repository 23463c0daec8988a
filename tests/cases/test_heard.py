"""A second representative who received the matter: sees it and may urge the unit, and does nothing else (HB-40, HB-62, SD-21, practice.md §13)."""

import pytest
from sqlalchemy import func, select

from portal.cases import desk, intake, invariants, ladder_desk, referral, reminder, trace
from portal.cases.case import Case, seen_by
from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.network import person as people
from portal.network.role import Grant, Role
from portal.notices.notice import Notice
from tests.cases.ladder_scene import LATE, on, remind
from tests.cast import SINCE, Cast


def heard(cast: Cast, receiver: str = "rep-2", **more: object) -> Case:
    """A matter that stands with `rep`, which somebody else received with them."""
    with unit_of_work():
        return intake.register(cast.telling(**more), station=cast.station(), key=codes.new_key(), by=cast.actor("liaison"),
                               agent_id=cast.person("rep").id, received_by_id=cast.person(receiver).id).case


def with_unit(cast: Cast) -> Case:
    """The same, where it lies with the unit."""
    case = cast.referred()
    with unit_of_work():
        case.received_by_id = cast.person("rep-2").id
    return case


def listed(cast: Cast, login: str) -> set[int]:
    return set(db.session.scalars(select(Case.id).where(access.visible(cast.actor(login), Case))))


def seat_more(cast: Cast, login: str, role: Role, station: str = "S01") -> None:
    with unit_of_work():
        people.grant(cast.person(login), role, SINCE, station_id=cast.station(station).id)
    db.session.expire_all()


def test_sd21_who_received_it_too_sees_it_and_a_colleague_who_did_not_does_not(cast: Cast) -> None:
    """Canary: one of the same station who did not receive it has no case by that number (R31)."""
    case = heard(cast)
    assert (seen_by(cast.actor("rep-2"), case.number), listed(cast, "rep-2"), listed(cast, "rep")) == (case, {case.id}, {case.id})
    other = heard(cast, receiver="rep")
    assert listed(cast, "rep-2") == {case.id} and listed(cast, "rep") == {case.id, other.id}
    with pytest.raises(Missing):
        seen_by(cast.actor("rep-2"), other.number)


def test_practice_13_they_may_urge_and_nothing_else(cast: Cast) -> None:
    """Beside reading and writing what representatives note for each other (ZG-19), and saying that they have a part in it."""
    case = with_unit(cast)
    may, anywhere = ({act for act in access.ACTS if access.can(cast.actor("rep-2"), act, one)} for one in (case, cast.referred()))
    assert may - anywhere == {"case.see", "reminder.give", "visit.again", "interest.declare", "side_note.write", "side_note.reps", "side_note.handlers"}
    assert anywhere == {"case.register", "sitting.spoken", "number.call", "swap.ask", "activity.note", "concern.see", "motion.write", "award.see"}  # of the station, whatever the case


def test_hb62_their_reminder_is_counted_as_their_own(cast: Cast) -> None:
    case, who = with_unit(cast), cast.person("rep-2").id
    row = remind(cast, case, by="rep-2")
    assert (row.given_by_id, row.instructed_by_id, row.referral_id) == (who, who, referral.current(case).id)
    remind(cast, case)
    assert [each.given_by_id for each in reminder.of_case(case)] == [who, cast.person("rep").id]
    assert trace.of_case(case).reminders == 2 and invariants.broken() == []


def test_hb62_one_who_did_not_receive_it_gives_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        remind(cast, cast.referred(), by="rep-2", instructed_by_id=cast.person("rep").id)
    assert db.session.scalar(select(func.count()).select_from(reminder.Reminder)) == 0


def test_hb62_a_liaison_who_received_as_a_member_still_says_on_whose_word(cast: Cast) -> None:
    case = with_unit(cast)
    with unit_of_work():
        case.received_by_id = cast.person("liaison").id
    seat_more(cast, "liaison", Role.MEMBER)
    with pytest.raises(Refused, match="instruction_needed"):
        remind(cast, case, by="liaison")


def test_practice_13_suggestions_notices_and_the_day_stay_with_the_agent(cast: Cast) -> None:
    case = with_unit(cast)
    on(LATE)
    assert [step.act for step in ladder_desk.steps(cast.actor("rep"))] == ["reminder.give"]
    assert ladder_desk.steps(cast.actor("rep-2")) == [] and desk.today(cast.actor("rep-2")) == []
    cast.reply(_signed_for(cast, case))
    assert [each.number for each in desk.today(cast.actor("rep"))] == [case.number] and desk.today(cast.actor("rep-2")) == []
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.case_id == case.id)))
    assert cast.person("rep").id in told and cast.person("rep-2").id not in told


def _signed_for(cast: Cast, case: Case) -> Case:
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("officer"))
    return case


def test_hb44_a_sealed_matter_is_the_agents_alone(cast: Cast) -> None:
    case = heard(cast, kind=4)
    assert case.sealed and case.received_by_id == cast.person("rep-2").id
    with pytest.raises(Missing):
        seen_by(cast.actor("rep-2"), case.number)
    assert listed(cast, "rep-2") == set() and listed(cast, "rep") == {case.id}
    assert not access.can(cast.actor("rep-2"), "reminder.give", case) and access.can(cast.actor("rep"), "reminder.give", case)


def test_it_ends_with_the_role_and_reaches_no_other_station(cast: Cast) -> None:
    case = with_unit(cast)
    seat_more(cast, "rep-2", Role.REPRESENTATIVE, "S02")
    with unit_of_work():
        db.session.scalars(select(Grant).where(Grant.person_id == cast.person("rep-2").id, Grant.station_id == case.station_id)).one().until = SINCE
    db.session.expire_all()
    assert cast.actor("rep-2").has(Role.REPRESENTATIVE) and listed(cast, "rep-2") == set()
    with pytest.raises(Missing):
        seen_by(cast.actor("rep-2"), case.number)
    with pytest.raises(NotAllowed):
        remind(cast, case, by="rep-2", instructed_by_id=cast.person("rep").id)
