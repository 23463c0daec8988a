"""The visitor is told progress and result, each with when, how, by whom, and whether they understood (HB-38)."""

from datetime import timedelta

import pytest

from portal.cases import delivery, timeline, told_progress
from portal.cases.delivery import Way
from portal.foundation.refusal import Moved, NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast


def test_hb38_progress_stands_in_the_story_with_way_time_and_whether_it_was_understood(cast: Cast) -> None:
    case = cast.handling()
    with unit_of_work():
        told_progress.tell(case, words="下周开始修。", way=Way.SMS, understood=False, happened_at=NOW, by=cast.actor("rep"))
    last = timeline.story(case, for_visitor=True)[-1]
    assert (last.act, last.text, last.facts, last.person_id, last.happened_at) == (
        "visitor.tell", "下周开始修。", {"way": "sms", "understood": False}, cast.person("rep").id, NOW)
    with unit_of_work():
        told_progress.tell(case, words="已写信。", way=Way.LETTER, by=cast.actor("liaison"))
    assert timeline.story(case)[-1].facts == {"way": "letter"}, "nobody was asked"


def test_hb38_the_result_too(cast: Cast) -> None:
    case = cast.to_deliver()
    with unit_of_work():
        delivery.summarise(case, asked="问", answer="答", next="后", disagree="异", by=cast.actor("liaison"))
    with unit_of_work():
        delivery.confirm(case, by=cast.actor("rep"))
    with unit_of_work():
        delivery.deliver(case, way=Way.PHONE, understood=True, by=cast.actor("liaison"))
    assert timeline.story(case, for_visitor=True)[-1].facts == {"way": "phone", "understood": True}


def test_hb38_who_may_not_and_when_not(cast: Cast) -> None:
    case = cast.handling()
    for login in ("clerk", "officer", "director", "rep-2"):
        with pytest.raises(NotAllowed):
            with unit_of_work():
                told_progress.tell(case, words="下周修。", way=Way.PHONE, by=cast.actor(login))
    with pytest.raises(Refused, match="happened_later"), unit_of_work():
        told_progress.tell(case, words="下周修。", way=Way.PHONE, happened_at=NOW + timedelta(days=1), by=cast.actor("rep"))
    over = cast.closed()
    with pytest.raises(Moved), unit_of_work():
        told_progress.tell(over, words="下周修。", way=Way.PHONE, by=cast.actor("rep"))
