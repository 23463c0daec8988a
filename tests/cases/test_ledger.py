"""What is published is in the ledger with the same commit, once, in one order, under a signed head (R20–R26, SD-41, SD-42)."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select

from portal import daily, upgrade
from portal.cases import ledger, progress, publication
from portal.cases.case import Case
from portal.cases.ledger import Checkpoint, Entry, Kind
from portal.cases.ledger_tree import Whole, hashes
from portal.cases.publication import Publication
from portal.foundation import checkpoint, clock, merkle
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.together import at_once


def publish(cast: Cast, case: Case) -> Publication:
    with unit_of_work():
        return cast.put_up(case)


def entries() -> list[Entry]:
    db.session.rollback()
    return list(db.session.scalars(select(Entry).order_by(Entry.place)))


def told() -> list[Entry]:
    """All but acceptances, which have tests of their own."""
    return [row for row in entries() if row.kind is not Kind.ACCEPTED]


def head() -> checkpoint.Head:
    """The newest head, opened by the key it is said to be signed with."""
    newest = ledger.latest()
    assert newest is not None
    found = checkpoint.opened(newest.note, ledger.public_key())
    assert found.size == newest.size
    return found


def whole() -> None:
    """The ledger is what it says: no gap, every stored hash right, the newest head over all entries, every result in it."""
    rows = entries()
    assert [row.place for row in rows] == [json.loads(row.data)["index"] for row in rows] == list(range(len(rows)))
    assert head().size == ledger.size() == len(rows)
    assert head().root == merkle.root([merkle.leaf_hash(row.data.encode()) for row in rows])
    stack, kept = list[bytes](), dict[tuple[int, int], bytes]()
    for row in rows:
        stack, new = merkle.grow(stack, row.place, merkle.leaf_hash(row.data.encode()))
        kept |= dict(new)
    assert {(one.level, one.place): one.hash for one in db.session.scalars(select(Whole))} == kept
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    published = {row.id: publication.canonical(row) for row in db.session.scalars(select(Publication))}
    assert {row.publication_id for row in rows if row.kind is Kind.RESULT} == set(published)
    for row in rows:
        if row.publication_id is not None:
            opened = ledger.opening(row.salt or "", published[row.publication_id])
            assert json.loads(row.data)["record"] == hashlib.sha256(opened).hexdigest()


def test_a_result_and_its_entry_are_one_commit(cast: Cast) -> None:
    case = cast.closed()
    assert entries() == [] and ledger.latest() is None
    row = publish(cast, case)
    whole()
    (entry,) = told()
    said = json.loads(entry.data)
    assert (said["kind"], said["number"], said["at"]) == ("result", case.number, "2026-03-02T01:00:00Z")
    assert entry.publication_id == row.id and head().origin.endswith("/ledger")


def test_what_was_taken_back_is_nowhere(cast: Cast) -> None:
    """Not the row, not the entry, not its number; and nothing of it comes with what is published next."""
    first, second = cast.closed(), cast.closed()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        cast.put_up(first)
        raise ZeroDivisionError
    assert entries() == [] and ledger.size() == 0
    publish(cast, second)
    whole()
    assert [json.loads(row.data)["number"] for row in told()] == [second.number]


def test_a_savepoint_that_was_rolled_back_leaves_no_entry(cast: Cast) -> None:
    first, second = cast.closed(), cast.closed()
    with unit_of_work():
        cast.put_up(first)
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            cast.put_up(second)
            raise ZeroDivisionError
    whole()
    assert [json.loads(row.data)["number"] for row in told()] == [first.number]


def test_two_results_in_one_commit_are_two_entries_under_one_head(cast: Cast) -> None:
    cases = [cast.closed() for _ in range(3)]
    with unit_of_work():
        for case in cases:
            cast.put_up(case)
    whole()
    assert [json.loads(row.data)["number"] for row in told()] == [case.number for case in cases]
    assert len(db.session.scalars(select(Checkpoint)).all()) == 1


def test_the_canonical_text_is_the_same_after_reading_it_back(cast: Cast) -> None:
    case = cast.replied("经查，系电缆被盗割所至。\n\n  已 更换 。<b>𠮷</b>\n")
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    row = publish(cast, case)
    before = publication.canonical(row)
    db.session.expire_all()
    assert publication.canonical(row) == before and json.loads(before)["replies"] == row.replies
    assert set(json.loads(before)) == {column.key for column in Publication.__mapper__.column_attrs} - {"id", "case_id", "is_current", "registered_on", *publication.SINCE}  # that day stands in `steps` too
    whole()


def test_every_head_continues_the_ones_before(cast: Cast) -> None:
    """R24: an older head is always provably a prefix."""
    for case in [cast.closed() for _ in range(6)]:
        publish(cast, case)
    whole()
    heads = [checkpoint.opened(one.note, ledger.public_key()) for one in db.session.scalars(select(Checkpoint).order_by(Checkpoint.id))]
    assert [one.size for one in heads] == [7, 8, 9, 10, 11, 12]
    for old in heads:
        proof = merkle.consistency(old.size, 12, hashes)
        assert merkle.continues(old.root, old.size, heads[-1].root, 12, proof)
    for row in entries():
        leaf = merkle.leaf_hash(row.data.encode())
        assert merkle.includes(head().root, 12, row.place, leaf, merkle.inclusion(row.place, 12, hashes))


def test_r26_a_clock_that_is_set_back_reorders_nothing(cast: Cast) -> None:
    first, second = cast.closed(), cast.closed()
    clock.freeze(clock.now() + timedelta(days=2))
    publish(cast, first)
    clock.freeze(clock.now() - timedelta(days=1))
    publish(cast, second)
    whole()
    assert len({row.at for row in entries()}) == 1


def test_progress_that_is_taken_down_leaves_an_entry_and_a_result_in_its_place_none(cast: Cast) -> None:
    case = cast.shown()
    with unit_of_work():
        progress.hide(case, reason="认得出是谁家。", by=cast.actor("director"))
    (entry,) = told()
    assert json.loads(entry.data) == {"at": "2026-03-02T01:00:00Z", "index": 1, "kind": "taken_down", "number": case.number}
    assert entry.salt is None
    other = cast.shown()
    cast.reply(other)
    cast.pass_on(other)
    cast.tell(other)
    cast.rate(other)
    publish(cast, other)
    whole()
    assert [row.kind for row in told()] == [Kind.TAKEN_DOWN, Kind.RESULT]


def test_many_at_once_leave_no_gap_and_one_tree(empty_app: Flask) -> None:
    """On SQLite behind the gate, on PostgreSQL by the row that numbers them: the k-th entry knows the k-1 before it."""
    with empty_app.app_context():
        cast = Cast()
        ids = [cast.closed().id for _ in range(8)]

    def publishing(case_id: int) -> Callable[[], None]:
        def do() -> None:
            publish(Cast(), db.session.get_one(Case, case_id))
        return do

    came = at_once(empty_app, [publishing(case_id) for case_id in ids])
    with empty_app.app_context():
        assert came == [None] * 8
        whole()
        assert len(told()) == 8


def test_a_head_is_signed_at_least_daily(cast: Cast) -> None:
    """Also of a ledger that is still empty, so that the first result can be shown to be the first."""
    assert daily.sign(clock.now()) and not daily.sign(clock.now())
    assert (head().size, head().root) == (0, merkle.EMPTY)
    publish(cast, cast.closed())
    assert not daily.sign(clock.now() + timedelta(hours=23)) and daily.sign(clock.now() + timedelta(hours=25))
    whole()


def test_what_was_published_before_is_entered_in_its_order(empty_app: Flask) -> None:
    """The migration writes the very bytes the house would have written, oldest first; what comes after joins behind."""
    with empty_app.app_context():
        cast = Cast()
        before = [publish(cast, cast.closed()).number for _ in range(3)]
        db.session.remove()
        if "migrate" not in empty_app.extensions:
            flask_migrate.Migrate(empty_app, db, directory=str(upgrade.MIGRATIONS), render_as_batch=True)
        with empty_app.extensions["write_gate"]():
            flask_migrate.downgrade(directory=str(upgrade.MIGRATIONS), revision="0022")
        db.engine.dispose()
    upgrade.upgrade(empty_app)
    with empty_app.app_context():
        assert [json.loads(row.data)["number"] for row in entries()] == before and ledger.latest() is None
        assert daily.sign(clock.now())
        whole()
        publish(cast, cast.closed())
        whole()
        assert len(told()) == 4
