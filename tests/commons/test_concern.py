"""Common concerns (SD-50, CT-25, X-05, X-18): who may gather what, what the board may say of it, and how it is counted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases import care
from portal.cases.case import Case, Kind
from portal.commons import concern, gathering, joining, members, shown, suggested
from portal.commons.concern import Concern, Deed, Standing, Step
from portal.commons.joining import Joined
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Moved, NotAllowed, Refused, TooMany
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import NOW, Cast
from tests.commons import alike


def groups(cast: Cast, login: str = "liaison") -> list[suggested.Group]:
    return suggested.groups(cast.actor(login), clock.now())


def change(case: Case, **columns: object) -> None:
    with unit_of_work():
        for name, value in columns.items():
            setattr(db.session.get_one(Case, case.id), name, value)


def test_x18_three_that_are_alike_are_suggested_with_why(cast: Cast) -> None:
    cases = alike.told(cast, place="东门")
    cast.register(words="想办一个老人书法班，纸墨自己带。")
    (group,) = groups(cast)
    assert [case.id for case in group.cases] == [case.id for case in cases]
    assert (group.category, group.place, group.loose) == ("C4", "东门", False) and "路灯" in group.shared


def test_x18_two_are_no_group_and_neither_are_three_of_another_class(cast: Cast) -> None:
    first = alike.told(cast, 2)
    cast.register(words=alike.TOLD[2], category="B2")
    assert groups(cast) == [] and len(first) == 2


def test_a_terminal_gives_the_top_class_alone_and_belongs_to_the_sub_class(cast: Cast) -> None:
    alike.told(cast, 2)
    cast.register(words=alike.TOLD[2], category="C")
    assert [(len(group.cases), group.category) for group in groups(cast)] == [(3, "C4")]


def test_five_of_one_sub_class_are_shown_though_their_words_differ(cast: Cast) -> None:
    for words in ("井盖响。", "公交太少。", "停车难。", "红灯太短。", "天桥没有坡道。"):
        cast.register(words=words)
    assert [(len(group.cases), group.loose) for group in groups(cast)] == [(5, True)]


def test_only_the_last_thirty_days_and_only_of_ones_own_station(cast: Cast) -> None:
    alike.told(cast)
    assert len(groups(cast, "director")) == 1 and groups(cast, "liaison-s02") == []
    clock.freeze(NOW + timedelta(days=31))
    assert groups(cast) == []


@pytest.mark.parametrize("columns", [
    {"kind": Kind.CONDUCT_REPORT.value, "sealed": True}, {"kind": Kind.PERSONAL_DIFFICULTY.value}, {"minor": True}, {"sealed": True}, {"common": False},
    {"category": "F2"}, {"category": "O1"}])
def test_x05_no_report_hardship_child_or_sealed_matter_is_suggested_gathered_or_counted(cast: Cast, columns: dict[str, object]) -> None:
    """Also where it became one later: the count drops, and under three it is not told (R41)."""
    cases = alike.told(cast)
    row = alike.shown(cast, cases)
    assert shown.one(row.id).matters == 3
    change(cases[0], **columns)
    assert (shown.one(row.id).matters, members.no_longer(row)) == (None, [cases[0].id])
    other = cast.register(words=alike.TOLD[0]).case
    change(other, **columns)
    assert groups(cast) == []
    with pytest.raises(Refused, match="concern_unfit"), unit_of_work():
        gathering.add(concern.kept_by(row.id, cast.actor("liaison")), other.number, by=cast.actor("liaison"))


def test_what_is_withdrawn_counts_no_more(cast: Cast) -> None:
    cases = alike.told(cast, 4)
    row = alike.shown(cast, cases)
    with unit_of_work():
        care.withdraw(db.session.get_one(Case, cases[0].id), own_will=True, reason="", by=cast.visitor(cases[0]))
    assert shown.one(row.id).matters == 3


def test_hb49_what_was_rejected_or_gathered_is_not_suggested_again(cast: Cast) -> None:
    cases = alike.told(cast)
    with unit_of_work():
        gathering.gather([case.number for case in cases], locale="zh_Hans", by=cast.actor("liaison"), rejected=True)
    assert groups(cast) == [] and concern.of_stations(None) == []
    row = alike.gathered(cast, cases)  # the liaison thinks better of it
    assert [case.id for case in members.of(row)] == [case.id for case in cases]
    with pytest.raises(Refused, match="concern_elsewhere"):
        alike.gathered(cast, cases[:1])


@pytest.mark.parametrize("login", ["clerk", "rep", "office", "steering", "officer", "member", "volunteer", "admin"])
def test_only_liaison_and_director_gather(cast: Cast, login: str) -> None:
    (case,) = alike.told(cast, 1)
    with pytest.raises((NotAllowed, Missing)), unit_of_work():
        gathering.gather([case.number], locale="zh_Hans", by=cast.actor(login))
    row = alike.gathered(cast, [case])
    with pytest.raises(Missing), unit_of_work():
        concern.kept_by(row.id, cast.actor(login))


def test_one_station_does_not_touch_what_another_gathered(cast: Cast) -> None:
    row = alike.gathered(cast)
    for read in (concern.kept_by, concern.seen_by):
        with pytest.raises(Missing), unit_of_work():
            read(row.id, cast.actor("liaison-s02"))
    with pytest.raises(Missing), unit_of_work():
        gathering.gather([members.of(row)[0].number], locale="zh_Hans", by=cast.actor("liaison-s02"))


@pytest.mark.parametrize("text", ["请拨打12000000017联系。", "测某甲先生提出。", "车牌京A12345挡路。", "写信到 a@b.example。"])
def test_x05_no_text_of_a_concern_points_to_somebody(cast: Cast, text: str) -> None:
    with pytest.raises(Refused, match="concern_points"):
        alike.worded(cast, alike.gathered(cast), text=text)


def test_x05_the_visitors_words_are_not_said_in_it_unless_they_are_published(cast: Cast) -> None:
    cases = alike.told(cast)
    row = alike.gathered(cast, cases)
    with pytest.raises(Refused, match="concern_borrowed"):
        alike.worded(cast, row, text="居民说“东門外的路燈一個月都不亮，晚上”，请研究。")  # in other characters too
    closed = cast.closed(words="西门外的路灯一个月都不亮，晚上出门看不见路。")
    with unit_of_work():
        cast.put_up(closed)
    with unit_of_work():
        gathering.add(concern.kept_by(row.id, cast.actor("liaison")), closed.number, by=cast.actor("liaison"))
    alike.worded(cast, row, text="居民说“西门外的路灯一个月都不亮”，请研究。")


def test_x05_no_matter_is_added_whose_words_stand_in_the_text_already(cast: Cast) -> None:
    row, same = alike.shown(cast), cast.register(words=f"我说：{alike.TEXT}").case
    with pytest.raises(Refused, match="concern_borrowed"), unit_of_work():
        gathering.add(concern.kept_by(row.id, cast.actor("liaison")), same.number, by=cast.actor("liaison"))
    assert len(members.of(row)) == 3


def test_r41_fewer_than_three_are_never_shown(cast: Cast) -> None:
    row = alike.worded(cast, alike.gathered(cast, alike.told(cast, 2)))
    with pytest.raises(Refused, match="concern_few"), unit_of_work():
        gathering.show(concern.kept_by(row.id, cast.actor("liaison")), by=cast.actor("liaison"))
    full = alike.shown(cast, alike.told(cast, 3))
    with pytest.raises(Refused, match="concern_few"), unit_of_work():
        gathering.remove(concern.kept_by(full.id, cast.actor("liaison")), members.of(full)[0].number, by=cast.actor("liaison"))


def test_nothing_unworded_goes_up_and_nothing_twice(cast: Cast) -> None:
    row = alike.gathered(cast)
    with pytest.raises(Refused, match="concern_unworded"), unit_of_work():
        gathering.show(concern.kept_by(row.id, cast.actor("liaison")), by=cast.actor("liaison"))
    public = alike.shown(cast)
    with pytest.raises(Moved), unit_of_work():
        gathering.show(concern.kept_by(public.id, cast.actor("liaison")), by=cast.actor("liaison"))


def test_who_did_what_is_kept(cast: Cast) -> None:
    row = alike.shown(cast)
    steps = list(db.session.scalars(select(Step).where(Step.concern_id == row.id).order_by(Step.id)))
    assert [step.deed for step in steps] == [Deed.GATHERED, Deed.ADDED, Deed.ADDED, Deed.ADDED, Deed.WORDED, Deed.SHOWN]
    assert {step.person_id for step in steps} == {cast.person("liaison").id, cast.person("director").id}


def test_me_too_counts_once_for_a_visit_and_keeps_nobody(cast: Cast) -> None:
    row, other = alike.shown(cast), alike.shown(cast)
    assert [alike.join(row), alike.join(row), alike.join(row, "v"), alike.join(other)] == [True, False, True, True]
    assert shown.one(row.id).joined == 2 and shown.one(row.id).neighbours == 5
    kept = list(db.session.scalars(select(Joined)))
    assert {column.name for column in Joined.__table__.columns} == {"concern_id", "mark", "came_from", "day"}
    assert len({one.mark for one in kept}) == 3  # the same word leaves another mark at another concern


def test_me_too_is_throttled_by_address_and_what_is_refused_is_not_counted(cast: Cast) -> None:
    row = alike.shown(cast)
    for number in range(joining.MOST):
        assert alike.join(row, str(number))
    with pytest.raises(TooMany):
        alike.join(row, "more")
    assert alike.join(row, "0") is False and alike.join(row, "elsewhere", source="address:y")
    assert shown.one(row.id).joined == joining.MOST + 1


def test_nobody_joins_what_is_no_longer_open_or_not_on_the_board(cast: Cast) -> None:
    draft, row = alike.gathered(cast), alike.shown(cast)
    with pytest.raises(Missing):
        alike.join(draft)
    with unit_of_work():
        gathering.end(concern.kept_by(row.id, cast.actor("liaison")), by=cast.actor("liaison"))
    with pytest.raises(Moved):
        alike.join(row)
    with unit_of_work():
        gathering.hide(concern.kept_by(row.id, cast.actor("liaison")), by=cast.actor("liaison"))
    for read in (lambda: alike.join(row), lambda: shown.one(row.id)):
        with pytest.raises(Missing):
            read()


def test_of_its_matters_the_board_shows_only_what_stands_there_by_itself(cast: Cast) -> None:
    published, moving, private = cast.closed(words=alike.TOLD[0]), cast.shown(words=alike.TOLD[1]), cast.register(words=alike.TOLD[2]).case
    with unit_of_work():
        cast.put_up(published)
    row = alike.shown(cast, [published, moving, private])
    assert [one.number for one in shown.results(row)] == [published.number]
    assert [one.number for one in shown.moving(row)] == [moving.number]
    assert shown.one(row.id).matters == 3 and shown.stations(row, shown.results(row), shown.moving(row)) == [("S01", "榆荫街道站")]


def test_more_that_may_belong_to_it_are_found_in_the_station(cast: Cast) -> None:
    row = alike.worded(cast, alike.gathered(cast))
    more, far = cast.register(words="东门路灯又灭了，晚上黑。").case, cast.register(words="想办一个老人书法班。").case
    found = suggested.more_for(db.session.get_one(Concern, row.id), cast.actor("liaison"))
    assert more in found and far not in found


def test_an_actor_without_a_role_sees_no_groups(cast: Cast) -> None:
    alike.told(cast)
    assert suggested.groups(actor.public(clock.now()), clock.now()) == []
    assert Standing.PUBLIC in concern.ON_BOARD
