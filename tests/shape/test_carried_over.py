"""What a network that stands brings along: its policy gets the limits it lacked, a clock that stands still its pause (HB-68)."""

import sqlite3
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select, text

from portal import upgrade
from portal.cases import danger, deadline, follow_up, invariants, reply, twins
from portal.cases.case import Case
from portal.cases.deadline import Deadline
from portal.cases.delivery import Way
from portal.cases.policy import SHIPPED, limits_of, versions
from portal.cases.rating import Solved
from portal.cases.visitor import Visitor
from portal.foundation import clock, database, vault
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast, seat
from tests.conftest import DATABASES, build
from tests.scratch import database_of_our_own

BEFORE = """
INSERT INTO policy_limit VALUES ('v1', 'publish', 5, 1, 0), ('v1', 'accept', 3, 1, 2), ('v1', 'rate', 12, 1, 0), ('v1', 'red', 7, 1, 0);
INSERT INTO deadline (id, case_id, clock, round, started_on, "limit", working, original_due_on, due_on, provisional, extended_by, paused_on)
VALUES (1, 1, 'accept', 1, '2026-03-02', 3, 1, '2026-03-05', '2026-03-05', 0, 0, '2026-03-03'),
       (2, 1, 'reply_simple', 1, '2026-03-02', 5, 1, '2026-03-09', '2026-03-09', 0, 0, '2026-03-04'),
       (3, 1, 'refer', 1, '2026-03-02', 1, 1, '2026-03-03', '2026-03-03', 0, 0, NULL);
"""


def at(app: Flask, revision: str) -> None:
    with app.app_context():
        database.make()
        with app.extensions["write_gate"]():
            flask_migrate.upgrade(directory=str(upgrade.MIGRATIONS), revision=revision)
        db.engine.dispose()


def plant(folder: Path, rows: str) -> None:
    """Rows as they stood, put in behind the portal's back."""
    with sqlite3.connect(folder / "portal.db") as raw:
        raw.executescript(rows)
    raw.close()


def test_a_standing_policy_and_standing_clocks_are_carried_over(tmp_path: Path) -> None:
    app = build(tmp_path)
    flask_migrate.Migrate(app, db)
    at(app, "0006")
    plant(tmp_path, BEFORE)
    at(app, "0007")
    with app.app_context():
        made, limits = versions(), limits_of("v1")
        assert [(row.name, row.serial, row.made_by_id) for row in made] == [("v1", 1, None)]
        assert {"accept", "publish", "rate", "red"} < limits.keys() and (limits["rate"].limit, limits["red"].limit) == (12, 7)
        assert (limits["publish"].extension, limits["pause_court"].limit) == (15, SHIPPED["pause_court"][0])
        rows = db.session.execute(db.text("SELECT deadline_id, reason, since_on, limit_on FROM pause ORDER BY id")).all()
        assert [tuple(row) for row in rows] == [(1, "clarify", "2026-03-03", "2026-03-05"), (2, "return", "2026-03-04", "2026-03-09")]
        db.engine.dispose()


@pytest.mark.parametrize(("clock_name", "before", "after"), [("look_again", "0015", "0016"), ("countersign", "0022", "0026")])
def test_every_version_of_a_standing_policy_learns_a_new_limit(tmp_path: Path, clock_name: str, before: str, after: str) -> None:
    """T26b, HB-64: a case under an old version has a limit too; going down and up again doubles nothing."""
    app = build(tmp_path)
    flask_migrate.Migrate(app, db)
    at(app, before)
    plant(tmp_path, "INSERT INTO policy_limit VALUES ('v1', 'accept', 3, 1, 2), ('v2', 'accept', 4, 1, 2)")
    at(app, after)
    with app.app_context():
        with app.extensions["write_gate"]():
            flask_migrate.downgrade(directory=str(upgrade.MIGRATIONS), revision=before)
        db.engine.dispose()
    at(app, after)
    with app.app_context():
        found = [limits_of(version)[clock_name] for version in ("v1", "v2")]
        assert {(row.limit, row.working, row.extension) for row in found} == {SHIPPED[clock_name]}
        db.engine.dispose()


SENT = """
INSERT INTO slip (id, case_id, referral_id, level, round, station_id, year, serial, demand, overdue_days, facts, reasons, drawn_up_by_id,
                  drawn_up_at, declined_because, acknowledged_by, withdrawn_because)
VALUES (1, 1, 1, 'b', 1, 1, 2026, 7, '请办结。', 1, '[]', '{}', 1, '2026-03-10 01:00:00', '', '', ''),
       (2, 1, 1, 'a', 1, 1, 2026, 12, '请办结。', 9, '[]', '{}', 1, '2026-03-23 01:00:00', '', '', ''),
       (3, 1, 1, 'a', 1, 1, NULL, NULL, '请办结。', 9, '[]', '{}', 1, '2026-03-23 01:00:00', '', '', '');
"""


def test_slips_that_went_out_keep_the_number_that_stands_on_their_paper(tmp_path: Path) -> None:
    """All were issued in Simplified letters; one that never went out has none."""
    app = build(tmp_path)
    flask_migrate.Migrate(app, db)
    at(app, "0018")
    plant(tmp_path, SENT)
    at(app, "0021")
    with app.app_context():
        assert list(db.session.execute(db.text("SELECT number FROM slip ORDER BY id")).scalars()) == ["督黄〔2026〕7号", "督红〔2026〕12号", ""]
        db.engine.dispose()


def test_what_was_promised_before_there_was_a_clock_is_looked_at_again(tmp_path: Path) -> None:
    """T26b: the same clock as if it had been there, only where its limit has not passed; what was heard of is left alone. Down and
    up again doubles nothing."""
    app = build(tmp_path)
    upgrade.upgrade(app)
    with app.app_context():
        seat("none")
        cast = Cast()
        cases = {"ahead": cast.promised(date(2026, 4, 30)), "within": cast.promised(date(2026, 3, 20)),
                 "partly": cast.promised(date(2026, 3, 20), Solved.PARTLY), "heard": cast.promised(date(2026, 3, 20)), "unpromised": cast.closed()}
        with unit_of_work():
            follow_up.ask(cases["heard"], way=Way.PHONE, reached=True, told=True, understood=True, solved=Solved.YES, by=cast.actor("liaison"))
        meant = {name: told(case) for name, case in cases.items()}
        names = {case.id: name for name, case in cases.items()}
        before(app)
    plant(tmp_path, "DROP TRIGGER deadline_no_delete; DELETE FROM deadline WHERE clock = 'look_again'")
    for today, clocks in ((date(2026, 5, 12), set()), (date(2026, 3, 30), {"ahead"}), (date(2026, 3, 27), {"ahead", "within", "partly"})):
        clock.freeze(clock.at_local(today, 9))
        upgrade.upgrade(app)  # to the end, for the invariants read every table
        with app.app_context():
            rows = list(db.session.scalars(select(Deadline).where(Deadline.clock == "look_again")))
            assert {names[row.case_id]: shown(row) for row in rows} == {name: meant[name] for name in clocks}
            assert len(rows) == len(clocks)
            db.session.remove()
            db.engine.dispose()
        upgrade.upgrade(app)
        with app.app_context():
            assert invariants.broken() == []
            before(app)


def test_every_matter_of_a_standing_demonstration_says_so(tmp_path: Path) -> None:
    """practice.md §9, row 17: those of a real network do not."""
    app = build(tmp_path)
    upgrade.upgrade(app)
    for demo in (True, False):
        with app.app_context():
            if demo:
                seat("none")
                Cast().register()
            before(app)
        plant(tmp_path, f"UPDATE network SET demo = {int(demo)}")
        at(app, "0021")
        with app.app_context():
            assert db.session.scalars(select(Case.demo)).all() == [demo]


def test_danger_stands_since_its_mark_and_what_lies_with_a_unit_is_looked_at(tmp_path: Path) -> None:
    """practice.md §3.2, §13: the hours of a mark that stands run from its event, else from the first word; replies that stand are
    compared with what comes (§9 row 2)."""
    app = build(tmp_path)
    upgrade.upgrade(app)
    with app.app_context():
        seat("none")
        cast = Cast()
        told, marked, closed = cast.register(danger=True).case, cast.referred(), cast.replied("已收悉，正在办理。")
        clock.freeze(NOW + timedelta(hours=5))
        with unit_of_work():
            danger.mark(marked, reason="灯杆漏电。", by=cast.actor("clerk"))
        ids = [told.id, marked.id, closed.id]
        before(app, "0026")
    upgrade.upgrade(app)
    with app.app_context():
        found = {case.id: case for case in db.session.scalars(select(Case))}
        assert [found[one].danger_at for one in ids] == [NOW, NOW + timedelta(hours=5), None]
        assert [found[one].ladder_looks_on is not None for one in ids] == [False, True, False]
        again = reply.latest(cast.replied("已收悉，正在办理。", unit="区水务公司"))
        assert [row.case_id for row in twins.of(again)] == [closed.id] and invariants.broken() == []
        db.session.remove()
        db.engine.dispose()


def before(app: Flask, revision: str = "0018") -> None:
    """The schema as it was."""
    db.session.remove()
    with app.extensions["write_gate"]():
        flask_migrate.downgrade(directory=str(upgrade.MIGRATIONS), revision=revision)
    db.session.remove()
    db.engine.dispose()


def told(case: Case) -> tuple[object, ...]:
    """The case's look-again clock."""
    row = deadline.running(case, "look_again")
    return shown(row) if row else ()


def shown(row: Deadline) -> tuple[object, ...]:
    """What a clock says."""
    return (row.started_on, row.limit, row.working, row.original_due_on, row.due_on, row.looks_on, row.provisional, row.calendar, row.round)


@pytest.mark.parametrize("on", DATABASES)
def test_what_stood_in_the_clear_is_sealed_and_opened_on_the_way_down(on: str, tmp_path: Path) -> None:
    """0054: names and phones as they stood are read as before, found by their tail, and nothing of them lies in the table."""
    with database_of_our_own("sealed") if on == "postgresql" else nullcontext("") as address:
        app = build(tmp_path, **({"PORTAL_DATABASE_URL": address} if address else {}))
        flask_migrate.Migrate(app, db)
        at(app, "0050")
        with app.app_context(), unit_of_work():
            db.session.execute(text("INSERT INTO visitor (mode, name, phone, phone_tail, address, needs, beside_name, relation, agreed) VALUES "
                                    "('named', '测某甲', '12000000017', '0017', '', '轮椅', '', '', false), ('anonymous', '', '', '', '', '', '', '', false)"))
        at(app, "0054")
        with app.app_context():
            rows = db.session.scalars(select(Visitor).order_by(Visitor.id)).all()
            assert [(row.name, row.phone, row.needs, row.address) for row in rows] == [("测某甲", "12000000017", "轮椅", ""), ("", "", "", "")]
            assert [row.phone_tail in vault.tags("0017") for row in rows] == [True, False]
            told = str(db.session.execute(text("SELECT * FROM visitor")).all())
            assert "测某" not in told and "0017" not in told
            db.session.remove()
            with app.extensions["write_gate"]():
                flask_migrate.downgrade(directory=str(upgrade.MIGRATIONS), revision="0050")
            with db.engine.connect() as plain:
                assert plain.execute(text("SELECT name, phone, phone_tail, needs FROM visitor ORDER BY id")).all() == [
                    ("测某甲", "12000000017", "0017", "轮椅"), ("", "", "", "")]
            db.engine.dispose()
        app.extensions["press"].close()
