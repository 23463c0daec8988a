"""A pledge with a period, and what became of it (HB-71)."""

from datetime import date

import pytest

from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import face, person, pledge
from portal.network.pledge import Kept
from portal.network.representative import Representative
from portal.network.role import Role
from tests.cast import SINCE, Cast
from tests.reception.opened import at

WORDS, FIRST, LAST = "每月走访二十户。", date(2026, 1, 1), date(2026, 3, 31)


def one(cast: Cast, by: str = "liaison") -> Representative:
    return face.one(cast.person("rep").id, cast.actor(by))


def give(cast: Cast, words: str = WORDS, first: date | None = FIRST, last: date | None = LAST) -> None:
    with unit_of_work():
        pledge.give(one(cast), words, first, last, by=cast.actor("liaison"))


def settle(cast: Cast, kept: Kept = Kept.PARTLY, evidence: str = "三个月走访四十一户。", by: str = "liaison") -> None:
    with unit_of_work():
        pledge.settle(one(cast), kept, evidence=evidence, by=cast.actor(by))


def test_hb71_at_its_end_a_pledge_is_kept_partly_or_not_with_evidence_and_the_next_is_given(cast: Cast) -> None:
    give(cast)
    with pytest.raises(Refused, match="pledge_runs"):
        settle(cast)
    at(31, 23, 59)
    with pytest.raises(Refused, match="pledge_runs"):
        settle(cast)
    at(1, 0, month=4)
    assert pledge.is_over(one(cast), date(2026, 4, 1))
    with pytest.raises(Refused, match="pledge_waits"):
        give(cast, "换一句。", date(2026, 4, 1), date(2026, 6, 30))
    with pytest.raises(Refused, match="pledge_evidence"):
        settle(cast, evidence=" ")
    settle(cast)
    (row,) = pledge.outcomes([cast.person("rep").id])
    assert (row.words, row.from_on, row.until_on, row.kept, row.evidence) == (WORDS, FIRST, LAST, Kept.PARTLY, "三个月走访四十一户。")
    assert (one(cast).pledge, one(cast).pledge_until) == ("", None)
    give(cast, "换一句。", date(2026, 4, 1), date(2026, 6, 30))
    assert one(cast).pledge == "换一句。" and len(pledge.outcomes([cast.person("rep").id])) == 1


@pytest.mark.parametrize(("words", "first", "last"), [(WORDS, FIRST, None), (WORDS, None, LAST), ("", FIRST, LAST), (WORDS, LAST, FIRST)])
def test_hb71_a_period_has_two_days_in_order_and_words(cast: Cast, words: str, first: date | None, last: date | None) -> None:
    with pytest.raises(Refused, match="pledge_period"):
        give(cast, words, first, last)


def test_hb71_a_line_without_a_period_is_held_to_no_day(cast: Cast) -> None:
    give(cast, "来了就有人听。", None, None)
    at(1, 9, month=6)
    assert not pledge.is_over(one(cast), date(2026, 6, 1))
    give(cast, "", None, None)
    assert one(cast).pledge == ""


def test_hb71_nobody_says_of_themselves_that_they_kept_it_and_no_stranger_does(cast: Cast) -> None:
    give(cast)
    with unit_of_work():
        person.grant(cast.person("rep"), Role.LIAISON, SINCE, station_id=cast.station().id)
    at(1, 9, month=4)
    with pytest.raises(Refused, match="pledge_own"), unit_of_work():
        pledge.settle(one(cast), Kept.KEPT, evidence="做到了。", by=cast.actor("rep"))
    for login in ("clerk", "liaison-s02", "steering", "officer"):
        for act in (lambda by: pledge.settle(one(cast), Kept.KEPT, evidence="x", by=by), lambda by: pledge.give(one(cast), "x", by=by)):
            with pytest.raises(NotAllowed), unit_of_work():
                act(cast.actor(login))
