"""What is offered while somebody tells a matter: public words alone, and nothing where nothing fits (SD-50, X-05)."""

from portal.commons import concern, gathering, offered
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.commons import alike


def test_x05_what_is_offered_while_one_types_comes_from_public_words_alone(cast: Cast) -> None:
    row = alike.gathered(cast)
    assert not offered.fitting(alike.TOLD[0], "C")  # three private matters say the very same
    alike.worded(cast, row)
    assert not offered.fitting(TYPED, "C")
    with unit_of_work():
        gathering.show(concern.kept_by(row.id, cast.actor("director")), by=cast.actor("director"))
    assert [one.row.id for one in offered.fitting(TYPED, "C").concerns] == [row.id]
    for words in ("想办一个老人书法班。", "", "。。", "灯"):
        assert not offered.fitting(words, "C")
    with unit_of_work():
        gathering.hide(concern.kept_by(row.id, cast.actor("liaison")), by=cast.actor("liaison"))
    assert not offered.fitting(TYPED, "C")


TYPED = "东门外面那段路夜间没有照明，走路看不清。"


def test_a_published_result_is_offered_too(cast: Cast) -> None:
    closed = cast.closed(words=alike.TOLD[0])
    assert not offered.fitting(alike.TOLD[1], "C")
    with unit_of_work():
        cast.put_up(closed)
    assert [one.number for one in offered.fitting(alike.TOLD[1], "C").results] == [closed.number]
    assert offered.fitting(alike.TOLD[1], "C", results=0).results == []
