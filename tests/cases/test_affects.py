"""Who is affected and whether it is urgent: said at registration, put right when it is taken on, told on the result (SD-55, practice.md §2.1)."""

import json

import pytest

from portal.cases import acceptance, desk, publication, rating, timeline
from portal.cases.case import Affects, Case, Channel
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast


def accept(cast: Cast, case: Case, affects: Affects | None = None, urgent: bool | None = None) -> dict[str, object]:
    with unit_of_work():
        acceptance.accept(case, acceptance.Sorting(2, "C4", common=True, affects=affects, urgent=urgent, points_to_nobody=True),
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    return timeline.story(case)[-1].facts


def told(facts: dict[str, object]) -> dict[str, object]:
    return {name: facts[name] for name in ("affects", "urgent") if name in facts}


@pytest.mark.parametrize("affects", Affects)
def test_sd55_what_was_told_stands_when_nobody_sorts_it_otherwise(cast: Cast, affects: Affects) -> None:
    case = cast.register(affects=affects, urgent=True).case
    assert timeline.story(case)[0].facts["urgent"] is True
    assert told(accept(cast, case)) == {} and (case.affects, case.urgent) == (affects, True)


def test_sd55_nobody_has_to_say_it(cast: Cast) -> None:
    case = cast.register().case
    assert (case.affects, case.urgent) == (None, False) and "urgent" not in timeline.story(case)[0].facts


def test_sd55_the_sorting_puts_it_right_and_the_story_keeps_that_it_did(cast: Cast) -> None:
    case = cast.register(affects=Affects.ME, urgent=True).case
    assert told(accept(cast, case, Affects.VILLAGE, False)) == {"affects": "village", "urgent": False}
    db.session.expire_all()
    assert (case.affects, case.urgent) == (Affects.VILLAGE, False)


def test_sd55_the_urgent_stand_before_others_of_the_same_day_and_danger_before_them(cast: Cast) -> None:
    plain, urgent, danger = (cast.register(**more).case for more in ({}, {"urgent": True}, {"danger": True}))
    assert desk.today(cast.actor("liaison")) == [danger, urgent, plain]


def test_sd55_an_earlier_day_stands_before_an_urgent_matter(cast: Cast) -> None:
    sooner, urgent = cast.accepted(), cast.register(urgent=True).case
    assert sooner.next_on and urgent.next_on and sooner.next_on < urgent.next_on
    assert desk.today(cast.actor("liaison")) == [sooner, urgent]


def test_sd55_the_result_tells_it_and_the_ledger_holds_it(cast: Cast) -> None:
    case = cast.closed(affects=Affects.BUILDING, urgent=True)
    with unit_of_work():
        row = cast.put_up(case)
    entered = json.loads(publication.canonical(row))
    assert (row.affects, row.urgent, entered["affects"], entered["urgent"]) == (Affects.BUILDING, True, "building", True)
    assert not {"affects", "urgent"} & set(publication.LEDGERED)


def test_sd55_a_result_of_which_nothing_was_said_keeps_its_bytes(cast: Cast) -> None:
    """A row from before there were such columns is the same line as ever, so its entry still stands."""
    case = cast.closed()
    with unit_of_work():
        row = cast.put_up(case)
    assert set(json.loads(publication.canonical(row))) == set(publication.LEDGERED)


def test_sd55_it_stays_on_a_result_that_is_put_up_once_more(cast: Cast) -> None:
    case = cast.register(affects=Affects.EVERYONE, urgent=True).case
    with unit_of_work():
        acceptance.answer(case, text="上午九点开门。", answered_by="甲", by=cast.actor("liaison"))
    with unit_of_work():
        first = cast.put_up(case)
    with unit_of_work():
        rating.rate(case, result=rating.Result.SATISFIED, solved=rating.Solved.YES, understood=True, channel=Channel.KIOSK, by=cast.visitor(case))
    row = publication.current_of(case)
    assert row is not None and row.id != first.id and (row.affects, row.urgent) == (Affects.EVERYONE, True)
