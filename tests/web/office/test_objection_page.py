"""An objection on the file of a matter: who rules on it, and that nobody may (HB-46)."""

from datetime import timedelta

from portal.cases import acceptance
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY


def test_hb_46_an_objection_that_nobody_may_decide_is_said_to_be_so(stage: Stage) -> None:
    """S01 has no station above: only the office decides there; where it is not seated, the page says so plainly."""
    number = stage.case("register")
    stage.do(number, lambda cast, case: _contested(cast, case))
    assert SAY("office.case.waits_ruling") in stage.file("liaison", number).words()
    with stage.app.app_context(), unit_of_work():
        for held in Cast().person("office").grants:
            held.until = clock.today() - timedelta(days=1)
    assert SAY("office.case.waits_ruling_nobody") in stage.file("liaison", number).words()


def _contested(cast: Cast, case: Case) -> None:
    with unit_of_work():
        acceptance.refuse(case, reason=acceptance.Exclusion.PETITION, body="区信访局", since="去年", explanation="请向信访局询问。",
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
        acceptance.contest(case, words="我没有去过信访局。", by=cast.visitor(case))
