"""X-04, HB-44, YT-18: whom a visitor names, or who has an interest in it, loses a matter, finds nothing of it, and cannot take it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases import acceptance, care, excluded_person, intake, referral, split, target, timeline, unit_paper
from portal.cases.case import Case, seen_by
from portal.cases.intake import Telling
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, excluded, excluded_names
from portal.notices.notice import Kind, Notice
from portal.notices import inbox, outbox, pressure
from portal.notices.outbox import Message
from portal.notices.wish import Way
from tests.cast import Cast


def sees(cast: Cast, login: str, case: Case) -> bool:
    """Whether somebody finds it by its number, and may be shown it: both say the same."""
    by = cast.actor(login)
    found = db.session.scalar(select(Case.id).where(Case.id == case.id, access.visible(by, Case))) is not None
    assert found == access.can(by, "case.see", case)
    return found


def keep(cast: Cast, case: Case, *logins: str, words: str = "") -> None:
    """The visitor says so, by code."""
    with unit_of_work():
        excluded_person.name(case, people=[cast.person(one).id for one in logins], words=words, by=cast.visitor(case))


def test_whoever_is_named_at_the_terminal_never_has_it(cast: Cast) -> None:
    """From the first second: the liaison of the station and its first representative get nothing, the next in charge has it."""
    people = tuple(cast.person(one).id for one in ("liaison", "rep"))
    case = cast.register(kept_from=people).case
    assert not sees(cast, "liaison", case) and not sees(cast, "rep", case) and sees(cast, "clerk", case) and sees(cast, "director", case)
    assert case.owner_id == cast.person("director").id and case.agent_id == cast.person("rep-2").id
    with pytest.raises(Missing):
        seen_by(cast.actor("liaison"), case.number)
    (said,) = [event for event in timeline.story(case) if event.act == "excluded.name"]
    assert said.for_visitor and sorted(said.facts["kept_from"]) == sorted(people)


@pytest.mark.parametrize("login", ["liaison", "clerk", "rep", "director", "office", "steering", "officer", "head"])
def test_a_role_of_whatever_kind_opens_nothing(cast: Cast, login: str) -> None:
    """Whoever could see it a moment before cannot after, and may do no act to it; everybody else still can."""
    case = cast.handling()
    before = [act for act in access.ACTS if access.can(cast.actor(login), act, case)]
    assert sees(cast, login, case) and before
    keep(cast, case, login)
    assert not sees(cast, login, case)
    assert [act for act in access.ACTS if access.can(cast.actor(login), act, case)] == []
    others = {"liaison", "clerk", "rep", "director", "office", "steering", "officer", "head"} - {login}
    assert all(sees(cast, one, case) for one in others)


def test_what_lay_in_their_hands_goes_on_and_the_story_tells_both(cast: Cast) -> None:
    """YT-18: exactly one owner at each moment; the move is T27 as if somebody had handed it over."""
    case = cast.accepted()
    old, agent = case.owner_id, case.agent_id
    keep(cast, case, "liaison", "rep")
    assert (case.owner_id, case.agent_id) == (cast.person("director").id, cast.person("rep-2").id)
    (moved,) = [event for event in timeline.story(case) if event.move == "T27"]
    assert moved.for_visitor and moved.facts == {"owner_id": [old, case.owner_id], "agent_id": [agent, case.agent_id]}


def test_whole_names_in_words_act_at_once_and_other_words_hold_the_matter_back(cast: Cast) -> None:
    """What nobody can resolve yet keeps the matter from going to any unit; somebody above says who was meant, never the desk."""
    at_once = cast.register(kept_words="不要让 officer甲 看到").case
    assert excluded.people(at_once.id) == {cast.person("officer").id}
    case = cast.accepted()
    keep(cast, case, words="城管的小李")
    assert not excluded.named(case.id) and [row.words for row in excluded.unresolved(case.id)] == ["城管的小李"]
    with pytest.raises(Refused, match="excluded_unresolved"), unit_of_work():
        referral.refer(case, to=cast.unit(), clock_name="reply_simple", opinion="请办。", opinion_by_id=cast.person("rep").id, by=cast.actor("office"))
    (row,) = excluded.unresolved(case.id)
    for login in ("liaison", "director"):
        with pytest.raises(NotAllowed), unit_of_work():
            excluded_person.resolve(case, row.id, people=[], by=cast.actor(login))
    with unit_of_work():
        excluded_person.resolve(case, row.id, people=[cast.person("officer").id], by=cast.actor("office"))
    assert excluded.people(case.id) == {cast.person("officer").id} and not excluded.unresolved(case.id)
    with unit_of_work():
        referral.refer(case, to=cast.unit(), clock_name="reply_simple", opinion="请办。", opinion_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    assert sees(cast, "head", case) and not sees(cast, "officer", case)


def test_a_unit_of_which_nobody_is_left_gets_no_paper_of_it(cast: Cast) -> None:
    """Where all at the unit are kept from it, it may not go there; where it lies there already the liaison writes for the unit."""
    case = cast.accepted()
    keep(cast, case, "officer", "head")
    assert cast.unit() not in target.units_for(case)
    with pytest.raises(Refused, match="unit_excluded"), unit_of_work():
        target.check(case, cast.unit())
    there = cast.referred()
    assert unit_paper.can_sign(there, there.unit_id or 0, cast.actor("liaison"))
    keep(cast, there, "officer", "head")
    assert not unit_paper.can_sign(there, there.unit_id or 0, cast.actor("liaison"))


def test_whoever_is_kept_from_it_cannot_take_it(cast: Cast) -> None:
    """Neither handed over to, nor deciding, nor merged with a matter they see, nor split off for them."""
    case, other = cast.register().case, cast.register().case
    keep(cast, case, "rep-2", "liaison")
    for given in ({"agent_id": cast.person("rep-2").id}, {"owner_id": cast.person("liaison").id}):
        with pytest.raises(Refused, match="excluded_taking"), unit_of_work():
            care.hand_over(case, reason="换人", by=cast.actor("director"), **given)
    with pytest.raises(Refused, match="excluded_taking"), unit_of_work():
        acceptance.accept(case, acceptance.Sorting(2, "C4", common=True, points_to_nobody=True), decided_by_id=cast.person("rep-2").id, by=cast.actor("director"))
    with pytest.raises(Refused, match="merge_excluded"), unit_of_work():
        care.merge(case, into=other, told=True, by=cast.actor("director"))
    with unit_of_work():
        made = split.split(case, Telling(words="另一件。", category="C4"), stays="路灯", key=codes.new_key(), by=cast.actor("director"))
    assert excluded.people(made.case.id) == excluded.people(case.id) and not sees(cast, "liaison", made.case)
    assert made.case.owner_id == cast.person("director").id


def test_an_interest_is_declared_by_oneself_or_noted_from_above(cast: Cast) -> None:
    """No reason is asked of who says it of themselves; of another a director says why. The visitor may take back only what they said."""
    case = cast.handling()
    with unit_of_work():
        excluded_person.declare(case, by=cast.actor("officer"))
    assert not sees(cast, "officer", case)
    with pytest.raises(NotAllowed), unit_of_work():
        excluded_person.declare(case, by=cast.actor("officer"))
    with pytest.raises(Refused, match="reason_needed"), unit_of_work():
        excluded_person.note(case, cast.person("rep").id, reason=" ", by=cast.actor("director"))
    with unit_of_work():
        excluded_person.note(case, cast.person("rep").id, reason="当事人的亲戚", by=cast.actor("director"))
    assert case.agent_id == cast.person("rep-2").id and not sees(cast, "rep", case)
    row = excluded.of_case(case.id)[0]
    with pytest.raises(Missing), unit_of_work():
        excluded_person.lift(case, row.id, reason="", by=cast.visitor(case))
    with unit_of_work():
        excluded_person.lift(case, row.id, reason="弄错了人", by=cast.actor("director"))
    assert sees(cast, "officer", case)


def test_a_visitor_takes_back_what_they_said(cast: Cast) -> None:
    """By code, without a reason."""
    case = cast.register(kept_from=(cast.person("rep").id,)).case
    (row,) = excluded.of_case(case.id)
    with unit_of_work():
        excluded_person.lift(case, row.id, reason="", by=cast.visitor(case))
    assert sees(cast, "liaison", case) and not excluded.people(case.id)


def test_notices_before_and_after_are_gone_from_them(cast: Cast) -> None:
    """Nothing waits on their page, nothing leaves the house for them, also what was under way; the office hears what was a director's."""
    case = cast.referred()
    officer = cast.person("officer")
    with unit_of_work():
        outbox.spread(frozenset({Way.WEBHOOK}), "zh_Hans", 100, clock.now())
    waiting = [row.id for row in db.session.scalars(select(Message).join(Notice).where(Notice.person_id == officer.id))]
    assert waiting and inbox.unseen(cast.actor("officer"), 9)[1] == 1
    keep(cast, case, "officer", "director")
    assert inbox.unseen(cast.actor("officer"), 9) == ([], 0)
    with unit_of_work():
        assert [outbox.take(one, clock.now()) for one in waiting] == [None] * len(waiting)
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("head"))
        referral.ask_return(case, reason="不归我们管。", proposed_unit_id=None, by=cast.actor("head"))
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.kind == Kind.RETURN_ASKED)))
    assert told == {cast.person("office").id}


def test_a_message_about_pressure_goes_past_who_is_kept_from_it(cast: Cast) -> None:
    """At a station below, its reader would be the director above."""
    case = cast.register("S02").case
    keep(cast, case, "director")
    with unit_of_work():
        pressure.tell(case, words="有人打电话来。", by=cast.visitor(case))
    assert pressure.for_reader(cast.actor("director")) == [] and pressure.unread(cast.actor("director")) == 0
    assert len(pressure.for_reader(cast.actor("office"))) == 1 and pressure.unread(cast.actor("office")) == 1


def test_what_is_refused_is_refused_in_words(cast: Cast) -> None:
    """Nobody there, oneself who is hearing it, too many; and a repeat of the form adds who it names."""
    def told(by: str, **more: object) -> intake.Registered:
        return cast.register(by=cast.actor(by), **more)
    with pytest.raises(Refused, match="excluded_self"):
        told("liaison", kept_from=(cast.person("liaison").id,))
    with pytest.raises(Refused, match="excluded_unknown"):
        cast.register(kept_from=(99999,))
    with pytest.raises(Refused, match="excluded_many"):
        cast.register(kept_from=tuple(cast.person(one).id for one in ("rep", "rep-2", "liaison", "clerk", "director", "office", "officer", "head", "member")))
    key = codes.new_key()
    first = cast.register(key=key).case
    again = cast.register(key=key, kept_from=(cast.person("rep").id,)).case
    assert again.id == first.id and excluded.people(first.id) == {cast.person("rep").id}


def test_names_are_found_whole_and_longest_first(cast: Cast) -> None:
    """"rep-2甲" names one person, not also the one whose name stands within it."""
    assert excluded_names.meant("别给rep-2甲看", clock.today()) == {cast.person("rep-2").id}
    assert excluded_names.meant("站里的人", clock.today() + timedelta(days=1)) == frozenset()
    assert {one for one, *_ in excluded_names.known(cast.station("S02"))} >= {cast.person("rep").id, cast.person("rep-s02").id}


def test_a_name_in_latin_letters_stands_as_a_word(cast: Cast) -> None:
    """"Li" is not in "please", nor "An Wu" in "Jan Wurst"; a name of several words may be written as one, and beside Chinese."""
    with unit_of_work():
        cast.person("officer").name, cast.person("head").name = "Li", "An Wu"
    for words, logins in {"please listen": (), "Jan Wurst": (), "not to Li, please": ("officer",), "LI": ("officer",), "别给Li看": ("officer",),
                          "an  wu": ("head",), "AnWu": ("head",), "Li3": ()}.items():
        assert excluded_names.meant(words, clock.today()) == {cast.person(one).id for one in logins}, words
