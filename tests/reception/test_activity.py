"""What was held is counted with who took part; a number of visits may be asked for (CT-08, HB-36, HB-79, ZG-07)."""

from datetime import date, timedelta

import pytest

from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import activity
from portal.reception.activity import Activity, Count, Held, Kind
from tests.cast import NOW, Cast

TODAY = NOW.date()


def note(cast: Cast, kind: Kind = Kind.MEETING, *logins: str, by: str = "liaison", key: str = "", station: str = "S01", **more: object) -> Activity:
    told = {"day": TODAY, "topic": "怎样和来访人说话", "people": frozenset(cast.person(one).id for one in logins or ("rep",))} | more
    with unit_of_work():
        return activity.note(cast.station(station), Held(kind=kind, **told), key=key or f"{kind}{len(activity.noted(cast.station().id))}",  # type: ignore[arg-type]
                             by=cast.actor(by))


def count(cast: Cast, kind: Kind, first: date = TODAY) -> Count:
    return activity.counts([cast.station().id], first, TODAY)[kind]


def test_zg07_three_meetings_and_two_courses_are_counted_as_such(cast: Cast) -> None:
    """「召開了座談會3場,舉辦業務培訓2期」; elsewhere none was."""
    for heads in (20, 31, 9):
        note(cast, Kind.MEETING, heads=heads)
    for _ in range(2):
        note(cast, Kind.TRAINING, "rep", "liaison", heads=12)
    assert count(cast, Kind.MEETING) == Count(3, 60, 0) and count(cast, Kind.TRAINING) == Count(2, 24, 0)
    assert count(cast, Kind.RESEARCH) == Count() and list(activity.counts(None, TODAY, TODAY)) == list(Kind)
    assert activity.counts([cast.station("S02").id], TODAY, TODAY)[Kind.MEETING] == Count()


def test_hb36_households_count_for_everybody_who_stood_at_the_door_and_for_nobody_else(cast: Cast) -> None:
    note(cast, Kind.HOME_VISITS, "rep", "rep-2", households=6)
    note(cast, Kind.HOME_VISITS, "rep", households=3)
    note(cast, Kind.THEMED_VISIT, "rep", households=50)
    rep, other, liaison = (cast.person(one).id for one in ("rep", "rep-2", "liaison"))
    assert activity.visited([rep, other, liaison], TODAY, TODAY) == {rep: 9, other: 6, liaison: 0}
    assert activity.visited([rep], TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == {rep: 0}
    assert [row.kind for row in activity.of_person(other, TODAY, TODAY)] == [Kind.HOME_VISITS]


def test_hb36_the_office_says_how_many_visits_are_asked_for(cast: Cast) -> None:
    assert activity.quota() == 0
    with unit_of_work():
        activity.set_quota(12, by=cast.actor("office"))
    assert activity.quota() == 12
    for visits in (-1, activity.QUOTA_MOST + 1):
        with pytest.raises(Refused, match="activity_quota"), unit_of_work():
            activity.set_quota(visits, by=cast.actor("office"))
    with pytest.raises(NotAllowed), unit_of_work():
        activity.set_quota(1, by=cast.actor("director"))
    assert activity.quota() == 12


@pytest.mark.parametrize("change", [{"heads": 8}, {"topic": "别的"}, {"people": frozenset({1})}])
def test_r07_r08_sent_twice_is_one_and_something_else_under_its_key_is_refused(cast: Cast, change: dict[str, object]) -> None:
    assert note(cast, key="k", heads=7).id == note(cast, key="k", heads=7).id
    with pytest.raises(Refused, match="activity_key_reused"):
        note(cast, key="k", **{"heads": 7} | change)
    assert count(cast, Kind.MEETING) == Count(1, 7, 0)


def test_ct08_what_was_noted_wrongly_is_struck_counts_no_more_and_stays_to_be_seen(cast: Cast) -> None:
    row = note(cast, Kind.HOME_VISITS, households=4)
    for _ in range(2):
        with unit_of_work():
            activity.strike(row.id, by=cast.actor("director"))
    assert count(cast, Kind.HOME_VISITS) == Count() and activity.of_person(cast.person("rep").id, TODAY, TODAY) == []
    assert activity.visited([cast.person("rep").id], TODAY, TODAY) == {cast.person("rep").id: 0}
    assert [(one.households, one.struck_by_id) for one in activity.noted(cast.station().id)] == [(4, cast.person("director").id)]


@pytest.mark.parametrize(("changes", "why"), [
    ({"day": TODAY + timedelta(days=1)}, "activity_later"), ({"heads": -1}, "activity_count"), ({"households": activity.MOST + 1}, "activity_count"),
    ({"minutes": activity.LONGEST + 1}, "activity_minutes"), ({"kind": Kind.HOME_VISITS}, "activity_households"),
    ({"people": frozenset()}, "activity_people"), ({"topic": " "}, "activity_topic")])
def test_ct08_what_cannot_have_been_is_refused(cast: Cast, changes: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        note(cast, **changes)  # type: ignore[arg-type]
    assert activity.noted(cast.station().id) == []


def test_who_took_part_serves_at_the_station(cast: Cast) -> None:
    with pytest.raises(Refused, match="activity_stranger"):
        note(cast, Kind.MEETING, "rep-s02")


def test_a_representative_notes_their_own_station_s_and_nobody_another_s(cast: Cast) -> None:
    """HB-36: whoever was at the doors writes it down."""
    row = note(cast, Kind.HOME_VISITS, households=2, by="rep")
    with pytest.raises(NotAllowed):
        note(cast, by="liaison-s02")
    with pytest.raises(Missing), unit_of_work():
        activity.strike(row.id, by=cast.actor("rep-s02"))
