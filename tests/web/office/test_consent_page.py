"""What may be published and who may know how to be reached, changed at the desk (practice.md §6.1, §6.2)."""

import pytest
from sqlalchemy import select

from portal.cases import intake
from portal.cases.case import Case
from portal.cases.visitor import IdentityMode, Visitor
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.web.office.stage import Stage


@pytest.mark.parametrize(("mode", "offered"), [("named", True), ("confidential", False), ("anonymous", False)])
def test_practice_6_1_the_contact_is_asked_about_for_a_named_visitor_alone(stage: Stage, mode: str, offered: bool) -> None:
    """A yes of before reads as allowed only where it is; it may be taken back, and no change of the others loses it."""
    number = stage.case("handling", consent=intake.Consent())
    as_told(stage, mode, False)
    assert ('name="share_contact"' in stage.open("liaison", number, "consent").text) is offered
    stage.send("liaison", number, "consent", {"publish_result": "y"})
    as_told(stage, mode, True)
    assert ("联系方式可以告诉" in stage.file("liaison", number).words()) is offered
    stage.send("liaison", number, "consent", {"share_contact": "y"})
    assert stage.ask(number, lambda case: (case.publish_result, case.share_contact)) == (False, True)


def as_told(stage: Stage, mode: str, shares: bool) -> None:
    """The one case there is, of a visitor who chose this."""
    with stage.app.app_context(), unit_of_work():
        db.session.scalars(select(Visitor)).one().mode = IdentityMode(mode)
        db.session.scalars(select(Case)).one().share_contact = shares
