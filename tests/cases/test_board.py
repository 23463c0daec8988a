"""What the public reads: by station, class, month and words, newest first; and what staff find in their lists (X-17, SD-33)."""

import pytest

from portal.cases import acceptance, board, desk, publication, rating, referral, search
from portal.cases.case import Case, State
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import staff
from portal.network.role import Role
from tests.cast import Cast
from tests.faults import boards


def shown(**wanted: object) -> list[str]:
    return [row.number for row in board.newest(board.Filter(**wanted)).rows]  # type: ignore[arg-type]


def answered(cast: Cast, station: str = "S01", words: str = "路灯坏了", category: str = "C4") -> Case:
    """A result on the board by the shortest way."""
    case = cast.register(station, words=words, category=category).case
    with unit_of_work():
        acceptance.answer(case, text="已答复。", answered_by="甲", by=cast.actor("liaison-s02" if station == "S02" else "liaison"))
    with unit_of_work():
        cast.put_up(case)
    return case


@pytest.fixture
def filled(cast: Cast) -> Cast:
    answered(cast)
    answered(cast, "S02", "水管漏水", "D1")
    clock.freeze(clock.at_local(clock.today().replace(month=4, day=8), 9))
    answered(cast, "S01", "公交车晚点", "D2")
    return cast


@pytest.mark.parametrize(("wanted", "numbers"), [
    ({}, ["S01-26-0002", "S02-26-0001", "S01-26-0001"]), ({"station": "S02"}, ["S02-26-0001"]), ({"station": "S99"}, []),
    ({"category": "D"}, ["S01-26-0002", "S02-26-0001"]), ({"month": "2026-04"}, ["S01-26-0002"]),
    ({"words": "漏水"}, ["S02-26-0001"]),
    ({"words": "漏"}, ["S02-26-0001"]), ({"words": "河灣"}, ["S02-26-0001"]), ({"words": "S01-26-0002"}, ["S01-26-0002"]),
    ({"words": "，。"}, []), ({"station": "S01", "category": "D", "month": "2026-04", "words": "公交"}, ["S01-26-0002"]),
    ({"area": "S01"}, ["S01-26-0002", "S02-26-0001", "S01-26-0001"]), ({"area": "榆荫街道", "category": "D"}, ["S01-26-0002", "S02-26-0001"]),
    ({"area": "S02"}, ["S02-26-0001"]), ({"area": "S01", "words": "漏水"}, ["S02-26-0001"]), ({"area": "S90"}, []), ({"area": "没有"}, []),
    ({"station": "' OR 1=1", "words": '"'}, []), ({"before": 2}, ["S01-26-0001"])])
def test_the_reader_narrows(filled: Cast, wanted: dict[str, object], numbers: list[str]) -> None:
    assert shown(**wanted) == numbers
    assert board.months() == ["2026-04", "2026-03"]


def test_ct13_what_became_of_a_representatives_matters_and_nothing_where_two_have_the_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result names people by name alone; and of a station's results the newest are looked at, not all there ever were."""
    case, name = cast.accepted(), cast.person("rep").name
    with unit_of_work():
        made = publication.stored(case, cast.actor("director"))
        db.session.add(made)
    assert made.representative == name and board.stood_for(cast.station(), name) == [made]
    later = publication.current_of(answered(cast))
    assert board.stood_for(cast.station(), name) == [later, made]
    monkeypatch.setattr(board, "LOOKED_AT", 1)
    assert board.stood_for(cast.station(), name) == [later]
    monkeypatch.undo()
    with unit_of_work():
        other = staff.add(name=name, login="rep-other", by=cast.actor("admin"))
        staff.give(other, Role.REPRESENTATIVE, by=cast.actor("admin"), station_id=cast.station().id, kind="代表")
    assert board.stood_for(cast.station(), name) == []
    with unit_of_work():
        staff.close(other, by=cast.actor("admin"))
    assert board.stood_for(cast.station(), name) == [], "whoever left had the name too"


def test_pages_follow_one_another_without_gap_or_double(filled: Cast) -> None:
    for _ in range(4):
        answered(filled)
    seen, before = [], None
    for _ in range(9):
        page = board.newest(board.Filter(before=before), per_page=2)
        seen += [row.number for row in page.rows]
        before = page.older
        if before is None:
            break
    assert seen == shown() and len(seen) == len(set(seen)) == 7


WAITS = {  # step: who has it in their list of the day
    "registered": {"liaison"}, "clarifying": set(), "accepted": {"liaison"}, "referred": {"officer", "head"},
    "return_asked": {"director", "office"}, "handling": {"officer", "head"}, "extension": {"officer", "head", "liaison"},
    "replied": {"rep"},
    "to_deliver": {"liaison"}, "summary": {"rep"}, "delivered": {"liaison"}, "rehandle": {"officer", "head"},
    "review": {"director", "office"}, "closed": {"liaison"}, "shown to its visitor": set(), "seen": {"director"}, "needs_writer": {"liaison", "clerk"}}


def at_step(cast: Cast, step: str) -> Case:
    from portal.cases import delivery
    plain = {"registered": lambda: cast.register().case, "accepted": cast.accepted, "referred": cast.referred,
             "return_asked": cast.referred,
             "handling": cast.handling, "extension": cast.handling, "replied": cast.replied, "to_deliver": cast.to_deliver,
             "summary": cast.to_deliver, "delivered": cast.delivered, "rehandle": cast.delivered, "review": cast.delivered,
             "closed": cast.closed, "shown to its visitor": cast.closed, "seen": cast.closed,
             "clarifying": lambda: cast.register().case, "needs_writer": lambda: cast.register(words="", needs_writer=True).case}
    case = plain[step]()
    officer, liaison = cast.actor("officer"), cast.actor("liaison")
    if step in ("shown to its visitor", "seen"):
        (boards.show if step != "seen" else boards.seen)(cast, case)
    with unit_of_work():
        if step == "return_asked":
            referral.ask_return(case, reason="不属我办", proposed_unit_id=None, by=officer)
        if step == "extension":
            referral.ask_extension(case, days=2, reason="等配件", by=officer)
        if step == "summary":
            delivery.summarise(case, asked="问", answer="答", next="后", disagree="异", by=liaison)
        if step == "clarifying":
            acceptance.clarify(case, question="哪？", by=liaison)
    if step in ("rehandle", "review"):
        cast.rate(case, rating.Result.DISSATISFIED)
    if step == "review":
        cast.reply(case)
        cast.pass_on(case)
        cast.tell(case)
        cast.rate(case, rating.Result.DISSATISFIED)
    return case


@pytest.mark.parametrize("step", list(WAITS))
def test_each_step_waits_in_the_list_of_whoever_makes_the_next(cast: Cast, step: str) -> None:
    case = at_step(cast, step)
    logins = ("liaison", "clerk", "rep", "rep-2", "director", "office", "officer", "head", "officer-2", "admin", "steering",
              "member",
              "volunteer", "liaison-s02", "director-s02", "inspector")
    lists = {login for login in logins if desk.today(cast.actor(login)) == [case]}
    assert lists == WAITS[step]
    assert {login for login in logins if desk.figures(cast.actor(login)).waiting == 1} == WAITS[step]


def test_an_objection_waits_with_the_station_above(cast: Cast) -> None:
    case = cast.register("S02").case
    with unit_of_work():
        acceptance.refuse(case, reason=acceptance.Exclusion.PETITION, body="区信访局", since="去年", explanation="请询问。",
                          decided_by_id=cast.person("rep-s02").id, by=cast.actor("liaison-s02"))
        acceptance.contest(case, words="没有", by=cast.visitor(case))
    assert [login for login in ("director", "office", "director-s02", "liaison-s02")
            if desk.today(cast.actor(login))] == ["director", "office"]


def test_the_nearest_date_comes_first_and_late_is_late(cast: Cast) -> None:
    later = cast.register().case
    clock.freeze(clock.at_local(clock.today().replace(day=4), 9))
    sooner = cast.accepted()
    clock.freeze(clock.at_local(clock.today().replace(day=6), 9))
    by = cast.actor("liaison")
    assert [case.number for case in desk.today(by)] == [later.number, sooner.number]
    assert (desk.figures(by), desk.is_overdue(later, by)) == (desk.Figures(2, 2, 0), True)
    assert [case.number for case in desk.cases(by, desk.Filter(overdue=True))] == [sooner.number, later.number]


@pytest.mark.parametrize(("typed", "fits"), [
    ("S01-26-0001", 1), ("s01-26-1", 0), ("S01-26", 3), ("s01-", 3), ("0017", 1), ("120000000", 0), ("路灯", 2), ("路燈", 2),
    ("大桥", 1), ("城市管理", 1),
    ("没有", 0), ("", 3), ("%", 0), ("_", 0), ("'", 0), ("\x00", 0), ("x" * 5000, 0), ("0018", 0), ("测某甲", 0)])
def test_staff_find_by_number_phone_words_place_and_unit(cast: Cast, typed: str, fits: int) -> None:
    cast.register(place="大桥北端")
    cast.referred(identity=Identity(IdentityMode.ANONYMOUS))
    cast.register(words="水管漏水", identity=Identity(IdentityMode.ANONYMOUS, phone="12000000018"))
    for login in ("liaison", "director"):
        found = desk.cases(cast.actor(login), desk.Filter(words=typed))
        assert len(found) == fits, (login, [case.number for case in found])


@pytest.mark.parametrize("login", ["rep", "officer", "office", "steering", "clerk"])
def test_a_phone_finds_nothing_for_those_who_may_not_know_it(cast: Cast, login: str) -> None:
    """R27."""
    cast.referred()
    assert desk.cases(cast.actor(login), desk.Filter(words="0017")) == []


def test_no_search_leaks_a_sealed_case(cast: Cast) -> None:
    case = cast.accepted(kind=4, category="O1", target="街道城市管理办", words="收礼 秘密词", place="秘密地")
    for login in ("officer", "head", "clerk", "steering", "member", "rep-2", "liaison-s02", "admin"):
        for typed in ("秘密", "秘密地", case.number, "S01", "0017"):
            assert desk.cases(cast.actor(login), desk.Filter(words=typed)) == [], (login, typed)
    assert desk.cases(cast.actor("liaison"), desk.Filter(words="秘密")) == [case]


@pytest.mark.parametrize(("wanted", "fits"), [
    ({"state": "referred"}, 1), ({"state": "nonsense"}, 2), ({"station": "S01"}, 2), ({"station": "S02"}, 0),
    ({"category": "C"}, 2), ({"category": "C4"}, 2),
    ({"category": "%"}, 0), ({"unit": "1"}, 1), ({"unit": "²"}, 2), ({"unit": "9" * 40}, 2), ({"page": 2}, 0),
    ({"page": 10**30}, 0), ({"page": -5}, 2)])
def test_filters_hold_against_anything_typed_into_an_address(cast: Cast, wanted: dict[str, object], fits: int) -> None:
    cast.referred()
    cast.register()
    assert len(desk.cases(cast.actor("liaison"), desk.Filter(**wanted))) == fits  # type: ignore[arg-type]


def test_fifty_a_page_and_one_more_says_there_is_more(cast: Cast) -> None:
    for _ in range(desk.PER_PAGE + 2):
        cast.register()
    by = cast.actor("liaison")
    assert [len(desk.cases(by, desk.Filter(page=page))) for page in (1, 2, 3)] == [51, 2, 0]
    assert [len(desk.today(by, page)) for page in (1, 2)] == [51, 2]
    assert search.WORDS.name == "case_words" and all(case.state is State.REGISTERED for case in desk.today(by))
