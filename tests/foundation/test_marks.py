"""What is kept in memory is true: every change of the tables it rests on renews the mark, in the same transaction, whoever makes it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Table, delete, select, text, update

from portal.cases import policy
from portal.cases.closing import NotPublished, NotPublishedReason
from portal.cases.policy import Wanted
from portal.foundation import marks
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import calendar, network, person, representative
from portal.network.calendar import Closure
from portal.network.network import Network
from portal.network.role import Role
from portal.tables import metadata
from tests.cast import NOW, Cast
from tests.statements import asked

TODAY = date(2026, 3, 2)
HOUSE = [table for table in metadata.sorted_tables if table.info.get("mark") == "network" and "append_only" not in table.info]


def present() -> dict[str, str]:
    """The marks, as a new transaction sees them."""
    db.session.rollback()
    return marks.present()


@pytest.mark.parametrize("table", HOUSE, ids=lambda table: table.name)
def test_any_change_of_the_house_renews_its_mark_and_no_other(app: Flask, table: Table) -> None:
    column = next(column for column in table.columns if not column.primary_key)
    if table is Closure.__table__:
        with unit_of_work():
            db.session.add(Closure(day=TODAY, name="台风", source="通知"))
    before = present()
    with unit_of_work():  # past every verb: the database itself does it
        db.session.execute(update(table).values({column.name: column}))
    after = present()
    assert after["network"] != before["network"] and after["board"] == before["board"]


def test_what_is_added_and_what_is_taken_away_renews_the_mark_of_the_board(app: Flask, cast: Cast) -> None:
    case_id, seen = cast.register().case.id, [present()]
    with unit_of_work():
        db.session.add(NotPublished(case_id=case_id, reason=NotPublishedReason.MINOR, at=NOW))
    seen.append(present())
    with unit_of_work():
        db.session.execute(delete(NotPublished))
    seen.append(present())
    assert len({each["board"] for each in seen}) == 3 and len({each["network"] for each in seen}) == 1


def test_a_matter_handed_in_renews_nothing(app: Flask, cast: Cast) -> None:
    """Otherwise nothing would stay kept in the hours that count."""
    before = present()
    cast.register()
    assert present() == before


def test_a_change_is_seen_in_its_own_transaction_and_by_all_after_it(app: Flask, cast: Cast) -> None:
    today = calendar.workdays().works(TODAY)
    liaison = person.holders(Role.LIAISON, TODAY, station_id=cast.station().id)
    with unit_of_work():
        db.session.get_one(Network, 1).name = "河口区"
        db.session.merge(calendar.CalendarDay(day=TODAY, works=not today, name="调休", source="entered"))
        cast.person("liaison").name = "联络员乙"
        assert network.shown().name == "河口区" and calendar.workdays().works(TODAY) is not today  # type: ignore[union-attr]
    db.session.rollback()
    assert network.shown().name == "河口区" and calendar.workdays().works(TODAY) is not today  # type: ignore[union-attr]
    assert person.holders(Role.LIAISON, TODAY, station_id=cast.station().id) == [(liaison[0][0], "联络员乙")]
    assert person.name_of(liaison[0][0]) == "联络员乙"


def test_a_page_asks_the_server_for_its_marks_once(app: Flask, cast: Cast) -> None:
    db.session.rollback()
    with asked(db.engine) as seen:
        for _ in range(3):
            marks.present(), network.shown()
    assert sum("FROM mark" in statement for statement in seen) == (1 if db.engine.dialect.name == "postgresql" else 6)
    with unit_of_work(), asked(db.engine) as seen:
        before = dict(marks.present())
        db.session.get_one(Network, 1).name = "河口区"
        assert marks.present() != before, "what writes sees what it changed"


def test_hb68_a_new_version_of_the_policy_is_known_at_once(app: Flask, cast: Cast) -> None:
    later, before = date(2026, 4, 1), present()
    assert policy.in_force(later) == "v1"
    with unit_of_work():
        policy.add({"rate": Wanted(12, 0)}, base="v1", from_on=later, reason="让来访人多几天时间评价。", by=cast.actor("office"))
    assert present()["network"] != before["network"]
    assert (policy.in_force(later), policy.limit_of("v2", "rate").limit, policy.limit_of("v1", "rate").limit) == ("v2", 12, 10)


def test_who_receives_no_more_is_kept_no_longer(app: Flask, cast: Cast) -> None:
    here, gone = cast.station().id, cast.person("rep").id
    assert gone in representative.receiving(here, TODAY)
    with unit_of_work():
        cast.person("rep").active = False
    assert gone not in representative.receiving(here, TODAY)


def test_what_was_taken_back_was_never_kept(app: Flask) -> None:
    name = network.shown().name  # type: ignore[union-attr]
    with pytest.raises(ZeroDivisionError), unit_of_work():
        db.session.get_one(Network, 1).name = "错"
        assert network.shown().name == "错"  # type: ignore[union-attr]
        raise ZeroDivisionError
    assert network.shown().name == name  # type: ignore[union-attr]


def test_without_a_mark_nothing_is_kept(app: Flask) -> None:
    made = iter(range(3))
    with unit_of_work():
        db.session.execute(text("DELETE FROM mark"))
        assert [marks.kept("network", "n", lambda: next(made)) for _ in range(2)] == [0, 1]
        db.session.rollback()


def test_what_is_kept_is_bounded(app: Flask) -> None:
    mark = (present()["network"],)
    for n in range(10):
        marks.under(mark, "few", n, lambda: "x", most=4)
    assert len(app.extensions["kept"]["few"][1]) <= 4


def test_the_network_shown_belongs_to_no_session(app: Flask) -> None:
    """Whoever changes it changes nothing, and no page can hold another's row."""
    shown = network.shown()
    assert shown not in db.session and shown is network.shown()
    assert db.session.scalar(select(Network)) is not shown
