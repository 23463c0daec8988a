"""A flood from one place is capped in the database; other places are not touched by it (R58)."""

from datetime import timedelta

import pytest

from portal.cases import intake
from portal.foundation import clock, codes
from portal.foundation.refusal import TooMany
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import NOW, Cast


def send(cast: Cast, source: str, key: str | None = None, most: int = 3) -> intake.Registered:
    """One matter from a source that may send three an hour."""
    here = cast.station()
    with unit_of_work():
        return intake.register(cast.telling(), station=here, key=key or codes.new_key(), by=actor.kiosk(here.id, clock.now()),
                               cap=(source, most))


def test_the_cap_of_one_source_names_the_wait_and_leaves_others_alone(cast: Cast) -> None:
    """R58: over the cap the answer names the wait, the terminal beside it goes on, and the next hour is free again."""
    for _ in range(3):
        send(cast, "address:online")
    clock.freeze(NOW + timedelta(minutes=20))
    with pytest.raises(TooMany) as wait:
        send(cast, "address:online")
    assert wait.value.seconds == 40 * 60
    assert send(cast, "terminal:S01").case.number == "S01-26-0004"
    clock.freeze(NOW + timedelta(hours=1))
    assert send(cast, "address:online").case.number == "S01-26-0005"


def test_r58_many_addresses_together_are_capped_and_no_terminal_waits_for_them(cast: Cast) -> None:
    """Ten times what one address may send: the next address waits, the terminal does not, and the next hour is free again."""
    for turn in range(10 * 2):
        send(cast, f"address:10.0.0.{turn // 2}", most=2)
    with pytest.raises(TooMany) as wait:
        send(cast, "address:10.0.1.1", most=2)
    assert (wait.value.key, wait.value.seconds) == ("refusal.too_many_online", 3600)
    assert send(cast, "terminal:S01", most=2).case.number == "S01-26-0021", "what was refused took no number"
    clock.freeze(NOW + timedelta(hours=1))
    assert send(cast, "address:10.0.1.1", most=2).case.number == "S01-26-0022"


def test_a_repeated_form_is_no_new_matter(cast: Cast) -> None:
    """R07, R58: what was already acknowledged is answered again, whatever the cap says."""
    key = codes.new_key()
    first = send(cast, "address:online", key, most=1)
    assert send(cast, "address:online", key, most=1).case.id == first.case.id
