"""A time is offered to the visitor of a matter, who accepts it, asks for another or declines; accepted it is an appointment as any other (HB-26)."""

from datetime import datetime, timedelta

import pytest

from portal.cases import timeline
from portal.cases.case import Case
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.notices.notice import Kind, Notice
from portal.reception import appointment, diary, finding, offered_time, own_calendar, reminding
from portal.reception.appointment import Booked, Standing, Wanted
from portal.reception.offered_time import OfferedTime, Proposed, Said
from tests.cast import NOW, Cast
from tests.reception.opened import at, monday, put_on

SOON = NOW + timedelta(days=2, hours=5)  # Wednesday, 14:00
AT_HOME = Identity(mode=IdentityMode.NAMED, name="测某甲", phone="12000000017", address="菜场路9号")


def offer(cast: Cast, case: Case, told: Proposed, login: str = "rep") -> OfferedTime:
    with unit_of_work():
        return offered_time.offer(case, told, by=cast.actor(login))


def say(cast: Cast, case: Case, said: Said, key: str = "", wish: str = "", login: str = "") -> Booked | None:
    with unit_of_work():
        by = cast.actor(login) if login else cast.visitor(case)
        return offered_time.answer(offered_time.needed(case), said, key=key or codes.new_key(), wish=wish, by=by)


def at_station(moment: datetime = SOON) -> Proposed:
    return Proposed(Wanted.STATION, at=moment)


def test_hb26_accepted_it_stands_among_the_appointments_with_a_code_of_its_own(cast: Cast) -> None:
    case = cast.handling()
    offer(cast, case, at_station())
    made = say(cast, case, Said.ACCEPTED, "k" * 32)
    assert made is not None and finding.by_code(codes.group(made.code), source="x", at=NOW).id == made.appointment.id
    row = made.appointment
    assert (row.at, row.person_id, row.station_id, row.name + row.phone + row.address + row.email) == (SOON, case.agent_id, case.station_id, "")
    assert diary.coming(case.station_id, NOW, 9) == [row] and row in own_calendar.meetings(cast.person("rep"), NOW)
    again = say(cast, case, Said.ACCEPTED, "k" * 32)
    assert again is not None and again.replayed and again.code == made.code
    with unit_of_work():
        appointment.cancel(row, by=cast.actor("liaison"))
    last = offered_time.newest(case)
    assert last is not None and not last.stands and offered_time.open_to(case, NOW) is None


def test_hb26_a_time_of_an_open_day_is_taken_as_by_whoever_books_and_named_where_they_sit(cast: Cast) -> None:
    case = cast.handling()
    put_on(cast, monday(cast)[1])
    slot = finding.offered(cast.station(), clock.now())[1].free[0]
    offer(cast, case, Proposed(Wanted.OPEN_DAY, slot))
    made = say(cast, case, Said.ACCEPTED)
    assert made is not None and (made.appointment.shift_id, made.appointment.at) == (slot.shift_id, slot.at)
    assert slot.at not in [one.at for one in finding.offered(cast.station(), clock.now())[1].free]
    other = cast.handling()
    with pytest.raises(Refused, match="appointment_taken"):
        offer(cast, other, Proposed(Wanted.OPEN_DAY, slot))


def test_hb26_what_was_taken_meanwhile_is_refused_and_another_time_can_be_asked_for(cast: Cast) -> None:
    one, two = cast.handling(), cast.handling()
    monday(cast)
    slot = finding.offered(cast.station(), clock.now())[1].free[0]
    offer(cast, one, Proposed(Wanted.OPEN_DAY, slot))
    offer(cast, two, Proposed(Wanted.OPEN_DAY, slot))
    say(cast, one, Said.ACCEPTED)
    with pytest.raises(Refused, match="appointment_taken"):
        say(cast, two, Said.ACCEPTED)
    say(cast, two, Said.OTHER, wish="周三下午。")
    row = offered_time.newest(two)
    assert row is not None and (row.said, row.wish) == (Said.OTHER, "周三下午。")
    assert "周三下午" not in "".join(event.text for event in timeline.story(two)), "the unit reads the story too"


def test_hb26_at_home_only_where_an_address_was_left_and_none_is_copied(cast: Cast) -> None:
    with pytest.raises(Refused, match="offer_home"):
        offer(cast, cast.handling(), Proposed(Wanted.HOME, at=SOON))
    case = cast.register(identity=AT_HOME).case
    offer(cast, case, Proposed(Wanted.HOME, at=SOON), "liaison")
    made = say(cast, case, Said.ACCEPTED)
    assert made is not None and made.appointment.address == "" and diary.homes(case.station_id, 9) == []
    with unit_of_work():
        appointment.end_visit(made.appointment, True, by=cast.actor("clerk"))
    assert made.appointment.stage is Standing.DONE


def test_hb26_who_may_not_see_the_matter_finds_no_number_beside_its_appointment(cast: Cast) -> None:
    case = cast.register(kind=4).case
    offer(cast, case, at_station(), "liaison")
    made = say(cast, case, Said.ACCEPTED)
    assert made is not None
    found = {login: offered_time.numbers([made.appointment.id], cast.actor(login)) for login in ("liaison", "clerk", "rep-s02", "liaison-s02")}
    assert found == {"liaison": {made.appointment.id: case.number}, "clerk": {}, "rep-s02": {}, "liaison-s02": {}}


@pytest.mark.parametrize("login", ["clerk", "officer", "director", "office", "rep-2", "liaison-s02"])
def test_hb26_who_may_not_offer_one(cast: Cast, login: str) -> None:
    with pytest.raises(NotAllowed):
        offer(cast, cast.handling(), at_station(), login)


def test_hb26_the_visitor_hears_of_it_and_the_two_they_know_of_the_answer(cast: Cast) -> None:
    case = cast.handling()
    offer(cast, case, at_station())
    told = timeline.story(case, for_visitor=True)[-1]
    assert told.act == "time.offer"
    say(cast, case, Said.DECLINED)
    rows = db.session.query(Notice).filter_by(kind=Kind.ANSWERED, case_id=case.id)
    assert {db.session.get_one(type(cast.person("rep")), row.person_id).login for row in rows} == {"rep", "liaison"}


def test_hb26_what_was_accepted_is_called_off_by_either_side_and_its_time_is_free(cast: Cast) -> None:
    case = cast.handling()
    for ended in (Said.DECLINED, Said.WITHDRAWN):
        offer(cast, case, at_station())
        made = say(cast, case, Said.ACCEPTED)
        with pytest.raises(Refused, match="offer_stands"):
            offer(cast, case, at_station(SOON + timedelta(hours=1)))
        if ended is Said.DECLINED:
            say(cast, case, Said.DECLINED)
        else:
            with unit_of_work():
                offered_time.withdraw(offered_time.needed(case), by=cast.actor("rep"))
        row = offered_time.newest(case)
        assert made is not None and row is not None and row.said is ended and made.appointment.stage is Standing.CANCELLED


def test_hb26_what_is_refused(cast: Cast) -> None:
    case = cast.handling()
    for moment in (None, NOW, NOW + timedelta(days=181)):
        with pytest.raises(Refused, match="offer_when"):
            offer(cast, case, Proposed(Wanted.STATION, at=moment))
    with pytest.raises(Moved, match="offer_over"):
        offer(cast, cast.closed(), at_station())
    with pytest.raises(Moved, match="offer_answered"):
        say(cast, case, Said.ACCEPTED)
    first = offer(cast, case, at_station())
    offer(cast, case, at_station(SOON + timedelta(hours=1)))
    assert first.said is Said.WITHDRAWN
    say(cast, case, Said.ACCEPTED)
    with pytest.raises(Refused, match="offer_busy"):
        offer(cast, cast.handling(), at_station(SOON + timedelta(hours=1)))
    with pytest.raises(Moved, match="offer_answered"):
        say(cast, case, Said.OTHER)


def test_hb26_over_when_its_time_is(cast: Cast) -> None:
    case = cast.handling()
    offer(cast, case, at_station())
    at(4, 14, 1)
    with pytest.raises(Moved, match="offer_answered"):
        say(cast, case, Said.ACCEPTED)


def test_hb26_whoever_leaves_an_address_is_reminded_the_day_before_as_anybody(cast: Cast) -> None:
    case = cast.handling()
    offer(cast, case, at_station())
    made = say(cast, case, Said.ACCEPTED)
    assert made is not None
    with unit_of_work():
        reminding.write_to(made.appointment, "ce@example.org", locale="zh_Hans", by=cast.actor("liaison"))
    with unit_of_work():
        assert reminding.spread(9, NOW) == 0 and reminding.spread(9, NOW + timedelta(days=1)) == 1
