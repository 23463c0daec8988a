"""Who is told of what: once, in the transaction of what happened, and nothing but a number and a kind (R09, R28, R34)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import care, referral, timeline
from portal.cases.case import Case
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.notices import notice, outbox, wish
from portal.notices.notice import Kind, Notice
from portal.notices.wish import Way
from tests.cast import NOW, Cast
from tests.web.office.stage import Stage

FAR = timedelta(days=200)


@pytest.fixture
def stage(empty_app: Flask) -> Stage:
    """Cases and browsers without a context left open."""
    return Stage(empty_app)


def told(kind: Kind) -> set[str]:
    rows = db.session.scalars(select(Person.login).join(Notice, Notice.person_id == Person.id).where(Notice.kind == kind)).all()
    assert len(rows) == len(set(rows)), "told twice"
    return set(rows)


def test_those_concerned_are_told_along_the_loop(cast: Cast) -> None:
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    assert told(Kind.REFERRED) == {"officer", "head"}
    assert told(Kind.REPLIED) == {"rep"}
    assert told(Kind.DISSATISFIED) == {"officer", "head", "rep", "liaison"}
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    assert told(Kind.REVIEW) == {"director"}


def test_a_unit_that_asks_is_decided_upon_by_the_director(cast: Cast) -> None:
    case = cast.referred()
    with unit_of_work():
        referral.ask_return(case, reason="不是我们的", proposed_unit_id=None, by=cast.actor("officer"))
    assert told(Kind.RETURN_ASKED) == {"director"}
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="归水务", by=cast.actor("director"))
    assert told(Kind.REFERRED) == {"officer", "head", "officer-2"}


def test_hb_44_nobody_of_the_unit_complained_of_is_told(cast: Cast) -> None:
    case = cast.referred(unit="街道纪检部门", kind=4, target="街道城市管理办")
    assert told(Kind.REFERRED) == {"inspector"}
    with pytest.raises(ZeroDivisionError), unit_of_work():
        case.unit_id = cast.unit().id  # even if it lay there: who may not open it hears nothing of it
        notice.remind(case, Kind.LATE, by=cast.actor("liaison"))
        assert not any(isinstance(row, Notice) for row in db.session.new)
        raise ZeroDivisionError
    assert told(Kind.LATE) == set()


def test_what_is_taken_back_told_nobody(cast: Cast) -> None:
    case = cast.accepted()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        referral.refer(case, to=cast.unit(), clock_name="reply_simple", opinion="请办。", opinion_by_id=cast.person("rep").id,
                       by=cast.actor("liaison"))
        raise ZeroDivisionError
    with unit_of_work():
        care.hand_over(case, reason="换人", agent_id=cast.person("rep-2").id, by=cast.actor("director"))
    assert told(Kind.REFERRED) == set() and timeline.fresh() == []


def test_the_list_in_the_office_is_put_away_and_what_came_since_stays(stage: Stage) -> None:
    first = stage.case("referred")
    page = stage.browser("officer").get_page("/office/")
    assert first in page.words() and page.value("until") == "1"
    second = stage.case("referred")
    stage.browser("officer").post_form("/office/notices/seen", {"until": "1"})
    with stage.app.app_context():
        rows, count = notice.unseen(Cast().actor("officer"), 8)
        assert ([row.case.number for row in rows], count) == ([second], 1)
        assert len(notice.unseen(Cast().actor("head"), 8)[0]) == 2, "each puts away their own"
        clock.freeze(NOW + notice.SHOWN)
        assert notice.unseen(Cast().actor("head"), 8) == ([], 0)


def test_a_long_list_says_how_many_more(stage: Stage) -> None:
    def remind(cast: Cast, case: Case) -> None:
        with unit_of_work():
            for _ in range(10):
                notice.remind(case, Kind.LATE, by=cast.actor("liaison"))

    stage.do(stage.case("referred"), remind)
    assert "还有 3 条" in stage.browser("officer").get_page("/office/?lang=zh_Hans").words()


def test_a_visitor_hears_only_by_a_wish_of_their_own(cast: Cast) -> None:
    case = cast.accepted()
    assert db.session.scalars(select(Notice).where(Notice.person_id.is_(None))).all() == []
    with pytest.raises(Refused, match="wish_agree"), unit_of_work():
        wish.hear(case, way=Way.MAIL, address="a@b.example", locale="en", agreed=False, by=cast.visitor(case))
    with pytest.raises(NotAllowed), unit_of_work():
        wish.hear(case, way=Way.MAIL, address="a@b.example", locale="en", agreed=True, by=cast.actor("liaison"))
    with unit_of_work():
        wish.hear(case, way=Way.MAIL, address="a@b.example", locale="en", agreed=True, by=cast.visitor(case))
    assert "a@b.example" not in repr([(event.text, event.facts) for event in timeline.story(case)]), "the story never holds an address"
    with unit_of_work():
        referral.refer(case, to=cast.unit(), clock_name="reply_simple", opinion="请办。", opinion_by_id=cast.person("rep").id,
                       by=cast.actor("liaison"))
    assert [row.kind for row in db.session.scalars(select(Notice).where(Notice.person_id.is_(None)))] == [Kind.NEWS]
    with unit_of_work():
        wish.hear_no_more(case, by=cast.visitor(case))
    assert wish.of_case(case.id) is None
    with pytest.raises(Refused, match="wish_none"), unit_of_work():
        wish.hear_no_more(case, by=cast.visitor(case))


@pytest.mark.parametrize(("way", "address"), [
    (Way.MAIL, "nobody"), (Way.MAIL, "a@b"), (Way.MAIL, "a@b.example, c@d.example"), (Way.MAIL, "<a@b.example>"), (Way.MAIL, "a b@c.example"),
    (Way.SMS, "12"), (Way.SMS, "phone"), (Way.SMS, "+861200000001700000"), (Way.SMS, "a@b.example")])
def test_what_is_no_address_is_refused(way: Way, address: str) -> None:
    with pytest.raises(Refused, match="wish_"):
        wish.checked(way, address)


def test_an_address_is_kept_as_it_is_dialled() -> None:
    assert wish.checked(Way.SMS, " (0120) 0000-0017 ") == "012000000017"


def test_old_notices_are_forgotten_those_that_wait_excepted(cast: Cast, app: Flask) -> None:
    cast.referred()
    with unit_of_work():
        outbox.forget_old(NOW + FAR)
    assert told(Kind.REFERRED) == {"officer", "head"}
    with unit_of_work():
        outbox.spread(frozenset(), "en", 100, NOW)
        outbox.forget_old(NOW + FAR)
    assert told(Kind.REFERRED) == set()
