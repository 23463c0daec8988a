"""The look-again date: a promised day passes and nobody knows whether it was kept, so the clock takes the matter up again (T26b)."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import jobs
from portal.cases import care, deadline, follow_up, invariants, policy, timeline
from portal.cases.case import Case, Outcome, PublicState, State
from portal.cases.delivery import Way
from portal.cases.policy import Wanted
from portal.cases.rating import Result, Solved
from portal.cases.timeline import Event
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES, speaker
from portal.kiosk import matter
from portal.network import actor
from portal.network.person import Person
from portal.network.role import Role
from portal.notices import wish
from portal.notices.notice import Kind, Notice
from tests.cast import Cast
from tests.judge import client_of
from tests.together import in_processes
from tests.web.office.stage import Stage
from tests.web.public.told import look

PROMISED = date(2026, 3, 20)  # a Friday
LAST = date(2026, 3, 27)      # five working days later, the last day somebody may look
OVER = date(2026, 3, 28)
SAID = {"way": Way.PHONE, "reached": True, "told": True, "understood": True}


def on(day: date) -> None:
    clock.freeze(clock.at_local(day, 10))


def anew(case: Case) -> Case:
    """What other sessions made of it."""
    db.session.rollback()
    return db.session.get_one(Case, case.id, populate_existing=True)


@pytest.fixture
def promised(cast: Cast) -> Case:
    return cast.promised(PROMISED)


def due(case: Case, name: str) -> tuple[date, date] | None:
    row = deadline.running(case, name)
    return (row.started_on, row.due_on) if row else None


def test_t26b_the_promised_day_passes_unseen_and_the_clock_takes_it_up_again_once(app: Flask, cast: Cast, promised: Case) -> None:
    assert due(promised, "look_again") == (PROMISED, LAST) and due(promised, "follow_up") == (date(2026, 3, 2), PROMISED)
    for day in (PROMISED, LAST):
        on(day)
        jobs.sweep(app)
        assert anew(promised).state is State.CLOSED, day
    on(OVER)
    assert [jobs.sweep(app), jobs.sweep(app)] == [1, 0]
    case = anew(promised)
    assert (case.state, case.round, case.next_clock, case.next_on) == (State.HANDLING, 2, "rehandle", date(2026, 4, 13))
    assert (case.claim, case.outcome, case.public_state, case.closed_at) == (None, None, PublicState.NONE, None)
    assert due(case, "ceiling") == (date(2026, 3, 2), date(2026, 5, 1)), "the visitor waits since the first word"
    assert due(case, "look_again") is None and due(case, "follow_up") is None
    event = timeline.story(case)[-1]
    assert (event.move, event.role, event.person_id, event.facts, event.for_visitor) == (
        "T26b", Role.SYSTEM, None, {"planned_on": "2026-03-20"}, True)
    told = select(Person.login).join(Notice, Notice.person_id == Person.id).where(Notice.kind == Kind.LOOK_AGAIN)
    assert set(db.session.scalars(told)) == {"officer", "head", "rep", "liaison"}
    cast.reply(case)
    assert (case.state, invariants.broken()) == (State.REPLIED, [])


def test_whoever_wished_to_hear_hears_that_there_is_news(app: Flask, cast: Cast) -> None:
    """HB-52: the visitor is told of the clock's step as of any other."""
    case = cast.handling()
    with unit_of_work():
        wish.hear(case, way=wish.Way.MAIL, address="a@b.example", locale="en", agreed=True, by=cast.visitor(case))
    cast.reply(case, "按计划更换。", Outcome.PLANNED, planned_on=PROMISED)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.FAIRLY, Solved.CANNOT_TELL)
    news = select(func.count()).select_from(Notice).where(Notice.person_id.is_(None))
    before = db.session.scalar(news) or 0
    on(OVER)
    jobs.sweep(app)
    anew(case)
    assert db.session.scalar(news) == before + 1


def test_only_the_clock_moves_so_and_only_when_the_time_is_over(cast: Cast, promised: Case) -> None:
    on(LAST)
    with pytest.raises(Refused, match="look_again_not_due"), unit_of_work():
        care.look_again(promised, by=actor.system(clock.now()))
    on(OVER)
    for login in ("liaison", "director", "rep", "office", "officer"):
        with pytest.raises(NotAllowed), unit_of_work():
            care.look_again(promised, by=cast.actor(login))
    with pytest.raises(NotAllowed), unit_of_work():
        care.reopen(promised, reason="又坏了", by=actor.system(clock.now()))
    assert promised.state is State.CLOSED and invariants.broken() == []


@pytest.mark.parametrize(("day", "visit", "visit_stays", "stays"), [
    (PROMISED, SAID | {"solved": Solved.YES}, False, False),
    (PROMISED, SAID | {"solved": Solved.NO}, False, False),
    (date(2026, 3, 10), SAID | {"solved": Solved.YES}, False, False),
    (date(2026, 3, 10), SAID | {"solved": Solved.CANNOT_TELL}, True, True),
    (LAST, {"way": Way.PHONE, "reached": False}, True, True),
    (LAST, True, True, False), (LAST, False, True, True)])
def test_only_a_word_or_a_look_that_it_was_kept_ends_it(app: Flask, cast: Cast, promised: Case, day: date, visit: object, visit_stays: bool,
                                                        stays: bool) -> None:
    """Nobody reached, a visit before the day that finds it undone, and an inspection that finds it broken prove nothing."""
    on(day)
    with unit_of_work():
        if isinstance(visit, dict):
            follow_up.ask(promised, by=cast.actor("liaison"), **visit)
        else:
            follow_up.inspect(promised, holds=bool(visit), note="去看了。", by=cast.actor("liaison"))
    assert (due(promised, "follow_up") is not None, due(promised, "look_again") is not None) == (visit_stays, stays)
    on(OVER)
    assert jobs.sweep(app) == stays
    assert anew(promised).state is (State.HANDLING if stays else State.CLOSED) and invariants.broken() == []


def test_a_visit_that_takes_it_up_again_leaves_nothing_to_the_clock(app: Flask, cast: Cast, promised: Case) -> None:
    on(PROMISED)
    with unit_of_work():
        follow_up.inspect(promised, holds=False, note="没有换。", again=True, by=cast.actor("liaison"))
    on(OVER)
    assert jobs.sweep(app) == 0 and [event.move for event in timeline.story(anew(promised))].count("T26b") == 0


@pytest.mark.parametrize(("solved", "since"), [(Solved.YES, None), (Solved.CANNOT_TELL, date(2026, 5, 9))])
def test_a_day_that_had_passed_at_closing_is_looked_at_after_the_visit_unless_the_visitor_knows(cast: Cast, solved: Solved,
                                                                                               since: date | None) -> None:
    case = cast.handling()
    cast.reply(case, "按计划更换。", Outcome.PLANNED, planned_on=PROMISED)
    cast.pass_on(case)
    cast.tell(case)
    on(date(2026, 4, 9))
    cast.rate(case, Result.FAIRLY, solved)
    found = deadline.running(case, "look_again")
    assert (found.started_on if found else None) == since and due(case, "follow_up") == (date(2026, 4, 9), date(2026, 5, 9))


def test_hb68_how_long_is_a_limit_of_the_policy_like_any_other(cast: Cast) -> None:
    with unit_of_work():
        policy.add({"look_again": Wanted(2, 0)}, base="v1", from_on=date(2026, 3, 3), reason="早一点。", by=cast.actor("office"))
    on(date(2026, 3, 3))
    assert due(cast.promised(PROMISED), "look_again") == (PROMISED, date(2026, 3, 24))


@pytest.mark.parametrize("login", [None, "director"])
def test_yt18_an_account_closed_meanwhile_owns_nothing_that_is_open(cast: Cast, promised: Case, login: str | None) -> None:
    """Taken up by the clock (T26b) or by a person (T26): the owner is somebody who is there, and the story tells both."""
    with unit_of_work():
        cast.person("liaison").active = False
    on(OVER)
    with unit_of_work():
        if login:
            care.reopen(promised, reason="没有换。", by=cast.actor(login))
        else:
            care.look_again(promised, by=actor.system(clock.now()))
    gone, heir = cast.person("liaison").id, cast.person("director").id
    assert (promised.owner_id, timeline.story(promised)[-1].facts["owner_id"]) == (heir, [gone, heir]) and invariants.broken() == []


def test_r14_two_processes_take_each_up_once(empty_app: Flask) -> None:
    with empty_app.app_context():
        cast = Cast()
        for _ in range(6):
            cast.promised(PROMISED)
        on(OVER)
        db.session.remove()
        db.engine.dispose()
    done = in_processes(empty_app, 2, lambda: sum(jobs.run(job) for job in jobs.jobs(clock.today())))
    with empty_app.app_context():
        assert sum(done) == 6, done
        assert db.session.scalar(select(func.count()).select_from(Event).where(Event.move == "T26b")) == 6
        assert set(db.session.execute(select(Case.state, Case.round))) == {(State.HANDLING, 2)} and invariants.broken() == []


def not_now(cast: Cast, case: Case) -> None:
    """Not possible now, with a day on which the unit looks at it again."""
    cast.reply(case, "该处不是市政道路，暂不能安装；产权移交后可以办。", Outcome.EXPLAINED, planned_on=PROMISED)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.FAIRLY, Solved.CANNOT_TELL)


def test_ct_23_what_is_not_possible_now_is_looked_at_again_on_the_day_that_was_named(empty_app: Flask) -> None:
    """Explained, with an optional day: it is taken up again as a promised one is, and everybody reads why in their language."""
    stage, visitor, key = Stage(empty_app), client_of(empty_app), codes.new_key()
    number = stage.case("handling", key=key)
    stage.do(number, not_now)
    assert stage.ask(number, lambda case: (case.outcome, due(case, "look_again"), due(case, "follow_up"))) == (
        Outcome.EXPLAINED, (PROMISED, LAST), (date(2026, 3, 2), PROMISED))
    look(visitor, number, stage.ask(number, lambda case: codes.group(codes.derive_code(key))))
    for locale in LOCALES:
        say = speaker(locale)
        assert say("common.reply.look_again", date=say.date(PROMISED), year=2026) in visitor.get_page(f"/track/case?lang={locale}").words()
        assert say("office.case.look_day") in stage.browser("liaison").get_page(f"/office/cases/{number}?lang={locale}").words()
    on(OVER)
    jobs.sweep(empty_app)
    assert stage.ask(number, lambda case: (case.state, case.round)) == (State.HANDLING, 2)
    look(visitor, number, stage.ask(number, lambda case: codes.group(codes.derive_code(key))))
    for locale in LOCALES:
        say = speaker(locale)
        why = say("office.case.look_day_unseen", date=say.date(PROMISED))
        assert why in stage.browser("officer").get_page(f"/office/cases/{number}?lang={locale}").words()
        assert say("public.story.T26b_look", date=say.date(PROMISED)) in visitor.get_page(f"/track/case?lang={locale}").words()


def test_everybody_reads_why_it_is_handled_again_in_their_language(empty_app: Flask) -> None:
    stage, visitor, key = Stage(empty_app), client_of(empty_app), codes.new_key()
    number = stage.case("promised", day=PROMISED, key=key)
    on(OVER)
    jobs.sweep(empty_app)
    look(visitor, number, stage.ask(number, lambda case: codes.group(codes.derive_code(key))))
    for locale in LOCALES:
        say = speaker(locale)
        why, file = say("office.case.promise_unseen", date=say.date(PROMISED)), f"/office/cases/{number}?lang={locale}"
        assert say("common.act.case.look_again") in stage.browser("liaison").get_page(file).words()
        assert all(why in stage.browser(login).get_page(file).words() for login in ("liaison", "officer"))
        assert say("public.story.T26b", date=say.date(PROMISED)) in visitor.get_page(f"/track/case?lang={locale}").words()
        told = stage.ask(number, lambda case, say=say: [line["title"] for line in matter.shown(case, say).story])
        assert say("kiosk.event.case.look_again") in told
