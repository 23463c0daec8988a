"""Signed monthly reports before the verifier that runs outside: whoever changes a byte of one, swaps two, deletes one, moves its day or puts
one up past the ledger is found, and the entry is named (SD-42, HB-13, R23)."""

import json
from dataclasses import replace

import pytest

from portal.cases import invariants
from portal.foundation.database import db, is_sqlite
from portal.statistics.frozen import FrozenReport
from tests.cast import Cast
from tests.faults.outside import House
from tests.faults.test_concerns_attacked import entered, last
from tests.faults.test_ledger_attacks import house
from tests.statistics.reports import TEXTS, drafted, past, signed, written

__all__ = ["house"]
CHANGED = "what is published is not what was entered"


@pytest.fixture
def reported(house: House) -> House:
    """The same house with the signed reports of two stations; a copy is kept."""
    past(2026, 3, 31)
    for code, by in (("S01", "liaison"), ("S02", "liaison-s02")):
        row = drafted(code)
        written(row, by)
        signed(row)
        db.session.rollback()
    assert invariants.broken() == []
    db.session.rollback()
    code, said = house.verify("--keep", str(house.folder / "kept"))
    assert code == 0, said
    return replace(house, numbers=[name for name, _ in entered()], first=0)


def names() -> list[str]:
    """Of the reports, in the order in which they were signed."""
    return [name for name, kind in entered() if kind == "report"]


def test_each_is_an_entry_and_the_copy_is_whole(reported: House) -> None:
    one, two = names()
    kept = reported.folder / "kept"
    told = json.loads((kept / one.lower().replace("-", "s/") / "leaf").read_text("utf-8").split("\n", 1)[1])
    assert {name: told[name] for name in TEXTS} == TEXTS and told["station"] == "S01" and told["figures"]["registered"] == 3
    reported.address = str(kept)
    assert reported.verify()[0] == 0
    page = kept / two.lower().replace("-", "s/") / "page.html"
    page.write_text(page.read_text("utf-8").replace('id="registered">0<', 'id="registered">9<'), "utf-8")
    reported.found(last(two), "the page or the open data say something else")


@pytest.mark.parametrize(("old", "new"), [
    ('"registered":3', '"registered":4'), ('"overdue":0,', ''), ("路灯当月修好", "路灯没有修好"), ('"signed":["director甲"]', '"signed":["rep甲"]'),
    ('"last":"2026-03-30"', '"last":"2026-03-31"'), ('"corrections":[]', '"corrections":[{"figure":"heads","now":9,"period":"2026-02","was":1}]')])
def test_r23_a_byte_of_one_is_changed(reported: House, old: str, new: str) -> None:
    """A figure, a figure left out, a word, who signed, a day, a correction made up: from outside the entry is named, from inside too."""
    one = names()[0]
    reported.attack(f"UPDATE frozen_report SET record = replace(record, '{old}', '{new}') WHERE station_code = 'S01'")
    reported.found(last(one), CHANGED)
    assert any(line.startswith(f"{one}:") for line in invariants.broken())


def test_one_is_deleted(reported: House) -> None:
    two = names()[1]
    reported.attack("DELETE FROM frozen_report WHERE station_code = 'S02'")
    reported.found(last(two), "gone from the board")
    assert any(line.startswith(f"{two}:") and "gone" in line for line in invariants.broken())


def test_two_are_swapped(reported: House) -> None:
    one, two = (name.split("-")[1] for name in names())
    swap = f"(SELECT record FROM frozen_report AS other WHERE other.report_id = CASE frozen_report.report_id WHEN {one} THEN {two} ELSE {one} END)"
    if is_sqlite():
        reported.attack("CREATE TABLE kept_aside AS SELECT report_id, record FROM frozen_report",
                        "UPDATE frozen_report SET record = " + swap.replace("FROM frozen_report AS other", "FROM kept_aside AS other"), "DROP TABLE kept_aside")
    else:
        reported.attack(f"UPDATE frozen_report SET record = {swap}")
    for name in names():
        reported.found(last(name), CHANGED)


def test_one_is_put_up_past_the_ledger(reported: House) -> None:
    rest = ", ".join(column.name for column in FrozenReport.__table__.columns if column.name not in ("report_id", "record"))
    third = next(n for n in range(1, 9) if f"REPORT-{n}" not in names())
    reported.attack(f"INSERT INTO frozen_report (report_id, record, {rest}) SELECT {third}, replace(record, '\"REPORT-', '\"REPORT-{third}'), {rest} "
                    "FROM frozen_report WHERE station_code = 'S01'")
    told = db.session.get_one(FrozenReport, third).told["number"]
    db.session.rollback()
    code, said = reported.verify()
    assert code == 1 and f"{told} stands on the board but was never entered" in said
    assert any(line.startswith(f"REPORT-{third}: no entry") for line in invariants.broken())


def test_an_entry_is_rewritten_and_one_is_dated_back(reported: House) -> None:
    one = names()[0]
    reported.attack("UPDATE ledger_entry SET data = replace(data, '\"at\":\"2026', '\"at\":\"2025') WHERE kind = 'report'")
    reported.found(last(one), "its hash is another than the one in the tree")


def test_the_draft_and_the_names_of_people_may_change_and_nothing_signed_does(reported: House) -> None:
    """What is shown is made of the signed bytes alone."""
    reported.attack("UPDATE monthly_report SET figures = '{}', situation = 'x'", "UPDATE person SET name = '改了名字'", "UPDATE station SET name = '改名站'")
    assert reported.verify()[0] == 0 and invariants.broken() == [] and Cast().station().name == "改名站"
