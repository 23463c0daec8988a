"""The page of the day of somebody with many matters: as many reads for sixty as for ten, none along a whole table (X-17, R33)."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from portal import jobs
from portal.cases import desk
from portal.cases.slip import Level
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import LATE, ask, late, on, out, paper_unit
from tests.cast import Cast
from tests.statements import asked, walked
from tests.web.office.stage import Stage
from tests.web.office.visits import rows

SMALL = frozenset({"mark", "station", "terminal", "chore", "pressure"})  # sealed messages are few
PLAIN = (Cast.register, Cast.accepted, Cast.referred, Cast.replied, Cast.to_deliver)


def _one_more(cast: Cast, turn: int, paper: str) -> None:
    """A matter of one of ten kinds: of each list of the day, and on each rung of the ladder."""
    match turn % 10:
        case 0 | 1:
            ask(cast, late(cast))
        case 2 | 3:
            out(cast, late(cast), Level.B)
        case 4:
            on(LATE)
            out(cast, cast.referred(unit=paper, danger=True), Level.A)
        case left:
            PLAIN[left - 5](cast)


def _leave(*logins: str) -> None:
    with unit_of_work():
        for login in logins:
            for held in Cast().person(login).grants:
                held.until = clock.today() - timedelta(days=1)


@pytest.fixture
def reads(stage: Stage) -> dict[str, list[int]]:
    """By login, how many statements the page asks at ten and at sixty matters."""
    found: dict[str, list[int]] = {login: [] for login in ("rep", "liaison", "director", "office", "officer", "head")}
    made = 0
    with stage.app.app_context():
        paper = paper_unit()
    for size in (10, 60):
        with stage.app.app_context():
            for one in range(made, size):
                _one_more(Cast(), one, paper)
            made = size
            engine = db.engine
        for login, counts in found.items():
            browser = stage.browser(login)
            browser.get("/office/")  # what is kept while the network stands is read once
            with asked(engine) as seen:
                page = browser.get_page("/office/")
            assert rows(page) or "督" in page.text, login
            counts.append(len(seen))
    return found


def test_the_page_of_the_day_reads_no_more_for_sixty_matters_than_for_ten(reads: dict[str, list[int]]) -> None:
    """One more at most: from the ninth notice on it is counted how many there are besides those shown."""
    assert {login: counts for login, counts in reads.items() if counts[1] > counts[0] + 1} == {}


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # its planner says beforehand what it will do
def test_neither_the_page_of_the_day_nor_the_clock_goes_along_what_grows(stage: Stage) -> None:
    """What 100,000 cases leave behind is found by an index, however few of them anybody is told of."""
    with stage.app.app_context():
        paper, engine = paper_unit(), db.engine
        for turn in range(20):
            _one_more(Cast(), turn, paper)
        _leave("rep-2", "liaison-s02")  # what lies with those who left is looked for too
    browsers = [stage.browser(login) for login in ("rep", "liaison", "director", "office", "officer", "head")]
    jobs.sweep(stage.app)  # with the day's check, which looks at everything
    for browser in browsers:
        browser.get("/office/")  # what is kept while the network stands is read once
    jobs.sweep(stage.app)  # the first one named those whose term was over anew: what it had kept of the network is read again
    with asked(engine) as seen:
        for browser in browsers:
            browser.get("/office/")
        jobs.sweep(stage.app)
    assert len(seen) > 50 and walked(engine, seen, SMALL) == set()


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("login", ["liaison", "director"])
def test_x17_what_is_dangerous_is_found_among_the_few_and_not_among_all_that_is_open(stage: Stage, login: str) -> None:
    """Of 100,000 open matters a page of the day read every one, to find that none was dangerous. A representative reads their own alone."""
    with stage.app.app_context():
        query, values = desk._uncalled(Cast().actor(login))
        plan = [row[-1] for row in db.session.execute(text("EXPLAIN QUERY PLAN " + str(query.params(**values).compile(
            db.engine, compile_kwargs={"literal_binds": True}))))]
        assert any("ix_case_danger" in step for step in plan), plan
