"""The second step: each code opens once, the secret lies sealed, and who is asked for it (R54)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock, throttle, totp
from portal.foundation.database import db
from portal.foundation.refusal import Refused, TooMany
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places, second_step
from portal.network.role import Role
from portal.network.second_step import CODES, REQUIRED, RecoveryCode
from tests.cast import NOW, Cast

HALF = timedelta(seconds=30)


def shown(cast: Cast, login: str = "director", later: timedelta = timedelta()) -> str:
    """What their phone shows."""
    row = second_step.of(cast.person(login).id)
    known = second_step.secret(row) if row is not None else None
    assert known is not None
    return totp.code(known, totp.step_at(NOW + later))


def set_up(cast: Cast, login: str = "director") -> list[str]:
    with unit_of_work():
        second_step.begin(cast.person(login), NOW)
    with unit_of_work():
        return second_step.confirm(cast.person(login), shown(cast, login), NOW)


def passes(cast: Cast, typed: str, later: timedelta = timedelta(), login: str = "director") -> bool:
    with unit_of_work():
        return second_step.passes(cast.person(login), typed, NOW + later)


def test_it_counts_only_once_a_code_was_shown(cast: Cast) -> None:
    person = cast.person("director")
    with unit_of_work():
        second_step.begin(person, NOW)
    assert not second_step.stands(person.id) and not passes(cast, shown(cast))
    with pytest.raises(Refused, match="second_step_wrong"), unit_of_work():
        second_step.confirm(cast.person("director"), "000000" if shown(cast) != "000000" else "111111", NOW)
    with unit_of_work():
        assert len(second_step.confirm(cast.person("director"), shown(cast), NOW)) == CODES
    assert second_step.stands(person.id)
    with pytest.raises(Refused, match="second_step_stands"), unit_of_work():
        second_step.begin(cast.person("director"), NOW)


def test_a_code_opens_once_and_none_before_it(cast: Cast) -> None:
    """Replay: whoever read it over the shoulder comes too late, the one that set it up too."""
    set_up(cast)
    assert not passes(cast, shown(cast))
    later = shown(cast, later=HALF)
    assert passes(cast, f"{later[:3]} {later[3:]}", HALF) and not passes(cast, later, HALF) and not passes(cast, later, 2 * HALF)
    assert not passes(cast, shown(cast), HALF)


def test_ten_recovery_codes_open_once_each_and_new_ones_end_the_old(cast: Cast) -> None:
    codes = set_up(cast)
    assert len(set(codes)) == CODES and second_step.left(cast.person("director").id) == CODES
    for number, code in enumerate(codes[:3], 1):
        assert passes(cast, code.upper().replace("-", " ")) and not passes(cast, code)
        assert second_step.left(cast.person("director").id) == CODES - number
    with unit_of_work():
        fresh = second_step.renew(cast.person("director"), NOW)
    assert not passes(cast, codes[5]) and passes(cast, fresh[0])


def test_somebody_elses_code_opens_nothing(cast: Cast) -> None:
    codes = set_up(cast)
    set_up(cast, "office")
    assert not passes(cast, codes[0], login="office") and not passes(cast, shown(cast, "director", HALF), HALF, "office")


def test_a_copy_of_the_database_makes_no_codes(cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret is sealed with a key that lies elsewhere, to its person; codes are hashed. With another key recovery codes still open."""
    codes = set_up(cast)
    person = cast.person("director")
    row = second_step.of(person.id)
    assert row is not None and (known := second_step.secret(row)) is not None
    assert known.hex() not in row.sealed and totp.written(known).replace(" ", "") not in row.sealed
    assert not any(code in (kept.code_hash, kept.code_hash[:len(code)]) for code in codes for kept in db.session.query(RecoveryCode))
    sealed = row.sealed
    db.session.rollback()
    set_up(cast, "office")
    with unit_of_work():
        second_step.of(cast.person("office").id).sealed = sealed  # type: ignore[union-attr]
    assert second_step.secret(second_step.of(cast.person("office").id)) is None  # type: ignore[arg-type]
    late = shown(cast, later=HALF)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of the portal, as long as it must be")
    assert not passes(cast, late, HALF) and passes(cast, codes[0], HALF)


def test_guessing_from_many_places_is_slowed_and_shuts_nobody_out(cast: Cast) -> None:
    """Thirty wrong codes of a phone from as many sources, all with the right password: the phone waits, a recovery code does not, and
    the password itself, other people and other sources go on."""
    codes, person = set_up(cast), cast.person("director")
    for number in range(30):
        with unit_of_work():
            second_step.failed(person, f"address:10.0.0.{number}", "123456", NOW)
    with pytest.raises(TooMany):
        throttle.check(second_step.subjects(person, "address:192.0.2.1", "123456"), NOW)
    throttle.check(second_step.subjects(person, "address:192.0.2.1", codes[0]), NOW)
    throttle.check(second_step.subjects(cast.person("office"), "address:192.0.2.1", "123456"), NOW)
    assert passes(cast, codes[0])


def test_five_wrong_ones_from_one_place_make_that_place_wait(cast: Cast) -> None:
    person = cast.person("director")
    for _ in range(5):
        with unit_of_work():
            second_step.failed(person, "address:10.0.0.1", "wrong", NOW)
    with pytest.raises(TooMany):
        throttle.check(second_step.subjects(person, "address:10.0.0.1", "wrong"), NOW)
    throttle.check(second_step.subjects(person, "address:10.0.0.2", "wrong"), NOW)


def test_directors_and_above_are_asked_from_a_day_on_and_others_never_r54(cast: Cast) -> None:
    day = clock.day_of(NOW) + timedelta(days=14)
    assert second_step.due(cast.actor("director")) is None
    with unit_of_work():
        places.ask_second_step(day, by=cast.actor("admin"))
    assert {login for login in ("admin", "office", "director", "liaison", "clerk", "rep", "officer") if second_step.due(cast.actor(login)) == day
            } == {"admin", "office", "director"} and REQUIRED >= {Role.STEERING}
    set_up(cast)
    assert second_step.due(cast.actor("director")) is None and second_step.asked_of(cast.actor("director")) == day


def test_it_may_be_taken_away_where_all_is_lost(cast: Cast) -> None:
    codes, person = set_up(cast), cast.person("director")
    with unit_of_work():
        second_step.drop(person.id, None, NOW)
    assert not second_step.stands(person.id) and second_step.left(person.id) == 0 and not passes(cast, codes[0])


def test_two_who_type_the_same_code_at_once_are_not_both_let_in(cast: Cast, app: Flask) -> None:
    """The row is locked and read anew: an old copy of it in the session decides nothing."""
    set_up(cast)
    code = shown(cast, later=HALF)
    with unit_of_work():
        second_step.of(cast.person("director").id)
        assert second_step.passes(cast.person("director"), code, NOW + HALF)
        assert not second_step.passes(cast.person("director"), code, NOW + HALF)
