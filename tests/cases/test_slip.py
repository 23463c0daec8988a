"""The guards of practice.md §13 row by row, countersigning, numbers, reminders (HB-61 … 66, X-02)."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.cases import invariants, issuing, ladder, reminder, reply, slip, timeline, trace
from portal.cases.case import State
from portal.cases.ladder import Why
from portal.cases.rating import Result, Solved
from portal.cases.reminder import RemindBy
from portal.cases.slip import Level, Standing
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.role import Role
from tests.cases.ladder_scene import (
    ALL, DUE, LATE, LONG, A, B, Make, ask, asked_on, draw, late, on, out, pressed, red, remind, stated, yellowed,
)
from tests.cast import Cast


@pytest.mark.parametrize(("level", "make", "reasons", "refused"), [
    (B, asked_on(LATE), (), None),
    (B, lambda cast: late(cast), (), "slip_reason_some"),
    (B, lambda cast: late(cast), ("some",), None),
    (B, asked_on(date(2026, 3, 3), very=True), (), None),                   # serious is on record: no reason is wanted
    (B, lambda cast: late(cast, day=DUE), ("some",), "slip_not_overdue"),
    (B, pressed, (), "slip_not_overdue"),
    (B, lambda cast: cast.replied(), ("some",), "slip_not_now"),
    (B, lambda cast: cast.accepted(), ("some",), "slip_not_now"),
    (B, yellowed(LATE), ("some",), "slip_runs"),
    (B, yellowed(date(2026, 3, 18)), ("some",), None),                      # the first one's limit passed: a second may follow
    (A, lambda cast: late(cast, day=LONG), ("yellow", "serious"), "slip_no_yellow"),
    (A, lambda cast: late(cast, day=LONG, danger=True), (), "slip_reason_yellow"),
    (A, lambda cast: late(cast, day=LONG, danger=True), ("yellow",), None),
    (A, lambda cast: late(cast, day=LATE, danger=True), ("yellow",), "slip_reason_long"),
    (A, lambda cast: late(cast, day=LONG, urgent=True), ("serious",), "slip_reason_yellow"),
    (A, lambda cast: late(cast, day=LONG, urgent=True), ("yellow", "serious"), None),   # urgent matter with written reason
    (A, yellowed(LONG), (), "slip_reason_serious"),
    (A, yellowed(LONG), ("serious",), None),
    (A, stated(yellowed(LONG)), (), None),
    (A, stated(yellowed(date(2026, 3, 17))), (), "slip_reason_long"),       # the yellow slip's last day
    (A, stated(yellowed(date(2026, 3, 18))), (), None),
    (A, stated(yellowed(date(2026, 3, 17))), ("long",), None),
    (A, lambda cast: red(cast)[0], ("serious", "long"), "slip_runs"),
])
def test_hb64_hb66_each_guard_of_a_level(cast: Cast, level: Level, make: Make, reasons: tuple[str, ...], refused: str | None) -> None:
    """A missing fact wants its own written reason; what no reason can stand for is refused (rules.md §12 no. 7)."""
    case = make(cast)
    given = {name: ALL[name] for name in reasons}
    if refused:
        before = len(slip.of_case(case))
        with pytest.raises(Refused, match=refused):
            draw(cast, case, level, given)
        assert len(slip.of_case(case)) == before
        return
    state = case.state
    row = draw(cast, case, level, given)
    assert (row.standing, row.number, row.reasons, case.state) == (Standing.WAITING, "", given, state)


def test_a_slip_goes_out_countersigned_with_number_and_new_day_and_the_original_stays(cast: Cast) -> None:
    """HB-64, practice.md §3.2: five working days; the visitor's clock and the first due day do not move."""
    case = late(cast)
    ask(cast, case)
    before, moment = (case.next_on, case.next_clock, case.state), clock.now()
    row = out(cast, case, B, {})
    assert (row.number, row.demand, row.overdue_days, row.facts) == (
        "督黄〔2026〕1号", "请在限期内办结并答复。", 1, [{"sign": "asked", "count": 1, "days": ["2026-03-10"]}])
    assert row.due and row.acknowledge_due and row.explain_due is None
    assert (row.due.due_on, row.acknowledge_due.due_on, row.countersigned_at) == (date(2026, 3, 17), date(2026, 3, 11), moment)
    assert (case.next_on, case.next_clock, case.state) == before and row.countersigned_by_id == cast.person("director").id
    told = timeline.story(case, for_visitor=True)[-1]
    assert (told.act, told.facts["slip"], told.facts["new_due"], told.text) == ("slip.send_yellow", row.number, "2026-03-17", "")


def test_a_red_slip_asks_the_head_to_explain_in_three_days(cast: Cast) -> None:
    _, row = red(cast)
    assert row.due and row.explain_due
    assert (row.number, row.due.due_on, row.explain_due.due_on) == ("督红〔2026〕1号", date(2026, 3, 30), date(2026, 3, 26))


@pytest.mark.parametrize(("level", "may"), [(B, ("director", "office")), (A, ("office",))])
def test_who_draws_up_and_who_countersigns(cast: Cast, level: Level, may: tuple[str, ...]) -> None:
    """HB-64, HB-66: the case's representative; the station, or the office where it has nobody, for yellow, the office for red."""
    case = late(cast, danger=True)
    others = ["rep-2", "rep-s02", "liaison", "director", "office", "officer", "head", "member", "clerk", "admin", "steering"]
    for by in others:
        with pytest.raises(NotAllowed):
            draw(cast, case, level, ALL, by)
    row = draw(cast, case, level, ALL)
    for by in {"rep", "rep-2", "liaison", "director", "director-s02", "office", "officer", "head", "steering"} - set(may):
        with pytest.raises(Refused), unit_of_work():
            issuing.countersign(case, row, by=cast.actor(by))
        assert row.standing is Standing.WAITING
    with unit_of_work():
        issuing.countersign(case, row, by=cast.actor(may[0]))
    assert row.standing is Standing.OUT


def test_one_who_is_both_does_not_countersign_their_own(cast: Cast) -> None:
    case = late(cast)
    with unit_of_work():
        person.grant(cast.person("rep"), Role.DIRECTOR, clock.today(), station_id=cast.station().id)
    row = draw(cast, case, B, ALL)
    with pytest.raises(Refused, match="slip_own"), unit_of_work():
        issuing.countersign(case, row, by=cast.actor("rep"))


def test_declined_or_withdrawn_stays_to_be_seen_and_uses_no_number(cast: Cast) -> None:
    """Numbers are gapless per station and year; withdrawing needs a reason and stays visible (§13)."""
    case = late(cast)
    first = draw(cast, case, B, ALL)
    with unit_of_work():
        issuing.decline(case, first, reason="先打个电话。", by=cast.actor("director"))
    second = out(cast, case, B)
    with pytest.raises(Refused, match="reason_needed"), unit_of_work():
        slip.withdraw(case, second, reason=" ", by=cast.actor("rep"))
    with unit_of_work():
        slip.withdraw(case, second, reason="单位已说明情况。", by=cast.actor("rep"))
    assert second.due and second.due.ended_at == clock.now()
    third = out(cast, case, B)
    assert [(row.standing, row.number) for row in slip.of_case(case)] == [
        (Standing.DECLINED, ""), (Standing.WITHDRAWN, "督黄〔2026〕1号"), (Standing.OUT, "督黄〔2026〕2号")]
    told = [(event.act, event.text) for event in timeline.story(case, for_visitor=True) if event.act.startswith("slip.")]
    assert told == [("slip.send_yellow", ""), ("slip.withdraw", "单位已说明情况。"), ("slip.send_yellow", "")]
    for again in (first, second):
        with pytest.raises(Moved), unit_of_work():
            slip.withdraw(case, again, reason="再来", by=cast.actor("rep"))
    with pytest.raises(Moved), unit_of_work():
        issuing.countersign(case, third, by=cast.actor("director"))


def test_a_number_is_written_in_the_script_of_the_network_that_issued_it_and_stays_so(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """督黃〔2026〕1號 in a network that writes Traditional; one series, and no paper that is out changes its number."""
    case = late(cast)
    monkeypatch.setitem(app.config, "DEFAULT_LOCALE", "zh_Hant")
    first = out(cast, case, B)
    with unit_of_work():
        slip.withdraw(case, first, reason="單位已說明情況。", by=cast.actor("rep"))
    monkeypatch.setitem(app.config, "DEFAULT_LOCALE", "en")
    out(cast, case, B)
    db.session.expire_all()
    assert [row.number for row in slip.of_case(case)] == ["督黃〔2026〕1號", "督黄〔2026〕2号"]
    told = [event.facts["slip"] for event in timeline.story(case) if event.act == "slip.send_yellow"]
    assert told == ["督黃〔2026〕1號", "督黄〔2026〕2号"] and invariants.broken() == []


def test_numbers_run_by_station_colour_and_year(cast: Cast) -> None:
    below = cast.register("S02").case
    case, row = red(cast)
    assert below.station_id != case.station_id and row.number == "督红〔2026〕1号"
    clock.freeze(clock.at_local(date(2027, 1, 12), 9))
    case = cast.handling()
    clock.freeze(clock.now() + timedelta(days=30))
    assert out(cast, case, B).number == "督黄〔2027〕1号"


def test_a_reply_answers_the_slips_and_another_unit_is_not_bound_by_them(cast: Cast) -> None:
    case, row = red(cast)
    cast.reply(case)
    assert case.state is State.REPLIED and {each.answered_at for each in slip.of_case(case)} == {clock.now()}
    assert row.standing is Standing.OUT and not row.is_late(date(2027, 1, 1)) and row.explain_due and row.explain_due.ended_at is None
    assert ladder.level_of(case) is A


def test_a_reply_that_is_sent_back_answers_no_slip(cast: Cast) -> None:
    """HB-64, HB-66: an empty reply does not stop a yellow slip; its day passes, the public reads it, and a red one may follow. What
    was answered and passed on in an earlier round stays answered."""
    case = late(cast)
    row = out(cast, case, B)
    on(LATE, 11)
    cast.reply(case)
    with unit_of_work():
        reply.send_back(case, reason="没有回答问题。", by=cast.actor("rep"))
    on(date(2026, 3, 18))
    (told,) = trace.of_case(case).slips
    assert row.is_late(clock.today()) and told.is_late(clock.today()) and "answered" not in told.days
    ask(cast, case, very=True)
    assert [each.why for each in ladder.suggestions(case, cast.actor("rep"))][:1] == [Why.YELLOW_PASSED]
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    answered = row.answered_at
    on(LONG)
    cast.reply(case)
    with unit_of_work():
        reply.send_back(case, reason="还是没有回答问题。", by=cast.actor("rep"))
    assert answered is not None and row.answered_at == answered and row.due and row.due.ended_at == answered


@pytest.mark.parametrize(("by", "whose", "refused"), [
    ("rep", None, None), ("liaison", "rep", None), ("liaison", "rep-2", None), ("liaison", None, "instruction_needed"),
    ("liaison", "officer", "instruction_needed"), ("rep-2", None, "not_allowed"), ("officer", None, "not_allowed"),
    ("director", "rep", "not_allowed"), ("clerk", "rep", "not_allowed")])
def test_hb62_who_reminds(cast: Cast, by: str, whose: str | None, refused: str | None) -> None:
    """The case's representative, or the liaison on the word of one who is named."""
    case = cast.handling()
    given = {"instructed_by_id": cast.person(whose).id if whose else None}
    if refused:
        with pytest.raises(Refused) as no:
            remind(cast, case, by, **given)
        assert no.value.key == f"refusal.{refused}" or (refused == "not_allowed" and isinstance(no.value, Refused))
        assert reminder.of_case(case) == []
        return
    row = remind(cast, case, by, date(2026, 3, 6), **given)
    assert (row.instructed_by_id, row.given_by_id) == (cast.person(whose or by).id, cast.person(by).id)
    told = timeline.story(case, for_visitor=True)[-1]
    assert (told.act, told.text, ladder.level_of(case), case.state) == ("reminder.give", "", Level.C, State.HANDLING)


@pytest.mark.parametrize(("more", "refused"), [
    ({"said": " "}, "said_needed"), ({"spoke_to": ""}, "spoke_to_needed"), ({"promised_on": date(2026, 3, 1)}, "promise_past"),
    ({"spoke_to": "", "way": RemindBy.VISIT}, None)])
def test_hb62_what_a_reminder_says(cast: Cast, more: dict[str, object], refused: str | None) -> None:
    case = cast.handling()
    if refused is None:
        assert remind(cast, case, **more).spoke_to == ""  # type: ignore[arg-type]
        return
    with pytest.raises(Refused, match=refused):
        remind(cast, case, **more)  # type: ignore[arg-type]
    with pytest.raises(Moved, match="remind_not_now"):
        remind(cast, cast.replied())
