"""Settled face to face, beside what went to a unit on paper: matters, days, rating with n (SD-25)."""

from datetime import timedelta

from portal.cases import acceptance, face_to_face
from portal.cases.case import Case, Channel
from portal.cases.face_to_face import Way
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import report
from tests.cast import NOW, Cast
from tests.reception.test_roster import draft

TODAY = clock.day_of(NOW)
EMPTY = Way(0, None, 0, 0, 0)


def now(cast: Cast, code: str = "S01", days: int = 0) -> tuple[Way, Way]:
    return face_to_face.compared([cast.station(code).id], TODAY, TODAY + timedelta(days=days))


def answered(cast: Cast, channel: Channel = Channel.STATION, **more: object) -> Case:
    case = cast.register(channel=channel, by=cast.actor("liaison") if channel is Channel.STATION else None, **more).case
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    return case


def test_sd25_what_was_answered_at_the_table_is_face_to_face_and_what_a_unit_replied_is_paper(cast: Cast) -> None:
    for _ in range(3):
        cast.rate(answered(cast))
    slow = cast.to_deliver()
    clock.freeze(NOW + timedelta(days=8))
    cast.tell(slow)
    face, paper = now(cast, days=8)
    assert face == Way(3, 0, 3, 3, 3)
    assert (paper.matters, paper.days, paper.rated) == (1, None, 0), "of one nothing is told"
    assert now(cast) == (face, EMPTY), "paper counts on the day its visitor was told" and now(cast, "S02", 8) == (EMPTY, EMPTY)


def test_sd25_days_are_working_days_and_settled_is_the_visitors_word(cast: Cast) -> None:
    cases = [cast.to_deliver() for _ in range(5)]
    clock.freeze(NOW + timedelta(days=8))
    for case in cases:
        cast.tell(case)
        cast.rate(case, Result.FAIRLY if case is cases[0] else Result.SATISFIED, Solved.PARTLY if case is cases[0] else Solved.YES)
    _, paper = now(cast, days=8)
    assert (paper.matters, paper.days, paper.rated, paper.satisfied, paper.settled, paper.well) == (5, 6, 5, 4, 4, 80)


def test_sd25_under_five_there_is_no_share(cast: Cast) -> None:
    for _ in range(4):
        cast.rate(answered(cast))
    face, _ = now(cast)
    assert (face.rated, face.well, face.few_rated) == (4, None, False)


def test_sd25_an_answer_to_no_face_and_a_report_about_officials_are_not_among_it(cast: Cast) -> None:
    answered(cast, Channel.ONLINE)
    case = cast.register(kind=4).case
    with unit_of_work():
        acceptance.answer(case, text="已向纪检部门转告。", answered_by="甲", by=cast.actor("liaison"))
    assert now(cast) == (EMPTY, EMPTY)


def test_sd25_a_rosters_report_holds_the_two_beside_each_other(cast: Cast) -> None:
    seen = report.of(draft(cast), cast.actor("office"))
    assert (seen.face, seen.paper) == (EMPTY, EMPTY), "of weeks to come"
