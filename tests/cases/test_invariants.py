"""`portal verify`: a violation of each rule, planted behind the house's back, is named; a healthy life names none (§12.4)."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask

from portal import cli
from portal.cases import acceptance, audit_invariants, invariants, ladder_invariants, ledger_invariants, progress, referral
from portal.foundation.database import db, is_sqlite
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.made_once import begin_with

GUARDED = ("event", "reply", "publication", "progress", "deadline", "rating")


@pytest.fixture
def lived(app: Flask, cast: Cast) -> Cast:
    """Lives that were lived once; each test finds them whole."""
    begin_with(app, "lived", lambda: live(cast))
    return cast


def live(cast: Cast) -> None:
    """One published case, one answered on the spot and published, one sealed and referred, one open with its progress public; all is well."""
    spoken = cast.register().case
    with unit_of_work():
        acceptance.answer(spoken, text="已答复。", answered_by="甲", by=cast.actor("liaison"))
    for case in (cast.closed(), spoken):
        with unit_of_work():
            cast.put_up(case)
    sealed = cast.accepted(kind=4, category="O1", target="区水务公司")
    with unit_of_work():
        referral.refer(sealed, to=cast.unit("镇党委"), clock_name="reply_simple", opinion="请核查",
                       opinion_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    open_case = cast.handling()
    with unit_of_work():
        progress.show(open_case, by=cast.actor("director"))
    assert invariants.broken() == []


def plant(*statements: str) -> None:
    """Change rows as somebody with the file in hand could: without triggers, without foreign keys."""
    unguard = [f'DROP TRIGGER {table}_no_{act}' + ("" if is_sqlite() else f' ON "{table}"') for table in GUARDED
               for act in ("update", "delete")]
    lax = [] if is_sqlite() else ["SET LOCAL session_replication_role = replica"]
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        if is_sqlite():
            cursor.execute("PRAGMA query_only=0")
            cursor.execute("PRAGMA foreign_keys=0")
        cursor.execute("BEGIN IMMEDIATE" if is_sqlite() else "SET TRANSACTION READ WRITE")
        for statement in (*lax, *(unguard if is_sqlite() else ()), *statements):
            cursor.execute(statement)
        cursor.execute("COMMIT") if is_sqlite() else connection.commit()
    finally:
        connection.invalidate()
    db.session.rollback()


# number of the case → S01-26-0001 answered, 0002 closed by rating, 0003 sealed, 0004 handling
FAULTS: dict[str, tuple[str, str]] = {
    "1 no owner": ("UPDATE \"case\" SET owner_id = NULL WHERE number = 'S01-26-0004'", "S01-26-0004: open without an owner"),
    "1 no date": ("UPDATE \"case\" SET next_on = NULL WHERE number = 'S01-26-0004'", "S01-26-0004: open without an owner"),
    "2 changed text": ("UPDATE event SET text = 'x' WHERE case_id = 2 AND seq = 3", "S01-26-0002: event 3 does not fit the chain"),
    "2 changed time": ("UPDATE event SET happened_at = '2020-01-01 00:00:00' WHERE case_id = 2 AND seq = 1",
                       "S01-26-0002: event 1 does not fit"),
    "1 owner gone": ("UPDATE person SET active = false WHERE login = 'liaison'", "S01-26-0004: open, but its owner's account is closed"),
    "1 date of no clock": ("UPDATE \"case\" SET next_on = '2026-12-31' WHERE id = 4", "S01-26-0004: its next date is not that of a running clock"),
    "2 dropped event": ("DELETE FROM event WHERE case_id = 2 AND seq = 2", "S01-26-0002: event 2 does not fit"),
    "2 cut tail": ("DELETE FROM event WHERE case_id = 4 AND seq = (SELECT max(seq) FROM event WHERE case_id = 4)",
                   "S01-26-0004: is handling after"),
    "2 swapped": ("UPDATE event SET seq = CASE seq WHEN 2 THEN -3 WHEN 3 THEN -2 ELSE seq END WHERE case_id = 2",
                  "S01-26-0002: event 1 does not fit"),
    "2 no story": ("DELETE FROM event WHERE case_id = 4", "S01-26-0004: a case without any event"),
    "2 no case": ("DELETE FROM \"case\" WHERE id = 4", "case id 4: a story without its case"),
    "3 earlier": ("UPDATE deadline SET due_on = '2026-03-01' WHERE case_id = 4 AND clock = 'reply_simple'",
                  "S01-26-0004: the reply_simple clock is due before"),
    "3 later": ("UPDATE deadline SET due_on = '2026-09-01' WHERE case_id = 4 AND clock = 'reply_simple'",
                "S01-26-0004: the reply_simple clock is due after"),
    "4 reply": ("UPDATE reply SET text = text || '!'", "S01-26-0002: reply 1 differs from its fingerprint"),
    "4 board": ("UPDATE publication SET replies = replace(replies, '五盏', '六盏') WHERE case_id = 2",
                "S01-26-0002: the published reply 1 differs"),
    "4 left out": ("UPDATE publication SET replies = '[]' WHERE case_id = 2", "S01-26-0002: the stored reply 1 is not published"),
    "4 spoken": ("UPDATE event SET text = '别的' WHERE case_id = 1 AND move = 'T3'",
                 "S01-26-0001: the published reply 1 differs from the stored one"),
    "4 words": ("UPDATE publication SET words = 'x' WHERE case_id = 2", "S01-26-0002: the published words are not the visitor's"),
    "4 not released": ("UPDATE \"case\" SET publish_words = false WHERE id = 2",
                       "S01-26-0002: the published words are not the visitor's"),
    "4 progress untrue": ("UPDATE progress SET late_on = '2027-01-01'", "S01-26-0004: the board tells another progress than the case"),
    "4 progress left": ("UPDATE \"case\" SET shows_progress = false WHERE id = 4", "S01-26-0004: its progress stands on the board, but"),
    "4 progress gone": ("UPDATE progress SET is_current = false", "S01-26-0004: its progress is public, but no row tells it"),
    "4 progress refused": ("UPDATE \"case\" SET publish_result = false WHERE id = 4", "S01-26-0004: its progress is public, but may not be"),
    "4 invented": ("UPDATE publication SET demo = true WHERE case_id = 2", "S01-26-0002: published by a demonstration, but"),
    "5 to whom": ("UPDATE \"case\" SET target_unit_id = unit_id WHERE id = 3", "S01-26-0003: referred to the unit complained of"),
    "5 to another": ("UPDATE referral SET unit_id = 1 WHERE case_id = 3",
                     "S01-26-0003: sealed, but referred to a unit that receives no such"),
    "5 on the board": ("UPDATE \"case\" SET sealed = true WHERE id = 2", "S01-26-0002: sealed, but on the board"),
    "5 unsealed": ("UPDATE \"case\" SET sealed = false WHERE id = 3", "S01-26-0003: kind 4 without a seal"),
    "5 taken out": ("UPDATE event SET act = 'case.split' WHERE case_id = 4 AND seq = 2", "S01-26-0004: open, but a report about officials was"),
    "6 unrated": ("UPDATE publication SET rating = '{\"result\":\"satisfied\"}' WHERE case_id = 1",
                  "S01-26-0001: published with a rating nobody gave"),
    "6 prettier": ("UPDATE publication SET rating = replace(rating, '\"satisfied\"', '\"dissatisfied\"') WHERE case_id = 2",
                   "S01-26-0002: published with a rating nobody gave"),
    "7 gap": ("UPDATE \"case\" SET number = 'S01-26-0009' WHERE id = 4", "S01-26-: 4 cases up to number 9"),
    "7 given out": ("UPDATE series SET last = 9 WHERE name = 'case:S01:2026'", "S01-26-: 4 cases up to number 4, but 9"),
    "7 elsewhere": ("UPDATE \"case\" SET station_id = 2 WHERE id = 4", "S01-26-0004: numbered at another station"),
    "8 no code": ("DELETE FROM tracking WHERE case_id = 4", "S01-26-0004: no receipt code"),
    "9 not told": ("DELETE FROM delivery", "S01-26-0002: closed, but nobody was told"),
    "9 waiting": ("UPDATE \"case\" SET public_state = 'waiting', publish_result = false WHERE id = 2",
                  "S01-26-0002: waits for publication"),
    "10 state": ("UPDATE \"case\" SET state = 'closed' WHERE id = 4", "S01-26-0004: is closed after")}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_planted_fault_is_named(lived: Cast, fault: str) -> None:
    statement, sentence = FAULTS[fault]
    plant(statement)
    assert any(found.startswith(sentence) for found in invariants.broken()), invariants.broken()


def test_every_check_is_tried() -> None:
    """Ten invariants; 2 and 10 are one check, 3 is two, 4 three. The ladder's have tests of their own, and so have that of visits
    (test_visit.py), that of what is counted (test_beside.py), those of acceptances (test_commitment.py), of the audit log
    (test_audit_attacked.py) and of what the board shows against the ledger (test_traces_attacked.py, test_masks_attacked.py)."""
    assert {fault.split()[0] for fault in FAULTS} == {str(number) for number in range(1, 11)}
    elsewhere = {*ladder_invariants.CHECKS, *audit_invariants.CHECKS, *ledger_invariants.CHECKS}
    assert len({*invariants.CHECKS} - elsewhere) == 16 and elsewhere <= {*invariants.CHECKS}


@pytest.mark.parametrize("sick", [False, True])
def test_verify_ends_with_one_and_a_list(lived: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch, sick: bool) -> None:
    if sick:
        plant(FAULTS["4 reply"][0])
    standing: Callable[[], Flask] = lambda: app  # noqa: E731
    monkeypatch.setattr(cli, "_standing", standing)
    came = CliRunner().invoke(cli.portal, ["verify"])
    assert came.exit_code == (1 if sick else 0)
    assert came.output.splitlines()[-1].startswith("S01-26-0002: reply 1 differs" if sick else "Every rule holds.")
