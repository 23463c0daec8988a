"""A sealed message stays in reach of whoever reads such, and where nobody does, whoever seats people is told (failures 4 and 5, issue 4)."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import excluded_person
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person as people
from portal.network.role import Role
from portal.notices import inbox, pressure
from portal.notices.notice import Notice
from portal.notices.pressure import Pressure
from tests.cases.test_nobody_there import leave
from tests.cast import Cast
from tests.statements import asked
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY


@pytest.fixture
def stage(empty_app: Flask) -> Stage:
    """Cases and browsers without a context left open."""
    return Stage(empty_app)


def press(cast: Cast, case: Case) -> None:
    with unit_of_work():
        pressure.tell(case, words="金丝雀说不许再提", by=cast.visitor(case))


def test_a_sealed_message_is_in_reach_until_it_is_read_whatever_was_put_away(stage: Stage) -> None:
    stage.do(stage.case("register", station="S02"), press)
    with stage.app.app_context(), unit_of_work():
        inbox.put_away(list(db.session.scalars(select(Notice.id))), by=Cast().actor("director"))
    browser, line = stage.browser("director"), SAY("office.sealed.unread", n=1)
    page = browser.get_page("/office/")
    assert line in page.words() and 'href="/office/sealed"' in page.text
    assert all(line not in stage.browser(login).get_page("/office/").words() for login in ("director-s02", "liaison", "office", "admin"))
    browser.post_form("/office/sealed/1/read", {})
    assert line not in browser.get_page("/office/").words()


def test_who_reads_such_now_finds_what_was_told_to_another_before(cast: Cast) -> None:
    press(cast, cast.register("S02").case)
    leave(cast, "director")
    assert [pressure.unread(cast.actor(login)) for login in ("director", "office", "admin")] == [0, 1, 0]


def test_what_nobody_may_read_is_counted_on_the_page_of_whoever_seats_people(stage: Stage) -> None:
    line = SAY("office.sealed.nobody", n=1)
    stage.do(stage.case("register", station="S02"), press)
    assert line not in stage.browser("admin").get_page("/office/").words()
    with stage.app.app_context():
        leave(Cast(), "director", "office")
    page = stage.browser("admin").get_page("/office/")
    assert line in page.words() and "金丝雀" not in page.text and "金丝雀" not in stage.browser("admin").get_page("/office/sealed").text
    assert line not in stage.browser("liaison").get_page("/office/").words()
    with stage.app.app_context(), unit_of_work():
        people.grant(Cast().person("volunteer"), Role.OFFICE, clock.today())
    assert line not in stage.browser("admin").get_page("/office/").words()


def test_x17_as_many_reads_for_six_messages_as_for_one(cast: Cast) -> None:
    """Every page of the day asks; who is kept from one matter is told nothing of that one (R33)."""
    counts = []
    for more in (1, 5):
        for _ in range(more):
            press(cast, cast.register("S02").case)
        by, at = cast.actor("director"), clock.now()
        db.session.close()
        with asked(db.engine) as seen:
            found = pressure.unread(by), pressure.unreadable(at)
        counts.append(len(seen))
    assert found == (6, 0) and counts[1] <= counts[0]
    with unit_of_work():
        excluded_person.name(db.session.get_one(Case, 1), people=[cast.person("director").id], by=cast.visitor(db.session.get_one(Case, 1)))
    assert pressure.unread(cast.actor("director")) == 5 and pressure.unread(cast.actor("office")) == 1


def test_the_unread_come_first_and_none_lies_behind_what_was_read(cast: Cast) -> None:
    case = cast.register("S02").case
    for _ in range(3):
        press(cast, case)
    ids = list(db.session.scalars(select(Pressure.id).order_by(Pressure.id)))
    with unit_of_work():
        pressure.mark_read(ids[-1], by=cast.actor("director"))
    assert [row.id for row in pressure.for_reader(cast.actor("director"), 2)] == [ids[1], ids[0]]
