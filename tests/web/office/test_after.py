"""Visits and calls after the end on the page of the day: none waits behind a silent end of the list, and what is late is told (issue 4)."""

import re
from datetime import datetime, timedelta

from portal.cases import care, deadline
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast
from tests.judge import Seen
from tests.web.office.stage import Stage
from tests.web.office.test_today import today
from tests.web.office.visits import SAY


def withdraw(cast: Cast, case: Case) -> None:
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))


def calls(page: Seen) -> list[str]:
    return re.findall(r'href="/office/cases/([^"/]+)/call-back"', page.text)


def withdrawn(stage: Stage, count: int) -> list[str]:
    found = [stage.case("referred") for _ in range(count)]
    for number in found:
        stage.do(number, withdraw)
    return found


def later(stage: Stage, moment: datetime) -> None:
    """The clock goes on, and everybody signs in anew."""
    clock.freeze(moment)
    stage._browsers.clear()


def test_the_ninth_call_is_told_and_one_touch_away(stage: Stage) -> None:
    numbers = withdrawn(stage, 9)
    page = today(stage, "liaison")
    assert calls(page) == numbers[:8] and SAY("office.after.title", n=9) in page.words()
    assert SAY("office.today.empty") not in page.words(), "a call to make is not nothing"
    assert SAY("office.after.some", shown=8, n=9) in page.words() and 'href="/office/?all=1#after"' in page.text
    page = today(stage, "liaison", "?all=1")
    assert calls(page) == numbers and SAY("office.after.all") not in page.words()


def test_what_is_late_says_so_and_the_director_sees_how_much_though_a_liaison_sits_there(stage: Stage) -> None:
    withdrawn(stage, 2)
    later(stage, NOW + timedelta(days=1))  # the day they are due
    assert SAY("office.after.late", n=2) not in today(stage, "director").words()
    assert "due-late" not in today(stage, "liaison").text
    later(stage, NOW + timedelta(days=2))
    assert today(stage, "liaison").text.count("due-late") == 2
    page = today(stage, "director")
    assert SAY("office.after.late", n=2) in page.words() and calls(page) == []
    for login in ("liaison", "director-s02", "office", "rep"):
        assert SAY("office.after.late", n=2) not in today(stage, login).words(), login


def test_a_visit_is_late_after_its_day_and_the_office_sees_it_where_no_director_sits(stage: Stage) -> None:
    number = stage.case("closed")
    due = stage.ask(number, lambda case: deadline.running(case, "follow_up").due_on)
    for days, late in ((0, False), (1, True)):
        later(stage, clock.at_local(due + timedelta(days=days), 9))
        assert f'href="/office/cases/{number}/follow-up"' in today(stage, "liaison").text
        assert (SAY("office.after.late", n=1) in today(stage, "director").words()) is late
    assert SAY("office.after.late", n=1) not in today(stage, "office").words()
    with stage.app.app_context(), unit_of_work():
        for held in Cast().person("director").grants:
            held.until = clock.today() - timedelta(days=1)
    assert SAY("office.after.late", n=1) in today(stage, "office").words()
