"""A call for a person: rung once, answered by those of the station, over by itself, about no matter (practice.md §10)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import jobs
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import help_call
from portal.reception.help_call import HelpCall, Scene
from tests.cast import NOW, Cast
from tests.together import at_once

VISIT = "a" * 32


def ring(cast: Cast, visit: str = VISIT, station: str = "S01", place: str = "大厅一号") -> HelpCall:
    with unit_of_work():
        here = cast.station(station)
        return help_call.ring(station=here, visit=visit, scene=Scene.TELL, place=place, by=actor.kiosk(here.id, clock.now()))


def answer(cast: Cast, call: HelpCall, login: str = "liaison") -> HelpCall:
    with unit_of_work():
        by = cast.actor(login)
        return help_call.answer(help_call.at_desk(call.id, by), by=by)


def give_up(cast: Cast, visit: str = VISIT) -> None:
    with unit_of_work():
        help_call.give_up(visit=visit, by=actor.kiosk(cast.station().id, clock.now()))


def rows() -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(HelpCall)) or 0)


def test_a_second_touch_and_a_repeat_ring_once(cast: Cast) -> None:
    first, again = ring(cast), ring(cast, place="elsewhere")
    assert (first.id, first.place, rows()) == (again.id, "大厅一号", 1)
    assert ring(cast, "b" * 32).id != first.id


def test_touches_at_the_same_moment_ring_once(empty_app: Flask) -> None:
    came = at_once(empty_app, [lambda: ring(Cast()).id] * 6)
    with empty_app.app_context():
        assert (len(set(came)), rows()) == (1, 1), came


def test_the_database_itself_holds_one_open_call_of_a_visit(cast: Cast) -> None:
    call = ring(cast)
    with pytest.raises(Moved), unit_of_work():
        db.session.add(HelpCall(visit=VISIT, station_id=call.station_id, scene=Scene.HOME, called_at=NOW))


def test_whoever_gave_up_may_call_again(cast: Cast) -> None:
    first = ring(cast)
    give_up(cast)
    assert help_call.of_visit(VISIT, NOW) is None
    assert ring(cast).id != first.id
    give_up(cast, "nobody of that word")
    assert help_call.of_visit(VISIT, NOW) is not None


@pytest.mark.parametrize("login", ["liaison", "clerk", "director", "volunteer"])
def test_these_of_the_station_answer(cast: Cast, login: str) -> None:
    call = ring(cast)
    assert [each.id for each in help_call.waiting(cast.actor(login))] == [call.id]
    answer(cast, call, login)
    assert (call.answered_at, call.answered_by_id) == (NOW, cast.person(login).id)
    assert help_call.waiting(cast.actor(login)) == []


@pytest.mark.parametrize("login", ["rep", "member", "officer", "head", "office", "admin", "steering", "liaison-s02",
                                   "director-s02"])
def test_nobody_else_sees_or_answers(cast: Cast, login: str) -> None:
    call = ring(cast)
    assert help_call.waiting(cast.actor(login)) == []
    with pytest.raises(Missing):
        answer(cast, call, login)
    with pytest.raises(NotAllowed):
        help_call.answer(call, by=cast.actor(login))


def test_the_first_answer_stands(cast: Cast) -> None:
    call = ring(cast)
    answer(cast, call)
    clock.freeze(NOW + timedelta(minutes=1))
    answer(cast, call, "clerk")
    assert (call.answered_at, call.answered_by_id) == (NOW, cast.person("liaison").id)


def test_a_call_that_is_over_is_answered_by_nobody(cast: Cast) -> None:
    call = ring(cast)
    give_up(cast)
    with pytest.raises(Moved):
        answer(cast, call)


def test_a_kiosk_rings_at_its_own_station_only(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        help_call.ring(station=cast.station("S02"), visit=VISIT, scene=Scene.HOME, by=actor.kiosk(cast.station().id, NOW))
    with pytest.raises(NotAllowed):
        help_call.ring(station=cast.station(), visit=VISIT, scene=Scene.HOME, by=actor.public(NOW))


def test_the_longest_wait_stands_first(cast: Cast) -> None:
    late = ring(cast, "b" * 32)
    clock.freeze(NOW + timedelta(minutes=3))
    ring(cast, "c" * 32)
    assert [call.id for call in help_call.waiting(cast.actor("liaison"))][0] == late.id


def test_an_old_call_is_over_and_the_sweep_ends_it_once(empty_app: Flask) -> None:
    with empty_app.app_context():
        cast = Cast()
        call_id = ring(cast).id
        clock.freeze(NOW + help_call.LASTS)
        assert (help_call.waiting(cast.actor("liaison")), help_call.of_visit(VISIT, clock.now())) == ([], None)
    assert [jobs.sweep(empty_app), jobs.sweep(empty_app)] == [1, 0]
    with empty_app.app_context():
        assert db.session.get_one(HelpCall, call_id).ended_at == clock.now()


def test_a_call_after_an_old_one_that_nobody_swept_rings_anew(cast: Cast) -> None:
    old = ring(cast).id
    clock.freeze(NOW + help_call.LASTS)
    assert ring(cast).id != old


def test_a_call_holds_nothing_of_the_matter() -> None:
    assert {column.name for column in HelpCall.__table__.columns} == {
        "id", "visit", "station_id", "place", "scene", "called_at", "answered_at", "answered_by_id", "ended_at"}
