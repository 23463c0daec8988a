"""A representative's start page is their plot: where it lies, when they sit next, what they stand for; nobody else's, and no rank (SD-03)."""

from flask import Flask

from portal.cases import excluded_person
from portal.foundation.unit_of_work import unit_of_work
from portal.network.representative import Representative
from portal.reception import plot
from tests.cast import Cast
from tests.reception.opened import monday, put_on
from tests.web.office.stage import Stage
from tests.web.office.test_appointments_hit import booked
from tests.web.office.test_terminals import office
from tests.web.office.visits import SAY

TITLE = SAY("office.plot.title")


def test_sd03_the_start_page_of_a_representative_is_their_plot(app: Flask, cast: Cast) -> None:
    shifts = monday(cast)
    for shift in shifts[1:5]:
        put_on(cast, shift)
    booked(cast, rep=True)
    booked(cast)
    waiting, lying = cast.replied(), cast.handling()
    numbers = (waiting.number, lying.number)
    words = office(app, "rep").get_page("/office/").words()
    assert TITLE in words and "榆荫街道" in words and words.index(TITLE) < words.index(SAY("office.today.group_later"))
    assert all(number in words for number in numbers), "also what lies with a unit is of their plot"
    assert SAY("office.plot.open", n=2) in words and SAY("office.plot.stages", reported=0, referred=1, replied=1, rating=0) in words
    assert SAY("office.plot.asked", n=1) in words, "a time asked for with nobody is not theirs"
    assert SAY("office.plot.days", n=1) in words and SAY("office.plot.here", n=2) in words
    assert "12000000017" not in words and "测某甲" not in words


def test_sd03_nobody_else_reads_a_plot_and_none_reads_anothers(stage: Stage) -> None:
    stage.case("handling")
    for login in ("liaison", "clerk", "member", "director", "office", "officer", "admin", "volunteer", "steering"):
        assert TITLE not in stage.browser(login).get_page("/office/").words(), login
    seen = stage.browser("rep-2").get_page("/office/").words()
    assert SAY("office.plot.open", n=0) in seen and SAY("office.plot.here", n=1) in seen and SAY("office.plot.matters") not in seen


def test_hb44_x04_neither_what_is_sealed_nor_what_one_is_kept_from_is_told(cast: Cast) -> None:
    cast.accepted(kind=4, category="O1")
    kept = cast.handling()
    assert plot.of(cast.actor("rep-2")).here == 1
    with unit_of_work():
        excluded_person.declare(kept, by=cast.actor("rep"))
    mine = plot.of(cast.actor("rep"))
    assert mine is not None and mine.here == 0 and kept.number not in {case.number for case in mine.matters}


def test_a_representative_who_is_named_nowhere_still_has_the_station_they_hold_the_role_at(cast: Cast) -> None:
    with unit_of_work():
        row = cast.person("rep").representative
        assert isinstance(row, Representative)
        row.station_id = cast.station("S02").id
    mine = plot.of(cast.actor("rep"))
    assert mine is not None and mine.station.code == "S01"
    assert plot.of(cast.actor("liaison")) is None
