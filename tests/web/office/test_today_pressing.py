"""What stands on the page of the day beside one's own steps: danger, what others let lie, what waits for nobody, papers that lacked something."""

from datetime import date, timedelta
from pathlib import Path

from portal import doctor
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.paper.alarms import Alarm
from tests.cases.ladder_scene import red
from tests.cases.test_unexplained import close
from tests.cast import Cast
from tests.web.office.stage import Stage
from tests.web.office.test_today import today
from tests.web.office.visits import SAY, rows


def test_danger_stands_above_all_with_the_hour_until_which_the_unit_is_called(stage: Stage) -> None:
    """practice.md §3.2; a sealed matter keeps its words (X-04)."""
    open_one, sealed = stage.case("register", danger=True), stage.case("register", danger=True, kind=4, words="金丝雀收了钱。")
    until = SAY.moment(clock.now() + timedelta(hours=2))
    page = today(stage, "liaison").words()
    assert page.count(SAY("office.today.call_by", time=until)) == 2 and open_one in page and sealed in page and "金丝雀" not in page
    clock.freeze(clock.now() + timedelta(hours=2, minutes=1))
    assert today(stage, "rep").words().count(SAY("office.today.call_over", time=until)) == 2
    assert sealed not in today(stage, "clerk").words()


def test_hb51_what_lies_with_somebody_who_left_waits_for_the_director_to_hand_it_over(stage: Stage) -> None:
    """Where their role ended by its date, nobody could refuse it: the list says what to do, and the file leads with it."""
    number = stage.case("replied")
    stage.do(number, lambda cast, case: _end(cast.person("rep")))
    for login in ("director", "office"):
        assert rows(today(stage, login)) == [(number, SAY("office.today.hand_over"))], login
    assert f"/office/cases/{number}/hand-over" in stage.file("director", number).text
    stage.send("director", number, "hand-over", {"owner": "", "agent": stage.id_of("rep-2"), "reason": "换届。"})
    assert rows(today(stage, "director")) == [] and rows(today(stage, "rep-2")) == [(number, SAY("office.today.review"))]


def _end(who: Person) -> None:
    with unit_of_work():
        for held in who.grants:
            held.until = clock.today() - timedelta(days=1)


def test_what_lies_with_others_is_shown_to_those_who_press_for_it(stage: Stage) -> None:
    """HB-52, YT-18: with no act of the reader's named as its next step, but that a reply nobody looks at is handed over."""
    lying, unread = stage.case("handling"), stage.case("replied")
    clock.freeze(clock.at_local(date(2026, 3, 10), 9))
    page, desk = today(stage, "director"), today(stage, "liaison")
    assert f'href="/office/cases/{unread}/hand-over"' in page.text and lying in page.words()
    stage.browser("director").get_page(f"/office/cases/{unread}/hand-over")
    assert SAY("office.today.lying") in desk.words() and f'href="/office/cases/{lying}"' in desk.text
    assert unread not in desk.text and SAY("office.today.decide_extension") not in desk.words()


def test_hb_66_an_explanation_owed_beyond_its_day_is_named_as_what_to_press_for(stage: Stage) -> None:
    with stage.app.app_context():
        cast = Cast()
        (closed, _), (replied, _) = red(cast), red(cast)
        close(cast, closed)
        clock.freeze(clock.at_local(date(2026, 3, 26), 9))
        cast.reply(replied)
        numbers = (closed.number, replied.number)
    clock.freeze(clock.at_local(date(2026, 3, 27), 9))
    page = today(stage, "director").words()
    assert all(number in page for number in numbers) and page.count(SAY("office.today.unexplained")) == 2
    assert SAY("office.today.unreviewed") not in page


def test_hb_52_whoever_seats_people_is_told_what_waits_for_nobody_and_reads_none_of_it(stage: Stage) -> None:
    number = stage.case("handling")
    assert SAY("office.today.nobody_go") not in today(stage, "admin").words()
    with stage.app.app_context(), unit_of_work():
        for login in ("liaison", "director", "office"):
            for held in Cast().person(login).grants:
                held.until = clock.today() - timedelta(days=1)
    page = today(stage, "admin")
    assert SAY("office.today.nobody", n=1) in page.words() and SAY("office.today.nobody_go") in page.words()
    assert number not in page.text and rows(page) == []
    assert SAY("office.today.nobody_go") not in today(stage, "rep").words()


def test_r61_a_paper_that_lacked_something_is_told_to_those_who_can_mend_it(stage: Stage) -> None:
    page = lambda login: today(stage, login).words()  # noqa: E731
    assert SAY("office.today.press_todo") not in page("admin")
    book = stage.app.extensions["press"].book
    book.write(Alarm("glyph", ".notdef", "\U00013000"))
    try:
        for login in ("admin", "office"):
            assert SAY("office.today.press", n=1) in page(login) and "U+13000" in page(login)
        assert SAY("office.today.press_todo") not in page("liaison")
        with stage.app.app_context():
            (found,) = doctor._press(stage.app.config["SETTINGS"])
        assert found.level == "warn" and "U+13000" in found.words and "1 alarms" in found.words
    finally:
        (Path(stage.app.config["INSTANCE"]) / "press-alarms").unlink()
