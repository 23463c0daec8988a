"""The slips of an open matter, and slips, ratings and marks of a result, before the verifier that runs outside: whoever changes one,
deletes one or moves its day in the file is found, and the entry is named (SD-42, SG-01, HB-64, R23)."""

import json

import pytest
from sqlalchemy import select

from portal.cases import invariants, preparing
from portal.cases.ledger import Entry, Kind
from portal.cases.mask import MaskKind
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import B, late, out, remind
from tests.cases.progress_scene import show
from tests.cast import Cast
from tests.faults.outside import House
from tests.faults.test_ledger_attacks import house

__all__ = ["house"]


@pytest.fixture
def slipped(house: House) -> str:
    """The number of an open matter whose progress is public, with a reminder and a slip; the house knows its entry as the fourth result."""
    cast = Cast()
    case = show(cast, late(cast))
    remind(cast, case)
    out(cast, case, B)
    place = db.session.scalars(select(Entry.place).where(Entry.kind == Kind.TRACE).order_by(Entry.place.desc())).first()
    assert place is not None
    house.numbers.append(case.number)
    house.first = place - 3
    number = case.number
    assert invariants.broken() == []
    db.session.rollback()
    return number


def entered(number: str) -> list[str]:
    """The kinds of the entries under a number, in order."""
    told = [json.loads(data) for data in db.session.scalars(select(Entry.data).order_by(Entry.place))]
    db.session.rollback()
    return [one["kind"] for one in told if one["number"] == number]


def test_each_change_of_the_public_trace_is_an_entry_and_stands_the_check(house: House, slipped: str) -> None:
    """The reminder is one, the slip another; a copy that is kept is whole in itself, and shows them to a later one."""
    assert entered(slipped) == ["trace", "trace"]
    kept = house.folder / "later"
    code, said = house.verify("--keep", str(kept), "--old", str(house.folder / "kept"))
    assert code == 0, said
    assert slipped in (kept / "results" / slipped / "leaf").read_text("utf-8")
    house.address = str(kept)
    assert house.verify()[0] == 0
    page = kept / "results" / slipped / "page.html"
    page.write_text(page.read_text("utf-8").replace("督黄〔2026〕1号", "督黄〔2026〕2号"), "utf-8")
    house.found(3, "the page or the open data say something else")


@pytest.mark.parametrize("statement", [
    "UPDATE progress SET supervision = replace(supervision, '\"level\":\"b\"', '\"level\":\"c\"') WHERE number = '{}'",
    "UPDATE progress SET supervision = '{{\"last_on\":null,\"reasons\":0,\"reminders\":0,\"slips\":[]}}' WHERE number = '{}'",
    "UPDATE progress SET supervision = replace(supervision, '\"reminders\":1', '\"reminders\":0') WHERE number = '{}'",
    "UPDATE progress SET supervision = replace(supervision, '\"sent\":\"2026-03-', '\"sent\":\"2026-02-') WHERE number = '{}'",
])
def test_a_slip_of_an_open_matter_is_changed_deleted_or_back_dated(house: House, slipped: str, statement: str) -> None:
    house.attack(statement.format(slipped))
    house.found(3, "what is published is not what was entered")
    assert any(slipped in line and "not what was entered (entry" in line for line in invariants.broken())


def test_the_whole_matter_is_taken_off_the_board_in_silence(house: House, slipped: str) -> None:
    house.attack(f"UPDATE progress SET is_current = false WHERE number = '{slipped}'")
    house.found(3, "gone from the board")


def test_an_entry_of_a_slip_is_rewritten(house: House, slipped: str) -> None:
    house.attack(f"UPDATE ledger_entry SET data = replace(data, '\"at\":\"2026', '\"at\":\"2025') WHERE kind = 'trace' AND place = {house.first + 3}")
    house.found(3, "its hash is another than the one in the tree")


@pytest.mark.parametrize("statement", [
    "UPDATE publication SET rating = replace(rating, '\"satisfied\"', '\"dissatisfied\"') WHERE number = '{}'",
    "UPDATE publication SET rating = '{{}}' WHERE number = '{}'",
    "UPDATE publication SET steps = replace(steps, '\"told\":\"2026-03', '\"told\":\"2026-02') WHERE number = '{}'",
    "UPDATE publication SET supervision = replace(supervision, '\"reminders\":0', '\"reminders\":1') WHERE number = '{}'",
    "UPDATE publication SET masks = '[{{\"end\":2,\"kind\":\"name\",\"start\":0,\"text\":\"words\"}}]' WHERE number = '{}'",
])
def test_ratings_slips_and_marks_of_a_result_are_changed_deleted_or_back_dated(house: House, statement: str) -> None:
    """They stand in the bytes that were entered with the result, and from inside the check of the stored cases names them too."""
    number = house.numbers[1]
    db.session.rollback()  # what is read afterwards is the file, not what was seen before
    house.attack(statement.format(number))
    house.found(1, "what is published is not what was entered")
    assert any(number in line and "not what was entered (entry 4)" in line for line in invariants.broken())


@pytest.mark.parametrize("statement", ["DELETE FROM mask", "UPDATE mask SET why = 'another'"])
def test_a_mask_is_deleted_or_changed_under_a_result(house: House, statement: str) -> None:
    """What the mask's entry holds stays inside; the check from inside finds that the masks are others."""
    cast = Cast()
    case = cast.closed()
    with unit_of_work():
        preparing.cover_words(case, "路灯", kind=MaskKind.OTHER, by=cast.actor("liaison"))
    with unit_of_work():
        cast.put_up(case)
    number = case.number
    assert invariants.broken() == []
    db.session.rollback()
    house.attack(f"{statement} WHERE id = (SELECT min(id) FROM mask)")
    assert any(number in line and "the masks on the board is not what was entered" in line for line in invariants.broken())
