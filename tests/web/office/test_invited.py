"""Links that lead staff to a password of their own: once, for three days, known by their hash only (R51)."""

from datetime import timedelta

from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.database import db
from portal.network.admission import Admission
from tests.cast import NOW
from tests.judge import client_of
from tests.web.office.following import OWN, link_on
from tests.web.office.stage import Stage

NEW = {"name": "测某丙", "login": "Bing", "role": "liaison", "station": "S01 榆荫街道站", "unit": "", "kind": ""}


def test_r51_a_new_person_sets_their_own_password_by_a_link_that_opens_once(stage: Stage) -> None:
    link = link_on(stage.browser("admin").post_form("/office/people/new", NEW, 200))
    with stage.app.app_context():
        kept = db.session.scalars(select(Admission)).one()
        assert len(link.rpartition("/")[2]) == 32 and link.rpartition("/")[2] not in repr(vars(kept)) and kept.person.password_hash == ""
    newcomer = client_of(stage.app)
    newcomer.get_page(link)
    newcomer.post_form(link, {"new_password": "short", "once_more": "short"}, 422)
    newcomer.post_form(link, {"new_password": OWN, "once_more": OWN + "x"}, 422)
    newcomer.post_form(link, {"new_password": OWN, "once_more": OWN})
    newcomer.get_page(link, 404)
    newcomer.post_form(link, {"new_password": OWN, "once_more": OWN}, 404)
    newcomer.post_form("/office/sign-in", {"login": "bing", "password": OWN})
    assert "测某丙" in newcomer.get_page("/office/").words()
    newcomer.get_page("/office/register")


def test_r51_a_link_is_over_after_three_days_by_a_newer_one_and_with_the_account(stage: Stage) -> None:
    who, admin = f"/office/people/{stage.id_of('clerk')}", stage.browser("admin")
    first, second = (link_on(admin.post_form(who + "/password", status=200)) for _ in range(2))
    visitor = client_of(stage.app)
    visitor.get_page(first, 404)
    visitor.get_page(second)
    admin.post_form(who + "/closing")
    visitor.get_page(second, 404)
    admin.post_form(who + "/opening")
    third = link_on(admin.post_form(who + "/password", status=200))
    clock.freeze(NOW + timedelta(days=3))
    visitor.get_page(third, 404)
    visitor.post_form(third, {"new_password": OWN, "once_more": OWN}, 404)
