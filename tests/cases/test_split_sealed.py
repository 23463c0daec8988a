"""A report about officials that is split off an open matter, and a matter split off a report (HB-44, X-04)."""

import pytest

from portal.cases import acceptance, closing, invariants, progress, referral, support, target, timeline, visit
from portal.cases.case import Case
from portal.cases.intake import Telling
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from tests.cases.test_visit import cut
from tests.cast import Cast

REPORT = Telling(words="经办人收了礼。", kind=4)


def test_hb44_an_open_case_that_held_a_report_is_sealed_with_it(cast: Cast) -> None:
    """X-04: the words stay whole under the first number, so neither the unit complained of nor the board ever gets them."""
    first = cast.accepted(words="路灯坏了。城市管理办的经办人收了礼。")
    second = cut(cast, first, second=REPORT).case
    assert first.sealed and second.sealed and timeline.story(first)[-1].facts["new"] == second.number
    with unit_of_work():
        acceptance.accept(second, acceptance.Sorting(4, "O1", points_to_nobody=True, target_unit_id=cast.unit("镇党委").id),
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    assert [unit.name for unit in target.units_for(first)] == ["街道纪检部门"]
    for name, why in (("街道城市管理办", "unit_not_sealed"), ("镇党委", "unit_complained_of")):
        with pytest.raises(Refused, match=why):
            referral.refer(first, to=cast.unit(name), clock_name="reply_simple", opinion="请按期办理。", opinion_by_id=cast.person("rep").id,
                           by=cast.actor("liaison"))
        db.session.rollback()
    assert not access.can(cast.actor("officer"), "case.see", first) and closing.hindrance(first) is closing.NotPublishedReason.SEALED
    assert visit.matters(first.visit_id, cast.actor("clerk")) == [] and invariants.broken() == []


@pytest.mark.parametrize("seen", ["handling", "shown"])
def test_hb44_what_a_unit_or_the_public_has_seen_is_not_sealed_any_more(cast: Cast, seen: str) -> None:
    first = getattr(cast, seen)()
    with pytest.raises(Refused, match="split_seen"):
        cut(cast, first, second=REPORT)
    db.session.rollback()
    assert not first.sealed and db.session.query(Case).count() == 1


def test_hb44_what_a_supporting_unit_has_read_is_not_sealed_any_more(cast: Cast) -> None:
    """Whoever led and whoever stood beside."""
    first = cast.handling(unit="镇党委")
    with unit_of_work():
        support.name(first, [cast.unit().id], by=cast.actor("liaison"))
    with pytest.raises(Refused, match="split_seen"):
        cut(cast, first, second=REPORT)
    db.session.rollback()
    assert not first.sealed and len(support.of_units(cast.actor("officer"))) == 1


@pytest.mark.parametrize("kind", [2, 4])
def test_hb44_no_report_is_taken_out_of_what_a_committee_holds(cast: Cast, kind: int) -> None:
    """X-04: it got the mixed matter, so its words with it; the report may turn out to be about the committee itself, which would read on."""
    first = cast.handling(unit="镇党委", kind=kind)
    with pytest.raises(Refused, match="split_seen"):
        cut(cast, first, second=REPORT)
    db.session.rollback()
    assert db.session.query(Case).count() == 1 and first.sealed is (kind == 4)


def test_hb44_what_held_a_report_goes_nowhere_before_it_is_said_whom_the_report_is_about(cast: Cast) -> None:
    """X-04: sent first, it would be read by the committee that the other one turns out to complain of."""
    first = cast.accepted(words="路灯坏了。党委的人收了礼。")
    second = cut(cast, first, second=REPORT).case

    def refer() -> None:
        with unit_of_work():
            referral.refer(first, to=cast.unit("镇党委"), clock_name="reply_simple", opinion="请按期办理。", opinion_by_id=cast.person("rep").id,
                           by=cast.actor("liaison"))
    for step in (lambda: None, lambda: acceptance.clarify(second, question="是谁收了礼？", by=cast.actor("liaison"))):
        with unit_of_work():
            step()
        with pytest.raises(Refused, match="report_beside"):
            refer()
        db.session.rollback()
    with unit_of_work():
        acceptance.inform(second, words="党委的人。", by=cast.visitor(second))
        acceptance.accept(second, acceptance.Sorting(4, "O1", points_to_nobody=True, target_unit_id=cast.unit("镇党委").id),
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    with pytest.raises(Refused, match="unit_complained_of"):
        refer()
    db.session.rollback()
    assert not access.can(cast.actor("secretary"), "case.see", first) and invariants.broken() == []


def test_x04_the_check_names_a_report_that_lies_with_whom_its_neighbour_is_about(cast: Cast) -> None:
    first = cast.accepted()
    second = cut(cast, first, second=REPORT).case
    with unit_of_work():
        acceptance.accept(second, acceptance.Sorting(4, "O1", points_to_nobody=True), decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
        referral.refer(first, to=cast.unit("镇党委"), clock_name="reply_simple", opinion="请按期办理。", opinion_by_id=cast.person("rep").id,
                       by=cast.actor("liaison"))
        second.target_unit_id = cast.unit("镇党委").id
    assert invariants.broken() == [f"{first.number}: referred to the unit that another report of its visit complains of"]


def test_hb44_progress_that_stood_on_the_board_while_nobody_else_read_it(cast: Cast) -> None:
    first = cast.accepted()
    with unit_of_work():
        progress.show(first, by=cast.actor("director"))
    with pytest.raises(Refused, match="split_seen"):
        cut(cast, first, second=REPORT)


def test_hb44_an_open_matter_out_of_a_report_names_it_nowhere(cast: Cast) -> None:
    report = cast.register(kind=4).case
    lamp = cut(cast, report).case
    assert not lamp.sealed and "from" not in timeline.story(lamp)[0].facts and "new" not in timeline.story(report)[-1].facts
    assert visit.matters(report.visit_id, cast.actor("clerk")) == [lamp]
