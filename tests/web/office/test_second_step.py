"""The second step at the door and on one's own page: set up with a phone, asked for, lost, required (R54)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.foundation import clock, totp
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places, second_step
from tests.cast import NOW, PASSWORD, Cast
from tests.judge import Judge, Seen, client_of

HERE, HALF = "/office/account/second-step", timedelta(seconds=30)


def shown(app: Flask, login: str = "director") -> str:
    """What their phone shows now."""
    with app.app_context():
        row = second_step.of(Cast().person(login).id)
        secret = second_step.secret(row) if row is not None else None
        assert secret is not None
        return totp.code(secret, totp.step_at(clock.now()))


def set_up(app: Flask, browser: Judge, login: str = "director") -> list[str]:
    """By the page: password, code, and what it shows once."""
    browser.post_form(HERE, {"password": PASSWORD})
    seen = browser.post_form(f"{HERE}/confirm", {"otp": shown(app, login)}, 200)
    return ["".join(item.itertext()).strip() for item in seen.document().iter("li") if "-" in "".join(item.itertext())]


def knock(browser: Judge, login: str = "director", **more: str) -> Seen:
    return browser.post_form("/office/sign-in", {"login": login, "password": PASSWORD, **more}, 200 if more else 303)


def later(by: timedelta = HALF) -> None:
    clock.freeze(clock.now() + by)


def asked(app: Flask, days: int) -> None:
    with app.app_context(), unit_of_work():
        places.ask_second_step(clock.today() + timedelta(days=days), by=Cast().actor("admin"))


def is_inside(browser: Judge) -> bool:
    return browser.get("/office/").status_code == 200


@pytest.fixture
def inside(empty_app: Flask, browse: Judge) -> list[str]:
    """The director has set it up; the codes they wrote down. Their phone has gone on since."""
    codes = set_up(empty_app, browse.sign_in("director"))
    browse.post_form("/office/sign-out")
    later()
    return codes


def test_it_is_set_up_with_password_picture_and_a_first_code(empty_app: Flask, browse: Judge) -> None:
    browse.sign_in("director")
    assert browse.post_form(HERE, {"password": "not the password"}, 422).value("password") == ""
    assert "code-picture" not in browse.get_page(HERE).text
    browse.post_form(HERE, {"password": PASSWORD})
    page = browse.get_page(HERE)
    with empty_app.app_context():
        secret = second_step.secret(second_step.of(Cast().person("director").id))  # type: ignore[arg-type]
    assert secret is not None and totp.written(secret) in page.words() and "code-picture" in page.text
    browse.post_form(f"{HERE}/confirm", {"otp": "123456" if shown(empty_app) != "123456" else "654321"}, 422)
    seen = browse.post_form(f"{HERE}/confirm", {"otp": shown(empty_app)}, 200)
    assert seen.response.headers["Cache-Control"] == "no-store"
    again = browse.get_page(HERE)
    assert "10" in again.words() and totp.written(secret) not in again.words()
    assert browse.post_form(HERE, {"password": PASSWORD}).location == HERE  # it stands: a page that was left open changes nothing
    assert browse.post_form(f"{HERE}/confirm", {"otp": "123456"}).location == HERE and "10" in browse.get_page(HERE).words()


def test_a_form_of_another_state_leads_to_how_it_stands(browse: Judge) -> None:
    browse.sign_in("director")
    for what, typed in (("codes", {"second": "123456"}), ("end", {"second": ""}), ("confirm", {"otp": ""})):
        assert browse.post_form(f"{HERE}/{what}", typed).location == HERE


def test_a_password_alone_opens_nothing_any_more(empty_app: Flask, browse: Judge, inside: list[str]) -> None:
    assert knock(browse).location == "/office/sign-in/code" and not is_inside(browse)
    browse.get_page("/office/sign-in/code")
    assert browse.post_form("/office/sign-in/code", {"second": shown(empty_app)}).location == "/office/" and is_inside(browse)


def test_a_code_opens_one_door_once(empty_app: Flask, browse: Judge, inside: list[str]) -> None:
    code, other = shown(empty_app), client_of(empty_app)
    for browser in (browse, other):
        knock(browser)
    browse.post_form("/office/sign-in/code", {"second": code})
    refused = other.post_form("/office/sign-in/code", {"second": code}, 422)
    assert not is_inside(other) and code not in refused.text
    later()
    other.post_form("/office/sign-in/code", {"second": shown(empty_app)})
    assert is_inside(other)


def test_a_recovery_code_opens_it_once(empty_app: Flask, browse: Judge, inside: list[str]) -> None:
    assert len(inside) == 10
    knock(browse)
    browse.post_form("/office/sign-in/code", {"second": inside[3].upper()})
    assert is_inside(browse) and "9" in browse.get_page(HERE).words()
    browse.post_form("/office/sign-out")
    knock(browse)
    browse.post_form("/office/sign-in/code", {"second": inside[3]}, 422)


def test_five_minutes_a_new_password_and_a_closed_account_end_what_was_half_done(
        empty_app: Flask, browse: Judge, inside: list[str]) -> None:
    knock(browse)
    later(timedelta(minutes=5, seconds=1))
    assert browse.get("/office/sign-in/code").location == "/office/sign-in"
    browse.post_form("/office/sign-in/code", {"second": shown(empty_app)}, 422)
    knock(browse)
    with empty_app.app_context(), unit_of_work():
        Cast().person("director").password_hash = "another"
    browse.post_form("/office/sign-in/code", {"second": shown(empty_app)}, 422)
    assert not is_inside(browse)


def test_nobody_comes_in_by_the_code_alone(empty_app: Flask, browse: Judge, inside: list[str]) -> None:
    browse.post_form("/office/sign-in/code", {"second": shown(empty_app)}, 422)
    browse.post_form("/office/sign-in/code", {"second": inside[0]}, 422)
    assert not is_inside(browse)


def test_wrong_codes_wait_as_wrong_passwords_do(empty_app: Flask, browse: Judge, inside: list[str]) -> None:
    """From here; from elsewhere its owner comes in meanwhile."""
    knock(browse)
    for _ in range(5):
        browse.post_form("/office/sign-in/code", {"second": "not a code"}, 422)
    browse.post_form("/office/sign-in/code", {"second": shown(empty_app)}, 429)
    owner = client_of(empty_app)
    owner.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    knock(owner)
    owner.post_form("/office/sign-in/code", {"second": shown(empty_app)})
    assert is_inside(owner) and not is_inside(browse)


def test_the_way_one_came_for_and_what_was_typed_go_through_it(empty_app: Flask, browse: Judge, inside: list[str]) -> None:
    browse.get("/office/cases?state=registered")
    knock(browse)
    assert browse.post_form("/office/sign-in/code", {"second": shown(empty_app)}).location == "/office/cases?state=registered"
    browse.post_form("/office/sign-out")
    later()
    typed = {"kept_to": "/office/register", "kept.words": "路灯坏了"}
    asking = knock(browse, **typed)
    assert (asking.value("kept.words"), asking.value("kept_to")) == ("路灯坏了", "/office/register")
    wrong = browse.post_form("/office/sign-in/code", {"second": "wrong", **typed}, 422)
    assert wrong.value("kept.words") == "路灯坏了"
    through = browse.post_form("/office/sign-in/code", {"second": shown(empty_app), **typed}, 200)
    assert through.value("words") == "路灯坏了" and is_inside(browse)


def test_new_recovery_codes_and_the_end_ask_for_a_code(empty_app: Flask, browse: Judge, inside: list[str]) -> None:
    knock(browse)
    browse.post_form("/office/sign-in/code", {"second": inside[0]})
    for what in ("codes", "end"):
        browse.post_form(f"{HERE}/{what}", {"second": "wrong"}, 422)
    fresh = browse.post_form(f"{HERE}/codes", {"second": shown(empty_app)}, 200)
    assert inside[1] not in fresh.words()
    browse.post_form(f"{HERE}/end", {"second": inside[1]}, 422)
    later()
    browse.post_form(f"{HERE}/end", {"second": shown(empty_app)})
    browse.post_form("/office/sign-out")
    assert knock(browse).location == "/office/" and is_inside(browse)


def test_in_the_fortnight_the_day_says_so_and_everything_is_open_r54(empty_app: Flask, browse: Judge) -> None:
    asked(empty_app, 14)
    assert HERE in browse.sign_in("director").get_page("/office/").text
    clerk = client_of(empty_app).sign_in("clerk")
    assert HERE not in clerk.get_page("/office/").text
    set_up(empty_app, browse)
    assert HERE not in browse.get_page("/office/").text


def test_after_it_nothing_opens_before_it_is_set_up_also_on_another_phone_r54(empty_app: Flask, browse: Judge) -> None:
    asked(empty_app, 0)
    browse.sign_in("director")
    for path in ("/office/", "/office/cases", "/office/account", "/office/account/notices"):
        assert browse.get(path).location == HERE, path
    assert browse.get("/office/cases", headers={"HX-Request": "true"}).headers["HX-Redirect"] == HERE
    assert browse.post("/office/account/password", data={"csrf_token": browse.token("/office/")}).location == HERE
    set_up(empty_app, browse)
    assert is_inside(browse)
    later()
    browse.post_form(f"{HERE}/end", {"second": shown(empty_app)})
    assert not is_inside(browse)  # another phone is set up first
    set_up(empty_app, browse)
    assert is_inside(browse)
    assert is_inside(client_of(empty_app).sign_in("clerk"))


def test_what_was_typed_before_goes_first_where_it_has_still_to_be_set_up(empty_app: Flask, browse: Judge) -> None:
    """Nothing typed is lost: this once the session opens everything."""
    asked(empty_app, 0)
    seen = knock(browse, "director", **{"kept_to": "/office/register", "kept.words": "路灯坏了"})
    assert seen.value("words") == "路灯坏了" and is_inside(browse)


def test_the_administrator_asks_for_it_and_gives_a_fortnight(empty_app: Flask, browse: Judge) -> None:
    browse.sign_in("admin").post_form("/office/second-step", {"way": "asked"})
    with empty_app.app_context():
        assert second_step.due(Cast().actor("office")) == clock.day_of(NOW) + timedelta(days=14)
    assert "3月16日" in browse.get_page("/office/second-step").words()
    browse.post_form("/office/second-step", {"way": "free"})
    with empty_app.app_context():
        assert second_step.due(Cast().actor("office")) is None
    client_of(empty_app).sign_in("director").get_page("/office/second-step", 404)
