"""Masks and withdrawals before the verifier that runs outside: both are told, and neither hides a change (SD-42, X-30, §12.1)."""

import json

from sqlalchemy import select

from portal.cases import preparing, withdrawal
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason
from portal.cases.ledger import Entry
from portal.cases.mask import MaskKind
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.faults.outside import House
from tests.faults.test_ledger_attacks import house

__all__ = ["house"]


def test_masks_and_a_withdrawal_are_entered_and_stand_the_check(house: House) -> None:
    """What is covered is under the marks of the page; what was withdrawn is told by the ledger, and is gone from board and copy."""
    cast = Cast()
    case = cast.closed()
    with unit_of_work():
        preparing.cover_words(case, "路灯", kind=MaskKind.OTHER, by=cast.actor("liaison"))
    with unit_of_work():
        cast.put_up(case)
    gone = db.session.scalars(select(Case).where(Case.number == house.numbers[1])).one()
    with unit_of_work():
        withdrawal.withdraw(gone, reason=NotPublishedReason.PRIVACY, note="漏遮了姓名。", by=cast.actor("director"))
    kinds = [json.loads(row.data)["kind"] for row in db.session.scalars(select(Entry).order_by(Entry.place))]
    db.session.rollback()
    assert kinds == ["accepted"] * 3 + ["result"] * 3 + ["accepted", "result", "masked", "withdrawn"]
    code, said = house.verify("--old", str(house.folder / "kept"))
    assert code == 0 and "10 entries" in said, said
    house.attack(f"UPDATE publication SET is_current = true WHERE number = '{house.numbers[1]}'")
    code, said = house.verify()
    assert code == 1 and f"{house.numbers[1]} stands on the board but was never entered" in said


def test_a_mark_is_taken_off_a_published_text(house: House) -> None:
    """Whoever uncovers it in the file publishes something else than was entered."""
    cast = Cast()
    case = cast.closed()
    with unit_of_work():
        preparing.cover_words(case, "路灯", kind=MaskKind.OTHER, by=cast.actor("liaison"))
    with unit_of_work():
        cast.put_up(case)
    number = case.number
    db.session.rollback()
    house.numbers.append(number)
    house.first += 1  # its acceptance stands between
    house.attack(f"UPDATE publication SET replies = replace(replies, '〔略〕', '路灯') WHERE number = '{number}'")
    house.found(3, "what is published is not what was entered")
