"""The first word: number, code, owner, representative and date in one transaction (T2, HB-48, YT-18, SD-22, R12, R36)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.cases import deadline, intake, timeline, tracking
from portal.cases.case import Case, Channel, State
from portal.cases.visitor import Identity, IdentityMode, Visitor, can_be_reached, mode_of, reveal
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network import person as people
from portal.network import station as stations
from portal.network.role import Role
from tests.cast import NOW, WORDS, Cast
from tests.together import at_once


def register(cast: Cast, by: actor.Actor, station: str = "S01", **more: object) -> Case:
    """Registered by somebody, without naming a representative."""
    with unit_of_work():
        return intake.register(cast.telling(**more), station=cast.station(station), key=codes.new_key(), by=by).case


def test_everything_stands_at_once(cast: Cast) -> None:
    made = cast.register()
    case = made.case
    assert (case.number, case.state, case.words, case.round) == ("S01-26-0001", State.REGISTERED, WORDS, 1)
    assert (case.owner_id, case.agent_id) == (cast.person("liaison").id, cast.person("rep").id)
    assert (case.policy, case.calendar, case.registered_at) == ("v1", "2026", NOW)
    assert {row.clock for row in deadline.of_case(case)} == {"accept", "ceiling"}
    (event,) = timeline.story(case)
    assert (event.move, event.role, event.happened_at, event.for_visitor) == ("T2", Role.KIOSK, NOW, True)
    assert tracking.by_code(case.number, made.code, source="x", by=actor.public(NOW)) is case
    assert tracking.by_token(made.token, source="x", by=actor.public(NOW)) is case


def test_numbers_run_by_station_and_local_year(cast: Cast) -> None:
    first = [cast.register().case.number, cast.register("S02").case.number, cast.register().case.number]
    clock.freeze(clock.at_local(clock.today().replace(month=12, day=31), 23, 59))
    last = cast.register().case.number
    clock.freeze(clock.now() + timedelta(minutes=1))
    assert [*first, last, cast.register().case.number] == ["S01-26-0001", "S02-26-0001", "S01-26-0002", "S01-26-0003",
                                                           "S01-27-0001"]


def test_eight_writers_number_without_a_gap(empty_app: Flask) -> None:
    def write() -> list[str]:
        numbers = []
        for _ in range(4):
            with unit_of_work():
                here = stations.by_code("S01")
                assert here is not None
                numbers.append(intake.register(intake.Telling(words="x", channel=Channel.KIOSK), station=here, key=codes.new_key(),
                                               by=actor.kiosk(here.id, NOW)).case.number)
        return numbers

    came = at_once(empty_app, [write] * 8)
    assert sorted(number for numbers in came for number in numbers) == [f"S01-26-{n:04d}"
                                                                        for n in range(1, 33)]  # type: ignore[attr-defined]


def test_a_refused_matter_costs_no_number(cast: Cast) -> None:
    for wrong in ({"words": " \n"}, {"heads": 0}, {"heads": 10000}, {"words": "x" * 2001}, {"words": "\n" * 60},
                  {"place": "x" * 201}):
        with pytest.raises(Refused):
            cast.register(**wrong)
    assert cast.register().case.number == "S01-26-0001"
    assert db.session.scalar(select(func.count()).select_from(Visitor)) == 1


@pytest.mark.parametrize("words", ["x" * 2000, "𠮷" * 2000, "\n".join(["行"] * 60), "<script>alert(1)</script>",
                                   "'; DROP TABLE \"case\"; --"])
def test_words_are_kept_to_the_letter(cast: Cast, words: str) -> None:
    number = cast.register(words=words).case.number
    db.session.expire_all()
    assert db.session.scalars(select(Case.words).where(Case.number == number)).one() == words


def test_only_the_matter_is_needed_r36(cast: Cast) -> None:
    case = cast.register(category=None, identity=Identity(), consent=intake.Consent()).case
    assert (mode_of(case), can_be_reached(case)) == (IdentityMode.ANONYMOUS, False)
    assert not (case.publish_result or case.publish_words or case.publish_rating or case.share_contact)


def test_who_stays_anonymous_leaves_nothing_behind(cast: Cast) -> None:
    case = cast.register(identity=Identity(IdentityMode.ANONYMOUS, "测某甲", "12000000017", "某路1号", "轮椅")).case
    row = db.session.get_one(Visitor, case.visitor_id)
    assert (row.name, row.phone, row.phone_tail, row.address, row.needs) == ("", "", "", "", "轮椅")


def test_who_asks_for_a_writer_is_written_down_once(cast: Cast) -> None:
    case = cast.register(words="", needs_writer=True).case
    with unit_of_work():
        intake.write_down(case, words="他说路灯坏了。", by=cast.actor("clerk"))
    assert (case.words, case.written_down_by_id) == ("他说路灯坏了。", cast.person("clerk").id)
    with pytest.raises(Refused, match="words_stand"), unit_of_work():
        intake.write_down(case, words="别的", by=cast.actor("clerk"))


@pytest.mark.parametrize(("station", "by", "owner"), [
    ("S01", None, "liaison"), ("S01", "liaison", "liaison"), ("S01", "clerk", "liaison"), ("S02", None, "liaison-s02"),
    ("S90", None, "liaison-s90")])
def test_exactly_one_owner_from_the_first_moment_yt18(cast: Cast, station: str, by: str | None, owner: str) -> None:
    who = cast.actor(by) if by else actor.kiosk(cast.station(station).id, NOW)
    assert register(cast, who, station).owner_id == cast.person(owner).id


def test_where_a_station_has_nobody_its_director_then_the_one_above_owns(cast: Cast) -> None:
    owners = []
    for gone in ("liaison-s02", "director-s02", "liaison", "director", "office", "admin"):
        with unit_of_work():
            cast.person(gone).active = False
        try:
            owner = register(cast, actor.kiosk(cast.station("S02").id, NOW), "S02").owner_id
            owners.append(db.session.get_one(people.Person, owner).login)
        except Refused as refusal:
            owners.append(refusal.key)
    assert owners == ["director-s02", "liaison", "director", "office", "admin", "refusal.nobody_owns"]


def test_the_receiving_representative_stands_for_it_else_in_turn(cast: Cast) -> None:
    assert register(cast, cast.actor("rep-2")).agent_id == cast.person("rep-2").id
    turn = {register(cast, actor.kiosk(cast.station().id, NOW)).agent_id for _ in range(4)}
    assert turn == {cast.person("rep").id, cast.person("rep-2").id}
    assert register(cast, actor.public(NOW), "S90").agent_id in turn


def test_hb35_who_knows_the_field_stands_for_it_in_turn_and_a_report_tells_nothing_by_its_class(cast: Cast) -> None:
    """Near first: who knows it at the station above is not asked while somebody receives here. A visitor may ask for another."""
    def agents(station: str = "S01", **more: object) -> set[str | None]:
        found = {register(cast, actor.kiosk(cast.station(station).id, NOW), station, **more).agent_id for _ in range(4)}
        return {db.session.get_one(people.Person, one).login for one in found if one}

    with unit_of_work():
        cast.person("rep-2").representative.field = "供水、物业"
        cast.person("rep-s02").representative.field = "Schools"
    assert agents(category="D1") == agents(category="A5") == {"rep-2"}, "供水排水 is spoken of, and 物业"
    assert agents(category="C1") == agents(category=None) == {"rep", "rep-2"}, "nobody's field"
    assert agents("S02", category="D1") == {"rep-s02"}
    with unit_of_work():
        cast.person("rep-2").representative.field = "作风与廉洁"
    assert agents(category="O1", kind=4) == {"rep", "rep-2"}
    assert cast.register(category="D1").case.agent_id == cast.person("rep").id, "whom the visitor asked for"


@pytest.mark.parametrize(("login", "station"), [("admin", "S01"), ("officer", "S01"), ("liaison", "S02"), ("director-s02", "S01"),
                                                ("steering", "S01")])
def test_who_may_not_register_there(cast: Cast, login: str, station: str) -> None:
    with pytest.raises(NotAllowed):
        register(cast, cast.actor(login), station)


@pytest.mark.parametrize("more", [{"kind": 4}, {"category": "O"}, {"category": "O2"}])
def test_a_report_about_officials_is_sealed_from_the_first_word(cast: Cast, more: dict[str, object]) -> None:
    case = cast.register(**more).case
    assert (case.kind, case.sealed) == (4, True)


def test_it_happened_before_it_was_entered(cast: Cast) -> None:
    earlier = NOW - timedelta(hours=5)
    with unit_of_work():
        case = intake.register(cast.telling(channel=Channel.HOME_VISIT), station=cast.station(), key=codes.new_key(),
                               happened_at=earlier,
                               by=cast.actor("liaison")).case
    (event,) = timeline.story(case)
    assert (event.happened_at, event.entered_at, case.registered_at) == (earlier, NOW, NOW)
    with pytest.raises(Refused, match="happened_later"), unit_of_work():
        intake.register(cast.telling(), station=cast.station(), key=codes.new_key(), happened_at=NOW + timedelta(seconds=1),
                        by=cast.actor("liaison"))


def test_every_look_at_an_identity_has_a_reason_and_is_recorded_r42(cast: Cast) -> None:
    case = cast.register().case
    with pytest.raises(Refused, match="reason_needed"), unit_of_work():
        reveal(case, reason=" ", by=cast.actor("liaison"))
    with unit_of_work():
        assert reveal(case, reason="回访", by=cast.actor("liaison")).name == "测某甲"
    assert [event.act for event in timeline.story(case)] == ["case.register", "identity.reveal"]
    for login in ("clerk", "officer", "steering", "office", "admin", "rep-2", "liaison-s02"):
        with pytest.raises(NotAllowed), unit_of_work():
            reveal(case, reason="好奇", by=cast.actor(login))
