"""At the desk: a visit without a matter is two taps; batches and people of each sitting stand on its page, in the list and in the work book (ZG-25, X-11, HB-22)."""

import pytest

from portal.cases.case import Case
from portal.cases.visit import Ended, Spoken, Visit
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network.station import Station, StationLevel
from portal.reception.sitting import Presence
from tests.cast import Cast
from tests.reception.opened import at, keep, monday, note, plan, put_on
from tests.reception.test_shift_visit import EVENING
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY, count, send

pytestmark = pytest.mark.usefixtures("resting_press")
PAGE = "/office/visits/spoken"
SENT = {"ended": "explained", "heads": "3", "channel": "station", "happened": "", "station": "S01"}


def sits(stage: Stage) -> int:
    """A reception goes on at S01; its id."""
    with stage.app.app_context():
        row = monday(Cast())[0]
        note(Cast(), put_on(Cast(), row), Presence.HERE)
        return row.id


def spoken(stage: Stage, login: str = "liaison", status: int = 303, **more: str) -> str:
    page = stage.browser(login).get_page(PAGE)
    return stage.browser(login).post_form(PAGE, SENT | {"key": page.value("key")} | more, status).words()


def test_zg25_it_counts_for_the_sitting_without_a_case_and_without_a_word_of_who_came(stage: Stage) -> None:
    """The same form again counts nothing more (R07); what is kept of it is number of people, way, end, when and who noted it."""
    shift_id, before = sits(stage), count(stage)
    key = stage.browser("clerk").get_page(PAGE).value("key")
    for _ in range(2):
        stage.browser("clerk").post_form(PAGE, SENT | {"key": key}, 303)
    send(stage, heads="2")
    page = stage.browser("liaison").get_page(f"/office/open-days/{shift_id}").words()
    assert SAY("office.sitting.came", batches=2, heads=5) in page and count(stage) == before + 1
    assert {column.name for column in Spoken.__table__.columns} == {"visit_id", "ended", "key", "noted_by_id", "noted_at", "taken_back_at"}
    for path in ("/office/open-days", "/office/reception", "/office/register", PAGE):
        assert SAY("office.sitting.came", batches=2, heads=5) in stage.browser("liaison").get_page(path).words()
    assert SAY("office.sitting.came", batches=2, heads=5) in stage.browser("rep").get_page("/office/work-book").words()


def test_x11_each_end_is_counted_by_its_name_and_a_mistake_is_taken_back(stage: Stage) -> None:
    shift_id = sits(stage)
    for ended in Ended:
        spoken(stage, ended=ended.value, heads="1")
    seen = stage.browser("director").get_page(f"/office/open-days/{shift_id}")
    facts = ["".join(one.itertext()).strip() for one in seen.document().iter("dd")]
    assert facts == ["0", "1", "1", "1"]
    with stage.app.app_context():
        visit_id = db.session.query(Spoken).filter_by(ended=Ended.LISTENED).one().visit_id
    stage.browser("liaison-s02").post_form(f"{PAGE}/{visit_id}/removal", {}, 404)
    stage.browser("rep").post_form(f"{PAGE}/{visit_id}/removal", {}, 303)
    assert SAY("office.sitting.came", batches=2, heads=2) in stage.browser("liaison").get_page(f"/office/open-days/{shift_id}").words()


@pytest.mark.parametrize(("more", "said"), [({"ended": ""}, "refusal.field_needed"), ({"heads": "0"}, "refusal.heads_range"), ({"heads": "x"}, ""),
                                            ({"happened": "2026-03-09T09:00"}, "refusal.happened_later"), ({"happened": "0026-03-01T09:00"}, "refusal.field_date"), ({"ended": "vanished"}, "")])
def test_what_cannot_be_is_said_and_what_was_typed_stays(stage: Stage, more: dict[str, str], said: str) -> None:
    page = stage.browser("liaison").get_page(PAGE)
    back = stage.browser("liaison").post_form(PAGE, SENT | {"key": page.value("key"), "heads": "7"} | more, 422)
    assert (SAY(said) in back.words() if said else 'class="error"' in back.text) and f'value="{more.get("heads", "7")}"' in back.text
    with stage.app.app_context():
        assert db.session.query(Visit).count() == db.session.query(Case).count() == 0


@pytest.mark.parametrize(("login", "status"), [("clerk", 200), ("rep", 200), ("member", 200), ("director", 200), ("volunteer", 403), ("office", 403), ("officer", 403)])
def test_r30_whoever_receives_counts_and_no_volunteer(stage: Stage, login: str, status: int) -> None:
    stage.browser(login).get_page(PAGE, status)
    stage.browser("office").post_form(PAGE, SENT, 403)


def test_sg04_after_midnight_the_desk_still_counts_for_the_evening(stage: Stage) -> None:
    """The line of the register says the sitting's day, and of that day and month what came."""
    with stage.app.app_context():
        keep(Cast(), EVENING)
        plan(Cast())
    at(30, 21)
    spoken(stage, "clerk")
    at(31, 0, 20)
    spoken(stage, heads="2")
    words = stage.browser("liaison").get_page("/office/register").words()
    assert SAY("office.register.came_today", batches=2, heads=5) in words and SAY("office.sitting.came", batches=2, heads=5) in words


def test_a_director_types_which_of_the_stations_below_received(stage: Stage) -> None:
    """The station named in the address is written beforehand; one that is not theirs is refused, is still there, and nothing counts."""
    seen = stage.browser("director").get_page(f"{PAGE}?station=S02")
    assert seen.value("station").startswith("S02 ") and stage.browser("director").get_page(f"{PAGE}?station=S99").value("station") == ""
    spoken(stage, "director", station="s02")
    with stage.app.app_context():
        assert db.session.query(Visit).one().station_id == Cast().station("S02").id
    spoken(stage, "director", 422, station="")
    key = seen.value("key")
    for login, typed in (("director", "S77"), ("liaison", "S02")):
        back = stage.browser(login).post_form(PAGE, SENT | {"key": key, "station": typed}, 422)
        assert SAY("office.register.station_unknown") in back.words() and back.value("station") == typed
    with stage.app.app_context():
        assert db.session.query(Visit).count() == 1


def test_of_forty_stations_none_stands_in_a_list_and_each_is_found_by_its_name(stage: Stage) -> None:
    """Deliver 7 of issue 5: what is typed brings twelve at most; a closed one receives nobody."""
    with stage.app.app_context(), unit_of_work():
        parent = Cast().station("S01").id
        db.session.add_all(Station(code=f"S{n}", name=f"测试{n}街道站", level=StationLevel.TOWN, parent_id=parent, closed=n == 59) for n in range(20, 60))
    page = stage.browser("director").get_page(PAGE)
    assert "街道站" not in "".join("".join(one.itertext()) for one in page.document().iter("option")) and 'list="stations"' in page.text
    spoken(stage, "director", station="测试58")
    spoken(stage, "director", 422, station="S59")
    with stage.app.app_context():
        (came,) = db.session.query(Visit)
        assert db.session.get_one(Station, came.station_id).code == "S58"


@pytest.mark.parametrize("key", ["", "x", "g" * 32])
def test_r07_a_key_we_did_not_mint_counts_nothing_and_the_form_that_comes_back_counts(stage: Stage, key: str) -> None:
    """Else the second visit sent without one would be taken for the first, and not counted."""
    for turn in (1, 2):
        back = stage.browser("clerk").post_form(PAGE, SENT | {"key": key, "heads": "7"}, 422)
        assert SAY("refusal.form_stale") in back.words() and back.value("heads") == "7" and back.value("key") != key
        stage.browser("clerk").post_form(PAGE, SENT | {"key": back.value("key")}, 303)
        with stage.app.app_context():
            assert db.session.query(Spoken).count() == turn
