"""Nothing waits unseen: open state × days late → on whose day it stands, and who was told (issue 4; HB-52, HB-60, practice.md §3, §13)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import jobs
from portal.cases import acceptance, deadline, desk, ladder_desk, proposal, referral, standstill
from portal.cases.case import Case
from portal.cases.pause import PauseReason
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.notices import wish
from portal.notices.notice import Kind, Notice
from portal.notices.wish import Way
from tests.cases.ladder_scene import on, paper_unit, red, remind
from tests.cast import SEATS, Cast
from tests.faults import boards
from tests.statements import asked, walked

UNIT = {"officer", "head"}


def told(case: Case, *kinds: Kind) -> dict[str, int]:
    """How often each was told of a case."""
    db.session.rollback()  # what the sweep wrote is seen by a new look only
    rows = db.session.scalars(select(Person.login).join(Notice, Notice.person_id == Person.id).where(
        Notice.case_id == case.id, Notice.kind.in_(kinds))).all()
    return {login: rows.count(login) for login in rows}


def days(cast: Cast, case: Case) -> set[str]:
    """Those on whose page of the day the case stands, in whichever list."""
    db.session.rollback()
    return {login for login in SEATS if case.id in {
        one.id for by in [cast.actor(login)]
        for one in [*desk.today(by), *desk.lying(by), *(step.case for step in ladder_desk.steps(by))]}}


def returning(cast: Cast) -> Case:
    case = cast.referred()
    with unit_of_work():
        referral.ask_return(case, reason="不是我们的", proposed_unit_id=None, by=cast.actor("officer"))
    return case


def again(cast: Cast) -> Case:
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    return case


def reviewed(cast: Cast) -> Case:
    case = again(cast)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    return case


def contested(cast: Cast) -> Case:
    case = cast.register("S02").case
    with unit_of_work():
        acceptance.refuse(case, reason=acceptance.Exclusion.PETITION, body="区信访局", since="2026年1月", explanation="已在信访程序中。",
                          decided_by_id=cast.person("rep-s02").id, by=cast.actor("liaison-s02"))
    with unit_of_work():
        acceptance.contest(case, words="我没有去过信访局。", by=cast.visitor(case))
    return case


def on_its_way(cast: Cast, deed: Callable[[Cast, Case], None]) -> Case:
    case = cast.closed()
    deed(cast, case)
    return case


def on_paper(cast: Cast) -> Case:
    return cast.referred(unit=paper_unit())


# state: how it comes there, on whose page of the day it stands when it is late, who was told that it is
LATE: dict[str, tuple[Callable[[Cast], Case], set[str], set[str]]] = {
    "registered": (lambda cast: cast.register().case, {"liaison", "director"}, {"liaison", "director"}),
    "accepted": (Cast.accepted, {"liaison", "director"}, {"liaison", "director"}),
    "referred": (Cast.referred, UNIT | {"rep", "liaison", "director"}, UNIT | {"rep", "liaison"}),
    "handling": (Cast.handling, UNIT | {"rep", "liaison", "director"}, UNIT | {"rep", "liaison"}),
    "rehandle": (again, UNIT | {"rep", "liaison", "director"}, UNIT | {"rep", "liaison"}),
    "on paper": (on_paper, {"rep", "liaison", "director"}, {"rep", "liaison"}),
    "return_asked": (returning, {"director", "office"}, {"director"}),
    "replied": (Cast.replied, {"rep", "director"}, {"rep", "director"}),
    "to_deliver": (Cast.to_deliver, {"liaison", "director"}, {"liaison", "director"}),
    "delivered": (Cast.delivered, {"liaison", "director"}, {"liaison", "director"}),
    "review": (reviewed, {"director", "office"}, {"director"}),
    "not_accepted": (contested, {"director", "office"}, {"director"}),
    "closed": (Cast.closed, {"liaison", "director"}, {"liaison", "director"}),
    "seen": (lambda cast: on_its_way(cast, boards.seen), {"director"}, {"liaison", "director"}),
}


@pytest.mark.parametrize("state", LATE)
def test_hb_52_what_is_late_stands_on_somebodys_day_and_they_were_told_once(app: Flask, cast: Cast, state: str) -> None:
    """With a quiet visitor: nobody asks, nobody presses, and it is seen all the same, on the first day and on the thirtieth."""
    make, on_the_day_of, of_it = LATE[state]
    case = make(cast)
    due = case.next_on
    assert due is not None
    for late in (1, 30):
        on(due + timedelta(days=late))
        jobs.sweep(app)
        assert case in desk.cases(cast.actor("office"), desk.Filter(overdue=True)) and desk.is_overdue(case, cast.actor("office"))
        of_all = of_it | ({"office"} if late == 30 and state in ("closed", "seen") else set())  # beyond its ceiling (test_publish_ceiling.py)
        assert (days(cast, case), told(case, Kind.LATE)) == (on_the_day_of, dict.fromkeys(of_all, 1)), f"{late} days late"


def test_what_lies_with_others_comes_the_longest_overdue_first_and_no_stranger_reads_it(cast: Cast) -> None:
    """X-04, HB-44: the liaison and the director of the station and nobody beside them."""
    later = cast.handling(clock_name="reply_ordinary")
    first = cast.handling()
    assert desk.lying(cast.actor("liaison")) == []
    clock.freeze(clock.at_local(later.next_on + timedelta(days=1), 9))
    assert [case.id for case in desk.lying(cast.actor("liaison"))] == [first.id, later.id]
    assert [case.id for case in desk.lying(cast.actor("liaison"), most=1)] == [first.id]
    assert {login for login in SEATS if desk.lying(cast.actor(login))} == {"liaison", "director"}


def news(case: Case) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Notice).where(Notice.case_id == case.id, Notice.kind == Kind.NEWS)) or 0


def test_practice_3_3_no_unit_stops_its_own_clock_unheard(app: Flask, cast: Cast) -> None:
    """The representative and the owner hear that it stands still and that it runs on; so does the visitor who wished news."""
    case = cast.handling()
    with unit_of_work():
        wish.hear(case, way=Way.MAIL, address="a@b.example", locale="en", agreed=True, by=cast.visitor(case))
    with unit_of_work():
        standstill.hold(case, reason=PauseReason.APPRAISAL, days=5, note="灯杆送检，等报告。", by=cast.actor("officer"))
    assert (told(case, Kind.STANDS_STILL), news(case)) == ({"rep": 1, "liaison": 1}, 1)
    on(case.next_on + timedelta(days=1))
    jobs.sweep(app)
    jobs.sweep(app)
    assert (told(case, Kind.RUNS_ON), news(case)) == ({"rep": 1, "liaison": 1}, 2)


def test_practice_3_2_a_later_day_is_news_to_the_visitor_who_wished_it(cast: Cast) -> None:
    case = cast.register().case
    with unit_of_work():
        wish.hear(case, way=Way.MAIL, address="a@b.example", locale="en", agreed=True, by=cast.visitor(case))
    with unit_of_work():
        acceptance.extend(case, reason="要等街道来人一起看现场。", by=cast.actor("liaison"))
    assert news(case) == 1


def test_practice_3_2_the_visitors_longest_time_does_not_pass_in_silence(app: Flask, cast: Cast) -> None:
    """Sixty days after the first word, whoever has the case at that time; and it lies on the day of those who press, though not yet late."""
    case = cast.handling(clock_name="reply_complex")
    with unit_of_work():
        standstill.hold(case, reason=PauseReason.COURT, days=25, note="等法院判决结果。", by=cast.actor("officer"))
    ceiling = deadline.running(case, "ceiling")
    for day, heard in ((0, {}), (1, {"rep": 1, "liaison": 1, "director": 1}), (9, {"rep": 1, "liaison": 1, "director": 1})):
        on(ceiling.due_on + timedelta(days=day))
        jobs.sweep(app)
        jobs.sweep(app)
        assert told(case, Kind.CEILING) == heard
        assert [one.id for one in desk.lying(cast.actor("liaison"))] == ([case.id] if day else []), day


def test_practice_3_3_no_stand_leads_beyond_the_visitors_longest_time(cast: Cast) -> None:
    """As no extension does: the policy's sixty working days for a court, but not if they end after the ninety days of the visitor."""
    case = cast.handling(clock_name="reply_complex")
    with pytest.raises(Refused, match="pause_ceiling"), unit_of_work():
        standstill.hold(case, reason=PauseReason.COURT, days=60, note="等法院判决结果。", by=cast.actor("officer"))
    assert case.next_clock == "reply_complex"


def test_hb_50_a_unit_on_paper_has_its_matters_on_the_liaisons_day(app: Flask, cast: Cast) -> None:
    """Before they are late: what it signed and answered is brought in by the liaison, who is told that the day comes near."""
    case, other = on_paper(cast), cast.referred()
    assert [one.id for one in desk.today(cast.actor("liaison"))] == [case.id] and days(cast, other) >= UNIT
    on(case.next_on)
    jobs.sweep(app)
    assert told(case, Kind.SOON) == {"liaison": 1} and set(told(other, Kind.SOON)) == UNIT


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # its planner says beforehand what it will do
def test_r33_what_is_late_is_found_by_its_date_and_not_along_all_that_ever_was(empty_app: Flask) -> None:
    with empty_app.app_context():
        cast = Cast()
        case = cast.handling()
        on(case.next_on + timedelta(days=1))
        actors = [cast.actor(login) for login in ("liaison", "director", "office")]
        with asked(db.engine) as seen:
            late = [desk.lying(by) + desk.cases(by, desk.Filter(overdue=True)) for by in actors]
        assert [len(rows) for rows in late] == [2, 2, 1] and walked(db.engine, seen, frozenset({"mark", "station"})) == set()


def test_hb_60_66_67_after_a_slip_the_representative_is_led_on(app: Flask, cast: Cast) -> None:
    """Unsigned, unexplained, its limit passed: a reminder each time and a proposal, suggested and never done (X-02); each told once."""
    case, row = red(cast)  # out on Monday the 23rd

    def acts() -> list[tuple[str, str]]:
        jobs.sweep(app)
        jobs.sweep(app)
        db.session.rollback()
        return sorted((step.act, step.suggestion.why) for step in ladder_desk.steps(cast.actor("rep")))

    for day, steps, heard in (
            (25, [("reminder.give", "unsigned")], 3), (27, [("proposal.write", "proposal"), ("reminder.give", "unexplained")], 4),
            (31, [("proposal.write", "proposal"), ("reminder.give", "slip_passed")], 5)):
        on(date(2026, 3, day))
        assert (acts(), told(case, Kind.SLIP_LATE)) == (steps, {"rep": heard}), "yellow and red, each clock of theirs once"
        remind(cast, case)
    assert acts() == [("proposal.write", "proposal")] and (row.number, case.state) == ("督红〔2026〕1号", "handling")
    with unit_of_work():
        proposal.propose(case, row, addressee=proposal.Addressee.OFFICE, facts="五盏路灯两次逾期，黄单、红单发出后仍没有答复。" * 4,
                         opinion="建议按规定约谈单位负责人并书面答复代表。", by=cast.actor("rep"))
    assert acts() == []
