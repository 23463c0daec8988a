"""A visitor finds nobody there and says so: counted with the shift, nothing else of them is kept (HB-40, practice.md §9 row 11)."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused, TooMany
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.reception import holding, open_day, vacancy
from portal.reception.shift import Shift
from portal.reception.sitting import Presence
from portal.reception.vacancy import MOST, SaidAt, Vacancy
from tests.cast import Cast
from tests.reception.opened import at, monday, note, put_on, rows


def say(row: Shift, source: str = "address:10.0.0.1") -> Vacancy:
    with unit_of_work():
        return vacancy.say(row, source=source, said_at=SaidAt.ONLINE, by=actor.public(clock.now()))


def test_it_is_counted_with_the_shift_and_holds_nothing_of_who_said_it(cast: Cast) -> None:
    row = monday(cast)[0]
    at(2, 9, 20)
    say(row)
    assert vacancy.counts([row.id]) == {row.id: 1}
    assert set(Vacancy.__table__.columns.keys()) == {"id", "shift_id", "said_at", "at"}
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(update(Vacancy).values(shift_id=row.id))


def test_one_says_it_from_the_beginning_until_half_a_day_after_and_not_of_a_day_called_off(cast: Cast) -> None:
    monday(cast)
    first, second = rows(cast)[:2]
    here = cast.station()
    at(2, 8, 59)
    assert vacancy.recent(here.id, clock.now()) is None
    with pytest.raises(Refused, match="vacancy_when"):
        say(first)
    at(2, 23)
    assert vacancy.recent(here.id, clock.now()) == first
    say(first)
    at(3, 0)
    with pytest.raises(Refused, match="vacancy_when"):
        say(first)
    with unit_of_work():
        holding.call_off(second, reason="停电", by=cast.actor("liaison"))
    at(9, 10)
    with pytest.raises(Refused, match="vacancy_when"):
        say(second)


def test_r58_who_presses_again_and_again_has_to_wait_and_others_do_not(cast: Cast) -> None:
    row = monday(cast)[0]
    for _ in range(MOST):
        say(row)
    with pytest.raises(TooMany):
        say(row)
    say(row, "address:10.0.0.2")
    assert vacancy.counts([row.id]) == {row.id: MOST + 1}


def test_a_terminal_speaks_for_its_own_station(cast: Cast) -> None:
    row = monday(cast)[0]
    with pytest.raises(NotAllowed), unit_of_work():
        vacancy.say(row, source="x", said_at=SaidAt.KIOSK, by=actor.kiosk(cast.station("S02").id, clock.now()))


def test_the_public_sees_who_agreed_to_be_shown_and_never_why_somebody_is_away(cast: Cast) -> None:
    """SD-22, SD-06: not shown by name is counted; a recommended member is called one."""
    row = monday(cast)[0]
    seats = [put_on(cast, row, login) for login in ("rep", "rep-2", "member")]
    with unit_of_work():
        representative = cast.person("rep-2").representative
        assert representative is not None
        representative.public = False
    note(cast, seats[0], Presence.HERE)
    told = open_day.board(cast.station(), clock.now())
    [today] = told.today
    assert [(face.name, face.is_member, face.presence) for face in today.faces] == [
        ("rep甲", False, Presence.HERE), ("member甲", True, Presence.PLANNED)]
    assert (today.unnamed, today.is_on, len(told.next)) == (1, True, 5)
    note(cast, seats[0], Presence.ABSENT, reason="住院")
    assert [face.name for face in open_day.board(cast.station(), clock.now()).today[0].faces] == ["member甲"]
