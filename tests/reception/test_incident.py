"""Unreasonable demands, abuse of staff: a note apart from every case, two persons for the rest of the day, no black list (§9, row 21)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import jobs
from portal.cases import timeline
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import incident
from portal.reception.incident import Incident
from tests.cast import NOW, Cast

WHAT = "要求站里当场答应赔钱，拍桌子，骂人；解释后离开。"


def note(cast: Cast, login: str = "liaison", what: str = WHAT, by_two: bool = True, station: str = "S01", **more: object) -> Incident:
    with unit_of_work():
        return incident.note(cast.station(station), what=what, present=[cast.person("clerk").id] if station == "S01" else [], by_two=by_two,
                             by=cast.actor(login), **more)  # type: ignore[arg-type]


def read(cast: Cast) -> set[str]:
    """Who can read a note."""
    return {login for login in ("liaison", "clerk", "rep", "member", "volunteer", "director", "director-s02", "liaison-s02", "office", "admin",
                                "steering", "officer", "head") if incident.readable(cast.actor(login))}


def test_row_21_its_writer_and_the_director_of_the_station_read_it_and_nobody_else(cast: Cast) -> None:
    row = note(cast, "clerk")
    assert (row.what, row.present, row.happened_at, row.by_two) == (WHAT, [cast.person("clerk").id], NOW, True)
    assert read(cast) == {"clerk", "director"}
    below = note(cast, "liaison-s02", station="S02")
    assert incident.readable(cast.actor("director-s02")) == [below] and below not in incident.readable(cast.actor("director"))


@pytest.mark.parametrize("login", ["director", "rep", "office", "volunteer", "liaison-s02", "officer"])
def test_row_21_only_who_receives_at_the_station_writes_one(cast: Cast, login: str) -> None:
    with pytest.raises(NotAllowed):
        note(cast, login)


def test_row_21_no_way_leads_from_it_to_a_visitor_or_a_case(cast: Cast) -> None:
    """No black list: its columns point to the station and the writer, nothing of it stands in a story, and the same visitor again is new."""
    case = cast.register().case
    before = len(timeline.story(case))
    note(cast)
    points = {key.column.table.name for column in Incident.__table__.columns for key in column.foreign_keys}
    pointed = {table.name for table in db.metadata.sorted_tables for column in table.columns for key in column.foreign_keys
               if key.column.table.name == "incident"}
    assert (points, pointed) == ({"station", "person"}, set())
    again = cast.register().case
    assert len(timeline.story(case)) == before and [event.facts for event in timeline.story(again)] == [{"channel": "kiosk", "heads": 1}]


@pytest.mark.parametrize("what", ["王先生拍了桌子。", "电话12000000017的那位又来了。", "住3栋501室。", "就是 S01-26-0042 那件事。", "s01-26-42"])
def test_row_21_what_would_tell_who_it_was_is_refused(cast: Cast, what: str) -> None:
    with pytest.raises(Refused, match="incident_names"):
        note(cast, what=what)


@pytest.mark.parametrize(("change", "key"), [
    ({"what": "  "}, "incident_needed"), ({"happened_at": NOW + timedelta(minutes=1)}, "happened_later")])
def test_row_21_a_note_says_something_that_has_happened(cast: Cast, change: dict[str, object], key: str) -> None:
    with pytest.raises(Refused, match=key):
        note(cast, **change)  # type: ignore[arg-type]


def test_row_21_present_are_people_of_the_station(cast: Cast) -> None:
    with pytest.raises(Refused, match="incident_present"), unit_of_work():
        incident.note(cast.station(), what=WHAT, present=[cast.person("liaison-s02").id], by_two=False, by=cast.actor("liaison"))


def test_row_21_two_persons_receive_for_that_day_at_that_station_alone(cast: Cast) -> None:
    here, below, today = cast.station().id, cast.station("S02").id, clock.today()
    note(cast, by_two=False)
    assert not incident.by_two(here, today)
    note(cast, what="又骂了一次。")
    assert incident.by_two(here, today) and not incident.by_two(below, today) and not incident.by_two(here, today + timedelta(days=1))


def test_row_21_sent_twice_it_is_one_note(cast: Cast) -> None:
    first = note(cast)
    assert note(cast).id == first.id and len(list(db.session.scalars(select(Incident)))) == 1
    clock.freeze(NOW + timedelta(days=1))
    assert note(cast).id != first.id


def test_row_21_after_half_a_year_the_clock_deletes_it(app: Flask, cast: Cast) -> None:
    note(cast)
    clock.freeze(NOW + incident.KEPT)
    with unit_of_work():
        assert incident.forget_old(by=actor.system(clock.now())) == 0
    clock.freeze(NOW + incident.KEPT + timedelta(days=1))
    jobs.sweep(app)
    assert list(db.session.scalars(select(Incident))) == []


def test_bm_r7_that_somebody_was_received_in_a_room_apart_is_a_fact_of_the_visit(cast: Cast) -> None:
    case = cast.register(private_room=True).case
    assert timeline.story(case)[0].facts == {"channel": "kiosk", "heads": 1, "private_room": True}


def test_row_21_that_two_received_is_a_fact_of_the_registered_visit(cast: Cast) -> None:
    case = cast.register(by_two=True).case
    assert timeline.story(case)[0].facts == {"channel": "kiosk", "heads": 1, "by_two": True}
