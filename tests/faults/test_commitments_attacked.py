"""Whoever holds the house moves the day on which a matter was accepted, or takes its entry away: the verifier that runs outside names the
entry, and the receipt in the visitor's hand finds that no entry says what it says (SD-42, R23, R26)."""

import json

import pytest
from sqlalchemy import select

from portal.cases import commitment, ledger
from portal.cases.case import Case
from portal.cases.commitment import Commitment
from portal.cases.ledger import Entry
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.faults.outside import House
from tests.faults.test_ledger_attacks import forge, house

__all__ = ["house"]


def receipt(house: House, turn: int) -> tuple[str, int, str]:
    """What stands on the receipt of a matter, its entry, and the fingerprint in it."""
    case = db.session.scalars(select(Case).where(Case.number == house.numbers[turn])).one()
    row = db.session.get_one(Commitment, case.id)
    found = f"{commitment.said(case)} {commitment.grouped(row.salt or '')}", row.place, row.fingerprint
    db.session.rollback()
    assert found[1] is not None
    return found[0], found[1], found[2]


@pytest.mark.parametrize("turn", [0, 2])
def test_the_receipt_finds_its_entry_from_outside(house: House, turn: int) -> None:
    """Also written small and without blanks; a mark, a minute or a number that is another finds none."""
    line, place, _ = receipt(house, turn)
    number, day, hour, mark = line.split(None, 3)
    for said in (line, f"{number} {day} {hour} {mark.replace(' ', '').lower()}"):
        code, words = house.verify("--receipt", said)
        assert code == 0 and f"{number} was accepted on {day} at {hour}: entry {place} (accepted -), entered at 2026-03-02T01:00:00Z." in words, words
    other = "1" if mark[-1] != "1" else "2"
    for wrong in (line[:-1] + other, line.replace(hour, "23:59"), line.replace(number, "S01-26-0999")):
        code, words = house.verify("--receipt", wrong)
        assert code == 1 and "no entry says that" in words, words


def test_a_day_is_moved_in_the_entry_alone(house: House) -> None:
    _, place, record = receipt(house, 1)
    house.attack(f"UPDATE ledger_entry SET data = replace(data, '{record}', '{'0' * 64}') WHERE place = {place}")
    code, said = house.verify()
    assert code == 1 and f"entry {place} (accepted -) was changed: its hash is another than the one in the tree" in said


def test_the_day_is_moved_and_the_whole_tree_made_anew(house: House) -> None:
    """With the key and all rows one makes a ledger that is whole, and that says the matter came three days later: the receipt is in no entry
    of it, and whoever kept a copy reads which entry was rewritten."""
    line, place, record = receipt(house, 0)
    case = db.session.scalars(select(Case).where(Case.number == house.numbers[0])).one()
    row = db.session.get_one(Commitment, case.id)
    later = commitment.fingerprint(row.salt or "", commitment.said(case).replace("2026-03-02", "2026-03-05"))
    data = db.session.get_one(Entry, place).data
    assert json.loads(data)["record"] == record
    statements = forge(place, data.replace(record, later))
    house.attack(f"UPDATE commitment SET fingerprint = '{later}' WHERE place = {place}",
                 f"UPDATE \"case\" SET registered_at = '2026-03-05 01:00:00' WHERE number = '{house.numbers[0]}'", *statements)
    with unit_of_work():
        ledger.sign(clock.now())
    assert house.verify()[0] == 0
    code, said = house.verify("--receipt", line)
    assert code == 1 and f"no entry says that {house.numbers[0]} was accepted on 2026-03-02 at 09:00" in said
    code, said = house.verify("--old", str(house.folder / "kept"))
    assert code == 1 and f"entry {place} (accepted -) was rewritten" in said


def test_an_acceptance_is_taken_out(house: House) -> None:
    """A tile with a gap is given out to nobody; with the copy of a newspaper the entry is named, and the receipt finds none."""
    line, place, _ = receipt(house, 2)
    house.attack(f"DELETE FROM ledger_entry WHERE place = {place}")
    code, said = house.verify("--old", str(house.folder / "kept"), "--receipt", line)
    assert code == 1 and "the checkpoint counts 6 entries, but 0 are there" in said
    assert f"entry {place} (accepted -) is gone" in said and f"no entry says that {house.numbers[2]} was accepted" in said
