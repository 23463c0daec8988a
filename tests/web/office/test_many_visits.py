"""The desk of a station with many visits: as many reads for twenty as for ten, none along a whole table (HB-22, SD-06, SD-26, R33)."""

from collections.abc import Callable

import pytest

from portal.cases import forwarding, intake
from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from tests.cast import Cast
from tests.statements import asked, walked
from tests.web.office.stage import Stage
from tests.web.office.test_many import SMALL

PAGES = (("liaison", "/office/register"), ("member", "/office/"), ("member", "/office/cases"), ("rep-2", "/office/"), ("rep-2", "/office/cases"), ("office", "/office/"), ("liaison", "/office/"))


def came(cast: Cast) -> None:
    """A visit with two matters, of which the member received one and the second representative the other, and one matter that was passed on to the office."""
    key = codes.new_key()
    with unit_of_work():
        for after, mine, who in (("", key, "member"), (key, codes.new_key(), "rep-2")):
            intake.register(cast.telling(), station=cast.station(), key=mine, after=after, by=cast.actor("liaison"),
                            received_by_id=cast.person(who).id, agent_id=cast.person("rep").id)
    case = cast.accepted()
    with unit_of_work():
        forwarding.forward(case, to=cast.unit(), clock_name="reply_simple", opinion="请办。", opinion_by_id=cast.person("rep").id,
                           by=cast.actor("liaison"))


@pytest.fixture
def grown(stage: Stage) -> Callable[[int], None]:
    """As many such visits more; the network refers through the office."""
    with stage.app.app_context(), unit_of_work():
        places.route(True, by=Cast().actor("admin"))

    def grow(times: int) -> None:
        with stage.app.app_context():
            for _ in range(times):
                came(Cast())

    return grow


def read(stage: Stage) -> tuple[list[int], set[str]]:
    """How many statements each page asks, and those that go along a whole table."""
    counts, seen_all = [], []
    with stage.app.app_context():
        engine = db.engine
    for login, path in PAGES:
        browser = stage.browser(login)
        browser.get(path)  # what is kept while the network stands is read once
        with asked(engine) as seen:
            browser.get_page(path)
        counts.append(len(seen))
        seen_all += seen
    return counts, walked(engine, seen_all, SMALL | {"category"}) if engine.dialect.name == "sqlite" else set()


def test_r33_the_desk_asks_no_more_for_twenty_visits_than_for_ten_and_walks_along_no_table(stage: Stage, grown: Callable[[int], None]) -> None:
    grown(10)
    before, _ = read(stage)
    grown(10)
    after, along = read(stage)
    assert along == set()
    assert [(page, one, two) for page, one, two in zip(PAGES, before, after, strict=True) if two > one] == []
