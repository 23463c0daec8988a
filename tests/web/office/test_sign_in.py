"""The office door: one answer for everybody unknown, waits that hold everywhere, stolen cookies that die (R51–R54)."""

from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask

from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import staff
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import build
from tests.judge import Judge, Seen, client_of
from tests.web.office.stage import Stage

NEW = "another long enough password"


def knock(browser: Judge, login: str, password: str, status: int = 303) -> Seen:
    return browser.post_form("/office/sign-in", {"login": login, "password": password}, status)


def cookie_of(seen: Seen) -> SimpleCookie:
    return SimpleCookie(
        next(line for line in seen.response.headers.getlist("Set-Cookie") if line.startswith(("office=", "__Host-office=")))
    )


def thief(app: Flask, token: str) -> Judge:
    """A browser that holds a copied cookie."""
    browser = client_of(app)
    browser.set_cookie("office", token)
    return browser


def is_inside(browser: Judge) -> bool:
    return browser.get("/office/").status_code == 200


def test_r52_the_cookie_is_not_for_scripts_nor_for_other_sites(browse: Judge) -> None:
    seen = knock(browse, "liaison", PASSWORD)
    cookie = cookie_of(seen)["office"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["expires"]) == (True, "Lax", "/", "")
    assert seen.location == "/office/" and is_inside(browse)


def test_r52_by_tls_the_cookie_belongs_to_this_host_alone(tmp_path: Path, template: Path) -> None:
    (tmp_path / "portal.db").write_bytes(template.read_bytes())
    app = build(tmp_path, PORTAL_PUBLIC_URL="https://huiyin.example.org", PORTAL_TRUSTED_HOSTS="localhost")
    browser = client_of(app)
    form = browser.get_page("/office/sign-in", base_url="https://localhost")
    seen = Seen(
        browser.post(
            "/office/sign-in",
            base_url="https://localhost",
            data={"csrf_token": form.value("csrf_token"), "login": "liaison", "password": PASSWORD},
        )
    )
    assert cookie_of(seen)["__Host-office"]["secure"] is True
    app.extensions["press"].close()


def test_r53_unknown_people_and_wrong_passwords_get_the_same_answer(browse: Judge) -> None:
    unknown, wrong = knock(browse, "nobody", "x" * 12, 422).words(), knock(browse, "liaison", "x" * 12, 422).words()
    assert unknown == wrong and not is_inside(browse)


def test_r53_a_closed_account_gets_the_same_answer_too(stage: Stage, browse: Judge) -> None:
    wrong = knock(browse, "clerk", "x" * 12, 422).words()
    with stage.app.app_context(), unit_of_work():
        staff.close(Cast().person("clerk"), by=Cast().actor("admin"))
    assert knock(browse, "clerk", PASSWORD, 422).words() == wrong


def test_the_password_is_never_sent_back(browse: Judge) -> None:
    seen = knock(browse, "liaison", "a-wrong-password", 422)
    assert "a-wrong-password" not in seen.text and seen.value("login") == "liaison"


def test_r53_waits_hold_across_two_instances_and_end(empty_app: Flask) -> None:
    first = client_of(empty_app)
    for _ in range(5):
        knock(first, "liaison", "x" * 12, 422)
    other = build(Path(empty_app.config["INSTANCE"]), PORTAL_DATABASE_URL=empty_app.config["SETTINGS"].database_url)
    try:
        knock(client_of(other), "liaison", PASSWORD, 429)
        knock(client_of(other), "clerk", PASSWORD)
        clock.freeze(NOW + timedelta(hours=1, minutes=1))
        knock(client_of(other), "liaison", PASSWORD)
    finally:
        other.extensions["press"].close()
        with other.app_context():
            db.engine.dispose()


@pytest.mark.parametrize(
    ("wanted", "led"),
    [("/office/cases?state=registered", "/office/cases?state=registered"), ("/office/account", "/office/account")],
)
def test_the_way_one_came_for_is_kept(browse: Judge, wanted: str, led: str) -> None:
    assert browse.get(wanted).headers["Location"] == "/office/sign-in"
    assert knock(browse, "liaison", PASSWORD).location == led


@pytest.mark.parametrize(
    "evil", ["//evil.example.org/office/", "https://evil.example.org/", "/office//evil", "/\\evil", "/track", 7]
)
def test_only_paths_of_the_office_lead_on(browse: Judge, evil: object) -> None:
    browse.get("/office/sign-in")
    with browse.session_transaction() as kept:
        kept["back"] = evil
    assert knock(browse, "liaison", PASSWORD).location == "/office/"


def test_r51_a_new_session_each_time_and_the_old_one_dies(empty_app: Flask, browse: Judge) -> None:
    first = cookie_of(knock(browse, "liaison", PASSWORD))["office"].value
    browse.delete_cookie("huiyin")
    form = client_of(empty_app)
    form.get("/office/sign-in")
    form.set_cookie("office", first)
    token = form.token("/track")
    second = cookie_of(Seen(form.post("/office/sign-in", data={"csrf_token": token, "login": "liaison", "password": PASSWORD})))[
        "office"
    ].value
    assert first != second and not is_inside(thief(empty_app, first)) and is_inside(thief(empty_app, second))


def test_r51_a_stolen_cookie_is_dead_after_sign_out(empty_app: Flask, browse: Judge) -> None:
    token = cookie_of(knock(browse, "liaison", PASSWORD))["office"].value
    assert is_inside(thief(empty_app, token))
    browse.post_form("/office/sign-out")
    assert not is_inside(thief(empty_app, token)) and not is_inside(browse)


def test_r51_a_stolen_cookie_is_dead_after_a_new_password_and_this_browser_stays(empty_app: Flask, browse: Judge) -> None:
    token = cookie_of(knock(browse, "liaison", PASSWORD))["office"].value
    browse.post_form("/office/account/password", {"password": PASSWORD, "new_password": NEW, "once_more": NEW})
    assert not is_inside(thief(empty_app, token)) and is_inside(browse)
    knock(client_of(empty_app), "liaison", PASSWORD, 422)
    knock(client_of(empty_app), "liaison", NEW)


def test_r51_a_stolen_cookie_is_dead_when_the_account_is_closed(stage: Stage, browse: Judge) -> None:
    token = cookie_of(knock(browse, "clerk", PASSWORD))["office"].value
    stage.browser("admin").post_form(f"/office/people/{stage.id_of('clerk')}/closing")
    assert not is_inside(thief(stage.app, token))


def test_sign_out_everywhere_ends_every_browser(empty_app: Flask, browse: Judge) -> None:
    other = client_of(empty_app).sign_in("liaison")
    browse.sign_in("liaison").post_form("/office/account/sessions/end")
    assert not is_inside(other) and not is_inside(browse)


def test_one_sees_and_ends_ones_own_sessions_only(empty_app: Flask, browse: Judge) -> None:
    client_of(empty_app).sign_in("clerk")
    other = client_of(empty_app)
    other.post_form(
        "/office/sign-in",
        {"login": "liaison", "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"},
    )
    page = browse.sign_in("liaison").get_page("/office/account")
    ends = [form.get("action") for form in page.document().iter("form") if (form.get("action") or "").endswith("/end")]
    assert "Firefox · Linux" in page.words() and len(ends) == 2  # the other browser, and everywhere
    browse.post_form(next(end for end in ends if end and "sessions/end" not in end))
    assert not is_inside(other) and is_inside(browse)
    browse.post_form("/office/account/sessions/1/end", status=404)


@pytest.mark.parametrize(
    ("now", "new", "more", "status"),
    [("wrong password", NEW, NEW, 422), (PASSWORD, "short", "short", 422), (PASSWORD, NEW, NEW + "!", 422)],
)
def test_a_new_password_needs_the_old_one_enough_length_and_no_slip(
    browse: Judge, now: str, new: str, more: str, status: int
) -> None:
    browse.sign_in("liaison").post_form(
        "/office/account/password", {"password": now, "new_password": new, "once_more": more}, status
    )
    assert is_inside(browse)


def test_r51_half_an_hour_of_rest_and_twelve_hours_of_work(browse: Judge) -> None:
    browse.sign_in("liaison")
    for minutes in range(0, 12 * 60 + 1, 29):
        clock.freeze(NOW + timedelta(minutes=minutes))
        assert is_inside(browse), minutes
    clock.freeze(NOW + timedelta(hours=12, minutes=1))
    assert not is_inside(browse)
    browse.sign_in("liaison")
    clock.freeze(NOW + timedelta(hours=12, minutes=32))
    assert not is_inside(browse)


def test_htmx_is_told_to_sign_in(browse: Judge) -> None:
    answer = browse.get("/office/cases", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/office/sign-in")


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_door_speaks_three_languages_and_keeps_the_chosen_one(browse: Judge, locale: str) -> None:
    browse.get(f"/office/sign-in?lang={locale}")
    browse.sign_in("liaison")
    assert browse.get_page("/office/account").document().get("lang") == locale.replace("_", "-")
