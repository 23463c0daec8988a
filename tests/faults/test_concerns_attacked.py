"""Common concerns and motions before the verifier that runs outside: whoever changes one, swaps two, deletes one, moves its day or puts one
up past the ledger is found, and the entry is named (SD-42, CT-25, R23)."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import daily
from portal.cases import invariants
from portal.cases.ledger import Entry
from portal.commons import concern, concern_entry, gathering, motion
from portal.commons.concern import Concern
from portal.commons.motion import Motion
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.commons import alike
from tests.faults.outside import House
from tests.faults.test_ledger_attacks import house

__all__ = ["house"]
ANSWER = "经研究，同意。\n东门一带 4 月底前装灯 12 盏。<b>&amp;𠮷"
SECOND = ("西门停车拥挤", "有居民提出，西门一带晚间停车拥挤。")


def turn(verb: Callable[..., None], row: Concern, login: str = "liaison") -> None:
    with unit_of_work():
        by = Cast().actor(login)
        verb(concern.kept_by(row.id, by), by=by)


@pytest.fixture
def common(house: House) -> House:
    """The same house with two concerns on the board, of one two motions that were sent, one of them answered; a copy is kept."""
    put_up()
    assert invariants.broken() == []
    db.session.rollback()
    code, said = house.verify("--keep", str(house.folder / "kept"))
    assert code == 0, said
    return replace(house, numbers=[name for name, _ in entered()], first=0)


def put_up() -> None:
    """What the stations do."""
    cast = Cast()
    row = alike.shown(cast)
    for title, login in (("东门一带增设路灯", "rep"), ("东门修路", "rep-2")):
        with unit_of_work():
            given = motion.write(row, title=title, reasons="这一带人多，夜里没有灯。", unit_id=cast.unit().id, locale="zh_Hans", by=cast.actor(login))
        with unit_of_work():
            motion.send(db.session.get_one(Motion, given.id), by=cast.actor("liaison"))
    with unit_of_work():
        motion.answer(db.session.get_one(Motion, 1), text=ANSWER, answered_on=clock.today(), by=cast.actor("liaison"))
    other = alike.worded(cast, alike.gathered(cast), *SECOND, place="西门")
    with unit_of_work():
        gathering.show(concern.kept_by(other.id, cast.actor("director")), by=cast.actor("director"))
    db.session.rollback()


def entered() -> list[tuple[str, str]]:
    """Number and kind of every entry, in order."""
    told = [json.loads(data) for data in db.session.scalars(select(Entry.data).order_by(Entry.place))]
    db.session.rollback()
    return [(one["number"], one["kind"]) for one in told]


def last(name: str) -> int:
    """The place of the last entry under a name."""
    return max(place for place, (number, _) in enumerate(entered()) if number == name)


def test_each_step_is_an_entry_of_its_own_kind_and_the_copy_is_whole(common: House) -> None:
    told = [one for one in entered() if one[0].startswith(("CONCERN", "MOTION"))]
    assert told == [("CONCERN-1", "concern"), ("MOTION-1", "motion"), ("MOTION-2", "motion"), ("MOTION-1", "motion_answer"), ("CONCERN-2", "concern")]
    kept = common.folder / "kept"
    assert ANSWER in json.loads((kept / "motions" / "1" / "leaf").read_text("utf-8").split("\n", 1)[1])["answer"]
    common.address = str(kept)
    assert common.verify()[0] == 0
    page = kept / "concerns" / "1" / "page.html"
    page.write_text(page.read_text("utf-8").replace("夜间照明不足", "夜间照明充足"), "utf-8")
    common.found(last("CONCERN-1"), "the page or the open data say something else")


def test_no_number_of_entries_tells_who_or_what(common: House) -> None:
    """The entries are salted: neither words nor names nor a fingerprint anybody could guess stand in the log."""
    rows = list(db.session.scalars(select(Entry).where(Entry.name.is_not(None))))
    assert len({row.salt for row in rows}) == 5 and all(len(row.salt or "") == 32 for row in rows)
    assert {key for row in rows for key in json.loads(row.data)} == {"at", "index", "kind", "number", "record"}


CHANGED = "what is published is not what was entered"
ATTACKS = {
    "a word of a concern": ("UPDATE concern SET text = replace(text, '没有照明', '照明良好') WHERE id = 1", "CONCERN-1", CHANGED),
    "its place": ("UPDATE concern SET place = '北门' WHERE id = 1", "CONCERN-1", CHANGED),
    "a word of an answer": ("UPDATE motion SET answer = replace(answer, '12 盏', '2 盏') WHERE id = 1", "MOTION-1", CHANGED),
    "a reason": ("UPDATE motion SET reasons = '算了。' WHERE id = 2", "MOTION-2", CHANGED),
    "who signed": ("UPDATE motion SET signed = '[]' WHERE id = 1", "MOTION-1", CHANGED),
    "the answer is gone": ("UPDATE motion SET answer = '', sha256 = '', answered_on = NULL, entered_at = NULL WHERE id = 1", "MOTION-1", CHANGED),
    "back-dated concern": ("UPDATE concern SET shown_at = '2026-02-01 00:00:00.000000' WHERE id = 1", "CONCERN-1", CHANGED),
    "back-dated answer": ("UPDATE motion SET answered_on = '2026-02-01' WHERE id = 1", "MOTION-1", CHANGED),
    "taken down in silence": ("UPDATE concern SET standing = 'hidden' WHERE id = 2", "CONCERN-2", "gone from the board"),
    "deleted": ("DELETE FROM motion_signature WHERE motion_id = 2; DELETE FROM motion WHERE id = 2", "MOTION-2", "gone from the board"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_one_is_changed_deleted_or_back_dated(common: House, attack: str) -> None:
    """From outside the entry is named, from inside `portal verify` names it too."""
    statement, name, said = ATTACKS[attack]
    common.attack(*statement.split(";"))
    common.found(last(name), said)
    assert any(line.startswith(f"{name}:") for line in invariants.broken())


def test_two_are_swapped(common: House) -> None:
    """Each under the other's name."""
    common.attack("UPDATE concern SET text = '%s', title = '%s', place = '西门' WHERE id = 1" % SECOND[::-1],
                  f"UPDATE concern SET text = '{alike.TEXT}', title = '{alike.TITLE}', place = '东门' WHERE id = 2")
    for name in ("CONCERN-1", "CONCERN-2"):
        common.found(last(name), CHANGED)


def test_one_is_put_up_past_the_ledger(common: House) -> None:
    columns = ", ".join(column.name for column in Concern.__table__.columns if column.name != "id")
    common.attack(f"INSERT INTO concern (id, {columns}) SELECT 99, {columns} FROM concern WHERE id = 1")
    code, said = common.verify()
    assert code == 1 and "CONCERN-99 stands on the board but was never entered" in said
    assert any(line.startswith("CONCERN-99: no entry") for line in invariants.broken())


def test_an_entry_of_a_motion_is_rewritten(common: House) -> None:
    common.attack("UPDATE ledger_entry SET data = replace(data, '\"at\":\"2026', '\"at\":\"2025') WHERE kind = 'motion_answer'")
    common.found(last("MOTION-1"), "its hash is another than the one in the tree")


def test_what_is_taken_down_says_so_and_accuses_nobody_and_comes_again_as_an_entry(common: House) -> None:
    """Hidden with its motions, reworded, shown anew by the other one, ended: each time all is as it was entered, and names of then stay."""
    row = db.session.get_one(Concern, 1)
    turn(gathering.hide, row)
    assert entered()[-3:] == [("MOTION-1", "hidden"), ("MOTION-2", "hidden"), ("CONCERN-1", "hidden")]
    assert common.verify("--old", str(common.folder / "kept"))[0] == 0
    turn(gathering.show, row, "director")
    turn(gathering.end, row)
    assert [kind for _, kind in entered()[-4:]] == ["concern", "motion_answer", "motion", "concern"]
    with unit_of_work():
        Cast().unit().name = "改了名字的单位"
        Cast().person("rep").name = "改了名字"
    assert common.verify()[0] == 0 and invariants.broken() == []


def test_concerns_from_before_are_entered_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that showed concerns before the ledger held them: the first sweep enters them, the second nothing."""
    with monkeypatch.context() as before:
        for module in (concern_entry, motion):
            before.setattr(module, "enter", lambda *_: None)
        put_up()
    assert invariants.broken() == []
    db.session.rollback()
    assert "CONCERN-1 stands on the board but was never entered" in house.verify()[1]
    assert daily.enter_concerns(clock.now()) == 4 and daily.enter_concerns(clock.now()) == 0
    code, said = house.verify()
    assert code == 0 and invariants.broken() == [], said
