"""Two people and the visitor stand for what goes up: 48 hours, their word, and never whoever prepared it (practice.md §6.4, X-05)."""

import pytest

from portal.cases import acceptance, board, care, closing, desk, intake, invariants, mask, preparing, preview, rating, timeline, unseen
from portal.cases.case import Channel, PublicState
from portal.cases.closing import NotPublishedReason as Why
from portal.cases.mask import MaskKind
from portal.cases.preparing import Word
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.test_nobody_there import leave
from tests.cases.test_preparing import cover, later, publish, say, show, waiting
from tests.cast import Cast


def test_48_hours_or_the_visitors_word(cast: Cast) -> None:
    """Practice.md §6.4: not a minute before, whoever asks."""
    first, second = waiting(cast), waiting(cast)
    with pytest.raises(Refused, match="preview_needed"):
        publish(cast, first)
    show(cast, first)
    show(cast, second)
    later(47.9)
    with pytest.raises(Refused, match="preview_runs"):
        publish(cast, first)
    say(cast, second, Word.WELL)
    publish(cast, second)
    later(0.1)
    publish(cast, first)
    assert board.published_count() == 2 and invariants.broken() == []


@pytest.mark.parametrize(("shows", "masks", "lets", "may"), [
    ("director", None, "director", False), ("liaison", "director", "director", False), ("rep", "liaison", "director", True),
    ("director", None, "office", True), ("office", None, "director", True), ("office", "director", "office", False)])
def test_two_people_stand_for_it(cast: Cast, shows: str, masks: str | None, lets: str, may: bool) -> None:
    """Who showed it or made a mask does not let it go up; where the station is small somebody above does."""
    case = waiting(cast)
    if masks:
        cover(cast, case, "测某甲", by=masks)
    show(cast, case, shows)
    say(cast, case, Word.WELL)
    if may:
        publish(cast, case, lets)
    else:
        with pytest.raises(Refused, match="preview_second"):
            publish(cast, case, lets)
    assert board.published_count() == may


def test_a_small_station_has_its_parent(cast: Cast) -> None:
    """S02's own director showed it; S01's lets it go up."""
    case = cast.register("S02").case
    with unit_of_work():
        acceptance.answer(case, text="已答复。", answered_by="甲", by=cast.actor("liaison-s02"))
    show(cast, case, "director-s02")
    later(48)
    with pytest.raises(Refused, match="preview_second"):
        publish(cast, case, "director-s02")
    assert publish(cast, case, "director").number == case.number


@pytest.mark.parametrize("change", ["mask", "lift", "rating", "consent"])
def test_what_goes_up_is_what_the_visitor_saw(cast: Cast, change: str) -> None:
    """Whatever becomes another than what was shown is shown anew: a mask more or less, words of a rating, a permission."""
    case = cast.register(words="测某甲家漏水").case
    with unit_of_work():
        acceptance.answer(case, text="已告知测某甲。", answered_by="甲", by=cast.actor("liaison"))
    cover(cast, case, "已告知", MaskKind.OTHER)
    show(cast, case)
    say(cast, case, Word.WELL)
    with unit_of_work():
        if change == "mask":
            preparing.cover_words(case, "测某甲", kind=MaskKind.NAME, by=cast.actor("rep"))
        elif change == "lift":
            preparing.lift(case, mask.of_case(case)[0].id, by=cast.actor("rep"))
        elif change == "rating":
            rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.ONLINE, reception=5,
                        words="谢谢测某甲", publish_words=True, by=cast.visitor(case))
        else:
            care.change_consent(case, care.Consent(publish_result=True), by=cast.visitor(case))
    with pytest.raises(Refused, match="preview_needed"):
        publish(cast, case)
    assert board.published_count() == 0 and invariants.broken() == []
    show(cast, case)
    say(cast, case, Word.WELL)
    publish(cast, case)
    assert board.published_count() == 1 and invariants.broken() == []


def test_a_visitor_asks_for_a_mask_and_it_waits_again(cast: Cast) -> None:
    case = waiting(cast)
    show(cast, case)
    with pytest.raises(Refused, match="preview_what"):
        say(cast, case, Word.COVER)
    say(cast, case, Word.COVER, "请遮住我的名字")
    assert case.public_state is PublicState.WAITING and preview.of_case(case) is None
    later(49)
    with pytest.raises(Refused, match="preview_needed"):
        publish(cast, case)
    assert [event.text for event in timeline.story(case, for_visitor=True) if event.act == "publication.answer"] == ["请遮住我的名字"]


def test_a_visitor_objects_and_it_is_counted_as_refused(cast: Cast) -> None:
    """SD-41, X-27."""
    case = waiting(cast)
    show(cast, case)
    say(cast, case, Word.OBJECT)
    assert (case.public_state, closing.counts(), case.next_on, case.publish_result) == (PublicState.DECLINED, {Why.REFUSED: 1}, None, False)
    assert invariants.broken() == []


@pytest.mark.parametrize("login", ["clerk", "officer", "rep", "director", "liaison-s02"])
def test_nobody_else_speaks_for_the_visitor(cast: Cast, login: str) -> None:
    """The liaison does, at the desk; who lets it go up does not say that the visitor found it well."""
    case = waiting(cast)
    show(cast, case, "rep")
    with pytest.raises(NotAllowed), unit_of_work():
        preparing.answer(case, Word.WELL, by=cast.actor(login))
    with unit_of_work():
        preparing.answer(case, Word.WELL, by=cast.actor("liaison"))


def test_each_step_waits_for_whoever_makes_it(cast: Cast) -> None:
    """X-17: prepared by the liaison; with the visitor nobody is asked; then the director."""
    case = waiting(cast)

    def waits() -> set[str]:
        return {login for login in ("liaison", "director", "office", "rep", "clerk") if case in desk.today(cast.actor(login))}

    assert waits() == {"liaison"}
    show(cast, case)
    assert waits() == set()
    later(48)
    assert waits() == {"director"}


def test_what_a_director_showed_is_on_the_day_of_a_second_person(cast: Cast) -> None:
    """X-17: S01 has no station above; without the office's line it would wait for nobody who may."""
    case = waiting(cast)
    show(cast, case, "director")
    later(48)
    assert case in desk.today(cast.actor("office"))
    publish(cast, case, "office")
    assert board.published_count() == 1


def test_whoever_laid_a_mask_does_not_have_it_on_their_day(cast: Cast) -> None:
    """X-17: the only director laid a mask and the liaison showed it: the office is the second person, and without one it is counted."""
    case = waiting(cast)
    cover(cast, case, "测某甲", by="director")
    show(cast, case)
    later(48)
    assert case not in desk.today(cast.actor("director")) and case in desk.today(cast.actor("office"))
    assert unseen.waiting(clock.today()).count == 0
    leave(cast, "office")
    assert unseen.waiting(clock.today()).count == 1


def test_an_office_that_showed_it_is_no_second_person(cast: Cast) -> None:
    """Both had a hand in it: it is on nobody's day, and counted."""
    case = waiting(cast)
    cover(cast, case, "测某甲", by="director")
    show(cast, case, "office")
    later(48)
    assert case not in [*desk.today(cast.actor("director")), *desk.today(cast.actor("office"))] and unseen.waiting(clock.today()).count == 1


@pytest.mark.parametrize("again", [False, True])
def test_words_of_a_rating_that_were_taken_back_do_not_stand_there(cast: Cast, again: bool) -> None:
    """Practice.md §6.1: of the visitor's words on it the last one holds."""
    case = cast.delivered(consent=intake.Consent(True, True, True, True))
    with unit_of_work():
        rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.ONLINE, words="很快。", publish_words=True,
                    by=cast.visitor(case))
    for allowed in (False, True)[:1 + again]:
        with unit_of_work():
            care.change_consent(case, intake.Consent(True, True, allowed, True), by=cast.visitor(case))
    show(cast, case)
    say(cast, case, Word.WELL)
    row = publish(cast, case)
    assert ("words" in row.rating, row.rating["result"], invariants.broken()) == (again, "satisfied", [])
