"""Each note says who reads it, and nobody else does; what the visitor is asked, they answer into the matter (ZG-19, HB-78)."""

import pytest

from portal.cases import acceptance, side_note, timeline
from portal.cases.case import Case
from portal.cases.side_note import Audience
from portal.foundation.database import db
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.notices.notice import Kind, Notice
from tests.cast import Cast

EVERYBODY = ("liaison", "director", "office", "rep", "rep-2", "clerk", "officer", "head", "steering", "liaison-s02", "officer-2", "member")
DESK, REPS = {"liaison", "director", "office"}, {"rep"}
READERS = {Audience.DESK: DESK, Audience.REPRESENTATIVES: DESK | REPS, Audience.HANDLERS: DESK | REPS | {"clerk", "officer", "head"},
           Audience.VISITOR: DESK | REPS | {"clerk", "officer", "head", "steering"}}


def write(cast: Cast, case: Case, login: str = "liaison", audience: Audience = Audience.DESK, asks: bool = False, words: str = "先打个电话。") -> None:
    with unit_of_work():
        side_note.write(case, words=words, audience=audience, asks=asks, by=cast.actor(login))


def readers(cast: Cast, case: Case) -> set[str]:
    return {login for login in EVERYBODY if side_note.readable(case, cast.actor(login))}


@pytest.mark.parametrize("audience", Audience)
def test_zg19_a_note_is_read_by_those_it_is_for_and_by_nobody_else(cast: Cast, audience: Audience) -> None:
    """A unit reads what is for all who handle the matter, and only while it lies with it; the visitor what is for the visitor."""
    case = cast.handling()
    write(cast, case, audience=audience)
    assert readers(cast, case) == READERS[audience]
    told = [event.text for event in timeline.story(case, for_visitor=True)]
    assert ("先打个电话。" in told) is (audience is Audience.VISITOR)
    assert [row.words for row in side_note.readable(case, cast.visitor(case))] == (["先打个电话。"] if audience is Audience.VISITOR else [])


def test_zg19_the_fewest_read_it_unless_somebody_says_otherwise_and_its_writer_always_does(cast: Cast) -> None:
    case = cast.handling()
    with unit_of_work():
        row = side_note.write(case, words="请主任看看。", by=cast.actor("rep"))
    assert row.audience is Audience.DESK and readers(cast, case) == DESK | {"rep"}


@pytest.mark.parametrize("login", ["clerk", "officer", "steering", "rep-2", "liaison-s02"])
def test_zg19_who_may_not_write_one(cast: Cast, login: str) -> None:
    case = cast.handling()
    with pytest.raises(NotAllowed):
        write(cast, case, login)


def test_zg19_of_a_report_about_officials_a_unit_reads_nothing(cast: Cast) -> None:
    case = cast.register(kind=4).case
    write(cast, case, audience=Audience.HANDLERS)
    assert readers(cast, case) & {"officer", "head", "clerk", "member"} == set()


def test_hb78_the_representative_asks_and_the_answer_comes_into_the_matter(cast: Cast) -> None:
    case = cast.handling()
    write(cast, case, "rep", Audience.VISITOR, asks=True, words="是哪几盏灯？")
    assert side_note.asked(timeline.story(case, for_visitor=True)) == "是哪几盏灯？"
    with unit_of_work():
        acceptance.inform(case, words="门口往东五盏。", by=cast.visitor(case))
    last = timeline.story(case, for_visitor=True)[-1]
    assert (last.act, last.text, last.facts) == ("case.inform", "门口往东五盏。", {"answers": True})
    assert side_note.asked(timeline.story(case, for_visitor=True)) == "" and case.state.value == "handling"
    told = {db.session.get_one(type(cast.person("rep")), row.person_id).login for row in db.session.query(Notice).filter_by(kind=Kind.ANSWERED)}
    assert told == {"rep", "liaison"}


def test_hb78_what_is_only_told_asks_for_nothing(cast: Cast) -> None:
    case = cast.handling()
    write(cast, case, "rep", Audience.VISITOR, words="明天我去看看。")
    with unit_of_work():
        acceptance.inform(case, words="好的。", by=cast.visitor(case))
    assert timeline.story(case, for_visitor=True)[-1].facts == {} and db.session.query(Notice).filter_by(kind=Kind.ANSWERED).count() == 0


def test_hb78_who_may_ask_whom_and_when(cast: Cast) -> None:
    """Its representative and the liaison; of nobody but the visitor; while the matter is open and no other question waits."""
    case = cast.handling()
    with pytest.raises(NotAllowed):
        write(cast, case, "director", Audience.VISITOR)
    with pytest.raises(Refused, match="note_asks"):
        write(cast, case, asks=True)
    with pytest.raises(Refused, match="text_empty"):
        write(cast, case, words="  ")
    over, waiting = cast.closed(), cast.register().case
    with unit_of_work():
        acceptance.clarify(waiting, question="哪几盏？", by=cast.actor("liaison"))
    for other in (over, waiting):
        with pytest.raises(Moved, match="note_over"):
            write(cast, other, audience=Audience.VISITOR)
