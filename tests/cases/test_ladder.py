"""Practice.md §13: what is on record of dissatisfaction, what is suggested to whom, and the level it shows (HB-60 … 68, X-02)."""

from datetime import date, timedelta

import pytest

from portal.cases import desk, dissatisfaction, issuing, ladder, ladder_desk, ladder_record, reply, slip
from portal.cases.case import Case
from portal.cases.dissatisfaction import Sign
from portal.cases.ladder import Why
from portal.cases.rating import Result, Solved
from portal.cases.reminder import RemindBy
from portal.cases.slip import Level
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import (
    DUE, LATE, LONG, A, B, Make, ask, asked_on, draw, late, on, press, pressed, rated, red, remind, stated, yellowed,
)
from tests.cast import NOW, Cast

BEFORE = (date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5))


def sent_back(make: Make) -> Make:
    """The same, and the unit's reply was sent back: five more working days, to the 17th."""
    def made(cast: Cast) -> Case:
        case = make(cast)
        cast.reply(case)
        with unit_of_work():
            reply.send_back(case, reason="没有回答问题。", by=cast.actor("rep"))
        on(date(2026, 3, 18))
        return case
    return made


@pytest.mark.parametrize(("make", "some", "serious"), [
    (lambda cast: late(cast), [], []),
    (asked_on(LATE), [Sign.ASKED], []),
    (asked_on(DUE), [], []),
    (sent_back(asked_on(LATE)), [Sign.ASKED], []),                                   # asked after the day that was first set
    (sent_back(asked_on(DUE)), [], []),
    (asked_on(*BEFORE), [], [Sign.ASKED_OFTEN]),
    (asked_on(*BEFORE[:2]), [], []),
    (asked_on(*BEFORE[:2], LATE), [Sign.ASKED], [Sign.ASKED_OFTEN]),
    (asked_on(BEFORE[0], very=True), [], [Sign.STATED]),
    (pressed, [Sign.PRESSED], []),
    (rated(1), [Sign.RATED], []),
    (rated(2), [Sign.RATED], [Sign.RATED_TWICE]),
    (lambda cast: late(cast, heads=9), [], []),
    (lambda cast: late(cast, heads=10), [], [Sign.GROUP]),
    (lambda cast: late(cast, danger=True), [], [Sign.DANGER]),
])
def test_each_sign_is_computed_from_what_is_recorded(cast: Cast, make: Make, some: list[Sign], serious: list[Sign]) -> None:
    """§13: "some" and "serious", any of; each shown with the days it rests on."""
    of = ladder_record.of_case(make(cast))
    found = dissatisfaction.some(of), dissatisfaction.serious(of)
    assert ([fact.sign for fact in found[0]], [fact.sign for fact in found[1]]) == (some, serious)
    assert all(fact.days or fact.sign in (Sign.GROUP, Sign.DANGER) for fact in (*found[0], *found[1]))


def test_a_question_counts_once_a_day_and_never_when_it_is_over(cast: Cast) -> None:
    case = late(cast)
    ask(cast, case)
    with pytest.raises(Refused, match="asked_today"):
        ask(cast, case)
    ask(cast, case, very=True)  # a statement is more than a question
    with pytest.raises(Refused, match="asked_today"):
        ask(cast, case, very=True)
    assert [fact.count for fact in dissatisfaction.some(ladder_record.of_case(case))] == [1]
    with pytest.raises(NotAllowed):
        press(cast, case, "rep")
    with pytest.raises(Refused, match="case_over"):
        press(cast, cast.closed())


def unsigned(day: date) -> Make:
    def make(cast: Cast) -> Case:
        case = cast.referred(clock_name="reply_ordinary")
        on(day)
        return case
    return make


def promised(cast: Cast) -> Case:
    case = cast.handling(clock_name="reply_ordinary")
    remind(cast, case, promised_on=date(2026, 3, 4))
    on(date(2026, 3, 5))
    return case


@pytest.mark.parametrize(("make", "level", "why"), [
    (lambda cast: late(cast, day=date(2026, 3, 4)), None, None),
    (lambda cast: late(cast, day=date(2026, 3, 5)), Level.C, Why.DUE_SOON),           # due in two working days
    (lambda cast: late(cast, day=DUE), Level.C, Why.DUE_SOON),
    (unsigned(date(2026, 3, 3)), None, None),
    (unsigned(date(2026, 3, 4)), Level.C, Why.NOT_ACKNOWLEDGED),
    (promised, Level.C, Why.PROMISE_PASSED),
    (rated(1), Level.C, Why.DISSATISFIED),                                           # T21: C suggested
    (rated(2), None, None),                                                          # somebody else looks at it first
    (lambda cast: cast.referred(danger=True), Level.C, Why.DANGER_CALL),              # at once: a call within two hours
    (lambda cast: late(cast), Level.C, Why.LEFT_LYING),                               # overdue, with nothing of dissatisfaction
    (asked_on(LATE), B, Why.OVERDUE),
    (sent_back(asked_on(LATE)), B, Why.OVERDUE),
    (yellowed(date(2026, 3, 11)), None, None),
    (yellowed(date(2026, 3, 12)), Level.C, Why.UNSIGNED),                            # not signed for in a working day
    (yellowed(LONG), Level.C, Why.SLIP_PASSED),                                      # long, but nothing serious
    (stated(yellowed(date(2026, 3, 18))), A, Why.YELLOW_PASSED),
    (lambda cast: late(cast, day=LONG, danger=True), A, Why.LONG_OVERDUE),
    (lambda cast: late(cast, day=LONG, heads=12, urgent=True), A, Why.LONG_OVERDUE),  # urgent: it need not wait for a yellow one
    (lambda cast: late(cast, day=LONG, heads=12), B, Why.OVERDUE),                    # serious is more than some: the yellow slip first
    (asked_on(date(2026, 3, 3), very=True), B, Why.OVERDUE),
    (asked_on(*BEFORE), B, Why.OVERDUE),
    (lambda cast: cast.replied(), None, None),
])
def test_what_is_suggested_and_why(cast: Cast, make: Make, level: Level | None, why: Why | None) -> None:
    """§13: suggested to the representative with the reason; nothing is ever issued by it (X-02)."""
    case = make(cast)
    before = case.events, len(slip.of_case(case))
    found = ladder.suggestions(case, cast.actor("rep"))
    assert [(each.level, each.why) for each in found[:1]] == ([(level, why)] if level else [])
    assert (case.events, len(slip.of_case(case))) == before


def test_what_was_just_done_is_not_suggested_again(cast: Cast) -> None:
    case = late(cast, day=date(2026, 3, 5))
    remind(cast, case)
    assert ladder.suggestions(case, cast.actor("rep")) == []
    on(LATE)
    ask(cast, case)
    assert [each.why for each in ladder.suggestions(case, cast.actor("rep"))] == [Why.OVERDUE, Why.LEFT_LYING]
    draw(cast, case, B)
    assert ladder.suggestions(case, cast.actor("rep")) == []


def again(cast: Cast, case: Case) -> None:
    """The unit replies, and the visitor is not satisfied: the next round."""
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)


def test_an_answered_slip_keeps_no_other_from_being_suggested(cast: Cast) -> None:
    """§13: in the second round the unit is late again; what answered the first yellow slip does not stand for the second."""
    case, row = red(cast)
    again(cast, case)
    assert row.answered_at is not None and case.next_on == date(2026, 4, 7)  # Tomb-Sweeping Day lies between
    on(date(2026, 4, 8))
    found = ladder.suggestions(case, cast.actor("rep"))
    assert [(each.level, each.why) for each in found] == [(B, Why.OVERDUE), (Level.C, Why.UNEXPLAINED), (Level.A, Why.PROPOSAL)]
    draw(cast, case, B)
    assert B not in [each.level for each in ladder.suggestions(case, cast.actor("rep"))]
    on(date(2026, 4, 21))
    ask(cast, case, very=True)
    assert [(each.level, each.why) for each in ladder.suggestions(case, cast.actor("rep"))][0] == (A, Why.LONG_OVERDUE)


def test_t21_a_reminder_is_suggested_until_it_was_given(cast: Cast) -> None:
    """practice.md §12.2 T21: on the representative's page from the rating on, whatever was said in the round before."""
    case = cast.handling()
    remind(cast, case)
    clock.freeze(NOW + timedelta(hours=1))
    again(cast, case)
    (step,) = ladder_desk.steps(cast.actor("rep"))
    assert step.suggestion is not None and (step.act, step.suggestion.why, step.day) == ("reminder.give", Why.DISSATISFIED, clock.today())
    clock.freeze(NOW + timedelta(hours=2))
    remind(cast, case)
    assert ladder_desk.steps(cast.actor("rep")) == []


def test_danger_is_called_in_within_hours_until_somebody_did(cast: Cast) -> None:
    """practice.md §3.2: two hours by the policy; on the representative's page at once, and gone with the first call."""
    case = cast.referred(danger=True, clock_name="reply_danger")
    (step,) = ladder_desk.steps(cast.actor("rep"))
    assert step.suggestion is not None and (step.suggestion.why, step.suggestion.hours) == (Why.DANGER_CALL, 2)
    remind(cast, case, way=RemindBy.VISIT)
    assert [one.why for one in ladder.suggestions(case, cast.actor("rep"))] == [Why.DANGER_CALL], "a visit to the visitor calls no unit"
    remind(cast, case)
    assert Why.DANGER_CALL not in [one.why for one in ladder.suggestions(case, cast.actor("rep"))]


def test_the_level_is_that_of_the_slip_it_lies_with_now(cast: Cast) -> None:
    case, row = red(cast)
    plain = cast.register().case
    assert ladder.levels([case, plain]) == {case.id: A}
    with unit_of_work():
        slip.withdraw(case, row, reason="发错了。", by=cast.actor("rep"))
    assert ladder.level_of(case) is B and [each.number for each in ladder.unacknowledged(case)] == ["督黄〔2026〕1号"]
    assert issuing.overdue(case, cast.actor("rep")) == 10


def test_danger_waits_for_its_call_from_the_first_word_on(cast: Cast) -> None:
    """practice.md §3.2: two hours from registration, before anybody accepted or referred it; gone when the call is on record."""
    case, plain = cast.register(danger=True).case, cast.register().case
    until = NOW + timedelta(hours=2)
    assert desk.uncalled(cast.actor("liaison")) == desk.uncalled(cast.actor("rep")) == [(case, until)] and plain.danger is False
    for login in ("liaison-s02", "rep-2", "clerk", "officer", "director"):
        assert desk.uncalled(cast.actor(login)) == [], login
    referred = cast.referred(danger=True, clock_name="reply_danger")
    assert desk.uncalled(cast.actor("liaison")) == [(case, until), (referred, until)]
    assert desk.uncalled(cast.actor("rep")) == [(case, until)], "then the ladder suggests it"
    remind(cast, referred, way=RemindBy.OTHER)
    assert desk.uncalled(cast.actor("liaison"))[1:] == [(referred, until)], "only a call to the unit counts"
    remind(cast, referred, way=RemindBy.ENQUIRY)
    assert desk.uncalled(cast.actor("liaison")) == [(case, until)]
