"""A clock stopped and running on by the pages of the office; why this date for staff and visitor, 404 for everybody else (§3.3, R31)."""

from datetime import date

import pytest

from portal.cases import deadline, tracking
from portal.cases.case import Case, seen_by
from portal.cases.pause import PauseReason
from portal.cases.standstill import hold
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import Cast
from tests.judge import Judge, client_of
from tests.web.office.stage import Stage

SAY = speaker("zh_Hans")
GIVEN = {"reason": "appraisal", "days": "5", "note": "灯杆要送检"}


def fill(stage: Stage, login: str, number: str, noun: str, given: dict[str, str], status: int = 303) -> str:
    seen = stage.open(login, number, noun)
    held = {name: seen.value(name) for name in ("version", "seen")}
    return stage.browser(login).post_form(f"/office/cases/{number}/{noun}", held | given, status).words()


def visitor(stage: Stage, number: str) -> Judge:
    """The browser of the visitor, code shown."""
    with stage.app.app_context(), unit_of_work():
        code = stage_code(number)
    browser = client_of(stage.app)
    browser.post_form("/track", {"number": number, "code": code})
    return browser


def stage_code(number: str) -> str:
    cast = Cast()
    return tracking.reissue(seen_by(cast.actor("liaison"), number), by=cast.actor("liaison")).code


@pytest.mark.parametrize("login", ["liaison", "officer"])
def test_stopped_seen_by_all_and_running_on(stage: Stage, login: str) -> None:
    number = stage.case("handling")
    fill(stage, login, number, "pause", GIVEN)
    stands = SAY("common.why.stands", since=SAY.date(date(2026, 3, 2)), limit=SAY.date(date(2026, 3, 9)))
    for words in (stage.file("rep", number).words(), visitor(stage, number).get_page("/track/case").words()):
        assert stands in words and "灯杆要送检" in words and SAY("common.pause.appraisal") in words
    clock.freeze(clock.at_local(date(2026, 3, 4), 9))
    stage._browsers.clear()
    fill(stage, login, number, "run-on", {"note": "报告到了"})
    moved = stage.file("rep", number).words()
    assert SAY("office.case.original", date=SAY.date(date(2026, 3, 9))) in moved and stands not in moved


def test_what_is_refused_keeps_what_was_typed(stage: Stage) -> None:
    number = stage.case("handling")
    words = fill(stage, "liaison", number, "pause", GIVEN | {"days": "99"}, 422)
    assert SAY("refusal.pause_days", most=30) in words and "灯杆要送检" in words


def test_why_this_date_for_staff_who_may_see_the_case_and_for_nobody_else(stage: Stage) -> None:
    number = stage.case("referred")
    page = f"/office/cases/{number}/why"
    words = stage.browser("liaison").get_page(page).words()
    assert SAY.date(date(2026, 3, 9)) in words and SAY("common.why.count", n=5) in words and SAY("common.why.kind.weekend") in words
    for login in ("liaison-s02", "officer-2"):
        stage.browser(login).get_page(page, 404)
    for wanted in ("9999", "x", "0"):
        stage.browser("liaison").get_page(f"{page}?clock={wanted}", 404)
    assert client_of(stage.app).get(page).status_code == 303 and client_of(stage.app).get("/track/why").status_code == 303
    assert SAY("common.why.link") in stage.file("liaison", number).words()


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_why_this_date_for_the_visitor_in_three_languages(stage: Stage, locale: str) -> None:
    say, number = speaker(locale), stage.case("handling")
    stage.do(number, _hold)
    browser = visitor(stage, number)
    words = browser.get_page(f"/track/why?lang={locale}").words()
    assert say("common.why.title") in words and say("common.clock.pause_court") in words
    assert say("common.why.link") in browser.get_page("/track/case").words()
    inside = stage.ask(number, lambda case: next(row.id for row in deadline.of_case(case) if row.clock == "acknowledge"))
    browser.get_page(f"/track/why?clock={inside}", 404)


def test_a_year_nobody_knows_is_called_provisional(stage: Stage) -> None:
    clock.freeze(clock.at_local(date(2026, 12, 28), 9))
    words = visitor(stage, stage.case("referred")).get_page("/track/why").words()
    assert SAY("common.why.provisional_text") in words and SAY("common.why.year", year=2027, source=SAY("common.why.unknown")) in words


def test_a_list_shows_both_due_days_and_whom_it_kept_waiting_too_long(stage: Stage) -> None:
    """Both dates where late (§9 row 9), and a visitor's own limit that has passed though the step's has not (practice.md §3.2)."""
    number = stage.case("handling")
    stage.do(number, _hold)
    clock.freeze(clock.at_local(date(2026, 3, 6), 9))
    stage._browsers.clear()
    fill(stage, "liaison", number, "run-on", {"note": "判决到了"})
    clock.freeze(clock.at_local(date(2026, 5, 6), 9))
    stage._browsers.clear()
    words = stage.browser("liaison").get_page("/office/cases?overdue=1").words()
    assert SAY("office.case.original", date=SAY.date(date(2026, 3, 9))) in words
    assert SAY("office.today.ceiling", date=SAY.date(date(2026, 5, 1))) in words
    assert SAY("office.case.ceiling_passed", date=SAY.date(date(2026, 5, 1))) in stage.file("liaison", number).words()


def _hold(cast: Cast, case: Case) -> None:
    with unit_of_work():
        hold(case, reason=PauseReason.COURT, days=5, note="等判决", by=cast.actor("liaison"))
