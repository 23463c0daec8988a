"""The visitor asks how far it is, on the tracking page: on record for the representative, once a day (HB-64, practice.md §13)."""

from portal.cases import dissatisfaction, ladder_record
from portal.foundation.database import db
from tests.cases.ladder_scene import LATE, late, on
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.test_track import KEY, entered


def test_asking_again_is_a_fact_with_its_day_and_counts_once(cast: Cast, browse: Judge) -> None:
    case = late(cast, key=KEY)
    on(LATE)
    entered(cast, browse, case, KEY)
    assert "/track/again" in browse.get_page("/track/case").text
    browse.post_form("/track/again", {"words": "怎么还没有消息？", "very": "y"})
    refused = browse.post_form("/track/again", {"words": "还是没有消息。"}, 422)
    assert "还是没有消息。" in refused.text and "今天已经记下" in refused.words()
    db.session.expire_all()
    of = ladder_record.of_case(case)
    assert [fact.days for fact in (*dissatisfaction.some(of), *dissatisfaction.serious(of))] == [(LATE,), (LATE,)]
    assert "怎么还没有消息？" in browse.get_page("/track/case").words()


def test_there_is_nothing_to_ask_where_no_unit_has_it(cast: Cast, browse: Judge) -> None:
    entered(cast, browse, cast.replied(key=KEY), KEY)
    assert "/track/again" not in browse.get_page("/track/case").text
    assert browse.get_page("/track/again", 303).location == "/track/case"
