"""Signing in: sessions that live and die on the server, passwords never stored, no lock-out by strangers (R51, R53)."""

from datetime import timedelta

import argon2
import pytest
from sqlalchemy import select

from portal.foundation.database import db
from portal.foundation.refusal import Refused, TooMany
from portal.foundation.throttle import check
from portal.foundation.unit_of_work import unit_of_work
from portal.network import sign_in
from portal.network.sign_in import IDLE, LONGEST, StaffSession
from tests.cast import NOW, PASSWORD, Cast

MINUTE = timedelta(minutes=1)


def begin(cast: Cast, login: str = "liaison") -> str:
    with unit_of_work():
        return sign_in.begin(cast.person(login), NOW, "a browser " * 90)


def lives(token: str, at: timedelta = timedelta()) -> bool:
    return sign_in.session_of(token, NOW + at) is not None


def test_a_session_is_known_by_its_hash_only(cast: Cast) -> None:
    token = begin(cast)
    row = db.session.scalars(select(StaffSession)).one()
    assert len(token) >= 32 and token not in (row.token_hash, row.agent) and len(row.agent) == 200
    assert sign_in.session_of(token, NOW) is row
    assert [sign_in.session_of(other, NOW) for other in ("", "x", token[:-1], row.token_hash)] == [None] * 4


def test_every_sign_in_has_its_own_token(cast: Cast) -> None:
    assert len({begin(cast) for _ in range(20)}) == 20


def test_half_an_hour_without_use_ends_it(cast: Cast) -> None:
    token = begin(cast)
    assert lives(token, IDLE) and not lives(token, IDLE + MINUTE)
    with unit_of_work():
        row = sign_in.session_of(token, NOW + IDLE)
        assert row is not None
        sign_in.touch(row, NOW + IDLE)
    assert lives(token, IDLE + IDLE) and not lives(token, IDLE + IDLE + MINUTE)


def test_twelve_hours_end_it_however_busy(cast: Cast) -> None:
    token = begin(cast)
    for minutes in range(0, 12 * 60 + 1, 20):
        with unit_of_work():
            row = sign_in.session_of(token, NOW + minutes * MINUTE)
            assert row is not None, minutes
            sign_in.touch(row, NOW + minutes * MINUTE)
    assert lives(token, LONGEST) and not lives(token, LONGEST + MINUTE)


def test_signing_out_here_and_everywhere(cast: Cast) -> None:
    first, second, other = begin(cast), begin(cast), begin(cast, "clerk")
    with unit_of_work():
        row = sign_in.session_of(first, NOW)
        assert row is not None
        sign_in.end(row, NOW)
    assert [lives(token) for token in (first, second, other)] == [False, True, True]
    assert len(sign_in.living(cast.person("liaison").id, NOW)) == 1
    with unit_of_work():
        sign_in.end_all(cast.person("liaison").id, NOW)
    assert [lives(token) for token in (first, second, other)] == [False, False, True]


def test_a_closed_account_opens_nothing(cast: Cast) -> None:
    token = begin(cast)
    with unit_of_work():
        cast.person("liaison").active = False
    assert not lives(token) and sign_in.find("liaison") is None


@pytest.mark.parametrize("login", ["liaison", " LIAISON ", "Liaison"])
def test_a_login_is_forgiven_its_case_and_blanks(cast: Cast, login: str) -> None:
    assert sign_in.find(login) == cast.person("liaison")


def test_only_the_right_password_of_the_right_person_fits(cast: Cast) -> None:
    person = cast.person("liaison")
    assert sign_in.matches(person, PASSWORD)
    assert not any(sign_in.matches(person, wrong) for wrong in ("", PASSWORD + " ", PASSWORD.upper(), "\x00", "𠮷" * 500))
    assert not sign_in.matches(None, PASSWORD)
    person.password_hash = ""
    assert not sign_in.matches(person, "")


def test_an_unknown_person_costs_what_a_known_one_does(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """R53: one verification either way, so that time tells nothing."""
    asked = []

    class Counting(argon2.PasswordHasher):
        def verify(self, hash: str, password: str) -> bool:  # type: ignore[override]
            asked.append(password)
            return super().verify(hash, password)

    monkeypatch.setattr(sign_in, "hasher", Counting(time_cost=1, memory_cost=8, parallelism=1))
    sign_in.matches(None, "warm")
    asked.clear()
    sign_in.matches(None, "a")
    sign_in.matches(cast.person("liaison"), "b")
    assert asked == ["a", "b"]


def test_a_short_password_is_refused_in_words() -> None:
    with pytest.raises(Refused) as refusal:
        sign_in.hash_password("x" * 9)
    assert refusal.value.params == {"least": 10}
    assert sign_in.hash_password(PASSWORD) != sign_in.hash_password(PASSWORD)


def test_the_product_uses_argon2id_at_full_strength() -> None:
    strong = argon2.PasswordHasher()
    assert (strong.type, strong.memory_cost, strong.time_cost) == (argon2.Type.ID, 65536, 3)


def test_a_stranger_locks_himself_out_and_nobody_else(cast: Cast) -> None:
    with unit_of_work():
        for _ in range(9):
            sign_in.failed("liaison", "address:6.6.6.6", NOW)
    with pytest.raises(TooMany):
        check(sign_in.subjects("liaison", "address:6.6.6.6"), NOW)
    check(sign_in.subjects("liaison", "address:10.0.0.1"), NOW)
    check(sign_in.subjects("clerk", "address:6.6.6.6"), NOW)


def test_trying_many_names_from_one_place_waits_too(cast: Cast) -> None:
    with unit_of_work():
        for number in range(31):
            sign_in.failed(f"somebody{number}", "address:6.6.6.6", NOW)
    with pytest.raises(TooMany):
        check(sign_in.subjects("another", "address:6.6.6.6"), NOW)
