"""Who somebody was is erased at their word or after its time; who looked is told; the matter stays (practice.md §6.3, §6.5, R39, R40, R42)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal import daily
from portal.cases import erasure, invariants, own_data, timeline, tracking, visitor
from portal.cases.case import Case
from portal.cases.intake import Consent
from portal.cases.visitor import Identity, IdentityMode, Visitor
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused, WrongSecret
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.notices import outbox, wish
from portal.notices.wish import Wish
from tests.cast import NOW, Cast

KEY = "0123456789abcdef" * 2


def nothing_left(case: Case) -> bool:
    """Whether the row says nothing of who they were."""
    db.session.expire_all()
    row = db.session.get_one(Visitor, case.visitor_id)
    return not any(getattr(row, name) for name in (*visitor.SPELT, "phone_tail", "beside")) and row.mode is IdentityMode.ANONYMOUS


def erase(case: Case, by: actor.Actor, checked: bool = True) -> None:
    with unit_of_work():
        outbox.forget_visitor(erasure.erase(case, checked=checked, by=by))


def test_r40_at_their_word_the_identity_goes_and_the_matter_stays(cast: Cast) -> None:
    case = cast.handling(consent=Consent(share_contact=True))
    with unit_of_work():
        wish.hear(case, way=wish.Way.MAIL, address="a@b.example", locale="en", agreed=True, by=cast.visitor(case))
    erase(case, cast.visitor(case))
    assert nothing_left(case) and not case.share_contact and case.words and case.is_open
    assert db.session.scalar(select(Wish.id)) is None and not erasure.possible(case)
    assert timeline.story(case, for_visitor=True)[-1].act == "identity.erase" and invariants.broken() == []
    with pytest.raises(Refused, match="identity_none"):
        erase(case, cast.visitor(case))


def test_r40_at_the_desk_only_for_who_was_checked_and_only_by_the_liaison(cast: Cast) -> None:
    case = cast.register().case
    with pytest.raises(Refused, match="visitor_unchecked"):
        erase(case, cast.actor("liaison"), checked=False)
    for login in ("rep", "director", "office", "officer", "clerk"):
        with pytest.raises(NotAllowed):
            erase(case, cast.actor(login))
    erase(case, cast.actor("liaison"))
    assert nothing_left(case)


def test_the_codes_go_on_after_erasure(cast: Cast) -> None:
    told = cast.register(key=KEY)
    erase(told.case, cast.visitor(told.case))
    found = tracking.by_code(told.case.number, told.code, source="address:10.0.0.1", by=actor.public(clock.now()))
    assert found.id == told.case.id


def test_ps65_after_its_time_the_clock_erases_each_once_and_never_before(cast: Cast) -> None:
    done, running = cast.closed(), cast.handling()
    assert daily.erase(24, clock.now()) == 0 and not nothing_left(done)
    clock.freeze(NOW + timedelta(days=720))
    assert daily.erase(24, clock.now()) == 0 and not nothing_left(done)
    clock.freeze(NOW + timedelta(days=732))
    assert daily.erase(24, clock.now()) == 1 and nothing_left(done) and not nothing_left(running)
    assert daily.erase(24, clock.now()) == 0, "once a day"
    clock.freeze(NOW + timedelta(days=733))
    assert daily.erase(24, clock.now()) == 0 and [event.act for event in timeline.story(done)].count("identity.expire") == 1
    assert done.words and invariants.broken() == []


def test_ps65_a_matter_taken_up_again_or_shared_with_one_that_runs_keeps_who_brought_it(cast: Cast) -> None:
    one, other = cast.closed(), cast.handling()
    with unit_of_work():
        db.session.execute(text('UPDATE "case" SET visitor_id = :to WHERE id = :id'), {"to": one.visitor_id, "id": other.id})
    clock.freeze(NOW + timedelta(days=800))
    assert erasure.due(clock.now(), 24, 9) == []
    with unit_of_work():
        assert erasure.expire(one.visitor_id, 24, by=actor.system(clock.now())) == []
    assert not nothing_left(one)


@pytest.mark.parametrize(("months", "day"), [(1, "2026-02-02"), (24, "2024-03-02"), (3, "2025-12-02")])
def test_months_are_counted_on_the_calendar(months: int, day: str) -> None:
    assert clock.day_of(erasure.before(NOW, months)).isoformat() == day


def test_r42_whoever_looked_is_told_by_day_role_and_office_and_never_by_name(cast: Cast) -> None:
    case = cast.handling(consent=Consent(share_contact=True))
    with unit_of_work():
        visitor.reveal(case, reason="回电话。", by=cast.actor("liaison"))
    with unit_of_work():
        visitor.reach(case, reason="约时间。", by=cast.actor("officer"))
    with unit_of_work():
        own_data.copy(case, checked=True, by=cast.actor("liaison"))
        own_data.copy(case, checked=True, by=cast.visitor(case))
    told = own_data.looks(case)
    assert [(look.act, look.role.value, look.place) for look in told] == [
        ("identity.copy", "liaison", cast.station().name), ("contact.reveal", "unit_officer", cast.unit().name), ("identity.reveal", "liaison", cast.station().name)]
    assert not any(cast.person("liaison").name in str(look) or "电话" in str(look) for look in told)


def test_r40_a_second_fact_opens_it_and_wrong_ones_are_counted(cast: Cast) -> None:
    case = cast.register().case
    for said in ("0017", "12000000017", "测某甲", "120-0000-0017"):
        own_data.prove(case, said, by=cast.visitor(case))
    for said in ("", "17", "0018", "测某", "001"):
        with pytest.raises(WrongSecret) as wrong:
            own_data.prove(case, said, by=cast.visitor(case))
        assert list(wrong.value.subjects) == [f"own-data:{case.number}"]
    erase(case, cast.visitor(case))
    own_data.prove(case, "", by=cast.visitor(case))


def test_r40_an_address_alone_is_something_to_prove(cast: Cast) -> None:
    """Whoever finds a receipt reads none, and erases none, of somebody who left an address and nothing else."""
    case = cast.register(identity=Identity(IdentityMode.NAMED, "", "", address="柳荫路1号")).case
    for said in ("", "柳荫路2号"):
        with pytest.raises(WrongSecret), unit_of_work():
            own_data.prove(case, said, by=cast.visitor(case))
    own_data.prove(case, "柳荫路1号", by=cast.visitor(case))


def test_hb44_staff_are_told_of_looks_at_matters_they_see_and_of_no_other(cast: Cast) -> None:
    """Else a copy of an open matter would tell that the same person brought a sealed one."""
    case, other = cast.handling(), cast.register().case
    with unit_of_work():
        db.session.execute(text('UPDATE "case" SET visitor_id = :to WHERE id = :id'), {"to": case.visitor_id, "id": other.id})
    db.session.expire_all()
    with unit_of_work():
        visitor.reveal(other, reason="回电话。", by=cast.actor("liaison"))
    assert [look.act for look in own_data.looks(case)] == [look.act for look in own_data.looks(case, cast.actor("liaison"))] == ["identity.reveal"]
    assert own_data.looks(case, cast.actor("officer")) == [], "that matter is not theirs to see"
