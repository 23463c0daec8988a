"""What the tests stand on: whoever starts over finds every table as it was when the cast took its seats, on either database."""

from flask import Flask
from sqlalchemy import delete, select, text, update

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.calendar import CalendarDay
from portal.network.person import Person
from portal.tables import metadata
from tests import fresh
from tests.cast import Cast


def whole() -> dict[str, list[str]]:
    """Every row of every table."""
    asked = {table.name: select(table) for table in metadata.sorted_tables}
    asked |= {name: text(f"SELECT rowid FROM {name}") for name in fresh.INDEXES}
    return {name: sorted(map(repr, db.session.execute(rows))) for name, rows in asked.items()}


def test_every_table_is_as_it_was(app: Flask, cast: Cast) -> None:
    before, number = whole(), cast.closed().number
    with unit_of_work():
        db.session.execute(update(Person).where(Person.login == "rep").values(name="别人"))
        db.session.execute(delete(CalendarDay).where(CalendarDay.day.in_(select(db.func.min(CalendarDay.day)))))
    after = whole()
    assert {name for name in after if after[name] != before[name]} >= {"person", "calendar_day", "case", "event", "case_words"}
    for times in (1, fresh.SWEPT):
        for _ in range(times):
            app.extensions["start_over"]()
        assert whole() == before
    assert cast.register().case.number == number, "also what counts begins anew"
