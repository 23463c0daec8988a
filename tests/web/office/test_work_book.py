"""The work book of a representative (HB-12): from the record, without names and sealed matters, for those who may."""

import pytest
from flask import Flask

from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import activity
from portal.reception.activity import Held, Kind
from portal.reception.sitting import Presence
from tests.cast import NOW, Cast
from tests.reception.opened import monday, note, put_on
from tests.web.office.test_terminals import office

pytestmark = pytest.mark.usefixtures("resting_press")
TODAY, SPAN = NOW.date(), "from=2026-01-01&until=2026-12-31"


@pytest.fixture
def worked(cast: Cast) -> tuple[str, str]:
    """The numbers of a matter and of a report about officials, both the representative's; a day on which they came, and visits at doors."""
    open_one, sealed = cast.delivered(), cast.accepted(kind=4)
    note(cast, put_on(cast, monday(cast)[0]), Presence.HERE)
    with unit_of_work():
        activity.note(cast.station(), Held(TODAY, Kind.HOME_VISITS, "独居老人", households=7, people=frozenset({cast.person("rep").id})),
                      key="k", by=cast.actor("liaison"))
    return open_one.number, sealed.number


def test_hb12_it_tells_days_matters_acts_and_activities_and_nothing_sealed(app: Flask, cast: Cast, worked: tuple[str, str]) -> None:
    for path in ("/office/work-book", "/office/work-book.pdf"):
        shown = office(app, "rep").get_page(f"{path}?{SPAN}&page=1").words()
        assert [said for said in (cast.person("rep").name, worked[0], "2026-03-02", "通过答复", "独居老人", "7户")
                if said not in shown] == []
        assert worked[1] not in shown and "测某" not in shown


def test_hb12_a_span_without_work_says_so_and_a_wrong_one_is_this_year(app: Flask, worked: tuple[str, str]) -> None:
    me = office(app, "rep")
    assert "没有新登记的事情" in me.get_page("/office/work-book?from=2025-01-01&until=2025-02-01").words()
    for wrong in ("from=x&until=2026-01-01", "from=2026-05-01&until=2026-01-01", "from=0001-01-01&until=9999-12-31", ""):
        assert worked[0] in me.get_page(f"/office/work-book?{wrong}").words()


@pytest.mark.parametrize(("login", "status"), [
    ("liaison", 200), ("director", 200), ("office", 200), ("liaison-s02", 404), ("rep-2", 403), ("clerk", 403), ("officer", 403)])
def test_r30_who_answers_for_the_station_reads_another_s_and_nobody_else(app: Flask, cast: Cast, login: str, status: int) -> None:
    who, reader = cast.person("rep").id, office(app, login)
    reader.get_page(f"/office/work-book/{who}", status)
    reader.get_page(f"/office/work-book/{who}/book.pdf?page=1", status)
    reader.get_page("/office/work-book/99999", 404 if status != 403 else 403)


def test_hb12_no_number_of_a_matter_the_reader_does_not_see(app: Flask, cast: Cast) -> None:
    """A matter of another station that their representative received stands in no book read by this one's desk."""
    elsewhere = cast.register(station="S02").case.number
    with unit_of_work():
        db.session.query(Case).filter_by(number=elsewhere).one().agent_id = cast.person("rep").id
    assert elsewhere not in office(app).get_page(f"/office/work-book/{cast.person('rep').id}").words()
    assert elsewhere in office(app, "office").get_page(f"/office/work-book/{cast.person('rep').id}").words()
