"""One visit, several matters: counted once, each with its own number and code; and one case that turns out to be two (HB-22, HB-49, X-08)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases import care, deadline, intake, invariants, split, timeline, tracking, visit, visitor
from portal.cases.case import Case, Channel, State
from portal.cases.intake import Registered, Telling
from portal.cases.visit import Tally, Visit
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import NOW, Cast

SECOND = Telling(words="小区门口的井盖松了。", place="榆荫里东门", category="C4")
STAYS = "本号只办路灯的事。"


def here(cast: Cast, since: int = 0) -> Tally:
    return visit.tally([cast.station().id], NOW + timedelta(days=since), NOW + timedelta(days=40))


def another(cast: Cast, after: str, key: str = "", station: str = "S01", **more: object) -> Registered:
    with unit_of_work():
        return intake.register(cast.telling(**more), station=cast.station(station), key=key or codes.new_key(),
                               by=cast.actor("liaison" if station == "S01" else "liaison-s02"), after=after)


def cut(cast: Cast, case: Case, login: str = "liaison", second: Telling = SECOND, key: str = "", stays: str = STAYS) -> Registered:
    with unit_of_work():
        return split.split(case, second, stays=stays, key=key or codes.new_key(), by=cast.actor(login))


def test_hb22_twelve_visits_of_thirty_five_people(cast: Cast) -> None:
    """Acceptance test 1 of rules.md §12: 12批35人次, whatever number of matters they bring."""
    keys = [codes.new_key() for _ in range(12)]
    for n, key in enumerate(keys):
        cast.register(key=key, heads=2 if n else 13)
    assert here(cast) == Tally(12, 35)
    for key in keys[:5]:
        another(cast, key, heads=1)
    assert here(cast) == Tally(12, 35) and db.session.query(Case).count() == 17


def test_hb49_each_matter_of_a_visit_has_a_number_and_a_code_of_its_own(cast: Cast) -> None:
    key = codes.new_key()
    first = cast.register(key=key, heads=3)
    second = another(cast, key, words="还有，井盖松了。", heads=3)
    third = another(cast, key, words="公园的灯也不亮。", heads=1)
    assert len({one.case.number for one in (first, second, third)}) == len({one.code for one in (first, second, third)}) == 3
    assert {one.case.visit_id for one in (first, second, third)} == {first.case.visit_id}
    assert visit.matters(first.case.visit_id, cast.actor("liaison")) == [first.case, second.case, third.case]
    assert visit.matters(first.case.visit_id, cast.actor("liaison-s02")) == []
    for one in (first, second, third):
        opened = tracking.by_code(one.case.number, one.code, source="t", by=actor.public(clock.now()))
        assert opened.id == one.case.id


def test_hb49_no_more_people_bring_a_matter_than_came(cast: Cast) -> None:
    key = codes.new_key()
    cast.register(key=key, heads=2)
    with pytest.raises(Refused, match="heads_visit"):
        another(cast, key, heads=3)
    assert here(cast) == Tally(1, 2)


def test_hb49_told_at_another_station_or_after_nothing_it_is_another_visit(cast: Cast) -> None:
    key = codes.new_key()
    first = cast.register(key=key)
    assert another(cast, "an invented key").case.visit_id != first.case.visit_id
    assert another(cast, key, station="S02").case.visit_id != first.case.visit_id
    assert here(cast).batches == 2


def test_r07_a_matter_sent_twice_is_one_matter_of_one_visit(cast: Cast) -> None:
    key, again = codes.new_key(), codes.new_key()
    cast.register(key=key)
    one, same = (another(cast, key, again, words="还有一件。") for _ in range(2))
    assert one.case.id == same.case.id and same.replayed and one.code == same.code
    assert db.session.query(Visit).count() == 1


def test_hb22_the_tally_keeps_to_its_days_and_stations_and_leaves_out_spoiled_numbers(cast: Cast) -> None:
    cast.register(), cast.register("S02")
    spoiled = cast.register(words="", needs_writer=True).case
    assert here(cast) == Tally(2, 2) and here(cast, since=1) == Tally(0, 0)
    with unit_of_work():
        care.void(spoiled, reason="点错了号。", by=cast.actor("director"))
    assert here(cast) == Tally(1, 1)


def test_x08_every_case_was_brought_by_a_visit_to_its_station(cast: Cast) -> None:
    """`portal verify` names the ones that were not."""
    alone, astray = cast.register().case, cast.register().case
    with unit_of_work():
        alone.visit_id = None
        astray.visit_id = visit.begin(cast.station("S02").id, Channel.KIOSK, 1, NOW)
    assert invariants.broken() == [f"{case.number}: belongs to no visit of its station" for case in (alone, astray)]


def test_hb49_a_case_that_holds_two_matters_is_split(cast: Cast) -> None:
    """The second one is linked to the same visit and counted once; both stories tell it, to the visitor too."""
    first = cast.accepted(heads=4)
    made = cut(cast, first)
    second = made.case
    assert second.visit_id == first.visit_id and here(cast) == Tally(1, 4) and second.heads == 4
    assert (second.state, first.state, second.words) == (State.REGISTERED, State.ACCEPTED, SECOND.words)
    assert (second.visitor_id, second.owner_id, second.agent_id) == (first.visitor_id, first.owner_id, first.agent_id)
    assert (second.publish_result, second.publish_words, second.share_contact) == (first.publish_result, first.publish_words, first.share_contact)
    told, came = timeline.story(first, for_visitor=True)[-1], timeline.story(second, for_visitor=True)[0]
    assert (told.act, told.text, told.facts["new"]) == ("case.split", STAYS, second.number)
    assert came.move == "T2" and came.facts["from"] == first.number and came.happened_at == timeline.story(first)[0].happened_at
    assert tracking.by_code(second.number, made.code, source="t", by=actor.public(clock.now())).id == second.id
    assert invariants.broken() == []


def test_hb49_the_visitors_own_clock_runs_since_the_first_word(cast: Cast) -> None:
    """practice.md §3.3: splitting gives nobody a new clock for the visitor; the decision has its own three days."""
    first = cast.handling()
    clock.freeze(NOW + timedelta(days=14))
    second = cut(cast, first).case
    mine, theirs = (deadline.running(case, "ceiling") for case in (second, first))
    assert mine.due_on == theirs.due_on and mine.started_on == clock.day_of(NOW)
    assert second.next_clock == "accept" and second.next_on > clock.today()


def test_r07_a_split_sent_twice_is_one(cast: Cast) -> None:
    first, key = cast.register().case, codes.new_key()
    one, same = (cut(cast, first, key=key) for _ in range(2))
    assert one.case.id == same.case.id and one.code == same.code and same.replayed
    assert [event.act for event in timeline.story(first)].count("case.split") == 1


def test_practice_6_1_what_is_corrected_is_told_in_both_parts_of_a_split(cast: Cast) -> None:
    """One visitor, one row: both receipts tell that it was put right, and both lead to the new number."""
    first = cast.register().case
    second = cut(cast, first).case
    with unit_of_work():
        visitor.correct(second, Identity(IdentityMode.NAMED, phone="12000000099"), checked=True, reason="换了号码。", by=cast.actor("liaison"))
    for case in (first, second):
        assert timeline.story(case, for_visitor=True)[-1].act == "identity.correct"
        assert db.session.get_one(visitor.Visitor, case.visitor_id).phone == "12000000099"
    assert invariants.broken() == []


@pytest.mark.parametrize("login", ["clerk", "rep", "member", "volunteer", "officer", "office", "steering", "liaison-s02"])
def test_hb49_who_may_not_split(cast: Cast, login: str) -> None:
    case = cast.handling()
    with pytest.raises(NotAllowed):
        cut(cast, case, login)


def test_hb49_what_was_replied_to_is_not_split_and_both_parts_are_said(cast: Cast) -> None:
    with pytest.raises(Refused, match="split_late"):
        cut(cast, cast.replied())
    case = cast.register().case
    with pytest.raises(Refused, match="split_stays"):
        cut(cast, case, stays=" ")
    with pytest.raises(Refused, match="words_needed"):
        cut(cast, case, second=Telling(words="  "))
    with pytest.raises(Refused, match="split_late"):
        cut(cast, cast.register(words="", needs_writer=True).case)
    assert db.session.scalars(select(Visit.heads)).all() == [1, 1, 1]


def test_practice_2_1_what_the_form_asks_beside_the_words(cast: Cast) -> None:
    """Proxy or companion with relation and consent, sex and age band, read back, told elsewhere before; anonymous: only the needs."""
    who = Identity(IdentityMode.NAMED, "测某甲", "12000000017", "", "听不清", "female", "60_79", "proxy", "测某乙", "女儿", True)
    case = cast.register(identity=who, read_back=True, seen_before="热线 2026-0107", channel=Channel.STATION).case
    row = db.session.get_one(visitor.Visitor, case.visitor_id)
    assert (row.sex, row.age_band, row.beside, row.beside_name, row.relation, row.agreed) == (
        visitor.Sex.FEMALE, visitor.AgeBand.TO_79, visitor.Beside.PROXY, "测某乙", "女儿", True)
    assert case.seen_before == "热线 2026-0107" and timeline.story(case)[0].facts["read_back"] is True
    hidden = cast.register(identity=Identity(IdentityMode.ANONYMOUS, "测某甲", needs="听不清", sex="male", age_band="18_34", beside="companion",
                                             beside_name="测某乙", relation="邻居", agreed=True)).case
    row = db.session.get_one(visitor.Visitor, hidden.visitor_id)
    assert (row.name, row.sex, row.age_band, row.beside, row.beside_name, row.relation, row.agreed) == ("", None, None, None, "", "", False)
    assert row.needs == "听不清"


def test_practice_6_1_what_was_told_about_oneself_is_put_right_or_forgotten(cast: Cast) -> None:
    who = Identity(IdentityMode.NAMED, "测某甲", sex="female", age_band="60_79", beside="proxy", beside_name="测某乙", relation="女儿", agreed=True)
    case = cast.register(identity=who).case
    row = db.session.get_one(visitor.Visitor, case.visitor_id)
    with unit_of_work():
        visitor.correct(case, Identity(IdentityMode.NAMED, age_band="80_over"), checked=True, reason="年龄段写错了", by=cast.actor("liaison"))
    assert (row.age_band, row.sex, row.beside_name, row.agreed) == (visitor.AgeBand.FROM_80, visitor.Sex.FEMALE, "测某乙", True)
    with pytest.raises(Refused, match="reason_tells"), unit_of_work():
        visitor.correct(case, Identity(IdentityMode.NAMED), checked=True, reason="不再由测某乙代办", rest=False, by=cast.actor("liaison"))
    with unit_of_work():
        visitor.correct(case, Identity(IdentityMode.NAMED, "测某甲"), checked=True, reason="其余请删去", rest=False, by=cast.actor("liaison"))
    assert (row.sex, row.age_band, row.beside, row.beside_name, row.relation, row.agreed) == (None, None, None, "", "", False)
