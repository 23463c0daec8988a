"""Acceptances in the ledger: committed to with the matter, entered under the next head, shown by whoever holds the receipt, and telling nobody
else anything (R20, R26, X-05, HB-44, SD-42)."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from portal import daily
from portal.cases import commitment, commitment_invariants, intake, invariants, ledger, split, tracking
from portal.cases.case import Case
from portal.cases.commitment import Commitment
from portal.cases.ledger import Entry, Kind
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.cases.test_invariants import plant


def sign() -> None:
    with unit_of_work():
        ledger.sign(clock.now())


def entries() -> list[Entry]:
    db.session.rollback()
    return list(db.session.scalars(select(Entry).order_by(Entry.place)))


def of(case: Case) -> Commitment:
    return db.session.get_one(Commitment, case.id)


def test_r20_it_waits_with_the_matter_and_is_entered_with_the_next_head(cast: Cast) -> None:
    made = cast.register()
    assert entries() == [] and of(made.case).place is None and invariants.broken() == []
    clock.freeze(clock.now() + timedelta(hours=5))
    sign()
    (entry,) = entries()
    told = json.loads(entry.data)
    assert (told["kind"], told["number"], told["index"], told["at"]) == ("accepted", "-", 0, "2026-03-02T06:00:00Z")
    assert of(made.case).place == 0 and entry.salt is None and invariants.broken() == []
    words = f"{made.mark}\n{made.case.number} 2026-03-02 09:00\n"
    assert told["record"] == hashlib.sha256(words.encode()).hexdigest() == of(made.case).fingerprint
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{20}", made.mark) and commitment.mark_of(made.case) == made.mark
    sign()
    assert len(entries()) == 1, "each is entered once"


def test_a_publication_takes_in_all_that_wait(cast: Cast) -> None:
    open_one, done = cast.register().case, cast.closed()
    with unit_of_work():
        cast.put_up(done)
    assert [row.kind for row in entries()] == [Kind.ACCEPTED, Kind.ACCEPTED, Kind.RESULT]
    assert {of(open_one).place, of(done).place} == {0, 1}
    newest = ledger.latest()
    assert newest is not None and newest.size == 3


def test_x05_an_entry_tells_nothing_and_their_order_neither(cast: Cast) -> None:
    """Twelve matters of two stations, one of them about officials, within four hours: the entries differ by place and fingerprint alone, and
    stand in the order of those (HB-44)."""
    for turn in range(12):
        clock.freeze(clock.now() + timedelta(minutes=20))
        cast.register("S02" if turn % 2 else "S01", **({"kind": 4, "category": "O1"} if turn == 5 else {}))
    sealed = db.session.scalars(select(Case).where(Case.sealed.is_(True))).one()
    sign()
    told = [json.loads(row.data) for row in entries()]
    assert len(told) == 12 and {len(row.data) for row in entries()[:10]} == {len(entries()[0].data)}
    assert {(one["at"], one["kind"], one["number"], frozenset(one)) for one in told} == {
        (told[0]["at"], "accepted", "-", frozenset({"at", "index", "kind", "number", "record"}))}
    assert [one["record"] for one in told] == sorted(one["record"] for one in told)
    assert of(sealed).place is not None


def test_hb44_a_report_writes_what_any_matter_writes(cast: Cast) -> None:
    """One statement, the same words, whatever it is about."""
    said: list[str] = []
    for more in ({}, {"kind": 4, "category": "O1"}):
        listen = lambda _c, _k, statement, *_: said.append(statement) if "commitment" in statement else None  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        cast.register(**more)
        event.remove(db.engine, "before_cursor_execute", listen)
    assert len(said) == 2 and said[0] == said[1] and said[0].startswith("INSERT INTO commitment")


def test_sent_again_it_has_the_same_mark_and_no_second_commitment(cast: Cast) -> None:
    """R07: the row is found by the case, so every later receipt bears the mark of the first."""
    key = codes.new_key()
    first, again = cast.register(key=key), cast.register(key=key)
    assert again.replayed and again.case.id == first.case.id
    assert commitment.mark_of(again.case) == first.mark and db.session.query(Commitment).count() == 1
    with unit_of_work():
        tracking.reissue(first.case, by=cast.actor("liaison"))
    assert commitment.mark_of(first.case) == first.mark


def test_what_was_taken_back_is_committed_to_nowhere(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        intake.register(cast.telling(), station=cast.station(), key=codes.new_key(), by=cast.actor("liaison"))
        raise ZeroDivisionError
    sign()
    assert entries() == [] and db.session.query(Commitment).count() == 0


def test_a_matter_that_is_split_off_has_its_own(cast: Cast) -> None:
    case = cast.register().case
    with unit_of_work():
        made = split.split(case, cast.telling(words="还有垃圾桶。"), stays="路灯", key=codes.new_key(), by=cast.actor("liaison"))
    assert made.mark != commitment.mark_of(case) and commitment.mark_of(made.case) == made.mark
    sign()
    assert len(entries()) == 2 and invariants.broken() == []


def test_more_than_a_head_takes_wait_for_the_next_the_same_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commitment, "MOST", 2)
    for _ in range(5):
        cast.register()
    assert daily.sign(clock.now()) and commitment.waiting() == []
    newest = ledger.latest()
    assert newest is not None and newest.size == len(entries()) == 5 and invariants.broken() == []


def test_the_mark_goes_and_the_entry_says_nothing_more(cast: Cast) -> None:
    """R25: a lawful deletion takes the mark; the fingerprint stays, fits the tree and can be opened by nobody here."""
    case = cast.register().case
    sign()
    before = entries()[0].data
    with unit_of_work():
        of(case).salt = None
    assert commitment.mark_of(case) == "" and commitment.shown(case) is None
    assert entries()[0].data == before and invariants.broken() == []


@pytest.mark.parametrize(("statement", "named"), [
    ("UPDATE \"case\" SET registered_at = '2026-02-27 01:00:00' WHERE id = {id}", "is not what was committed to (entry 0)"),
    ("UPDATE ledger_entry SET data = replace(data, '\"record\":\"', '\"record\":\"0') WHERE place = 0", "does not hold its acceptance (entry 0)"),
    ("UPDATE commitment SET fingerprint = 'x' WHERE case_id = {id}", "is not what was committed to"),
    ("DELETE FROM commitment WHERE case_id = {id} + 1", "accepted, but nothing shows when"),
    ("UPDATE commitment SET place = NULL WHERE case_id = {id}", "entry 0: an acceptance of no case"),
])
def test_r26_what_does_not_fit_is_named(cast: Cast, app: Flask, statement: str, named: str) -> None:
    """`portal verify`: somebody with the file in hand moves the day, the entry, the fingerprint, or takes one of them away."""
    case = cast.register().case
    sign()
    cast.register()
    assert not list(commitment_invariants.CHECKS[0]()) and invariants.broken() == []
    case_id, number = case.id, case.number
    db.session.rollback()
    plant(*(f'DROP TRIGGER {table}_no_{act}' for table in ("commitment", "ledger_entry") for act in ("update", "delete")
            if db.engine.dialect.name == "sqlite"), statement.format(id=case_id))
    found = [sentence for sentence in invariants.broken() if named in sentence]
    assert found and (number in found[0] or "entry 0" in found[0] or "{id} + 1" in statement), invariants.broken()


def test_a_matter_from_before_there_were_any_is_no_fault(cast: Cast) -> None:
    """Its receipt bears no mark, and nothing is asked of it; from the first one on each has its own."""
    old = cast.register().case
    db.session.rollback()
    plant(*(['DROP TRIGGER commitment_no_delete'] if db.engine.dialect.name == "sqlite" else []), f"DELETE FROM commitment WHERE case_id = {old.id}")
    assert invariants.broken() == [] and commitment.mark_of(old) == "" and commitment.shown(old) is None
    new = cast.register()
    assert new.mark and invariants.broken() == []
