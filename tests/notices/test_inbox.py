"""What came for somebody stands on their page of the day until they put it away; nothing goes that was not shown (R09, issue 4)."""

import re

import pytest
from flask import Flask

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.notices import inbox, notice
from portal.notices.notice import Kind, Whom
from tests.cast import NOW, Cast
from tests.web.office.stage import Stage


@pytest.fixture
def stage(empty_app: Flask) -> Stage:
    """Cases and browsers without a context left open."""
    return Stage(empty_app)


def test_the_list_in_the_office_is_put_away_and_what_came_since_stays(stage: Stage) -> None:
    first = stage.case("referred")
    page = stage.browser("officer").get_page("/office/")
    assert first in page.words() and page.value("notices") == "1"
    second = stage.case("referred")
    stage.browser("officer").post_form("/office/notices/seen", {"notices": "1"})
    with stage.app.app_context():
        rows, count = inbox.unseen(Cast().actor("officer"), 8)
        assert ([row.case.number for row in rows], count) == ([second], 1)
        assert len(inbox.unseen(Cast().actor("head"), 8)[0]) == 2, "each puts away their own"
        clock.freeze(NOW + inbox.SHOWN)
        assert inbox.unseen(Cast().actor("head"), 8) == ([], 0)


def test_a_long_list_says_how_many_more_and_nobody_puts_away_what_was_not_shown(stage: Stage) -> None:
    """R09, issue 4: eight are shown, and the next ones come when these are put away."""
    def remind(cast: Cast, case: Case) -> None:
        with unit_of_work():
            for _ in range(9):
                notice.remind(case, Kind.LATE, by=cast.actor("liaison"))

    stage.do(stage.case("referred"), remind)
    browser = stage.browser("officer")
    page = browser.get_page("/office/?lang=zh_Hans")
    assert "还有 2 条" in page.words() and "看过了，看下面的" in page.words()
    shown = re.findall(r'name="notices" value="(\d+)"', page.text)
    browser.post_form("/office/notices/seen", {"notices": shown})
    page = browser.get_page("/office/")
    rest = re.findall(r'name="notices" value="(\d+)"', page.text)
    assert (len(shown), len(rest)) == (8, 2) and max(map(int, rest)) < min(map(int, shown)) and "都看到了" in page.words()
    browser.post_form("/office/notices/seen", {"notices": rest})
    assert "都看到了" not in browser.get_page("/office/").words()


@pytest.mark.parametrize("kind", [
    Kind.EXPLAINED, Kind.SLIP_DECLINED, Kind.SLIP_UNSIGNED, Kind.CEILING, Kind.STANDS_STILL, Kind.PROPOSAL_DECIDED])
def test_what_stands_in_no_other_list_stays_until_it_is_put_away(cast: Cast, kind: Kind) -> None:
    """Issue 4: two weeks later what is late is still on its list, but that somebody stopped a clock would be gone."""
    case = cast.accepted()
    with unit_of_work():
        for one in (kind, Kind.LATE):
            notice.remind(case, one, by=cast.actor("rep"), whom=(Whom.OWNER,))
    clock.freeze(NOW + inbox.SHOWN)
    rows, count = inbox.unseen(cast.actor("liaison"), 8)
    assert ([row.kind for row in rows], count) == ([kind], 1)
    with unit_of_work():
        inbox.put_away([rows[0].id], by=cast.actor("liaison"))
    assert inbox.unseen(cast.actor("liaison"), 8) == ([], 0)
