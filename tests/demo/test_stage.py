"""The stage as a whole: sign-ins that work, desks with work on them, a board that keeps the rules, and a second start."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import demo
from portal.cases import board, closing, desk, in_time, invariants, mask, preparing, preview, timeline, tracking
from portal.cases.case import TO_PUBLISH, Case, PublicState
from portal.cases.case import State as S
from portal.cases.closing import NotPublishedReason
from portal.cases.in_time import InTime
from portal.demo import stage as stages
from portal.demo.lines import SAMPLE, matters, read
from portal.demo.waits import RULE_SAYS_OTHERWISE, WAITS
from portal.foundation import clock
from portal.foundation.database import Base, db
from portal.foundation.refusal import Refused
from portal.network import actor, network, representative, self_test, sign_in, station, terminal, unit
from portal.network.role import STAFF, Grant, Role
from portal.network.terminal import Terminal
from tests.cases.test_mask import uncovered
from tests.cast import Cast
from tests.demo.conftest import Told

N = NotPublishedReason
REASONS = {"单户困难事项": N.HARDSHIP, "来访人不同意": N.REFUSED, "第四类事项": N.SEALED, "不予受理": N.NOT_ACCEPTED,
           "未形成事项": N.NO_MATTER, "已并案": N.MERGED, "已撤回": N.WITHDRAWN}


def snapshot() -> dict[str, int]:
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in Base.metadata.sorted_tables}


def test_every_rule_holds(told: Told) -> None:
    """practice.md §12.4: no invariant is broken by what the demonstration tells."""
    assert invariants.broken() == []
    standing = network.current()
    assert standing is not None and standing.demo


def test_a_second_start_changes_nothing(told: Told) -> None:
    """The standing demonstration is left as it is, and the same sign-ins are told again."""
    before, versions = snapshot(), db.session.scalars(select(Case.version).order_by(Case.id)).all()
    assert demo.load(told.app) == told.sign_ins
    assert snapshot() == before and db.session.scalars(select(Case.version).order_by(Case.id)).all() == versions


def test_everybody_can_sign_in_and_the_visitor_can_follow_the_receipt(told: Told) -> None:
    """Each role has its sign-in; the last row opens exactly one case, which waits to be rated."""
    *staff, (_, number, code) = told.sign_ins
    held = set()
    for _, login, password in staff:
        person = sign_in.find(login)
        assert person is not None and sign_in.matches(person, password)
        held |= {grant.role for grant in person.grants}
    assert held == set(STAFF)
    by = actor.public(told.now)
    assert tracking.by_code(number, code, source="test", by=by).id == told.case(stages.RECEIPT_OF).id


def test_every_station_and_unit_is_staffed(told: Told) -> None:
    """YT-18, X-09: somebody answers at every place, and each station names two representatives."""
    held = {(grant.role, grant.station_id, grant.unit_id) for grant in db.session.scalars(select(Grant))}
    at_each = (Role.DIRECTOR, Role.LIAISON, Role.CLERK, Role.REPRESENTATIVE)
    for place in station.all_open():
        assert {(role, place.id, None) for role in at_each} <= held
        assert len(representative.of_station(place.id)) == 2
    for body in unit.all_active():
        assert {(role, None, body.id) for role in (Role.UNIT_OFFICER, Role.UNIT_HEAD)} <= held


@pytest.mark.parametrize("login", ["office", "director", "liaison", "clerk", "rep", "officer", "head", "director-s03"])
def test_every_desk_has_work_today(told: Told, login: str) -> None:
    person = sign_in.find(login)
    assert person is not None
    assert desk.today(actor.of_person(person, told.now))


def test_sd06_the_recommended_member_received_something_and_sees_where_it_stands(told: Told) -> None:
    by = actor.of_person(sign_in.find("member"), told.now)
    seen = desk.cases(by, desk.Filter())
    assert seen and {case.received_by_id for case in seen} == {by.person_id} and not any(case.sealed for case in seen)


def test_fourteen_matters_are_under_way(told: Told) -> None:
    open_now = [case for case in db.session.scalars(select(Case)) if case.is_open]
    assert len(open_now) == 14 and len({case.state for case in open_now}) == 8


def test_the_board_shows_what_the_file_releases(told: Told) -> None:
    """SD-41: 公开 and 打码公开 are published, everything else that is finished has a counted reason."""
    published, reasons = set(), {}
    for line in (line for line in matters() if line.no.startswith("DEMO")):
        case, wanted = told.case(line.no), (line.again or line).publish
        if case.public_state is PublicState.PUBLISHED:
            published.add(line.serial)
            assert wanted in ("公开", "打码公开")
        assert case.public_state not in TO_PUBLISH, "ours alone wait there"
        reason = db.session.get(closing.NotPublished, case.id)
        if reason is not None:
            reasons[line.serial] = reason.reason
            if line.serial not in RULE_SAYS_OTHERWISE["sealed"].lines:
                assert reason.reason is REASONS[wanted.partition(":")[2]]
        assert reason is not None or not wanted.startswith("不公开") or case.is_open
    released = {line.serial for line in matters() if line.no.startswith("DEMO") and (line.again or line).released}
    assert published == released - {15} >= {8, 13, 25}  # 0015 goes round again
    assert board.published_count() == len(published)
    assert reasons[20] is N.SEALED
    once = dict.fromkeys((N.HARDSHIP, N.REFUSED, N.NO_MATTER, N.MERGED, N.WITHDRAWN), 1)
    assert closing.counts() == once | {N.SEALED: 3, N.NOT_ACCEPTED: 2}


def test_what_the_file_covers_is_covered_and_no_other_sign_is_touched(told: Told) -> None:
    """X-30: 0008, 0013 and 0025 with their masks, let go up by somebody who made none of them, 48 hours after they were shown."""
    for no, second in (("DEMO-0008", None), ("DEMO-0013", "DEMO-0014"), ("DEMO-0025", None)):
        line = next(one for one in read(SAMPLE) if one.no == (second or no))
        case = told.case(no)
        row = board.one(case.number)
        text = row.replies[-1]["text"]
        assert uncovered(text, mask.spans_of(row.masks, f"reply-{len(row.replies)}"), [one["text"] for one in line.masks]) == line.reply
        assert not any(one["text"] in published for one in line.masks for published in row.texts) and mask.counted(row.masks)
        (shown,) = [event for event in timeline.story(case) if event.act == "publication.show"]
        (up,) = [event for event in timeline.story(case) if event.act == "publication.decide"]
        assert up.person_id not in {shown.person_id, *(one.person_id for one in mask.of_case(case))}
        assert up.happened_at - shown.happened_at >= preview.STANDS


def test_one_result_waits_to_be_masked_and_one_stands_before_its_visitor(told: Told) -> None:
    """So that the desks have something to do: ours, 0009, and 0010 as 0011 elsewhere."""
    waits, shown = told.case("MORE-0009"), told.case("MORE-0010")
    by = actor.of_person(sign_in.find("liaison"), told.now)  # type: ignore[arg-type]
    assert waits.public_state is PublicState.WAITING and {hit.kind for one in preparing.pieces(waits, by=by) for hit in one.suggested} == {
        "name", "phone", "address"}
    assert shown.public_state is PublicState.PREPARED and preview.of_case(shown) is not None


def test_what_the_file_opens_while_it_is_under_way_stands_there_by_its_progress(told: Told) -> None:
    """practice.md §12.1, 公开进度: 0026, 0034, 0035 and 0037 and no other; the two that are overdue say so (SD-40)."""
    rows, _ = board.waiting(per_page=100)
    wanted = [line for line in matters() if line.progress_only]
    assert {row.number for row in rows} == {told.case(line.no).number for line in wanted} and len(wanted) == 4
    late, _ = board.waiting(late_on=clock.day_of(told.now))
    assert {told.case(f"DEMO-{no}").number for no in ("0026", "0035")} <= {row.number for row in late}
    assert [one["level"] for one in board.progress_of(told.case("DEMO-0026").number).supervision["slips"]] == ["b", "a"]


def test_dissatisfied_is_published_as_dissatisfied(told: Told) -> None:
    """X-15: 0028 was upheld as lawful, both replies and the visitor's two words are shown."""
    shown = board.one(told.case("DEMO-0028").number)
    assert (shown.rating["result"], shown.rating["upheld"], shown.rating["earlier"]) == ("dissatisfied", False, ["dissatisfied"])
    assert [row["round"] for row in shown.replies] == [1, 2] and shown.rounds == 2


def test_late_is_published_as_late(told: Told) -> None:
    """0004 and 0030 came after their day; their results say so, and no other's of the first round does."""
    late = {line.serial for line in matters() if line.no.startswith("DEMO")
            and told.case(line.no).public_state is PublicState.PUBLISHED and board.one(told.case(line.no).number).late}
    assert late == {4, 30}


def test_sd20_the_first_figure_is_what_the_file_says(told: Told) -> None:
    """Out of all matters that went to a unit and whose day lies behind us: passed on, told, and handed in by that day."""
    due, answered = set(), set()
    for line in matters():
        if line.refer is None or told.days.day(line.refer + line.limit) >= clock.day_of(told.now) or "pause" in line.raw:
            continue
        due.add(line.no)
        passed = line.again if line.was_sent_back else line
        came = passed.reply_day is not None and passed.reply_day <= line.refer + line.limit
        if came and line.stops_at not in (S.REPLIED, S.TO_DELIVER):
            answered.add(line.no)
    assert in_time.latest() == InTime(len(due), len(answered), clock.day_of(told.now) - timedelta(days=1))
    assert {"DEMO-0004", "DEMO-0013", "DEMO-0026"} <= due - answered, "late, sent back for boilerplate, never answered"


def test_results_stand_in_the_order_of_their_days(told: Told) -> None:
    days = [row.published_at for row in reversed(board.newest(board.Filter(), per_page=100).rows)]
    assert days == sorted(days)
    registered = db.session.scalars(select(Case.registered_at).order_by(Case.id)).all()
    assert registered == sorted(registered)


def test_what_is_not_shown_is_named() -> None:
    """Nothing of the file is dropped in silence: the two tables of what is left out are what the file's fields say."""
    tables = WAITS | RULE_SAYS_OTHERWISE
    found: dict[str, set[int]] = {name: set() for name in tables}
    for line in (line for whole in matters() for line in (whole, whole.again) if line and line.no.startswith("DEMO")):
        unrated = line.result is None
        facts = {
            "reminder": len(line.steps) < len(line.raw["supervision"]),
            "understood": unrated and line.rating["understood"] is not None, "untold": line.was_sent_back,
            "sealed": line.kind == 4 and line.publish != "不公开:第四类事项",
        }
        for name, waits in facts.items():
            if waits:
                found[name].add(line.serial)
    assert {name: set(left_out.lines) for name, left_out in tables.items()} == found


def test_a_real_network_is_never_entered(cast: Cast, app: object) -> None:
    """The demonstration refuses a database that a real network lives in, and leaves it untouched."""
    before = snapshot()
    with pytest.raises(Refused):
        demo.load(app)  # type: ignore[arg-type]
    assert snapshot() == before


def test_one_terminal_is_shown_and_nobody_is_sent_to_look_why_it_is_silent(told: Told) -> None:
    """K53, K64: paired at S01, heard, printed and tested once; it says what it is, and no hour later does it raise an alarm."""
    [shown] = db.session.scalars(select(Terminal))
    assert shown.station.code == "S01" and shown.is_shown_only and shown.seen_at and shown.last_print_at
    tested = self_test.of_day(shown, clock.day_of(shown.seen_at))
    assert tested is not None and not tested.failed
    assert not shown.is_silent(told.now + timedelta(hours=9)) and terminal.silent(told.now + timedelta(hours=9)) == []
