"""The unit's words, byte for byte; the representative's review; twins and thin replies (T16–T18, T22, SD-36, SD-42, HB-47, R20)."""

import hashlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.cases import likeness, reply
from portal.cases.case import Case, Outcome, State
from portal.cases.reply import Reply
from portal.foundation.database import db
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.text import REPLY_LINES, REPLY_MOST
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast

SAYABLE = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t\r",
                                exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), min_size=1,
                                max_size=120)


def write(cast: Cast, case: Case, text: str = "已修复，请核实。", by: str = "officer", **more: object) -> Reply:
    given = {"claim": Outcome.SOLVED, "officer": "经办甲", "signed_off_by": "主任甲"} | more
    with unit_of_work():
        return reply.write(case, text=text, by=cast.actor(by), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [
    "经查，系电缆被盗割所至。\n\n  已 更换 。\n\n", "错别字照登：帐户、座落", "𠮷㛃龘 👩‍👩‍👧", "<b>不是标签</b> &amp; \"引号\"",
    "x" * REPLY_MOST, "行\n" * (REPLY_LINES - 1)])
def test_a_reply_stands_as_it_was_sent(cast: Cast, text: str) -> None:
    """Acceptance test 9: typos, blanks and empty lines included."""
    row = write(cast, cast.handling(), text)
    db.session.expire_all()
    stored = db.session.scalars(select(Reply.text).where(Reply.id == row.id)).one()
    assert stored == text and row.sha256 == hashlib.sha256(text.encode()).hexdigest()


@given(text=SAYABLE)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_sayable_text_survives_but_for_line_ends(cast: Cast, text: str) -> None:
    """R20."""
    case = cast.handling()
    if not text.strip():
        with pytest.raises(Refused, match="reply_needed"):
            write(cast, case, text)
        return
    number = write(cast, case, text).id
    db.session.expire_all()
    assert db.session.get_one(Reply, number).text == text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(("more", "key"), [
    ({"text": " \n"}, "reply_needed"), ({"text": "x" * (REPLY_MOST + 1)}, "text_long"),
    ({"text": "x\n" * REPLY_LINES}, "text_lines"),
    ({"text": "\x00"}, "text_character"), ({"text": "\u202ecba"}, "text_character"), ({"officer": " "}, "officer_needed"),
    ({"signed_off_by": ""}, "sign_off_needed"), ({"claim": Outcome.PLANNED}, "planned_date_needed"),
    ({"claim": Outcome.PLANNED, "planned_on": NOW.date() - timedelta(days=1)}, "planned_date_past"),
    ({"claim": Outcome.EXPLAINED, "planned_on": NOW.date() - timedelta(days=1)}, "planned_date_past"),
    ({"claim": Outcome.EXPLAINED, "planned_on": NOW.date() + timedelta(days=367)}, "look_again_far"),
    ({"document": "x" * 61}, "text_long")])
def test_what_a_reply_needs(cast: Cast, more: dict[str, object], key: str) -> None:
    case = cast.handling()
    with pytest.raises(Refused, match=key):
        write(cast, case, **more)  # type: ignore[arg-type]
    assert (case.state, reply.of_case(case)) == (State.HANDLING, [])


@pytest.mark.parametrize("login", ["rep", "liaison", "director", "office", "officer-2", "admin", "clerk"])
def test_only_the_unit_it_lies_with_replies_hb47(cast: Cast, login: str) -> None:
    case = cast.handling()
    with pytest.raises(NotAllowed):
        write(cast, case, by=login)


def test_sent_back_with_a_reason_the_first_reply_stays(cast: Cast) -> None:
    case = cast.replied("已收悉。")
    with pytest.raises(Refused, match="reason_needed"), unit_of_work():
        reply.send_back(case, reason=" ", by=cast.actor("rep"))
    with unit_of_work():
        reply.send_back(case, reason="没有说修没修。", by=cast.actor("rep"))
    assert (case.state, case.claim, case.next_clock) == (State.HANDLING, None, "send_back")
    write(cast, case, "已修复五盏。")
    first, second = reply.of_case(case)
    reviews = reply.reviews_of(case)
    assert (first.seq, first.text, reviews[first.id].passed, reviews[first.id].reason) == (1, "已收悉。", False, "没有说修没修。")
    assert (second.seq, second.round, second.id in reviews) == (2, 1, False)
    cast.pass_on(case)
    assert reply.passed_replies(case) == [second]


def test_passing_on_needs_the_tick(cast: Cast) -> None:
    case = cast.replied()
    with pytest.raises(Refused, match="answers_tick"), unit_of_work():
        reply.pass_on(case, answers_the_question=False, by=cast.actor("rep"))
    assert case.state is State.REPLIED


@pytest.mark.parametrize("login", ["rep-2", "liaison", "director", "officer", "member"])
def test_only_the_representative_it_stands_with_reviews(cast: Cast, login: str) -> None:
    case = cast.replied()
    with pytest.raises(NotAllowed), unit_of_work():
        reply.pass_on(case, answers_the_question=True, by=cast.actor(login))
    with pytest.raises(NotAllowed), unit_of_work():
        reply.send_back(case, reason="x", by=cast.actor(login))


def test_a_reply_is_reviewed_once(cast: Cast) -> None:
    case = cast.to_deliver()
    with pytest.raises(Moved):
        cast.pass_on(case)


def test_a_second_round_adds_to_the_first(cast: Cast) -> None:
    from portal.cases.rating import Result
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED)
    cast.reply(case, "再次修复。")
    assert [(row.seq, row.round) for row in reply.of_case(case)] == [(1, 1), (2, 2)]


@pytest.mark.parametrize(("text", "thin"), [("已办理。", True), ("  已收悉，正在办理。\n ", True),
                                            ("五盏路灯已全部恢复照明，坑洞已于3月1日填补，今后每周巡查一次。", False)])
def test_thin_replies_are_pointed_out(cast: Cast, text: str, thin: bool) -> None:
    assert (likeness.Hint.SHORT in likeness.empty_hints(reply.latest(cast.replied(text)).text)) is thin
