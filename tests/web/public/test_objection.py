"""An objection of the visitor: while it may be made, and where it lies (T8)."""

from datetime import timedelta

from sqlalchemy import select

from portal.cases import acceptance
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import NOW, Cast
from tests.judge import Judge
from tests.web.public.told import look

KEY = "0123456789abcdef" * 2


def test_t8_an_objection_lies_with_the_station_above(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    with unit_of_work():
        acceptance.refuse(told.case, reason=acceptance.Exclusion.JUDICIAL, body="区法院", since="2026年1月",
                          explanation="请向法院提出。", decided_by_id=cast.person("rep").id, by=cast.actor("liaison"),
                          where={"address": "东庆北路1号", "hours": "周一 8:30–12:00"})
    page = look(browse, told.case.number, told.code).words()
    for said in ("请向法院提出。", "区法院", "东庆北路1号", "周一 8:30–12:00"):  # HB-46: where to go with it
        assert said in page, said
    browse.post_form("/track/objection", {"words": "法院说不归他们。"})
    contest = db.session.scalars(select(acceptance.Contest)).one()
    assert contest.words == "法院说不归他们。"
    page = browse.get_page("/track/case")
    assert "您不同意，请上级站看" in page.words() and "/track/objection" not in page.text


def test_t8_an_objection_is_offered_while_it_may_be_made_and_no_longer(cast: Cast, browse: Judge) -> None:
    told = cast.register(key=KEY)
    with unit_of_work():
        acceptance.refuse(told.case, reason=acceptance.Exclusion.JUDICIAL, body="区法院", since="2026年1月",
                          explanation="请向法院提出。", decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))
    for days, offered in ((30, True), (31, False)):
        clock.freeze(NOW + timedelta(days=days))
        assert ("/track/objection" in look(browse, told.case.number, told.code).text) is offered
