"""Rows that only grow: the database itself refuses UPDATE, DELETE, REPLACE and upsert, whoever asks (R21, R42, SD-42)."""

import pytest
from sqlalchemy import Table, inspect, select, text
from sqlalchemy.exc import DBAPIError

from portal.cases import deadline, progress, publication, visitor
from portal.foundation.database import db, is_sqlite
from portal.foundation.unit_of_work import unit_of_work
from portal.tables import metadata
from tests.cast import Cast

LIVED = {"event", "reply", "publication", "progress", "rating", "reveal", "deadline"}
GUARDED = LIVED | {"reminder", "slip", "explanation", "accountability_proposal", "side_note", "support_note", "support_paper", "reply_band",
                   "policy_limit", "policy_version",
                   "calendar_version", "calendar_change", "pause", "follow_up", "pressure", "printed",
                   "ledger_entry", "ledger_hash", "ledger_checkpoint", "reception_rating", "vacancy", "withdrawal", "form_block", "form_sheet", "commitment", "ledger_cosignature",
                   "audit_entry", "audit_head", "rule_document", "concern_step", "motion", "motion_signature", "award_period", "award_score", "award", "frozen_report"}


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """A case told, rated, published and looked at: rows in the tables that every case fills."""
    case = cast.delivered()
    with unit_of_work():
        progress.show(case, by=cast.actor("director"))
    cast.rate(case)
    with unit_of_work():
        cast.put_up(case)
    with unit_of_work():
        visitor.reveal(case, reason="回访", by=cast.actor("liaison"))
    return cast


def rows(table: Table) -> list[tuple[object, ...]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(table).order_by(table.c.id))]


def refused(statement: str) -> None:
    """The database says no, in its own words, whatever may be written at the moment."""
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work():
        db.session.execute(text(statement))


def fixed(table: Table) -> list[str]:
    return list(table.info["append_only"] or [column.name for column in table.columns])


def test_what_is_guarded() -> None:
    assert {table.name for table in metadata.sorted_tables if "append_only" in table.info} == GUARDED


@pytest.mark.parametrize("name", sorted(LIVED))
def test_no_stored_row_changes_or_goes(lived: Cast, name: str) -> None:
    table = metadata.tables[name]
    before = rows(table)
    assert before
    refused(f'DELETE FROM "{name}"')
    for column in fixed(table):
        refused(f'UPDATE "{name}" SET "{column}" = "{column}"')
    assert rows(table) == before


@pytest.mark.parametrize("name", sorted(LIVED))
def test_no_row_is_written_over(lived: Cast, name: str) -> None:
    """REPLACE deletes without asking unless recursive triggers are on; an upsert is an update."""
    table = metadata.tables[name]
    before = rows(table)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    if is_sqlite():
        refused(f'REPLACE INTO "{name}" ({columns}) SELECT {columns} FROM "{name}"')
        refused(f'INSERT OR REPLACE INTO "{name}" ({columns}) SELECT {columns} FROM "{name}" WHERE true')
    column = fixed(table)[-1]
    refused(f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM "{name}" WHERE true '
            f'ON CONFLICT (id) DO UPDATE SET "{column}" = excluded."{column}"')
    assert rows(table) == before


def test_what_may_turn_still_turns(lived: Cast) -> None:
    with unit_of_work():
        db.session.execute(text("UPDATE publication SET is_current = false"))
        db.session.execute(text("UPDATE deadline SET due_on = due_on, ended_at = ended_at"))
    assert not any(row.is_current for row in db.session.scalars(select(publication.Publication)))


def test_the_original_due_day_stays_for_ever(cast: Cast) -> None:
    """Invariant 3: also an object that was loaded and changed is refused."""
    case = cast.referred()
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work():
        row = deadline.running(case, "reply_simple")
        assert row is not None
        row.original_due_on = row.started_on


def test_the_triggers_are_really_there(lived: Cast) -> None:
    kind = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE '%mark'" if is_sqlite() else (
        "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE '%mark'")
    assert db.session.execute(text(kind)).scalar_one() == 2 * len(GUARDED)
    assert set(inspect(db.engine).get_table_names()) >= GUARDED
