"""Forms of paper with printed numbers: used once, void with a reason, and the way to the matter for whoever holds the slip (HB-34, FT-01)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.cases import form_block, timeline, tracking, typed_in
from portal.cases.case import Case, Channel
from portal.cases.form_block import FormBlock, FormSheet, Slip
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused, WrongSecret
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import NOW, Cast

KEY = "0" * 31 + "1"
LATER = NOW + timedelta(days=2)


@dataclass
class Printed:
    """A block, and what its slips carry."""

    block: FormBlock
    slips: list[Slip]


def order(cast: Cast, count: int = 3, key: str = KEY, login: str = "director", station: str = "S01", locale: str = "zh_Hans") -> Printed:
    with unit_of_work():
        by = cast.actor(login)
        block = form_block.order(cast.station(station), count=count, locale=locale, key=key, by=by)
        return Printed(block, form_block.slips(block, key, by))


def type_in(cast: Cast, number: str, login: str = "liaison", key: str = "", happened_at: datetime | None = NOW, **more: object) -> Case:
    clock.freeze(LATER)
    with unit_of_work():
        told = typed_in.enter(cast.telling(**{"channel": Channel.FIELD} | more), number, station=cast.station(), key=key or codes.new_key(),
                              happened_at=happened_at, by=cast.actor(login))
    assert told.code == told.token == ""
    return told.case


def look(number: str, code: str) -> Case:
    return tracking.by_code(number, code, source="address:10.0.0.1", by=actor.public(clock.now()))


def counted() -> int:
    return db.session.scalar(select(func.count()).select_from(Case)) or 0


def test_numbers_run_on_without_gaps_in_a_series_of_their_own(cast: Cast) -> None:
    """practice.md §11: the case numbers of the station stay gapless beside them."""
    one, two, other = order(cast), order(cast, 2, "b" * 32, "office"), order(cast, 1, "c" * 32, "director-s02", "S02")
    assert [slip.number for slip in one.slips + two.slips] == [f"S01-26-S000{n}" for n in range(1, 6)]
    assert other.slips[0].number == "S02-26-S0001"
    assert cast.register().case.number == "S01-26-0001"


def test_r07_ordered_twice_is_one_block_and_another_order_under_the_key_is_refused(cast: Cast) -> None:
    assert order(cast).block.id == order(cast).block.id
    for change in ({"count": 4}, {"locale": "en"}):
        with pytest.raises(Refused, match="form_key_reused"):
            order(cast, **change)  # type: ignore[arg-type]
    assert db.session.scalar(select(func.max(FormSheet.number))) == "S01-26-S0003"


@pytest.mark.parametrize("count", [0, -1, form_block.MOST + 1])
def test_none_and_too_many_are_refused(cast: Cast, count: int) -> None:
    with pytest.raises(Refused, match="sheet_count"):
        order(cast, count)


@pytest.mark.parametrize("login", ["liaison", "clerk", "rep", "volunteer", "director-s02"])
def test_only_director_and_office_order(cast: Cast, login: str) -> None:
    with pytest.raises(NotAllowed):
        order(cast, login=login)


def test_nothing_stored_makes_the_codes_again(cast: Cast) -> None:
    """Neither key, code nor token is in the database; without the key nobody has the slips once more."""
    made = order(cast)
    held = [str(value) for row in db.session.execute(select(FormSheet.__table__)).all() + db.session.execute(select(FormBlock.__table__)).all() for value in row]
    for secret in (KEY, *(slip.code for slip in made.slips), *(slip.token for slip in made.slips)):
        assert not [value for value in held if secret in value]
    assert len({slip.code for slip in made.slips}) == 3
    for key, login in (("d" * 32, "director"), (KEY, "liaison")):
        with pytest.raises(Missing):
            form_block.slips(made.block, key, cast.actor(login))


def test_hb34_typed_in_later_the_day_of_writing_and_now_are_two_facts(cast: Cast) -> None:
    made = order(cast)
    case = type_in(cast, f" {made.slips[1].number.lower()} ")
    first = timeline.story(case)[0]
    assert (first.happened_at, first.entered_at, first.facts["sheet"]) == (NOW, LATER, "S01-26-S0002")
    assert case.number == "S01-26-0001" and case.channel is Channel.FIELD
    row = form_block.of_number("S01-26-S0002")
    assert row is not None and (row.case_id, row.entered_at, row.entered_by_id) == (case.id, LATER, cast.person("liaison").id)
    assert form_block.blocks(cast.station().id)[0][1] == {"out": 2, "entered": 1, "void": 0}


def test_yt23_the_slip_opens_the_matter_by_either_number_and_by_its_qr(cast: Cast) -> None:
    made = order(cast)
    case, slip = type_in(cast, made.slips[0].number), made.slips[0]
    assert look(slip.number, codes.group(slip.code)) is case and look(case.number, slip.code) is case
    assert tracking.by_token(slip.token, source="address:10.0.0.1", by=actor.public(clock.now())) is case


def test_a_slip_that_is_not_typed_in_yet_is_told_so_and_a_wrong_code_learns_nothing(cast: Cast) -> None:
    made = order(cast)
    with unit_of_work():
        form_block.void(2, reason="写坏了", by=cast.actor("liaison"))
    for slip, key in ((made.slips[0], "sheet_waiting"), (made.slips[1], "sheet_given_up")):
        with pytest.raises(Refused, match=key):
            look(slip.number, slip.code)
        with pytest.raises(Refused, match=key):
            tracking.by_token(slip.token, source="address:10.0.0.1", by=actor.public(clock.now()))
        with pytest.raises(WrongSecret):
            look(slip.number, made.slips[2].code)
    with pytest.raises(WrongSecret):
        look("S01-26-S0099", made.slips[0].code)


def test_a_new_code_at_the_desk_ends_that_of_the_slip(cast: Cast) -> None:
    """Invariant 8: one code a case."""
    made = order(cast)
    case, slip = type_in(cast, made.slips[0].number), made.slips[0]
    with unit_of_work():
        fresh = tracking.reissue(case, by=cast.actor("liaison"))
    assert look(slip.number, fresh.code) is case
    with pytest.raises(WrongSecret):
        look(slip.number, slip.code)
    with pytest.raises(WrongSecret):
        tracking.by_token(slip.token, source="address:10.0.0.1", by=actor.public(clock.now()))


def test_r07_typed_in_twice_by_one_form_is_one_case_and_by_another_is_refused(cast: Cast) -> None:
    made = order(cast)
    case = type_in(cast, made.slips[0].number, key="e" * 32)
    assert type_in(cast, made.slips[0].number, key="e" * 32) is case
    with pytest.raises(Refused, match="sheet_used") as refusal:
        type_in(cast, made.slips[0].number)
    assert refusal.value.params == {"number": case.number} and counted() == 1


@pytest.mark.parametrize(("number", "happened_at", "key"), [
    ("S01-26-S0009", NOW, "sheet_unknown"), ("", NOW, "sheet_unknown"), ("S02-26-S0001", NOW, "sheet_unknown"), ("S01-26-0001", NOW, "sheet_unknown"),
    ("S01-26-S0001", None, "sheet_when"), ("S01-26-S0001", NOW - timedelta(days=1), "sheet_early"),
    ("S01-26-S0001", LATER + timedelta(minutes=1), "happened_later"), ("S01-26-S0003", NOW, "sheet_void")])
def test_what_cannot_be_typed_in(cast: Cast, number: str, happened_at: datetime | None, key: str) -> None:
    """practice.md §3.3: nothing is back-dated, so no form was written before it was printed."""
    order(cast)
    order(cast, 1, "c" * 32, "director-s02", "S02")
    with unit_of_work():
        form_block.void(3, reason="丢了", by=cast.actor("director"))
    with pytest.raises(Refused, match=key):
        type_in(cast, number, happened_at=happened_at)
    assert counted() == 0
    assert type_in(cast, "S01-26-S0001").number == "S01-26-0001"


@pytest.mark.parametrize("login", ["rep", "volunteer", "member", "office", "liaison-s02"])
def test_others_do_not_type_in(cast: Cast, login: str) -> None:
    made = order(cast)
    with pytest.raises(NotAllowed):
        type_in(cast, made.slips[0].number, login)


def test_a_void_number_keeps_its_reason_and_is_decided_once(cast: Cast) -> None:
    made = order(cast)
    case = type_in(cast, made.slips[0].number)
    with pytest.raises(Refused, match="reason_needed"), unit_of_work():
        form_block.void(2, reason=" ", by=cast.actor("liaison"))
    with unit_of_work():
        form_block.void(2, reason="淋湿了", by=cast.actor("liaison"))
    for sheet in (1, 2):
        with pytest.raises(Moved), unit_of_work():
            form_block.void(sheet, reason="再一次", by=cast.actor("liaison"))
    for login in ("liaison-s02", "clerk"):
        with pytest.raises(Missing), unit_of_work():
            form_block.void(3, reason="不在这里", by=cast.actor(login))
    assert [(row.standing, row.void_because, row.case) for row in form_block.sheets(made.block)] == [
        ("entered", "", case), ("void", "淋湿了", None), ("out", "", None)]


def test_a_code_that_another_case_has_by_chance_is_passed_over(cast: Cast) -> None:
    """The case keeps a code of its own, which the desk gives."""
    made = order(cast)
    taken = cast.register()
    with unit_of_work():
        row = db.session.get_one(tracking.Tracking, taken.case.id)
        row.code_hash = form_block.code_hash(made.slips[0].code)
    with unit_of_work():
        told = typed_in.enter(cast.telling(), made.slips[0].number, station=cast.station(), key="f" * 32, happened_at=NOW, by=cast.actor("liaison"))
    assert look(told.case.number, told.code) is told.case


def test_r21_what_was_printed_stands(cast: Cast) -> None:
    order(cast)
    with pytest.raises(Exception, match="append-only"), unit_of_work():
        db.session.execute(FormSheet.__table__.update().values(number="S01-26-S0099").where(FormSheet.id == 1))  # type: ignore[attr-defined]
