"""Everybody says that they will come; who has not is listed for the director (YT-15)."""

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import confirmation, holding, sitting
from portal.reception.sitting import Sitting
from tests.cast import Cast
from tests.reception.opened import at, monday, put_on
from tests.web.office.test_terminals import office


def say_so(cast: Cast, seat: Sitting, login: str = "rep") -> None:
    with unit_of_work():
        confirmation.confirm(seat, by=cast.actor(login))


def lacking(cast: Cast, station: str = "S01") -> list[tuple[int, str]]:
    return [(seat.shift.day.day, seat.person.login) for seat in confirmation.waiting([cast.station(station).id], clock.now())]


def test_yt15_who_has_not_said_that_they_will_come_is_listed_for_two_weeks(cast: Cast) -> None:
    _, second, third, fourth, *_ = monday(cast)
    seats = [put_on(cast, row, login) for row in (second, third, fourth) for login in ("rep", "rep-2")]
    assert lacking(cast) == [(9, "rep"), (9, "rep-2"), (16, "rep"), (16, "rep-2")] and lacking(cast, "S02") == []
    say_so(cast, seats[0])
    assert lacking(cast) == [(9, "rep-2"), (16, "rep"), (16, "rep-2")] and seats[0].is_confirmed


def test_yt15_a_yes_is_ones_own_and_comes_before_the_day(cast: Cast) -> None:
    _, second, *_ = monday(cast)
    seat = put_on(cast, second)
    with pytest.raises(Missing):
        say_so(cast, seat, "rep-2")
    at(9, 9)
    with pytest.raises(Refused, match="confirm_over"):
        say_so(cast, seat)
    assert not seat.is_confirmed


def test_yt15_a_day_that_moved_or_was_given_anew_is_asked_about_anew(cast: Cast) -> None:
    _, second, *_ = monday(cast)
    seat = put_on(cast, second)
    say_so(cast, seat)
    with unit_of_work():
        seat.shift.begins_at = seat.shift.begins_at.replace(hour=seat.shift.begins_at.hour + 1)
    assert not seat.is_confirmed and lacking(cast) == [(9, "rep")]
    say_so(cast, seat)
    at(3, 9)
    with unit_of_work():
        sitting.take_off(seat, by=cast.actor("liaison"))
    put_on(cast, second)
    assert not seat.is_confirmed and lacking(cast) == [(9, "rep")]


def test_a_day_that_is_called_off_waits_for_nobody(cast: Cast) -> None:
    _, second, *_ = monday(cast)
    seat = put_on(cast, second)
    with unit_of_work():
        holding.call_off(second, reason="停电", by=cast.actor("liaison"))
    assert lacking(cast) == []
    with pytest.raises(Refused, match="confirm_over"):
        say_so(cast, seat)


def test_yt15_said_on_ones_own_page_and_read_by_those_who_plan(app: Flask, cast: Cast) -> None:
    _, second, third, *_ = monday(cast)
    for row in (second, third):
        put_on(cast, row)
    mine, desk = office(app, "rep"), office(app, "director")
    assert "两周内还没有说来不来的：2人次" in desk.get_page("/office/duty-month").words()
    mine.post_form(f"/office/my-days/{second.id}/confirmation")
    assert "说好会来" in mine.get_page("/office/my-days").words() and "说来不来的：1人次" in desk.get_page("/office/duty-month").words()
    assert "还没有说来不来" in desk.get_page(f"/office/open-days/{third.id}").words()
    put_on(cast, second, "rep-2")
    office(app, "rep-2").post_form(f"/office/my-days/{third.id}/confirmation", status=404)
    mine.post_form("/office/my-days/confirmation")
    assert "说好会来" in desk.get_page(f"/office/open-days/{third.id}").words() and "说来不来的：1人次" in desk.get_page("/office/duty-month").words()


def test_hb40_fewer_said_that_they_will_come_than_have_to_is_a_warning_where_the_days_are_planned(app: Flask, cast: Cast) -> None:
    """Seats alone are not enough; nothing is said of a day beyond two weeks or one that began."""
    _, second, _, fourth, *_ = monday(cast)
    seats = [put_on(cast, row, login) for row in (second, fourth) for login in ("rep", "rep-2")]
    desk = office(app, "director")
    for said, seat in ((0, seats[0]), (1, seats[1])):
        for path in ("/office/open-days", f"/office/open-days/{second.id}"):
            assert f"说好会来的{said}人，应有2人" in desk.get_page(path).words()
        say_so(cast, seat, seat.person.login)
    assert "说好会来的" not in desk.get_page(f"/office/open-days/{second.id}").words()
    assert "说好会来的" not in desk.get_page(f"/office/open-days/{fourth.id}").words()
    at(9, 9)
    assert "说好会来的" not in office(app, "director").get_page(f"/office/open-days/{second.id}").words()
