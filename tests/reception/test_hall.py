"""The hall screen's facts: who is called and where to, who is next, who receives; of visitors nothing but numbers (HB-01, CT-13)."""

from portal.foundation import clock
from portal.foundation.database import db
from portal.reception import calling, hall
from tests.cast import Cast
from tests.reception.numbered import call, move, take
from tests.reception.opened import at, monday, put_on
from tests.statements import asked, walked


def test_those_to_come_stand_before_those_at_a_table_and_missed_ones_are_kept(cast: Cast) -> None:
    shift = monday(cast)[0]
    put_on(cast, shift)
    for _ in range(12):
        take(cast)
    missed = call(cast, shift)
    assert missed is not None
    move(cast, calling.miss, missed)
    table = call(cast, shift, login="rep", place="二号桌")
    call(cast, shift)
    assert table is not None
    at(2, 9, 5)
    move(cast, calling.serve, table, "rep")
    seen = hall.screen(cast.station(), clock.now())
    assert [(row.said, row.place) for row in seen.called] == [("003", "一号桌"), ("002", "二号桌")]
    assert ([row.said for row in seen.next], seen.waiting) == ([f"{n:03d}" for n in range(4, 12)], 9)
    assert [row.said for row in seen.missed] == ["001"] and seen.today is not None
    assert [face.name for face in seen.today.faces] == ["rep甲"]


def test_where_nobody_receives_it_says_when_next(cast: Cast) -> None:
    monday(cast)
    at(3, 10)
    seen = hall.screen(cast.station(), clock.now())
    assert seen.today is None and seen.called == [] and seen.coming is not None and seen.coming.shift.day.day == 9
    assert hall.screen(cast.station("S02"), clock.now()).coming is None


def test_two_hundred_who_wait_are_read_as_eight(cast: Cast) -> None:
    shift = monday(cast)[0]
    for _ in range(200):
        take(cast)
    call(cast, shift)
    db.session.close()
    with asked(db.engine) as seen:
        found = hall.screen(cast.station(), clock.now())
        assert (len(found.next), found.waiting) == (8, 199)
    db.session.close()
    assert len([one for one in seen if one.startswith("SELECT")]) <= 12
    if db.engine.dialect.name == "sqlite":
        assert walked(db.engine, list(seen), frozenset({"mark", "station"})) == set()
