"""Who is told of what: once, in the transaction of what happened, and nothing but a number and a kind (R09, R28, R34)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import care, forwarding, issuing, proposal, referral, slip, support, timeline
from portal.cases.case import Case
from portal.cases.proposal import Addressee, Decision
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, places
from portal.network.person import Person, grant
from portal.network.role import Role
from portal.notices import notice, outbox, wish
from portal.notices.notice import Kind, Notice
from portal.notices.wish import Way
from tests.cases.ladder_scene import A, B, draw, explain, late, out, red, remind
from tests.cast import NOW, SINCE, Cast
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


def test_sd26_what_is_passed_on_is_told_to_the_office_and_so_is_that_it_is_late(cast: Cast) -> None:
    with unit_of_work():
        places.route(True, by=cast.actor("admin"))
    case = cast.accepted()
    with unit_of_work():
        forwarding.forward(case, to=cast.unit(), clock_name="reply_simple", opinion="请办。", opinion_by_id=cast.person("rep").id,
                           by=cast.actor("liaison"))
    assert told(Kind.FORWARDED) == {"office"} and told(Kind.REFERRED) == set()
    with unit_of_work():
        notice.remind(case, Kind.LATE, by=actor.system(clock.now()))
    assert told(Kind.LATE) == {"office", "liaison", "director"}  # whoever presses for it at the station too (HB-52)


def test_a_unit_that_asks_is_decided_upon_by_the_director(cast: Cast) -> None:
    case = cast.referred()
    with unit_of_work():
        referral.ask_return(case, reason="不是我们的", proposed_unit_id=None, by=cast.actor("officer"))
    assert told(Kind.RETURN_ASKED) == {"director"}
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="归水务", by=cast.actor("director"))
    assert told(Kind.REFERRED) == {"officer", "head", "officer-2"}


def test_hb_62_64_whoever_a_step_of_the_ladder_concerns_is_told(cast: Cast) -> None:
    case = late(cast)
    remind(cast, case)
    assert told(Kind.REMINDED) == {"officer", "head"}
    row = draw(cast, case, B, {"some": "特别情况，代表书面说明。"})
    assert told(Kind.SLIP_SIGN) == {"director"} and told(Kind.SLIP) == set(), "nothing has gone out"
    with unit_of_work():
        issuing.decline(case, row, reason="先再打一次电话催办。", by=cast.actor("director"))
    assert told(Kind.SLIP_DECLINED) == {"rep"} and told(Kind.SLIP) == set()
    row = out(cast, case, B)
    assert told(Kind.SLIP) == {"officer", "head", "rep", "liaison"} and told(Kind.EXPLAIN) == set()
    with unit_of_work():
        slip.withdraw(case, row, reason="单位当天已经到场，发得早了。", by=cast.actor("rep"))
    assert told(Kind.SLIP_WITHDRAWN) == {"officer", "head", "liaison"}


def test_hb_64_a_slip_that_never_went_out_is_withdrawn_without_the_unit(cast: Cast) -> None:
    case = late(cast)
    row = draw(cast, case, B, {"some": "特别情况，代表书面说明。"})
    with unit_of_work():
        slip.withdraw(case, row, reason="单位刚刚来电说明天就修。", by=cast.actor("rep"))
    assert told(Kind.SLIP_WITHDRAWN) == {"director"}


def test_hb_66_the_head_hears_that_an_explanation_is_due_and_the_representative_that_it_came(cast: Cast) -> None:
    case, row = red(cast)
    assert told(Kind.EXPLAIN) == {"head"} and row.level is A
    explain(cast, case, row)
    assert told(Kind.EXPLAINED) == {"rep", "liaison"}


def test_hb_67_only_its_readers_hear_of_a_proposal_and_no_other_program(cast: Cast) -> None:
    case, row = red(cast)
    with unit_of_work():
        given = proposal.propose(case, row, addressee=Addressee.OFFICE, facts="五盏路灯两次逾期，黄单、红单发出后仍没有答复。" * 4,
                                 opinion="建议按规定约谈单位负责人并书面答复代表。", by=cast.actor("rep"))
    assert told(Kind.PROPOSAL) == {"office"}
    with unit_of_work():
        proposal.decide(case, given, decision=Decision.TALKED, answer="已约谈单位负责人，限期三日办结。", by=cast.actor("office"))
    assert told(Kind.PROPOSAL_DECIDED) == {"rep"}
    with unit_of_work():
        outbox.spread(frozenset({Way.WEBHOOK}), "en", 1000, NOW)
    sent = set(db.session.scalars(select(Notice.kind).join(outbox.Message, outbox.Message.notice_id == Notice.id)))
    assert Kind.EXPLAIN in sent and not sent & {Kind.PROPOSAL, Kind.PROPOSAL_DECIDED}


def support_of(cast: Cast, case: Case, unit: str) -> None:
    with unit_of_work():
        support.name(case, [cast.unit(unit).id], by=cast.actor("liaison"))


def test_a_supporting_unit_is_told_once_when_it_is_named_and_led_to_its_own_page(stage: Stage) -> None:
    """practice.md §3.1: it has a page of its own and never the file."""
    number = stage.case("handling")
    stage.do(number, lambda cast, case: support_of(cast, case, "区水务公司"))
    with stage.app.app_context():
        assert told(Kind.SUPPORT) == {"officer-2"} and told(Kind.REFERRED) == {"officer", "head"}
    browse = stage.browser("officer-2")
    assert browse.get_page("/office/").text.count('href="/office/support/1"') == 2, "in the list of notices and in that of the day"
    assert f'href="/office/cases/{number}"' not in browse.get_page("/office/").text


def test_hb_44_of_a_sealed_matter_nobody_hears_who_may_not_read_it(stage: Stage) -> None:
    """X-04: an officer of a supporting unit who is also one of the unit complained of neither hears nor reads of it."""
    number = stage.case("referred", unit="街道纪检部门", kind=4, target="区水务公司")
    with stage.app.app_context(), unit_of_work():
        cast = Cast()
        grant(cast.person("rep-2"), Role.UNIT_OFFICER, SINCE, unit_id=cast.unit("镇党委").id)
        grant(cast.person("rep-2"), Role.UNIT_OFFICER, SINCE, unit_id=cast.unit("区水务公司").id)
    with pytest.raises(Refused, match="support_unit"):
        stage.do(number, lambda cast, case: support_of(cast, case, "街道城市管理办"))
    stage.do(number, lambda cast, case: support_of(cast, case, "镇党委"))
    with stage.app.app_context():
        assert told(Kind.SUPPORT) == {"secretary"}
    assert "/office/support/1" in stage.browser("secretary").get_page("/office/").text
    for login in ("rep-2", "officer-2", "officer"):
        assert number not in stage.browser(login).get_page("/office/").text
        stage.browser(login).get_page("/office/support/1", 404)


def test_a_reply_from_paper_is_told_as_any_other(cast: Cast) -> None:
    assert notice.TOLD["T16b"] == notice.TOLD["T16"] and notice.TOLD["T22b"] == notice.TOLD["T22"]


def test_hb_44_nobody_of_the_unit_complained_of_is_told(cast: Cast) -> None:
    case = cast.referred(unit="街道纪检部门", kind=4, target="街道城市管理办")
    assert told(Kind.REFERRED) == {"inspector"}
    with pytest.raises(ZeroDivisionError), unit_of_work():
        case.unit_id = cast.unit().id  # even if it lay there: who may not open it hears nothing of it
        notice.remind(case, Kind.LATE, by=cast.actor("liaison"))
        assert told(Kind.LATE) == {"rep", "liaison"}, "those who press for it, who may read such"
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
