"""The permission to pass the contact on: a named visitor gives it, the unit the matter lies with may look, and every look is known (practice.md §6.1)."""

import pytest

from portal.cases import acceptance, care, intake, referral, visitor
from portal.cases import timeline as story
from portal.cases.case import Case
from portal.cases.intake import Consent
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

YES = Consent(share_contact=True)
PHONE = "12000000017"


def reach(cast: Cast, case: Case, login: str = "officer", reason: str = "约时间上门。") -> visitor.Visitor:
    with unit_of_work():
        return visitor.reach(case, reason=reason, by=cast.actor(login))


def test_practice_6_1_the_unit_looks_with_a_reason_and_the_visitor_is_told(cast: Cast) -> None:
    case = cast.handling(consent=YES)
    assert reach(cast, case).phone == PHONE
    (row,) = visitor.reveals_of(case)
    assert (row.reason, row.person_id) == ("约时间上门。", cast.person("officer").id)
    told = story.story(case, for_visitor=True)[-1]
    assert (told.act, told.role) == ("contact.reveal", "unit_officer")
    with pytest.raises(Refused, match="reason_needed"):
        reach(cast, case, reason=" ")


@pytest.mark.parametrize("more", [
    {"consent": Consent()}, {"consent": YES, "identity": Identity(IdentityMode.CONFIDENTIAL, "测某甲", PHONE)},
    {"consent": YES, "identity": Identity(IdentityMode.ANONYMOUS)}])
def test_practice_6_2_without_the_word_of_a_named_visitor_nothing_is_shown(cast: Cast, more: dict[str, object]) -> None:
    case = cast.handling(**more)
    with pytest.raises(Refused, match="contact_kept"):
        reach(cast, case)
    db.session.rollback()
    assert visitor.reveals_of(case) == []


def test_practice_6_1_taken_back_it_ends_at_once_and_it_goes_with_the_matter(cast: Cast) -> None:
    """Withdrawing is as easy as agreeing; a unit that has it no longer has no way in either."""
    case = cast.handling(consent=YES)
    with unit_of_work():
        referral.ask_return(case, reason="不归我们办。", proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_return(case, to=cast.unit("区水务公司"), decision="由水务公司办。", by=cast.actor("director"))
    with pytest.raises(NotAllowed):
        reach(cast, case)
    db.session.rollback()
    assert reach(cast, case, "officer-2").phone == PHONE
    with unit_of_work():
        care.change_consent(case, intake.Consent(), by=cast.visitor(case))
    with pytest.raises(Refused, match="contact_kept"):
        reach(cast, case, "officer-2")


def test_practice_6_1_when_the_matter_is_over_there_is_no_way_in(cast: Cast) -> None:
    """From then on the visitor could not take it back."""
    case = cast.closed(consent=YES)
    assert referral.of_case(case)[-1].unit == cast.unit() and not visitor.may_reach(case)
    with pytest.raises((Refused, NotAllowed)):
        reach(cast, case)
    db.session.rollback()
    assert visitor.reveals_of(case) == []


@pytest.mark.parametrize("login", ["liaison", "rep", "director", "clerk", "member", "steering", "office"])
def test_r30_it_is_the_units_way_alone(cast: Cast, login: str) -> None:
    """The station looks at an identity by its own act, which nobody's permission opens or closes."""
    case = cast.handling(consent=YES)
    with pytest.raises(NotAllowed):
        reach(cast, case, login)


def test_hb44_who_reports_on_officials_is_never_reached_by_a_unit(cast: Cast) -> None:
    """Whatever was agreed for another matter of theirs."""
    report = cast.register(consent=YES).case
    with unit_of_work():
        acceptance.accept(report, acceptance.Sorting(4, "O1", target_unit_id=cast.unit().id), decided_by_id=cast.person("rep").id,
                          by=cast.actor("liaison"))
        referral.refer(report, to=cast.unit("街道纪检部门"), clock_name="reply_ordinary", opinion="请核查。", opinion_by_id=cast.person("rep").id,
                       by=cast.actor("liaison"))
    assert report.share_contact and not visitor.may_reach(report)


@pytest.mark.parametrize("more", [{"identity": Identity(IdentityMode.CONFIDENTIAL, "测某甲", "12000000017")}, {"identity": Identity()}, {"kind": 4}])
def test_practice_6_1_a_permission_that_means_nothing_is_not_kept(cast: Cast, more: dict[str, object]) -> None:
    """Whoever is confidential or anonymous, or reports on officials, gave no unit anything, however the form came to hold it: it is not
    there to be read, nor to wake when somebody corrects who they are."""
    case = cast.register(consent=Consent(publish_result=True, share_contact=True), **more).case
    assert (case.publish_result, case.share_contact, visitor.may_share(case)) == (True, False, False)
