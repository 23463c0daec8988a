"""The visitor is told when the decision to take a matter on needs longer, and why (practice.md §3.2)."""

from portal.cases import acceptance
from portal.foundation import codes
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.told import look

KEY = "0123456789abcdef" * 2


def test_practice_3_2_the_visitor_reads_why_the_decision_takes_longer_and_both_days_until_it_is_made(cast: Cast, browse: Judge) -> None:
    case = cast.register(key=KEY).case
    with unit_of_work():
        acceptance.extend(case, reason="要等街道来人一起看现场。", by=cast.actor("liaison"))
    look(browse, case.number, codes.group(codes.derive_code(KEY)))
    words, days = browse.get_page("/track/case").words(), "原定3月5日（星期四），现在是3月9日（星期一）"
    for shown in ("还要 2 个工作日才能决定", "要等街道来人一起看现场。", days):
        assert shown in words
    with unit_of_work():
        sorting = acceptance.Sorting(2, "C4", common=True, points_to_nobody=True)
        acceptance.accept(case, sorting, decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    assert days not in browse.get_page("/track/case").words()
