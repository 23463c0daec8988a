"""The area a visitor comes from stands beside that of their representative: shown, never enforced, never an address, and gone with them (SG-03)."""

import pytest
from sqlalchemy import select

from portal.cases import erasure
from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY, newest, number_of, send

BESIDE = SAY("office.case.home_beside", place="榆荫街道站")


def test_sg03_it_is_told_at_the_desk_and_stands_beside_the_representatives_area(stage: Stage) -> None:
    number = number_of(send(stage, home="S02 河湾社区站", agent=stage.id_of("rep")))
    assert newest(stage, lambda case: (case.home.code, case.station.code, case.agent.login)) == ("S02", "S01", "rep"), "from elsewhere and yet received"
    for login in ("liaison", "rep", "director"):
        seen = stage.file(login, number).words()
        assert SAY("office.case.home") in seen and "河湾社区站" in seen and BESIDE in seen, login
    assert SAY("office.plot.home", place="河湾社区站") in stage.browser("rep").get_page("/office/").words()


def test_left_empty_nothing_is_said_of_it(stage: Stage) -> None:
    number = number_of(send(stage))
    assert newest(stage, lambda case: case.home_id) is None
    assert SAY("office.case.home") not in stage.file("liaison", number).words()


def test_an_address_is_no_area_and_what_was_typed_stays(stage: Stage) -> None:
    seen = send(stage, 422, home="菜场路9号")
    assert SAY("office.register.home_unknown") in seen.words() and seen.value("home") == "菜场路9号"


def test_a_unit_does_not_read_it(stage: Stage) -> None:
    number = stage.case("handling")
    with stage.app.app_context(), unit_of_work():
        case = db.session.scalars(select(Case).where(Case.number == number)).one()
        case.home_id = Cast().station("S02").id
    assert SAY("office.case.home") not in stage.file("officer", number).words()
    assert "河湾社区站" in stage.file("liaison", number).words()


@pytest.mark.parametrize("kept", [True, False])
def test_it_goes_with_who_they_are(cast: Cast, kept: bool) -> None:
    case = cast.register(home_id=cast.station("S02").id).case
    assert case.home_id is not None
    if not kept:
        with unit_of_work():
            erasure.erase(case, checked=True, by=cast.actor("liaison"))
    db.session.rollback()
    assert (case.home_id is not None) is kept
