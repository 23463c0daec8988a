"""Terminals and how they are paired: bound to one station, known by a token, revocable, heard or silent (K50, K53, K66)."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused, TooMany, WrongSecret
from portal.foundation.unit_of_work import unit_of_work
from portal.network import pairing, terminal
from portal.network.pairing import Pairing
from portal.network.terminal import Paper, Terminal
from tests.cast import NOW, Cast
from tests.together import at_once


def paired(cast: Cast, login: str = "liaison", station: str = "S01", place: str = "大厅") -> tuple[Terminal, str]:
    with unit_of_work():
        made = terminal.pair(cast.station(station), place=place, by=cast.actor(login))
        return made, terminal.mint(made)


def asked(at: object = NOW) -> tuple[str, str]:
    with unit_of_work():
        return pairing.ask(NOW if at is NOW else at)  # type: ignore[arg-type]


def confirmed(cast: Cast, code: str, login: str = "liaison", station: str = "S01") -> Terminal:
    with unit_of_work():
        return pairing.confirm(code, cast.station(station), place="大厅", keeper="护甲", keeper_phone="12000000009", by=cast.actor(login))


def beaten(made: Terminal, at: object = NOW, **more: object) -> None:
    said = {"version": "0.1.0", "paper": Paper.READY, "clock_skew": 0, "last_print_at": None, "at": at} | more
    with unit_of_work():
        terminal.beat(made, **said)  # type: ignore[arg-type]


def test_k50_a_terminal_belongs_to_one_station_and_is_known_by_its_token_only(cast: Cast) -> None:
    made, token = paired(cast)
    found = terminal.of_token(token)
    assert found is not None and found.id == made.id and found.station.code == "S01"
    assert terminal.of_token(token[:-1]) is None and terminal.of_token("") is None
    stored = repr(db.session.execute(text("SELECT * FROM terminal")).all())
    assert token not in stored


def test_k50_a_revoked_token_opens_nothing_at_once(cast: Cast) -> None:
    made, token = paired(cast)
    with unit_of_work():
        terminal.revoke(made, by=cast.actor("director"))
    assert terminal.of_token(token) is None and not made.in_service


@pytest.mark.parametrize("login", ["liaison-s02", "director-s02", "clerk", "rep", "admin", "office", "officer", "volunteer"])
def test_only_a_liaison_or_director_of_that_station_may_pair_or_revoke(cast: Cast, login: str) -> None:
    with pytest.raises(NotAllowed):
        paired(cast, login)
    made, token = paired(cast)
    with pytest.raises(NotAllowed), unit_of_work():
        terminal.revoke(made, by=cast.actor(login))
    with pytest.raises(Missing):
        terminal.one(made.id, cast.actor(login))
    assert terminal.of_token(token) is not None


def test_a_director_looks_after_the_stations_below_too(cast: Cast) -> None:
    here, _ = paired(cast)
    below, _ = paired(cast, "liaison-s02", "S02", "门口")
    assert [each.id for each in terminal.kept_by(cast.actor("director"))] == [here.id, below.id]
    assert [each.id for each in terminal.kept_by(cast.actor("liaison"))] == [here.id]
    assert terminal.kept_by(cast.actor("rep")) == []


def test_a_closed_station_has_no_terminal_in_service(cast: Cast) -> None:
    _, token = paired(cast)
    with unit_of_work():
        cast.station().closed = True
    assert terminal.of_token(token) is None
    with pytest.raises(Missing):
        paired(cast)


@pytest.mark.parametrize("measure", [0.0, 1.4, 21.0, float("nan"), float("inf"), -4.0])
def test_a_glass_nobody_builds_is_a_slip(cast: Cast, measure: float) -> None:
    with pytest.raises(Refused, match="terminal_measure"), unit_of_work():
        terminal.pair(cast.station(), place="大厅", px_per_mm=measure, by=cast.actor("liaison"))


def test_k53_three_minutes_without_a_heartbeat_are_silence(cast: Cast) -> None:
    made, _ = paired(cast)
    beaten(made)
    assert not made.is_silent(NOW + timedelta(minutes=3)) and terminal.silent(NOW + timedelta(minutes=3)) == []
    late = NOW + timedelta(minutes=3, seconds=1)
    assert made.is_silent(late) and [each.id for each in terminal.silent(late)] == [made.id]
    beaten(made, late)
    assert terminal.silent(late) == []


def test_k53_one_that_never_spoke_is_silent_and_a_revoked_one_is_not_missed(cast: Cast) -> None:
    made, _ = paired(cast)
    late = NOW + timedelta(minutes=4)
    assert [each.id for each in terminal.silent(late)] == [made.id]
    with unit_of_work():
        terminal.revoke(made, by=cast.actor("liaison"))
    assert terminal.silent(late) == []


def test_k53_a_heartbeat_tells_version_paper_and_last_print(cast: Cast) -> None:
    made, _ = paired(cast)
    beaten(made, version="9" * 50, paper=Paper.OUT, last_print_at=NOW - timedelta(hours=1))
    beaten(made, NOW + timedelta(minutes=1), version="1.2", paper=Paper.OUT, last_print_at=NOW - timedelta(hours=2))
    assert (made.version, made.paper, made.last_print_at) == ("1.2", Paper.OUT, NOW - timedelta(hours=1))
    beaten(made, NOW + timedelta(minutes=2), last_print_at=NOW + timedelta(days=1))
    assert made.last_print_at == NOW - timedelta(hours=1), "a terminal cannot print in the future"


def test_k52_a_terminal_that_beats_without_pause_is_told_to_wait(cast: Cast) -> None:
    made, _ = paired(cast)
    beaten(made)
    with pytest.raises(TooMany):
        beaten(made, NOW + timedelta(seconds=4))
    beaten(made, NOW + timedelta(seconds=5))
    assert made.seen_at == NOW + timedelta(seconds=5)


@pytest.mark.parametrize(("skew", "wrong"), [(0, False), (5, False), (-5, False), (6, True), (-3600, True), (10 ** 30, True)])
def test_k66_a_clock_more_than_five_seconds_off_is_wrong(cast: Cast, skew: int, wrong: bool) -> None:
    made, _ = paired(cast)
    beaten(made, clock_skew=skew)
    assert made.clock_is_wrong is wrong


def test_k50_a_code_on_the_screen_typed_in_the_office_gives_the_device_its_token_once(cast: Cast) -> None:
    code, secret = asked()
    assert re.fullmatch("[0-9]{6}", code) and pairing.waits(secret, NOW)
    made = confirmed(cast, f" {code[:3]} {code[3:]} ")
    with unit_of_work():
        got = pairing.collect(secret, NOW)
    assert got[0].id == made.id and terminal.of_token(got[1]) is not None
    assert (made.keeper, made.keeper_phone, made.paired_by_id) == ("护甲", "12000000009", cast.person("liaison").id)
    with pytest.raises(Missing), unit_of_work():
        pairing.collect(secret, NOW)
    assert db.session.scalar(select(Pairing)) is None


def test_neither_code_nor_secret_is_stored(cast: Cast) -> None:
    code, secret = asked()
    stored = repr(db.session.execute(text("SELECT code_hash, secret_hash FROM pairing")).all())
    assert code not in stored and secret not in stored


def test_a_code_lives_ten_minutes(cast: Cast) -> None:
    code, secret = asked(NOW - timedelta(minutes=10, seconds=1))
    with pytest.raises(WrongSecret):
        confirmed(cast, code)
    with pytest.raises(Missing):
        pairing.waits(secret, NOW)
    asked()
    assert len(db.session.scalars(select(Pairing)).all()) == 1, "what is over is swept away by the next"


def test_a_code_is_confirmed_once_and_only_for_ones_own_station(cast: Cast) -> None:
    code, _ = asked()
    with pytest.raises(NotAllowed):
        confirmed(cast, code, "liaison-s02")
    confirmed(cast, code)
    with pytest.raises(WrongSecret):
        confirmed(cast, code)


def test_wrong_codes_are_throttled(cast: Cast) -> None:
    from portal.foundation import throttle
    code, _ = asked()
    for _ in range(5):
        with pytest.raises(WrongSecret) as wrong:
            confirmed(cast, "000000" if code != "000000" else "111111")
        with unit_of_work():
            throttle.fail(wrong.value.subjects, NOW)
    with pytest.raises(TooMany):
        confirmed(cast, code)


def test_few_codes_are_alive_at_a_time(cast: Cast) -> None:
    for _ in range(pairing.MOST_WAITING):
        asked()
    with pytest.raises(TooMany):
        asked()


def test_a_terminal_revoked_before_it_fetched_its_token_gets_none(cast: Cast) -> None:
    code, secret = asked()
    made = confirmed(cast, code)
    with unit_of_work():
        terminal.revoke(made, by=cast.actor("liaison"))
    with pytest.raises(Missing), unit_of_work():
        pairing.collect(secret, NOW)


def test_two_who_confirm_at_once_make_one_terminal(app: Flask, cast: Cast) -> None:
    code, _ = asked()
    came = at_once(app, [lambda: confirmed(cast, code)] * 3)
    assert sum(isinstance(each, Terminal) for each in came) == 1, came
    db.session.rollback()
    assert len(db.session.scalars(select(Terminal)).all()) == 1


def test_k53_a_screen_that_says_nothing_for_three_minutes_is_dark_while_its_device_beats(cast: Cast) -> None:
    made, _ = paired(cast)
    with unit_of_work():
        terminal.shows(made, NOW)
    at = NOW + timedelta(minutes=3)
    beaten(made, at)
    assert not made.is_dark(at) and made.is_dark(at + timedelta(seconds=1))
    assert not made.is_dark(at + timedelta(minutes=4)), "a device that says nothing is silent as a whole"
    beaten(made, at + timedelta(minutes=4))
    made.screen_at = None
    assert not made.is_dark(at + timedelta(minutes=4)), "what never spoke is not missed"


def test_k53_what_the_screen_says_is_written_down_at_half_the_pace_at_most(cast: Cast) -> None:
    made, _ = paired(cast)
    assert terminal.may_show(made, NOW)
    with unit_of_work():
        terminal.shows(made, NOW)
    half = terminal.SHOWN_EVERY / 2
    assert not terminal.may_show(made, NOW + half - timedelta(seconds=1)) and terminal.may_show(made, NOW + half)
    assert terminal.may_show(made, NOW - timedelta(seconds=1)), "a clock that was set back stops nothing"
