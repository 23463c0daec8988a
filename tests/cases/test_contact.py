"""What is kept about a visitor is put right at their word: the story says that it was, never what it says (practice.md §6.1, R27, R42)."""

from typing import Any

import pytest

from portal.cases import timeline, visitor
from portal.cases.case import Case
from portal.cases.visitor import Identity, IdentityMode, Visitor
from portal.foundation import vault
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.web.office import reading
from tests.cast import Cast

RIGHT = Identity(IdentityMode.NAMED, phone="120-0000-0099", address="菜场路三号")


def correct(cast: Cast, case: Case, right: Identity = RIGHT, login: str = "liaison", **more: Any) -> None:
    with unit_of_work():
        visitor.correct(case, right, **({"checked": True, "reason": "换了号码。"} | more), by=cast.actor(login))


def found_by(row: Visitor) -> str:
    """The four digits by which a phone is found, where it is found by them."""
    tail = row.phone[-4:]
    assert (row.phone_tail in vault.tags(tail)) if tail else row.phone_tail == ""
    return tail


def kept(case: Case) -> tuple[str, ...]:
    """What stands there, and the tail by which the desk finds it."""
    row = db.session.get_one(Visitor, case.visitor_id)
    return (row.mode, *(getattr(row, name) for name in ("name", "phone", "address", "needs")), found_by(row))


def test_7_it_is_corrected_and_the_rest_stays(cast: Cast) -> None:
    case = cast.register().case
    correct(cast, case)
    assert kept(case) == ("named", "测某甲", "120-0000-0099", "菜场路三号", "", "0099")


def test_7_what_shall_not_be_kept_is_deleted(cast: Cast) -> None:
    case = cast.register().case
    correct(cast, case, rest=False)
    assert kept(case) == ("named", "", "120-0000-0099", "菜场路三号", "", "0099")
    correct(cast, case, Identity(IdentityMode.ANONYMOUS))
    assert kept(case) == ("anonymous", "", "", "", "", "")


def test_r27_the_story_tells_the_visitor_and_the_station_that_it_was_done_and_the_unit_nothing(cast: Cast) -> None:
    case = cast.handling()
    correct(cast, case)
    event = timeline.story(case, for_visitor=True)[-1]
    assert (event.act, event.text, event.facts, event.person_id) == ("identity.correct", "换了号码。", {}, cast.person("liaison").id)
    assert event in reading.events(case, cast.actor("director"))
    assert "identity.correct" not in {one.act for one in reading.events(case, cast.actor("officer"))}


@pytest.mark.parametrize("reason", ["原来是12000000017", "测某甲说的", "改成 120-0000-0099", "搬到菜场路三号", "12000000088 不用了", "a@b.example"])
def test_r27_a_reason_that_tells_what_stood_there_or_stands_now_is_refused(cast: Cast, reason: str) -> None:
    case = cast.register().case
    with pytest.raises(Refused, match="reason_tells"):
        correct(cast, case, reason=reason)
    assert "0017" in kept(case)


@pytest.mark.parametrize(("right", "more", "why"), [
    (RIGHT, {"checked": False}, "visitor_unchecked"), (RIGHT, {"reason": " "}, "reason_needed"),
    (Identity(IdentityMode.NAMED, name="测某甲"), {}, "consent_same")])
def test_nothing_changes_without_the_check_a_reason_or_a_change(
        cast: Cast, right: Identity, more: dict[str, Any], why: str) -> None:
    case = cast.register().case
    before = kept(case)
    with pytest.raises(Refused, match=why):
        correct(cast, case, right, **more)
    assert (kept(case), [event.act for event in timeline.story(case)]) == (before, ["case.register"])


def test_r30_only_the_liaison_of_the_station_corrects(cast: Cast) -> None:
    case = cast.register().case
    for login in ("clerk", "rep", "director", "office", "steering", "admin", "officer", "liaison-s02"):
        with pytest.raises(NotAllowed):
            correct(cast, case, login=login)
