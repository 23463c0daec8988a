"""What may stand on the board, and that it stands there byte for byte (SD-40 … 43, X-15, X-27, practice.md §6.4)."""

import hashlib
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from portal.cases import acceptance, board, closing, intake, publication, reply
from portal.cases.case import Case, Kind, Outcome, PublicState, State
from portal.cases.closing import NotPublishedReason as Why
from portal.cases.publication import Publication
from portal.cases.rating import Result, Solved
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.test_reply import SAYABLE
from tests.cast import WORDS, Cast

CONSENT = intake.Consent(publish_result=True)


def publish(cast: Cast, case: Case, by: str = "director") -> Publication:
    with unit_of_work():
        return cast.put_up(case, by)


def published(cast: Cast, **more: object) -> Publication:
    return publish(cast, cast.closed(**more))


def expected(state: State, sealed: bool, minor: bool, single_hardship: bool, consent: bool) -> Why | None:
    """practice.md §6.4 in the order of its weight: people first, then consent."""
    by_state = {State.LISTENED: Why.NO_MATTER, State.NOT_ACCEPTED: Why.NOT_ACCEPTED, State.MERGED: Why.MERGED,
                State.WITHDRAWN: Why.WITHDRAWN}
    reasons = [Why.SEALED if sealed else None, by_state.get(state), Why.MINOR if minor else None,
               Why.HARDSHIP if single_hardship else None, None if consent else Why.REFUSED]
    return next((reason for reason in reasons if reason), None)


def test_what_speaks_against_publishing() -> None:
    """Every combination of state, seal, minor, hardship, scope, heads and consent."""
    finals = (State.CLOSED, State.ANSWERED, State.LISTENED, State.NOT_ACCEPTED, State.MERGED, State.WITHDRAWN)
    for state, sealed, minor, common, consent in itertools.product(finals, *[(False, True)] * 4):
        for kind, category, heads in itertools.product((1, Kind.PERSONAL_DIFFICULTY, 5), ("C4", "F1", "F5", "F", None), (1, 2)):
            case = Case(state=state, sealed=sealed, minor=minor, common=common, publish_result=consent, kind=kind,
                        category=category, heads=heads)
            hardship = not common and heads == 1 and (kind == 3 or category in ("F1", "F5", "F"))
            assert closing.hindrance(case) == expected(state, sealed, minor, hardship, consent)


@pytest.mark.parametrize(("more", "why"), [
    ({"consent": intake.Consent()}, Why.REFUSED), ({"minor": True}, Why.MINOR), ({"category": "O1"}, Why.SEALED)])
def test_what_is_not_published_is_counted_by_its_reason(cast: Cast, more: dict[str, object], why: Why) -> None:
    case = cast.register(**more).case
    with unit_of_work():
        acceptance.answer(case, text="已答复。", answered_by="甲", by=cast.actor("liaison"))
    assert (case.public_state, closing.counts(), case.next_on) == (PublicState.DECLINED, {why: 1}, None)
    with pytest.raises(Refused, match="publish_not_now"):
        publish(cast, case)


def test_the_board_shows_the_reply_byte_for_byte(cast: Cast) -> None:
    text = "经查，系电缆被盗割所至。\n\n  已 更换 。<b>𠮷</b>\n"
    case = cast.handling()
    with unit_of_work():
        reply.write(case, text=text, claim=Outcome.SOLVED, officer="甲", signed_off_by="乙", document="城管〔2026〕3号",
                    by=cast.actor("officer"))
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    publish(cast, case)
    db.session.expire_all()
    (shown,) = board.one(case.number).replies
    assert (shown["text"], shown["sha256"], shown["document"]) == (text, hashlib.sha256(text.encode()).hexdigest(),
                                                                   "城管〔2026〕3号")


@given(text=SAYABLE.filter(str.strip))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_stands_there_as_stored(cast: Cast, text: str) -> None:
    """R20."""
    case = cast.delivered(text=text)
    cast.rate(case)
    publish(cast, case)
    db.session.expire_all()
    stored = reply.latest(case)
    (shown,) = board.one(case.number).replies
    assert shown["text"] == stored.text and shown["sha256"] == stored.sha256


def test_a_row_says_how_it_went(cast: Cast) -> None:
    row = published(cast)
    assert (row.number, row.station_code, row.category, row.category_top, row.month, row.outcome, row.claim, row.rounds,
            row.late) == (
        "S01-26-0001", "S01", "C4", "C", "2026-03", Outcome.SOLVED, Outcome.SOLVED, 1, False)
    assert row.rating == {"result": "satisfied", "solved": "yes", "understood": True, "reception": 5, "upheld": None, "earlier": []}
    assert (row.words, len(row.summary), row.representative, row.demo) == (WORDS, 4, "rep甲", False)
    assert row.steps == {"registered": "2026-03-02", "referred": "2026-03-02", "received": "2026-03-02", "replied": "2026-03-02",
                         "told": "2026-03-02", "closed": "2026-03-02", "due": "2026-03-09", "due_extended": "2026-03-09"}


def test_the_words_stay_private_where_they_were_not_released(cast: Cast) -> None:
    """R37: separate consents."""
    row = published(cast, consent=CONSENT)
    assert row.words == "" and WORDS not in repr([getattr(row, column.name) for column in Publication.__table__.columns])
    assert board.newest(board.Filter(words="黑得看不见")).rows == []


def test_dissatisfied_stands_there_too(cast: Cast) -> None:
    """Acceptance test 15, X-15."""
    case = cast.delivered()
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.FAIRLY, Solved.PARTLY)
    row = publish(cast, case)
    assert (row.rating["result"], row.rating["earlier"], row.rounds, len(row.replies)) == ("fairly", ["dissatisfied"], 2, 2)


def test_a_reply_that_was_sent_back_is_shown_with_the_one_that_was_passed(cast: Cast) -> None:
    case = cast.replied("已收悉。")
    with unit_of_work():
        reply.send_back(case, reason="没有说修没修。", by=cast.actor("rep"))
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    assert [(shown["seq"], shown["passed"]) for shown in publish(cast, case).replies] == [(1, False), (2, True)]


def test_nobody_rated_is_shown_as_nobody_rated(cast: Cast) -> None:
    """Invariant 6."""
    case = cast.register(consent=CONSENT).case
    with unit_of_work():
        acceptance.answer(case, text="带证件到一号窗口。", answered_by="窗口乙", by=cast.actor("liaison"))
    row = publish(cast, case)
    (shown,) = row.replies
    assert (row.rating, row.outcome, shown["unit"], shown["text"]) == ({}, Outcome.ANSWERED, "窗口乙", "带证件到一号窗口。")


@pytest.mark.parametrize("login", ["liaison", "rep", "officer", "admin", "director-s02"])
def test_the_director_publishes_or_the_office_and_nobody_else(cast: Cast, login: str) -> None:
    case = cast.closed()
    with pytest.raises(NotAllowed):
        publish(cast, case, by=login)
    assert board.published_count() == 0


def test_published_once_and_not_before_the_end(cast: Cast) -> None:
    case = cast.delivered()
    with pytest.raises(Refused, match="publish_not_now"):
        publish(cast, case)
    cast.rate(case)
    publish(cast, case)
    with pytest.raises(Refused, match="publish_not_now"):
        publish(cast, case)
    assert case.public_state is PublicState.PUBLISHED and case.next_on is None


def test_a_waiting_result_may_be_left_off_for_a_reason_that_is_counted(cast: Cast) -> None:
    case = cast.closed()
    with unit_of_work():
        publication.decline(case, reason=Why.SECRET, by=cast.actor("director"))
    assert (closing.counts(), case.public_state, case.next_on) == ({Why.SECRET: 1}, PublicState.DECLINED, None)


def test_only_the_newest_row_of_a_case_is_read(cast: Cast) -> None:
    from portal.cases import care
    case = cast.closed()
    publish(cast, case)
    with unit_of_work():
        care.reopen(case, reason="又坏了", by=cast.actor("liaison"))
    cast.reply(case, "第二次修复，更换全部线路。")
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    publish(cast, case)
    assert len(list(db.session.scalars(select(Publication)))) == 2 and board.published_count() == 1
    (row,) = board.newest(board.Filter(words="全部线路")).rows
    assert board.one(case.number) is row and board.newest(board.Filter(words="路灯")).rows == [row]
    with pytest.raises(Missing):
        board.one("S01-26-9999")
