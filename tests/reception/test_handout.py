"""Contact cards that were handed out (HB-21): each counted once, struck ones not at all; only where one works."""

from datetime import date, timedelta

import pytest

from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import handout
from portal.reception.handout import Group, Handout
from tests.cast import NOW, Cast

TODAY = NOW.date()


def note(cast: Cast, count: int, key: str = "", login: str = "liaison", day: date = TODAY, whose: int | None = None, station: str = "S01") -> Handout:
    with unit_of_work():
        return handout.note(cast.station(station), day=day, count=count, group=Group.HOUSEHOLDS, place="北门社区", person_id=whose,
                            key=key or f"{count}", by=cast.actor(login))


def total(cast: Cast, first: date = TODAY) -> int:
    return handout.given([cast.station().id], first, TODAY)


def test_hb21_300_and_210_are_510_not_more_than_500(cast: Cast) -> None:
    """Rules.md §12, test 2."""
    note(cast, 300)
    note(cast, 210, whose=cast.person("rep").id)
    assert total(cast) == 510
    assert handout.given([cast.station("S02").id], TODAY, TODAY) == 0
    assert handout.given(None, TODAY, TODAY) == 510


def test_what_is_sent_twice_is_one(cast: Cast) -> None:
    assert note(cast, 40, "k").id == note(cast, 40, "k").id
    assert total(cast) == 40


@pytest.mark.parametrize("change", [{"count": 41}, {"whose": "rep"}, {"day": TODAY - timedelta(days=1)}])
def test_r08_another_handing_out_under_the_same_key_is_refused(cast: Cast, change: dict[str, object]) -> None:
    note(cast, 40, "k")
    with pytest.raises(Refused, match="handout_key_reused"):
        note(cast, **{"count": 40, "key": "k"} | change | ({"whose": cast.person("rep").id} if "whose" in change else {}))  # type: ignore[arg-type]
    assert total(cast, TODAY - timedelta(days=1)) == 40


def test_what_was_noted_wrongly_is_struck_and_stays_to_be_seen(cast: Cast) -> None:
    row = note(cast, 40)
    for _ in range(2):
        with unit_of_work():
            handout.strike(row.id, by=cast.actor("director"))
    assert total(cast) == 0
    assert [(one.count, one.struck_by_id) for one in handout.noted(cast.station().id)] == [(40, cast.person("director").id)]


def test_days_count_where_they_fall(cast: Cast) -> None:
    note(cast, 10, day=TODAY - timedelta(days=40))
    note(cast, 5)
    assert total(cast) == 5 and total(cast, TODAY - timedelta(days=60)) == 15


@pytest.mark.parametrize(("changes", "why"), [
    ({"count": 0}, "handout_count"), ({"count": handout.MOST + 1}, "handout_count"), ({"count": 1, "day": TODAY + timedelta(days=1)}, "handout_later")])
def test_what_cannot_be_is_refused(cast: Cast, changes: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        note(cast, **changes)  # type: ignore[arg-type]


def test_a_card_is_of_somebody_of_the_station(cast: Cast) -> None:
    with pytest.raises(Refused, match="field_choice"):
        note(cast, 1, whose=cast.person("liaison").id)


def test_nobody_notes_or_strikes_for_another_station(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        note(cast, 1, login="liaison-s02")
    row = note(cast, 1)
    with pytest.raises(Missing), unit_of_work():
        handout.strike(row.id, by=cast.actor("liaison-s02"))
