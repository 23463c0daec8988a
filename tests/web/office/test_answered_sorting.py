"""Whoever answers on the spot sorts the matter: nobody else does before it may stand on the board (T3, SD-41, practice.md §6.4, HB-44)."""

import pytest

from portal.cases import closing, invariants, timeline
from portal.cases.closing import NotPublishedReason as Why
from tests.web.office.stage import Stage

SPOKEN = {"text": "带户口本到二号窗口。", "answered_by": "rep甲"}


@pytest.mark.parametrize(("typed", "why"), [
    ({"kind": "3", "category": "F1"}, Why.HARDSHIP), ({"kind": "2", "category": "F"}, Why.HARDSHIP),
    ({"kind": "2", "category": "C4", "minor": "y"}, Why.MINOR), ({"kind": "4", "category": "C4"}, Why.SEALED),
    ({"kind": "2", "category": "O1"}, Why.SEALED), ({"kind": "2", "category": "C4"}, None)])
def test_what_was_told_at_a_terminal_is_sorted_with_the_answer(stage: Stage, typed: dict[str, str], why: Why | None) -> None:
    number = stage.case("register", category="Z")
    stage.send("liaison", number, "answer", SPOKEN | typed)
    found = stage.ask(number, lambda case: (case.kind, case.category, case.minor, closing.hindrance(case), closing.counts(), invariants.broken()))
    kind = 4 if why is Why.SEALED else int(typed["kind"])
    assert found == (kind, typed["category"], "minor" in typed, why, {why: 1} if why else {}, [])
    assert stage.ask(number, lambda case: timeline.story(case)[-1].facts["category"]) == typed["category"]


def test_what_the_visitor_touched_is_chosen_already_and_must_be_completed(stage: Stage) -> None:
    """A terminal gives the top class; the kind is nobody's guess."""
    number = stage.case("register", category="F", minor=True)
    form = stage.open("liaison", number, "answer")
    document = form.document()
    assert [one.get("value") for one in document.iter("option") if "selected" in one.attrib] == ["F"]
    assert ["checked" in one.attrib for one in document.iter("input") if one.get("name") == "minor"] == [True]
    refused = stage.post("liaison", number, "answer", form, SPOKEN | {"category": "F"}, 422)
    assert SPOKEN["text"] in refused.text and stage.state(number) == "registered"


def test_hardship_by_its_top_class_is_not_put_on_the_board(stage: Stage) -> None:
    number = stage.case("register", category="F", heads=1)
    stage.send("rep", number, "answer", SPOKEN | {"kind": "2", "category": "F"})
    assert stage.ask(number, lambda case: (case.public_state.value, case.common)) == ("declined", None)
