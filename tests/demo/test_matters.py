"""Every line of the source's file stands in the database as it was written: words, sorting, rounds, replies, days."""

import itertools
import re

import pytest
from sqlalchemy import func, select

from portal.cases import (
    board, deadline, delivery, detectors, explanation, plain_words, rating, reception_rating, referral, reminder, reply, slip, timeline,
    twins, visitor,
)
from portal.cases.acceptance import refusal_of
from portal.cases.case import FINAL, Case, Channel, Outcome, State
from portal.cases.rating import Result, Solved
from portal.cases.visitor import Visitor
from portal.demo.lines import CLOCKS, OURS, SAMPLE, Line, matters, read
from portal.foundation import clock
from portal.foundation.database import db
from portal.network.person import Person
from tests.demo.conftest import Told

ENDS = {"answered": State.ANSWERED, "listened": State.LISTENED, "not_accepted": State.NOT_ACCEPTED, "merged": State.MERGED,
        "withdrawn": State.WITHDRAWN, "in_progress": State.HANDLING}
OPEN_NOW = {State.REGISTERED, State.REFERRED, State.RETURN_ASKED, State.HANDLING, State.REPLIED, State.TO_DELIVER, State.DELIVERED,
            State.REHANDLE}
SPECIAL = {"DEMO-0013": State.CLOSED, "DEMO-0015": State.REHANDLE}


def sample() -> list[Line]:
    return [line for line in matters() if line.no.startswith("DEMO")]


def rounds(line: Line) -> list[Line]:
    return [line, *([line.again] if line.again else [])]


def test_the_file_is_whole() -> None:
    """42 lines are 40 matters and two second rounds; ours are seven matters and the second round the file's 0028 had."""
    lines = read(SAMPLE)
    assert [line.no for line in lines] == [f"DEMO-{n:04d}" for n in range(1, 43)]
    assert len([line for line in sample() if line.again is None or line.again.no.startswith("MORE")]) == 38
    assert len(sample()) == 40 and len(read(OURS)) == 11 and len(matters()) == 50
    assert all(line.raw["ours"] for line in read(OURS)) and all(line.raw["demo"] for line in lines + read(OURS))
    assert sum(line.people for line in sample()) == 127
    assert max(len(line.plain) for line in lines) <= delivery.SENTENCE_MOST


def test_each_matter_is_one_case_with_its_words_to_the_byte(told: Told) -> None:
    """SD-42: words are kept as they were said; heads, kind, class, scope, nature, channel and identity as well."""
    assert db.session.scalar(select(func.count()).select_from(Case)) == 50
    for line in sample():
        case = told.case(line.no)
        assert case.words.encode() == line.words.encode()
        assert (case.station.code, case.channel, case.heads) == (line.station, line.channel, line.people), line.no
        assert (case.kind, case.category, case.common, case.nature) == (line.kind, line.cat, line.common, line.nature), line.no
        assert (visitor.mode_of(case), case.sealed) == (line.mode, line.kind == 4), line.no


def test_each_matter_ends_where_its_line_ends(told: Told) -> None:
    for line in sample():
        case = told.case(line.no)
        assert case.state is SPECIAL.get(line.no, ENDS.get(line.ending, State.CLOSED)), line.no
        if case.state is State.CLOSED:
            assert case.outcome is rounds(line)[-1].claim, line.no
        if case.state is State.ANSWERED:
            assert case.outcome is Outcome.ANSWERED


def test_every_state_and_result_of_the_practice_is_there(told: Told) -> None:
    """Every final state but VOID, every open one that a line or one of ours names, and those between in the stories."""
    held = set(db.session.scalars(select(Case.state).distinct()))
    passed = set(db.session.scalars(select(timeline.Event.to_state).distinct()))
    assert held == OPEN_NOW | (FINAL - {State.VOID})
    assert passed - held == {State.ACCEPTED, State.REVIEW}
    assert set(db.session.scalars(select(Case.outcome).distinct())) == (set(Outcome) - {Outcome.NOT_OURS}) | {None}
    assert set(db.session.scalars(select(rating.Rating.result).distinct())) == set(Result)


def test_replies_are_kept_byte_for_byte(told: Told) -> None:
    """SD-42: also the line breaks of 0027 and the slips of the pen in 0032."""
    for line in sample():
        case, written = told.case(line.no), [each for each in rounds(line) if each.reply]
        if case.state is State.ANSWERED:
            assert [event.text for event in timeline.story(case) if event.act == "case.answer"] == [line.reply]
        elif case.state is State.NOT_ACCEPTED:
            refused = refusal_of(case)
            assert refused is not None and refused.explanation == line.reply
            assert refused.reason.value == {18: "judicial", 19: "petition", 20: "discipline"}[line.serial]
        else:
            stored = reply.of_case(case)
            assert [row.text.encode() for row in stored] == [each.reply.encode() for each in written], line.no
            assert [row.claim for row in stored] == [each.claim for each in written]
            assert all(row.unit.name == line.unit for row in stored)
    assert reply.latest(told.case("DEMO-0027")).text.count("\n") == 2
    assert "盗割所至" in reply.latest(told.case("DEMO-0032")).text


def test_the_visitor_was_told_in_the_files_plain_words(told: Told) -> None:
    """SD-29: four sentences, the answer is the file's, each short enough to be read out."""
    for line in sample():
        case = told.case(line.no)
        if not case.closed_at or not line.unit or case.state is State.WITHDRAWN:
            continue
        four = delivery.summary_of(case)
        assert four is not None and four.answer == rounds(line)[-1].plain and four.confirmed_at is not None
        assert all(0 < len(sentence) <= delivery.SENTENCE_MOST for sentence in four.sentences)


def test_ratings_are_the_files(told: Told) -> None:
    for line in sample():
        given = [(row.result, row.understood, row.reception) for row in rating.of_case(told.case(line.no))]
        spoken = [(each.result, each.rating["understood"], each.rating["reception"]) for each in rounds(line) if each.result]
        if line.serial == 13:
            spoken = spoken[1:]  # the first reply went back to the unit, the visitor never saw it
        assert given == spoken, line.no
    assert {row.solved for row in db.session.scalars(select(rating.Rating))} == set(Solved)


def test_every_word_on_the_reception_stands_and_none_is_counted_twice(told: Told) -> None:
    """practice.md §2.6: where the file rates a result, beside it; where it does not, alone, and by whom."""
    for line in sample():
        alone, unrated = reception_rating.of_case(told.case(line.no)), all(each.result is None for each in rounds(line))
        wanted = line.rating["reception"] if unrated else None
        assert (alone.reception if alone else None) == wanted, line.no
        if alone is not None:
            assert (alone.person_id is None) is (line.channel in (Channel.STATION, Channel.KIOSK, Channel.ONLINE)), line.no
    assert db.session.scalar(select(func.count()).select_from(reception_rating.ReceptionRating)) == 11


def test_plain_words_stand_beside_answers_on_the_spot_refusals_and_the_merger(told: Told) -> None:
    """SD-29: to the letter; the number the file gives the leading matter is the one its visitor has."""
    found = {line.serial for line in sample() if plain_words.of_case(told.case(line.no))}
    assert found == {18, 19, 20, 22, 31, 38}
    for line in (line for line in sample() if line.serial in found):
        number = told.case(line.detail).number if line.ending == "merged" else ""
        assert plain_words.of_case(told.case(line.no)) == (line.plain.replace(line.detail, number) if number else line.plain), line.no
    for no in ("DEMO-0022", "DEMO-0038"):
        shown = board.one(told.case(no).number)
        assert (shown.summary, shown.rating["result"], shown.rating["reception"]) == ([plain_words.of_case(told.case(no))], "satisfied", 5)


def test_due_days_are_the_files(told: Told) -> None:
    """practice.md §3.2: due = the day it was referred + limit in working days; also in the second rounds, whose clocks are
    five days after it was sent back (0014) and ten days for handling again (0012)."""
    for line in sample():
        case, clocks = told.case(line.no), deadline.of_case(told.case(line.no))
        names = (CLOCKS.get(line.limit), "send_back" if line.serial == 13 else "rehandle")
        for each, name in zip(rounds(line), names, strict=False):
            if not each.limit:
                continue
            row = [row for row in clocks if row.clock == name][-1]
            assert row.started_on == told.days.day(each.refer), each.no
            assert row.original_due_on == told.days.day(each.refer + each.limit), each.no
            assert row.due_on == told.days.day(each.due) and row.extended_by == each.raw.get("ext", 0), each.no
        if case.is_open and case.state is State.HANDLING:
            assert case.next_on == told.days.day(line.due)


def test_what_was_late_extended_returned_and_merged(told: Told) -> None:
    """0004 and 0030 late, 0026 and 0035 overdue, 0036 extended by fifteen days, 0037 at its second unit, 0031 in 0030."""
    overdue = {line.serial for line in sample() if told.case(line.no).next_clock in deadline.REPLY_CLOCKS
               and told.case(line.no).next_on < clock.today()}
    assert overdue == {26, 35}
    assert [row.unit.name for row in referral.of_case(told.case("DEMO-0037"))] == ["镇规建办", "区水务公司"]
    assert referral.of_case(told.case("DEMO-0037"))[-1].final
    assert told.case("DEMO-0031").merged_into_id == told.case("DEMO-0030").id
    extended = deadline.running(told.case("DEMO-0036"), *deadline.REPLY_CLOCKS)
    assert extended is not None and extended.due_on > extended.original_due_on


def test_rounds(told: Told) -> None:
    """T17 in 0013, T21 in 0011 and 0015, T23 and T24 in 0028 (decided by somebody who had no part in it)."""
    stories = {no: timeline.story(told.case(f"DEMO-{no}")) for no in ("0011", "0013", "0015", "0028")}
    moves = {no: [event.move for event in story if event.move] for no, story in stories.items()}
    assert "T21" in moves["0011"] and moves["0011"][-1] == "T20"
    assert moves["0013"].count("T16") == 2 and "T17" in moves["0013"]
    assert moves["0015"][-1] == "T21"
    assert moves["0028"][-2:] == ["T23", "T24b"] and told.case("DEMO-0028").round == 2
    reviewed = rating.review_of(told.case("DEMO-0028"))
    assert reviewed is not None and not reviewed.upheld
    added = [event.text for event in stories["0013"] if event.act == "case.inform"]
    assert added == ["（退回重办）装修垃圾还在。"]


def test_boilerplate_is_noticed(told: Told) -> None:
    """SD-36: the same reply a second time is the same to the byte, and the reviewer is warned."""
    first, second = (reply.of_case(told.case(no))[0] for no in ("DEMO-0013", "DEMO-0015"))
    assert first.sha256 == second.sha256
    waiting = reply.latest(told.case("MORE-0002"))
    assert {row.case_id for row in twins.of(waiting)} == {first.case_id, second.case_id}


def test_each_story_goes_forward_on_working_days_and_none_is_in_the_future(told: Told) -> None:
    """R16: the actors' moments lie in the past, rise within each story, and fall into the hours of a working day."""
    events = db.session.scalars(select(timeline.Event).order_by(timeline.Event.case_id, timeline.Event.seq)).all()
    for _, story in itertools.groupby(events, key=lambda event: event.case_id):
        moments = [event.entered_at for event in story]
        assert moments == sorted(moments)
    for event in events:
        assert event.happened_at <= event.entered_at < told.now
        assert told.days.workdays.works(clock.day_of(event.entered_at)) and 8 <= clock.local(event.happened_at).hour <= 19


@pytest.mark.parametrize("name", [SAMPLE, OURS])
def test_numbers_and_names_belong_to_nobody(name: str) -> None:
    """practice.md §15: the one long number begins with 12, as no mobile does."""
    for line in read(name):
        for digits in re.findall(r"\d{7,}", str(line.raw)):
            assert digits.startswith("12000000")


@pytest.mark.parametrize("name", [SAMPLE, OURS])
def test_row_17_no_sample_text_holds_what_looks_like_somebodys_name(name: str) -> None:
    """practice.md §9, row 17: by the same detectors that look over what is to be published; phones are the invented ones, a
    name is that of nobody, 测某甲, and the building stands in an invented street."""
    found = [hit for line in read(name) for text in written(line.raw) for hit in detectors.found(text)]
    assert {hit.words for hit in found if hit.kind == "name"} == {"测某甲"}
    assert {hit.kind for hit in found} <= {"name", "phone", "address"} and all(hit.words.startswith("12000000") for hit in found if hit.kind == "phone")


def written(value: object) -> list[str]:
    """Every text in a line of the file."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in written(one)]
    if isinstance(value, list):
        return [text for one in value for text in written(one)]
    return [value] if isinstance(value, str) else []


def test_row_17_nobody_of_the_demonstration_bears_a_name_somebody_could_bear(told: Told) -> None:
    """Role and sign for staff (丁 is a sign too), 测某 for visitors; and every matter says that it is invented."""
    names = [*db.session.scalars(select(Person.name)), *db.session.scalars(select(Visitor.name).where(Visitor.name != ""))]
    assert len(names) > 40 and [name for name in names if name[0] in detectors.SURNAMES and not name.endswith(("代表", "联络员"))] == []
    assert set(db.session.scalars(select(Case.demo))) == {True}


def test_the_ladder_is_climbed_on_the_files_days(told: Told) -> None:
    """HB-60 … 66: C, B and A where the line names them, each by the real verb; the head's explanation word for word."""
    climbed = {}
    for line in sample():
        case = told.case(line.no)
        rows = [("C", clock.day_of(row.happened_at)) for row in reminder.of_case(case)]
        rows += [(row.level.upper(), clock.day_of(row.countersigned_at)) for row in slip.of_case(case) if row.countersigned_at]
        climbed[line.no] = (rows, [(level, told.days.day(day)) for each in rounds(line) for level, day in each.steps])
        if "explanation" in line.raw:
            given = explanation.of_case(case)[0]
            assert given.cause + given.responsibility + given.measures == line.explanation.removeprefix("（单位负责人书面说明）")
    assert all(done == wanted for done, wanted in climbed.values()), climbed
    assert sum(len(done) for done, _ in climbed.values()) == 14
