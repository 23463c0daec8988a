"""The stamp "published as written" stands beside a reply that stands on the board, and beside no other (SD-42, HB-45)."""

import pytest

from portal.cases import care
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.test_track import KEY, entered


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_sd42_a_visitor_reads_the_stamp_when_the_reply_is_on_the_board_and_not_before(cast: Cast, browse: Judge, locale: str) -> None:
    """The fingerprint stands there from the first: what it is of was not said to be public yet, and the next step is spoken of to them."""
    case, stamp = cast.delivered(key=KEY), speaker(locale)("common.frame.stamp")
    entered(cast, browse, case, KEY)
    page = browse.get_page(f"/track/case?lang={locale}")
    assert stamp not in page.words() and speaker(locale)("common.frame.fingerprint") in page.words()
    assert speaker(locale)("public.clock.rate") + ":" in page.words()
    cast.rate(case)
    assert stamp not in browse.get_page("/track/case").words()
    with unit_of_work():
        cast.put_up(case)
    assert stamp in browse.get_page("/track/case").words()


def test_sd42_a_second_reply_bears_no_stamp_while_the_first_stands_on_the_board(cast: Cast, browse: Judge) -> None:
    case, stamp = cast.closed(key=KEY), speaker("zh_Hans")("common.frame.stamp")
    with unit_of_work():
        cast.put_up(case)
    with unit_of_work():
        care.reopen(case, reason="灯又灭了。", by=cast.actor("liaison"))
    cast.reply(case, "又换了一盏灯，三月九日晚上看过，都亮着。")
    cast.pass_on(case)
    cast.tell(case)
    entered(cast, browse, case, KEY)
    page = browse.get_page("/track/case")
    assert "又换了一盏灯" in page.words() and page.words().count(stamp) == 1
