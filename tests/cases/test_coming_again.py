"""Somebody comes again about an open matter: one more visit on the same number, counted, told, and nothing else moved (HB-22)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases import care, coming_again, dissatisfaction, intake, invariants, timeline, visit
from portal.cases.case import Case, Channel
from portal.cases.coming_again import Coming
from portal.cases.visit import CameAgain, Tally, Visit
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.web.office import reading
from tests.cast import NOW, Cast


def here(cast: Cast, code: str = "S01") -> Tally:
    return visit.tally([cast.station(code).id], NOW, NOW + timedelta(days=40))


def again(cast: Cast, case: Case, login: str = "liaison", **told: object) -> None:
    with unit_of_work():
        coming_again.come_again(case, Coming(**told), by=cast.actor(login))


def test_hb22_one_case_has_several_visits_and_one_number(cast: Cast) -> None:
    """Batches and people are counted, the story tells it to the visitor, and no date moves."""
    case = cast.handling(heads=2)
    before = (case.number, case.state, case.next_on, case.visit_id)
    clock.freeze(NOW + timedelta(days=3))
    again(cast, case, heads=5, channel=Channel.HOME_VISIT, words="家里人也来了。")
    clock.freeze(NOW + timedelta(days=4))
    again(cast, case, "clerk", heads=1, channel=Channel.PHONE)
    assert (case.number, case.state, case.next_on, case.visit_id) == before and db.session.query(Case).count() == 1
    assert here(cast) == visit.of_case(case) == Tally(3, 8)
    told = timeline.story(case, for_visitor=True)[-2]
    assert (told.act, told.text, told.facts) == ("visit.again", "家里人也来了。", {"channel": "home_visit", "heads": 5})
    assert visit.tally([cast.station().id], NOW + timedelta(days=1), NOW + timedelta(days=40)) == Tally(2, 6)
    assert invariants.broken() == []


def test_hb22_a_visit_about_an_old_matter_and_a_new_one_is_one_batch(cast: Cast) -> None:
    """Also where it is about two old ones: the second names the first, and each file shows the other as of the same visit."""
    old, older = cast.handling(), cast.register().case
    clock.freeze(NOW + timedelta(days=1))
    new = cast.register(heads=4).case
    again(cast, old, heads=4, beside=new.number)
    again(cast, older, heads=2, beside=old.number)
    assert here(cast) == Tally(3, 6) and visit.of_case(old) == visit.of_case(older) == Tally(2, 5)
    assert visit.matters(new.visit_id, cast.actor("liaison")) == [old, older, new]
    assert timeline.story(old)[-1].facts["with"] == new.number and invariants.broken() == []


@pytest.mark.parametrize(("told", "why"), [
    ({"heads": 0}, "heads_range"), ({"heads": 3, "beside": "NEW"}, "heads_visit"), ({"beside": "S01-26-9999"}, "visit_beside"),
    ({"beside": "OWN"}, "visit_beside"), ({"beside": "BELOW"}, "visit_beside"), ({"beside": "EARLIER"}, "visit_beside")])
def test_hb22_what_is_no_such_visit_is_refused_and_nothing_is_counted(cast: Cast, told: dict[str, object], why: str) -> None:
    earlier = cast.register().case
    clock.freeze(NOW + timedelta(hours=1))
    case, below = cast.handling(), cast.register("S02").case
    new = cast.register(heads=2).case
    named = {"NEW": new, "OWN": case, "BELOW": below, "EARLIER": earlier}
    count = len(db.session.scalars(select(Visit)).all())
    if told.get("beside") in named:
        told = told | {"beside": named[told["beside"]].number}
    with pytest.raises(Refused, match=why):
        again(cast, case, **told)
    db.session.rollback()
    assert len(db.session.scalars(select(Visit)).all()) == count and not db.session.scalars(select(CameAgain)).all()


def test_hb22_the_same_visit_is_not_added_twice(cast: Cast) -> None:
    old, new = cast.handling(), None
    clock.freeze(NOW + timedelta(days=1))
    new = cast.register().case
    again(cast, old, beside=new.number)
    with pytest.raises(Refused, match="visit_counted"):
        again(cast, old, beside=new.number)


def test_hb64_who_comes_to_ask_is_heard_by_the_ladder(cast: Cast) -> None:
    case = cast.handling()
    clock.freeze(NOW + timedelta(days=20))
    again(cast, case, "clerk", asks=True)
    assert [fact.sign for fact in dissatisfaction.some(dissatisfaction.ladder_record.of_case(case))] == [dissatisfaction.Sign.ASKED]


def test_hb64_the_asking_has_the_day_of_the_visit_and_not_of_its_entry(cast: Cast) -> None:
    """Asked before the due day and written down after it, it is no ground for a slip."""
    case = cast.handling()
    visited = NOW + timedelta(days=4)
    clock.freeze(NOW + timedelta(days=20))
    with unit_of_work():
        coming_again.come_again(case, Coming(asks=True), happened_at=visited, by=cast.actor("clerk"))
    record = dissatisfaction.ladder_record.of_case(case)
    assert [event.happened_at for event in record.asked] == [visited] and dissatisfaction.some(record) == []


def test_hb64_who_asked_that_day_already_came_all_the_same(cast: Cast) -> None:
    """The visit is counted; the day has one asking, as before."""
    case = cast.handling()
    clock.freeze(NOW + timedelta(days=20))
    with unit_of_work():
        dissatisfaction.ask_again(case, by=cast.visitor(case))
    again(cast, case, "clerk", asks=True)
    assert len(dissatisfaction.ladder_record.of_case(case).asked) == 1 and visit.of_case(case) == Tally(2, 2)


def test_hb22_a_visit_of_another_day_is_not_the_one_meant(cast: Cast) -> None:
    """Entered late, it is found by the day that is said."""
    old = cast.handling()
    clock.freeze(NOW + timedelta(days=1))
    new = cast.register().case
    came = clock.now()
    clock.freeze(NOW + timedelta(days=3))
    with pytest.raises(Refused, match="visit_beside"):
        again(cast, old, beside=new.number)
    db.session.rollback()
    assert visit.of_case(old) == Tally(1, 1)
    with unit_of_work():
        coming_again.come_again(old, Coming(beside=new.number), happened_at=came, by=cast.actor("liaison"))
    assert visit.of_case(old) == Tally(2, 2) == here(cast)


def test_hb44_a_sealed_matter_of_the_same_visit_is_named_in_no_open_story(cast: Cast) -> None:
    case = cast.handling()
    clock.freeze(NOW + timedelta(days=1))
    report = cast.register(kind=4).case
    again(cast, case, beside=report.number)
    assert "with" not in timeline.story(case)[-1].facts and visit.of_case(case) == Tally(2, 2)
    assert visit.matters(report.visit_id, cast.actor("clerk")) == [case]


def test_zg03_the_unit_does_not_read_what_was_said_at_the_desk(cast: Cast) -> None:
    case = cast.handling()
    again(cast, case, words="我是张家的。")
    assert "visit.again" not in [event.act for event in reading.events(case, cast.actor("officer"))]
    assert "visit.again" in [event.act for event in reading.events(case, cast.actor("rep"))]


def test_t28_a_number_somebody_came_again_about_is_never_a_spoiled_one(cast: Cast) -> None:
    empty = cast.register(words="", needs_writer=True).case
    with pytest.raises(Refused, match="again_unwritten"):
        again(cast, empty, words="又来了。")
    db.session.rollback()
    gone = cast.register().case
    with unit_of_work():
        care.withdraw(gone, own_will=True, reason="", by=cast.visitor(gone))
    with pytest.raises(Refused, match="again_unwritten"):
        again(cast, gone)


def test_x08_a_later_visit_belongs_to_the_station_of_its_case(cast: Cast) -> None:
    case = cast.register().case
    with unit_of_work():
        db.session.add(CameAgain(visit_id=visit.begin(cast.station("S02").id, Channel.PHONE, 1, NOW), case_id=case.id))
    assert invariants.broken() == [f"{case.number}: its later visit is its first one, or that of another station"]


@pytest.mark.parametrize("login", ["director", "member", "volunteer", "officer", "office", "steering", "liaison-s02", "rep-s02"])
def test_r30_who_may_not_add_a_visit(cast: Cast, login: str) -> None:
    case = cast.handling()
    assert not access.can(cast.actor(login), "visit.again", case)
    with pytest.raises(NotAllowed):
        again(cast, case, login)


def test_r13_a_visit_lies_neither_ahead_nor_before_the_first_word(cast: Cast) -> None:
    case = cast.handling()
    for happened, why in ((clock.now() + timedelta(hours=1), "happened_later"), (NOW - timedelta(days=1), "happened_earlier")):
        with pytest.raises(Refused, match=why), unit_of_work():
            coming_again.come_again(case, Coming(), happened_at=happened, by=cast.actor("liaison"))


def test_hb22_the_form_of_registering_again_gives_the_new_matter_its_visit_first(cast: Cast) -> None:
    """A later matter of the same sitting still joins by its key; the old matter joins by the new number."""
    old, key = cast.handling(), codes.new_key()
    clock.freeze(NOW + timedelta(days=2))
    first = cast.register(key=key, heads=2).case
    with unit_of_work():
        second = intake.register(cast.telling(words="还有一件。"), station=cast.station(), key=codes.new_key(), by=cast.actor("liaison"), after=key).case
    again(cast, old, heads=2, beside=second.number)
    assert first.visit_id == second.visit_id and here(cast) == Tally(2, 3)
