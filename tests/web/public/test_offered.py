"""Online a time that was offered is answered with one touch (HB-26)."""

import re
from datetime import timedelta

from portal.foundation import codes
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import offered_time
from portal.reception.appointment import Wanted
from portal.reception.offered_time import Proposed
from tests.cast import NOW, Cast
from tests.judge import Judge


def offered(cast: Cast) -> tuple[str, str]:
    """Number and code of a matter whose visitor is asked to come on Wednesday."""
    made = cast.register()
    with unit_of_work():
        offered_time.offer(made.case, Proposed(Wanted.STATION, at=NOW + timedelta(days=2, hours=5), words="见面谈谈路灯。"), by=cast.actor("rep"))
    return made.case.number, made.code


def test_hb26_online_it_is_accepted_with_a_code_and_called_off_again(browse: Judge, cast: Cast) -> None:
    number, code = offered(cast)
    browse.post_form("/track", {"number": number, "code": code})
    seen = browse.get_page("/track/case").words()
    assert "站里约您见面" in seen and "14:00" in seen and "见面谈谈路灯。" in seen
    form = {"key": codes.new_key(), "go": "accepted"}
    told = browse.post_form("/track/offer", form, 200)
    given = re.findall(r"\d{4} \d{4} \d{4}", told.words())
    assert given and given == re.findall(r"\d{4} \d{4} \d{4}", browse.post_form("/track/offer", form, 200).words()), "the same form has the same code"
    assert "不去了，取消" in browse.get_page("/track/case").words()
    browse.post_form("/track/offer", {"key": codes.new_key(), "go": "declined"})
    assert 'action="/track/offer"' not in browse.get_page("/track/case").text


def test_hb26_another_time_is_asked_for_and_the_line_stays_with_the_station(browse: Judge, cast: Cast) -> None:
    number, code = offered(cast)
    browse.post_form("/track", {"number": number, "code": code})
    browse.post_form("/track/offer", {"key": codes.new_key(), "go": "other", "wish": "周三下午。"})
    assert "已经告诉站里，会另约时间。" in browse.get_page("/track/case").words()
