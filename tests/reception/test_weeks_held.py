"""A week counts as held where somebody was there, beside those in which somebody was planned (SD-07, CT-08)."""

from flask import Flask

from portal.foundation.unit_of_work import unit_of_work
from portal.reception import activity, report, weeks_held
from portal.reception.roster import Roster
from portal.reception.sitting import Presence
from portal.reception.weeks_held import Held
from tests.cast import Cast
from tests.reception.opened import at, monday, note, put_on, rows
from tests.reception.test_roster import draft, publish, seats
from tests.web.office.test_terminals import office


def planned(cast: Cast) -> Roster:
    """Every Monday from the 9th on, two of them gone by: on the first somebody came, on the second nobody."""
    monday(cast)
    row = draft(cast)
    publish(cast, row)
    _, second, third, *_ = rows(cast)
    for shift, presence in ((second, Presence.HERE), (third, Presence.ABSENT)):
        at(shift.day.day, 12)
        for seat in [one for one in seats("S01") if one.shift_id == shift.id]:
            note(cast, seat, presence)
    return row


def held(cast: Cast, row: Roster) -> Held:
    (one,) = [one for one in report.of(row, cast.actor("office")).held if one.station == cast.station("S01").id]
    return one


def test_sd07_a_week_is_held_where_somebody_was_there(cast: Cast) -> None:
    row = planned(cast)
    at(22, 23)
    before = held(cast, row)
    assert (before.over, before.held) == (1, 1), "the second week is not over before its Sunday is"
    at(23, 0)
    assert (held(cast, row).over, held(cast, row).held) == (2, 1) and held(cast, row).planned == before.planned > 8


def test_sd07_nothing_is_missing_before_a_week_is_over(cast: Cast) -> None:
    monday(cast)
    row = draft(cast)
    assert (held(cast, row).over, held(cast, row).held) == (0, 0) and held(cast, row).planned == 10, "Mondays that are worked, of thirteen"


def test_sd07_the_report_says_both_figures_and_who_lacks_weeks(app: Flask, cast: Cast) -> None:
    row = planned(cast)
    at(23, 0)
    words = office(app, "office").get_page(f"/office/rosters/{row.id}").words()
    assert "其中已经过去：2；有人到场的：1" in words and "少1周" in words
    assert "到场的代表：2名；办成的接待：1场；开展的活动：0次" in words


def test_ct07_ct08_whoever_came_twice_is_one_and_only_what_was_held_counts(cast: Cast) -> None:
    """Two were there on the first day, one of them again on the second; a member and who was planned only are no representatives who came."""
    _, first, second, third, fourth, *_ = monday(cast)
    for row, login, presence in ((first, "rep", Presence.HERE), (first, "rep-2", Presence.HERE), (second, "rep", Presence.HERE), (second, "rep-2", Presence.ABSENT),
                                 (third, "member", Presence.HERE), (fourth, "rep", None)):
        at(row.day.day, 9)
        seat = put_on(cast, row, login)
        if presence is not None:
            note(cast, seat, presence)
        if row is first and login == "rep-2":
            note(cast, seat, Presence.LEFT)
    with unit_of_work():
        activity.note(cast.station(), activity.Held(first.day, activity.Kind.MEETING, "垃圾分类", people=frozenset({cast.person("rep").id})), key="a", by=cast.actor("liaison"))
    here, span = [cast.station("S01").id], (first.day, fourth.day)
    assert weeks_held.came(here, span) == weeks_held.Came(2, 3, 1)
    assert weeks_held.came(here, (second.day, second.day)) == weeks_held.Came(1, 1, 0)
    assert weeks_held.came([cast.station("S02").id], span) == weeks_held.Came(0, 0, 0)
