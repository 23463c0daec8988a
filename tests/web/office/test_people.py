"""Staff, stations, units: the administrator's pages, unknown to all others; hand-over before closing (YT-18, R51)."""

import pytest
from sqlalchemy import select

from portal.foundation.database import db
from portal.foundation.words import speaker
from portal.network import station, unit
from portal.network.person import Person
from portal.network.station import Station
from tests.cast import PASSWORD
from tests.judge import Seen
from tests.web.office.following import OWN, follow, link_on
from tests.web.office.stage import Stage

SAY = speaker("zh_Hans")
NEW = {"name": "测某丙", "login": "Bing", "role": "liaison", "station": "S01 榆荫街道站", "unit": "", "kind": ""}
FACTS = {
    "name": "新站",
    "parent": "",
    "area": "",
    "address": "新街 1 号",
    "how_to_find": "",
    "hours": "每天",
    "phone": "12000000002",
    "first_responsible_phone": "",
}


def add(stage: Stage, status: int = 200, **more: str) -> Seen:
    return stage.browser("admin").post_form("/office/people/new", NEW | more, status)


@pytest.mark.parametrize(
    "path",
    [
        "/office/people",
        "/office/people/new",
        "/office/people/1",
        "/office/stations",
        "/office/stations/new",
        "/office/stations/S01",
        "/office/units",
    ],
)
def test_r31_the_administrators_pages_are_unknown_to_all_others(stage: Stage, path: str) -> None:
    stage.browser("admin").get_page(path)
    for login in ("director", "liaison", "office", "officer", "steering"):
        stage.browser(login).get_page(path, 404)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"login": "liaison"}, "login"),
        ({"login": " LIAISON "}, "login"),
        ({"name": " "}, "name"),
        ({"station": ""}, "station"),
        ({"station": "S77"}, "station"),
        ({"role": "unit_officer", "unit": "没有的"}, "unit"),
        ({"role": "representative"}, "kind"),
        ({"role": "visitor"}, "role"),
        ({"role": ""}, "role"),
    ],
)
def test_what_is_wrong_with_a_new_person_is_said_beside_it(stage: Stage, more: dict[str, str], field: str) -> None:
    seen = add(stage, 422, **more)
    assert [one for one in seen.document().iter("p") if one.get("id") == f"{field}-error"]
    with stage.app.app_context():
        assert db.session.scalar(select(Person.id).where(Person.login == "bing")) is None


@pytest.mark.parametrize("agreed", [True, False])
def test_a_representative_is_named_to_the_public_by_kind_if_they_agreed(stage: Stage, agreed: bool) -> None:
    """ZG-22: what somebody did not agree to is not shown."""
    add(stage, role="representative", kind="党代表", **({"agreed": "y"} if agreed else {}))
    with stage.app.app_context():
        found = db.session.scalars(select(Person).where(Person.login == "bing")).one()
        assert found.representative is not None and found.representative.kind == "党代表" and found.representative.public is agreed


def test_roles_are_given_and_ended(stage: Stage) -> None:
    who, admin = f"/office/people/{stage.id_of('clerk')}", stage.browser("admin")
    given = {"role": "unit_officer", "station": "", "unit": "区水务公司", "kind": ""}
    admin.post_form(who + "/roles", given)
    assert SAY("refusal.role_held") in admin.post_form(who + "/roles", given, 422).words()
    ends = [
        form.get("action") for form in admin.get_page(who).document().iter("form") if (form.get("action") or "").endswith("/end")
    ]
    assert len(ends) == 2
    admin.post_form(str(ends[0]))
    stage.browser("clerk").get_page("/office/register", 403)
    admin.post_form(who + "/roles/99999/end", status=404)


def test_the_last_administrator_stays(stage: Stage) -> None:
    who, admin = f"/office/people/{stage.id_of('admin')}", stage.browser("admin")
    end = next(
        form.get("action") for form in admin.get_page(who).document().iter("form") if (form.get("action") or "").endswith("/end")
    )
    assert SAY("refusal.last_administrator") in admin.post_form(str(end), status=422).words()
    assert SAY("refusal.close_oneself") in admin.post_form(who + "/closing", status=422).words()


def test_yt18_nobody_is_closed_while_matters_are_in_their_hands(stage: Stage) -> None:
    stage.case("register")
    for login in ("liaison", "rep"):  # the owner and the representative
        seen = stage.browser("admin").post_form(f"/office/people/{stage.id_of(login)}/closing", status=422)
        assert SAY("refusal.owns_cases", n=1) in seen.words()
    stage.browser("liaison").get_page("/office/")


@pytest.mark.parametrize(("login", "noun"), [("liaison", "owner"), ("rep", "agent")])
def test_yt18_no_role_ends_while_matters_lie_with_somebody_by_it(stage: Stage, login: str, noun: str) -> None:
    """The same words as for closing the account; a role that nothing lies with ends at once, and so does this one afterwards."""
    number, admin, who = stage.case("register"), stage.browser("admin"), f"/office/people/{stage.id_of(login)}"
    admin.post_form(who + "/roles", {"role": "volunteer", "station": "S01", "unit": "", "kind": ""})
    ends = [str(form.get("action")) for form in admin.get_page(who).document().iter("form") if (form.get("action") or "").endswith("/end")]
    assert SAY("refusal.owns_cases", n=1) in admin.post_form(ends[0], status=422).words()
    stage.browser(login).get_page(f"/office/cases/{number}")
    admin.post_form(ends[1])
    stage.send("director", number, "hand-over", {"owner": "", "agent": "", "reason": "换届。",
               noun: stage.id_of("director" if noun == "owner" else "rep-2")})
    admin.post_form(ends[0])
    stage.browser(login).get_page(f"/office/cases/{number}", 404)


def test_a_new_password_ends_sessions_at_once_and_a_closed_account_can_be_opened_again(stage: Stage) -> None:
    who, admin, clerk = f"/office/people/{stage.id_of('clerk')}", stage.browser("admin"), stage.browser("clerk")
    link = link_on(admin.post_form(who + "/password", status=200))
    clerk.get_page("/office/", 303)
    clerk.post_form("/office/sign-in", {"login": "clerk", "password": PASSWORD}, 422)
    follow(stage, link)
    clerk.post_form("/office/sign-in", {"login": "clerk", "password": OWN})
    admin.post_form(who + "/closing")
    clerk.get_page("/office/", 303)
    admin.post_form(who + "/opening")
    clerk.post_form("/office/sign-in", {"login": "clerk", "password": OWN}, 422)


def test_nobody_of_that_number_is_missing(stage: Stage) -> None:
    stage.browser("admin").get_page("/office/people/99999", 404)
    stage.browser("admin").post_form("/office/people/99999/closing", status=404)


def test_a_station_is_opened_described_and_closed(stage: Stage) -> None:
    admin = stage.browser("admin")
    admin.post_form("/office/stations/new", FACTS | {"code": "s07", "level": "village", "parent": "S01"})
    admin.post_form("/office/stations/S07", FACTS | {"name": "改了名的站", "step_free": "y", "parent": "S02 河湾社区站"})
    with stage.app.app_context():
        kept = station.by_code("S07")
        assert kept is not None and (kept.name, kept.step_free, kept.parent and kept.parent.code) == ("改了名的站", True, "S02")
    admin.post_form("/office/stations/S07", FACTS | {"closed": "y"})
    with stage.app.app_context():
        assert "S07" not in [place.code for place in station.all_open()]
    assert "改了名的站" not in admin.get_page("/office/stations").words()


@pytest.mark.parametrize(
    ("path", "change", "field"),
    [
        ("new", {"code": "S01"}, "code"),
        ("new", {"code": "站1"}, "code"),
        ("new", {"code": "1S"}, "code"),
        ("new", {"code": "S07", "name": " "}, "name"),
        ("new", {"code": "S07", "parent": "S77"}, "parent"),
        ("S01", {"parent": "S01"}, "parent"),
        ("S01", {"parent": "S02"}, "parent"),
    ],
)
def test_a_station_that_cannot_be_is_refused_in_words(stage: Stage, path: str, change: dict[str, str], field: str) -> None:
    seen = stage.browser("admin").post_form(f"/office/stations/{path}", FACTS | {"level": "town", "code": "S07"} | change, 422)
    assert [one for one in seen.document().iter("p") if one.get("id") == f"{field}-error"]
    with stage.app.app_context():
        assert len(list(db.session.scalars(select(Station)))) == 3


def test_units_are_added_stopped_and_started(stage: Stage) -> None:
    admin = stage.browser("admin")
    admin.post_form("/office/units", {"name": "街道综治办", "kind": "unit", "phone": ""})
    assert (
        SAY("refusal.name_taken")
        in admin.post_form("/office/units", {"name": "街道综治办", "kind": "unit", "phone": ""}, 422).words()
    )
    with stage.app.app_context():
        added = unit.by_name("街道综治办")
        assert added is not None
        number = added.id
    for active, names in (("0", False), ("1", True)):
        admin.post_form(f"/office/units/{number}/activity", {"active": active})
        with stage.app.app_context():
            assert ("街道综治办" in [one.name for one in unit.all_active()]) is names
    admin.post_form("/office/units/99999/activity", {"active": "0"}, 404)


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_these_pages_in_three_languages(stage: Stage, locale: str) -> None:
    say, admin = speaker(locale), stage.browser("admin")
    for path, key in (
        ("people", "office.people.title"),
        ("people/2", "office.people.account"),
        ("stations", "office.station.title"),
        ("stations/S01", "office.station.hours"),
        ("units", "office.station.units"),
        ("account", "office.sign_in.account"),
    ):
        assert say(key) in admin.get_page(f"/office/{path}?lang={locale}").words(), path
