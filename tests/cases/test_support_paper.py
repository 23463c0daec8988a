"""A supporting unit without accounts tells the lead on paper: the liaison enters its sheet, with the scan and both times (HB-50, practice.md §3.1)."""

from datetime import timedelta

import pytest

from portal.cases import invariants, support, timeline
from portal.cases.case import Case
from portal.cases.support import Support, SupportNote
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import LATE, on, paper_unit, sheet
from tests.cast import Cast


def named(cast: Cast, *units: str) -> tuple[Case, list[Support]]:
    case = cast.handling()
    with unit_of_work():
        rows = support.name(case, [cast.unit(name).id for name in units], by=cast.actor("liaison"))
    on(LATE)
    return case, rows


def hand_in(cast: Cast, row: Support, text: str = "已收到；电杆已移开。", by: str = "liaison", minutes: int = 30) -> SupportNote:
    with unit_of_work():
        return support.hand_in(row, text=text, paper=sheet(minutes), by=cast.actor(by))


def test_the_liaison_enters_its_sheet_with_scan_and_both_times(cast: Cast) -> None:
    """The lead reads it beside what other supporting units typed; the visitor's story does not tell it, and it answers nothing."""
    case, (row,) = named(cast, paper_unit())
    note = hand_in(cast, row)
    assert note.paper is not None and (note.text, note.paper.signed_by, note.at - note.paper.handed_in_at) == (
        "已收到；电杆已移开。", "王主任", timedelta(minutes=30))
    event = timeline.story(case)[-1]
    assert (event.act, event.facts["scan"], event.facts["unit"], event.entered_at - event.happened_at) == (
        "behalf.support", note.paper.scan_id, row.unit_id, timedelta(minutes=30))
    assert "behalf.support" not in [one.act for one in timeline.story(case, for_visitor=True)]
    assert support.notes_of(case) == [note] and case.state.value == "handling" and invariants.broken() == []


def test_a_unit_that_can_sign_in_speaks_for_itself(cast: Cast) -> None:
    """Row 10: nobody enters for others what they can say themselves; of two only the one without accounts is offered."""
    name = paper_unit()
    case, (typed, on_paper) = named(cast, "区水务公司", name)
    assert [row.unit.name for row in support.on_paper(case, cast.actor("liaison"))] == [name]
    with pytest.raises(Refused, match="behalf_account"):
        hand_in(cast, typed)
    hand_in(cast, on_paper)


@pytest.mark.parametrize("login", ["officer", "head", "rep", "director", "liaison-s02", "officer-2"])
def test_nobody_else_enters_it(cast: Cast, login: str) -> None:
    with pytest.raises(NotAllowed):
        hand_in(cast, named(cast, paper_unit())[1][0], by=login)


@pytest.mark.parametrize(("text", "minutes", "why"), [(" ", 30, "note_needed"), ("好。", 60 * 24 * 30, "happened_earlier"), ("好。", -5, "happened_later")])
def test_nothing_is_entered_without_words_or_from_another_time(cast: Cast, text: str, minutes: int, why: str) -> None:
    _, (row,) = named(cast, paper_unit())
    with pytest.raises(Refused, match=why):
        hand_in(cast, row, text=text, minutes=minutes)


def test_once_the_lead_has_answered_it_is_too_late(cast: Cast) -> None:
    case, (row,) = named(cast, paper_unit())
    cast.reply(case)
    assert support.on_paper(case, cast.actor("liaison")) == [row], "the referral stands, the state does not"
    with pytest.raises(Refused, match="support_over"):
        hand_in(cast, row)
    assert support.notes_of(case) == []
