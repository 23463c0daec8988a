"""Practice.md §9, the signs a program can compute, each staged: rows 4, 5, 6, 12, 13, 16, 18 and 24; and a quiet month shows none."""

from datetime import date, timedelta

import pytest

from portal.cases import acceptance, care, detectors, printed, rating, signals, visitor
from portal.cases.case import Case, Channel
from portal.cases.rating import Rating, Result, Solved
from portal.cases.signals import Signal, What
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.ladder_scene import on
from tests.cast import WORDS, Cast

UNIT = "街道城市管理办"


def seen(after: timedelta = timedelta()) -> list[Signal]:
    return signals.seen(clock.now() + after)


def of(what: What, after: timedelta = timedelta()) -> list[tuple[int, str, int, int]]:
    return [(one.row, one.whom, one.n, one.of) for one in seen(after) if one.what is what]


def reveal(cast: Cast, case: Case, by: str = "liaison") -> None:
    with unit_of_work():
        visitor.reveal(case, reason="电话告知。", by=cast.actor(by))


def test_nothing_stands_out_where_little_happened(cast: Cast) -> None:
    """No sign of a single case: two matters a day must not look suspicious."""
    case = cast.delivered()
    on(date(2026, 3, 5))
    cast.rate(case)
    cast.handling()
    assert seen() == []


def test_row_4_satisfied_within_seconds_of_being_told_and_satisfied_without_exception(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forced "satisfied": the visitor's own code, a minute after the telling, three times at one unit."""
    monkeypatch.setattr(signals, "ALL_SATISFIED", 2)
    for turn in range(3):
        case = cast.delivered()
        assert of(What.INSTANT) == [] and turn < 3
        clock.freeze(clock.now() + timedelta(seconds=20))
        cast.rate(case)
    assert of(What.INSTANT) == [(4, UNIT, 3, 0)] and of(What.ALL_SATISFIED) == [(4, UNIT, 3, 3)]
    case = cast.delivered()
    clock.freeze(clock.now() + timedelta(minutes=2))
    cast.rate(case, Result.FAIRLY, Solved.PARTLY)
    assert of(What.INSTANT) == [(4, UNIT, 3, 0)] and of(What.ALL_SATISFIED) == []
    assert of(What.INSTANT, timedelta(days=31)) == []


def test_row_5_withdrawn_again_and_again_at_one_unit(cast: Cast) -> None:
    for turn in range(3):
        assert of(What.WITHDRAWN) == [] and turn < 3
        case = cast.handling()
        with unit_of_work():
            care.withdraw(case, own_will=True, by=cast.visitor(case))
    assert of(What.WITHDRAWN) == [(5, UNIT, 3, 0)]


def test_row_24_most_of_the_dissatisfied_had_expected_more_of_the_station(cast: Cast) -> None:
    """Raised hopes: five of them, more than half of those who were dissatisfied; whoever is satisfied gives no such reason."""
    for turn in range(9):
        assert of(What.EXPECTED_MORE) == ([] if turn < 5 else [(24, "榆荫街道站", 5, max(turn, 5))])
        case = cast.delivered()
        rated(cast, case, Result.DISSATISFIED, expected_more=turn < 5)
    rated(cast, cast.delivered(), Result.DISSATISFIED)
    assert of(What.EXPECTED_MORE) == [] and not rated(cast, cast.delivered(), Result.SATISFIED, expected_more=True).expected_more


def rated(cast: Cast, case: Case, result: Result, expected_more: bool = False) -> Rating:
    with unit_of_work():
        return rating.rate(case, result=result, solved=Solved.PARTLY, understood=True, channel=Channel.ONLINE, expected_more=expected_more,
                           by=cast.visitor(case))


def test_HB_44_sealed_matters_are_in_no_sign_of_a_unit_or_station(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was reported about conduct shows in no count by unit, whatever becomes of it."""
    monkeypatch.setattr(signals, "ALL_SATISFIED", 2)
    monkeypatch.setattr(signals, "LEAST", 1)
    cast.register("S02")
    for _ in range(3):
        case = cast.handling()
        with unit_of_work():
            case.sealed = True
        with unit_of_work():
            care.withdraw(case, own_will=True, by=cast.visitor(case))
        told = cast.delivered()
        clock.freeze(clock.now() + timedelta(seconds=20))
        cast.rate(told)
        with unit_of_work():
            told.sealed = True
    assert seen() == []


def test_row_6_many_looks_looks_without_an_act_and_much_printing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leak of identity: who looked often, who looked and did nothing in two days, who printed much."""
    monkeypatch.setattr(signals, "LOOKS", 3)
    monkeypatch.setattr(signals, "PRINTS", 2)
    acted, idle = cast.register().case, cast.register().case
    reveal(cast, acted)
    reveal(cast, idle)
    with unit_of_work():
        acceptance.clarify(acted, question="在哪？", by=cast.actor("liaison"))
    assert of(What.LOOKS) == of(What.IDLE_LOOKS) == of(What.PRINTS) == []
    assert of(What.IDLE_LOOKS, timedelta(days=3)) == [(6, "liaison甲", 1, 0)]
    reveal(cast, idle)
    with unit_of_work():
        for copy in (1, 2):
            printed.note(idle, "cover", copy, by=cast.actor("liaison"))
    assert of(What.LOOKS) == [(6, "liaison甲", 3, 0)] and of(What.PRINTS) == [(6, "liaison甲", 2, 0)]
    assert [(row.what, row.copy) for row in printed.of_case(idle)] == [("cover", 1), ("cover", 2)]


def test_rows_12_and_13_one_station_listens_or_turns_away_far_more_than_the_others(cast: Cast) -> None:
    """Only easy matters registered, or sent to the petition office: told by the share beside that of the others."""
    for turn in range(5):
        assert of(What.LISTENED) == of(What.NOT_ACCEPTED) == [] and turn < 5
        heard, refused = cast.register("S02").case, cast.register().case
        with unit_of_work():
            acceptance.listen(heard, note="聊聊。", by=cast.actor("liaison-s02"))
        with unit_of_work():
            acceptance.refuse(refused, reason=acceptance.Exclusion.PETITION, body="区信访局", since="2026年1月", explanation="已在信访程序中。",
                              decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    assert of(What.LISTENED) == [(12, "河湾社区站", 5, 5)] and of(What.NOT_ACCEPTED) == [(13, "榆荫街道站", 5, 5)]


def test_row_18_closed_in_a_heap_at_the_months_end_and_hardly_rated(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "ENDINGS", 3)
    rated = cast.delivered()
    on(date(2026, 3, 5))
    cast.rate(rated)
    others = [cast.register().case for _ in range(3)]
    with unit_of_work():
        for day, case in zip((28, 29, 30), others, strict=True):
            case.state, case.closed_at = rated.state, clock.at_local(date(2026, 3, day), 9)
    on(date(2026, 3, 31))
    assert [(one.what, one.n, one.of) for one in seen()] == [(What.MONTH_END, 3, 4), (What.UNRATED, 1, 4)]


@pytest.mark.parametrize(("text", "kinds"), [
    (WORDS, []), ("请于2026年3月15日前修好编号20260315的路灯，共3号线5盏。", []),
    ("打我电话12000000017", ["phone"]), ("座机 0571-12345678", ["phone"]), ("身份证33010019000101001X", ["identity"]),
    ("卡号6222 0000 1111 2222 333", ["card"]), ("车牌浙A·12345", ["plate"]), ("住在3栋2单元501室", ["address"]), ("7号楼402房", ["address"]),
    ("写信到 test.a@example.org。", ["mail"]), ("王某某和陈先生、李大爷都看见了", ["name", "name", "name"]),
])
def test_row_16_detectors_suggest_and_do_not_see_what_is_not_there(text: str, kinds: list[str]) -> None:
    """§6.4: number, card, plate, room, e-mail, surname with a title; the words found are the words there."""
    found = detectors.found(text)
    assert [one.kind for one in found] == kinds
    assert all(text[one.start:one.end] == one.words for one in found)
