"""Two modes of running in one product: reception days, and open every day with staff who are there all the time (YT-01, YT-05, YT-06)."""

from datetime import timedelta

from portal.cases import care, intake
from portal.cases.case import Channel, State, seen_by
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import representative
from portal.network.representative import Representative
from portal.reception import open_day
from portal.reception.pattern import Holiday, Pattern, Repeat
from tests.cast import NOW, Cast
from tests.judge import Judge
from tests.reception.opened import MONDAY, keep, plan, rows, weekly

ALL_DAYS = Pattern(Repeat.DAILY, 9 * 60, 17 * 60, holiday=Holiday.KEEP)


def full_time(cast: Cast, station: str = "S02") -> None:
    keep(cast, ALL_DAYS, station, required=0)
    plan(cast, station)


def nobody_represents(cast: Cast) -> None:
    with unit_of_work():
        for login in ("rep", "rep-2", "rep-s02"):
            for held in cast.person(login).grants:
                held.until = clock.today() - timedelta(days=1)


def test_yt01_the_mode_of_a_station_is_a_setting_and_both_stand_beside_each_other(cast: Cast) -> None:
    keep(cast, weekly(MONDAY), "S01")
    plan(cast)
    full_time(cast)
    week = clock.day_of(NOW) + timedelta(days=7)
    days = {code: [row for row in rows(cast, code) if row.day < week] for code in ("S01", "S02")}
    assert [(row.required, row.day.weekday()) for row in days["S01"]] == [(2, MONDAY)]
    assert [row.day.weekday() for row in days["S02"]] == list(range(7)) and {row.required for row in days["S02"]} == {0}


def test_yt05_open_every_day_is_said_in_public_with_the_liaison_and_no_representative(cast: Cast, browse: Judge) -> None:
    full_time(cast)
    words = browse.get_page("/stations/S02").words()
    assert "联络员" in words and "09:00–17:00" in words
    board = open_day.board(cast.station("S02"), clock.now())
    assert board.today and not board.today[0].faces and board.today[0].unnamed == 0


def test_yt05_a_matter_told_to_the_liaison_is_registered_and_its_representative_is_named_later(cast: Cast) -> None:
    full_time(cast)
    nobody_represents(cast)
    with unit_of_work():
        got = intake.register(cast.telling(channel=Channel.STATION), station=cast.station("S02"), key="ab" * 16, by=cast.actor("liaison-s02"))
        number, case = got.case.number, got.case
    assert number.startswith("S02-26-") and (case.state, case.agent_id, case.owner_id) == (State.REGISTERED, None, cast.person("liaison-s02").id)
    with unit_of_work():
        for held in cast.person("rep-s02").grants:
            held.until = None
        db.session.flush()
        care.hand_over(case, agent_id=cast.person("rep-s02").id, reason="由她负责。", by=cast.actor("director-s02"))
    assert case.agent_id == cast.person("rep-s02").id
    assert seen_by(cast.actor("rep-s02"), number).id == case.id


def test_yt05_at_the_terminal_too_it_is_registered_while_no_representative_sits(cast: Cast) -> None:
    full_time(cast)
    nobody_represents(cast)
    case = cast.register("S02").case
    assert case.state is State.REGISTERED and case.owner_id == cast.person("liaison-s02").id


def test_yt06_a_station_hosts_several_kinds_of_representatives(cast: Cast, browse: Judge) -> None:
    with unit_of_work():
        for login, kind in (("rep", "党代表"), ("rep-2", "人大代表")):
            db.session.get_one(Representative, cast.person(login).id).kind = kind
        db.session.get_one(Representative, cast.person("member").id).kind = "推荐党员"
    assert {row.kind for row in representative.of_station(cast.station().id)} == {"党代表", "人大代表"}
    words = browse.get_page("/stations/S01").words()
    assert "党代表" in words and "人大代表" in words
    assert {"党代表", "人大代表"} <= set(representative.kinds()), "a kind is data: what is in use is offered again"
