"""Boilerplate is found whichever unit wrote it, and shown beside its twin; nothing is blocked (practice.md §9 row 2, SD-36, T20)."""

import itertools

import pytest
from flask import Flask

from portal.cases import likeness, reply, twins
from portal.cases.case import State
from portal.foundation.database import db
from tests.cast import Cast
from tests.statements import asked, walked

# the same boilerplate as several units write it
SAME = (
    ("您反映的问题已收悉，我单位高度重视，已安排人员处理。感谢您对我们工作的支持。", "您反映的问题已收悉，我局高度重视，已安排人员处理，感谢您对我们工作的支持！",
     "您反映的问题收悉，我单位高度重视，已安排人员处理。感谢您对我们工作的支持与理解。", "您反映的問題已收悉，我單位高度重視，已安排人員處理。感謝您對我們工作的支持。"),
    ("经核查，3月5日已安排工作人员到现场清理，今后将加强巡查。", "经核查，11月12日已安排工作人员到现场清理，今后将加强巡查。",
     "经核查，我办3月9日已安排工作人员到现场清理，今后将加强日常巡查。"),
    ("该问题已转相关科室办理，办理结果将及时告知，请耐心等待。", "该问题已转相关科室办理，办理结果将及时告知您，请耐心等待。"),
    ("您好，您反映的情况属实，我们已列入下一步工作计划，将根据资金情况逐步解决。",
     "您好，您反映的情况属实，我单位已列入下一步工作计划，将根据资金情况逐步加以解决。"),
)
# replies that answer one matter, some of them in the same phrases
OWN = (
    "五盏路灯已全部恢复照明，坑洞已于3月1日填补。今后每周巡查一次。", "榆荫里3栋东侧五盏路灯于3月2日更换灯头，已全部亮灯，每周一巡查。",
    "经核查，3月5日已安排工作人员到现场清理河道垃圾约2吨，并增设3个垃圾桶。", "经核查，11月12日已安排工程队到现场修复路面12平方米，养护至11月20日开放通行。",
    "您反映的低保申请，经社区评议符合条件，12月起发放，每月860元。", "您反映的低保申请，经核查家庭人均收入超过标准，本次不予批准，可在三十日内申请复核。",
    "停车位已重新划线，新增24个，其中2个为无障碍车位。", "水管漏水已于当日抢修，更换管道6米，水压恢复正常。",
    "该问题属物业管理范围，我们已约谈物业公司，要求12月10日前完成电梯检修。", "公厕开放时间自12月1日起延长至22时，管理员电话已张贴门口。",
    "幼儿园门口增派交警，上学放学时段禁止货车通行。", "您好，加装电梯方案已通过，资金由业主分担，预计明年5月开工。",
)


def alike(one: str, other: str) -> bool:
    """As twins.of() decides it: a number in common, and enough pairs of characters."""
    one, other = twins.plain(one), twins.plain(other)
    return bool(set(twins.bands(one)) & set(twins.bands(other))) and likeness.likeness(likeness.pairs(one), likeness.pairs(other)) >= twins.ALIKE


def test_precision_and_recall_on_what_is_written_here() -> None:
    """All eleven pairs of boilerplate are found, and of 242 other pairs none."""
    group = {text: n for n, texts in enumerate(SAME) for text in texts} | {text: -1 - n for n, text in enumerate(OWN)}
    pairs = list(itertools.combinations(group, 2))
    found = {pair for pair in pairs if alike(*pair)}
    meant = {(one, other) for one, other in pairs if group[one] == group[other]}
    assert (len(meant), len(pairs) - len(meant)) == (11, 242)
    assert len(found & meant) / len(found) == 1.0, "precision"
    assert len(found & meant) / len(meant) == 1.0, f"recall: {meant - found}"


def test_the_same_or_nearly_the_same_of_whichever_unit_is_found_and_blocks_nothing(cast: Cast) -> None:
    """The same words first, then those nearest to them; the reply passes all the same."""
    same = "经核查，该处路灯属正常养护范围，已转养护单位按计划处理。"
    near = cast.replied(same.replace("已转", "区水务公司现转"), unit="区水务公司")
    cast.replied("水管已更换，今日恢复供水，请放心使用。", unit="区水务公司")
    first, theirs = cast.replied(same), cast.replied(same, unit="区水务公司")
    last = cast.replied(same)
    assert [row.case_id for row in twins.of(reply.latest(last))] == [theirs.id, first.id, near.id]
    assert twins.of(reply.latest(near)) == [], "later ones are no twins of an earlier one"
    cast.pass_on(last)
    assert last.state is State.TO_DELIVER


def test_hb_44_what_was_written_to_a_sealed_case_is_shown_to_nobody_else(cast: Cast) -> None:
    text = "经核查，反映的情况不属实，已向有关人员了解并作记录。"
    cast.replied(text, kind=4, category="O1", unit="街道纪检部门", target="区水务公司")
    assert twins.of(reply.latest(cast.replied(text))) == []


def test_hb_44_the_words_to_a_matter_one_may_not_see_stay_there(cast: Cast) -> None:
    """Unit and day are told to whoever reviews, of another representative's matter no word."""
    first, last = cast.replied("经核查，该处路灯属正常养护范围。"), cast.replied("经核查，该处路灯属正常养护范围。")
    alike = twins.of(reply.latest(last))
    assert [row.case_id for row in alike] == [first.id]
    assert twins.readable(alike, cast.actor("rep")) == {alike[0].id} and twins.readable(alike, cast.actor("rep-2")) == frozenset()
    assert twins.readable([], cast.actor("rep")) == frozenset()


@pytest.mark.parametrize("text", ["已收悉。", "123", "。", "好" * 1500])
def test_whatever_is_written_has_its_numbers_or_none(cast: Cast, text: str) -> None:
    """Short, without letters, very long: an equal one is found by whatever can be counted of it."""
    first = cast.replied(text)
    last = reply.latest(cast.replied(text, unit="区水务公司"))
    assert [row.case_id for row in twins.of(last)] == ([first.id] if text != "。" else [])


@pytest.mark.parametrize("empty_app", ["sqlite"], indirect=True)  # its planner says beforehand what it will do
def test_r33_few_of_all_replies_are_read(empty_app: Flask) -> None:
    """By an index, at most so many of each number, in as many reads as ever."""
    with empty_app.app_context():
        cast = Cast()
        first, last = cast.replied("已收悉。"), reply.latest(cast.replied("已收悉。"))
        db.session.rollback()
        with asked(db.engine) as seen:
            assert [row.case_id for row in twins.of(last)] == [first.id]
        bands, seen = [one for one in seen if "FROM reply_band" in one], [one for one in seen if one.startswith("SELECT")]
        assert len(bands) == 1 and "LIMIT" in bands[0] and len(seen) <= 6 and walked(db.engine, seen, frozenset({"newest"})) == set()
