"""The house's half of a phone's key: the same until sign-out, another one after it, and of no use to anybody else (FT-01, R53)."""

from datetime import timedelta

from sqlalchemy import func, select

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import draft_key
from portal.network.draft_key import DraftKey
from tests.cast import NOW, Cast

PHONE = "a" * 32


def half(cast: Cast, login: str = "liaison", device: str = PHONE, days: int = 0) -> str:
    with unit_of_work():
        return draft_key.half(cast.person(login).id, device, NOW + timedelta(days=days))


def test_it_is_the_same_for_one_person_on_one_device_and_nobody_elses(cast: Cast) -> None:
    assert half(cast) == half(cast) and len(half(cast)) == 64
    assert len({half(cast), half(cast, "clerk"), half(cast, device="b" * 32)}) == 3


def test_after_signing_out_there_the_old_half_never_comes_back(cast: Cast) -> None:
    before, elsewhere = half(cast), half(cast, device="b" * 32)
    with unit_of_work():
        draft_key.forget(cast.person("liaison").id, PHONE)
    assert half(cast) != before and half(cast, device="b" * 32) == elsewhere
    with unit_of_work():
        draft_key.forget_all(cast.person("liaison").id)
    assert half(cast, device="b" * 32) != elsewhere


def test_what_the_database_holds_is_not_the_half(cast: Cast) -> None:
    told = half(cast)
    assert told not in [value for row in db.session.execute(select(DraftKey.salt, DraftKey.device_hash)) for value in row]


def test_one_that_no_device_asked_for_in_seven_days_is_forgotten(cast: Cast) -> None:
    half(cast)
    half(cast, "clerk", days=6)
    with unit_of_work():
        draft_key.forget_old(NOW + timedelta(days=8))
    assert db.session.scalar(select(func.count()).select_from(DraftKey)) == 1
