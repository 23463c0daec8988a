"""Before an identity is opened, a result goes up or comes down, an account changes or the log is taken away: the password once more (R54)."""

from datetime import timedelta

import pytest

from portal.cases import visitor
from portal.foundation import clock
from tests.cast import NOW, PASSWORD
from tests.judge import Judge
from tests.web.office.stage import Stage

LATER = timedelta(minutes=16)


def kept_awake(browse: Judge) -> None:
    """Inside, but a quarter of an hour and a minute after the password."""
    clock.freeze(NOW + LATER)
    browse.get_page("/office/")


def test_r54_an_identity_opens_only_after_the_password_and_what_was_typed_comes_back(stage: Stage) -> None:
    number = stage.case("register")
    path, browse = f"/office/cases/{number}/identity", stage.browser("liaison")
    browse.get_page(path)
    kept_awake(browse)
    assert browse.get_page(path, 303).location == "/office/proof"
    sent = browse.post_form(path, {"reason": "回访核对"}, 307)
    assert sent.location.startswith("/office/proof/kept?to=")
    asked = browse.post_form(sent.location, {"reason": "回访核对"}, 200)
    assert stage.ask(number, lambda case: visitor.reveals_of(case)) == [] and asked.value("kept.reason") == "回访核对"
    hidden = {"kept_to": path, "kept.reason": "回访核对"}
    assert "kept.reason" in browse.post_form("/office/proof", hidden | {"password": "wrong-wrong"}, 422).text
    back = browse.post_form("/office/proof", hidden | {"password": PASSWORD}, 200)
    assert back.value("reason") == "回访核对"
    assert len(list(browse.post_form(path, {"reason": back.value("reason")}, 200).document().iter("h1"))) == 1
    assert len(stage.ask(number, lambda case: visitor.reveals_of(case))) == 1


def test_r54_nobody_is_copied_or_erased_and_no_list_brings_accounts_from_a_desk_somebody_left(stage: Stage) -> None:
    number, liaison, admin = stage.case("register"), stage.browser("liaison"), stage.browser("admin")
    kept_awake(liaison)
    for noun in ("copy", "erasure"):
        assert liaison.get_page(f"/office/cases/{number}/{noun}", 303).location == "/office/proof"
    admin.get_page("/office/")
    assert admin.get_page("/office/lists", 303).location == "/office/proof"


@pytest.mark.parametrize("tail", ["/password", "/closing", "/opening", "/roles/1/end"])
def test_r54_accounts_change_only_after_the_password(stage: Stage, tail: str) -> None:
    who, browse = f"/office/people/{stage.id_of('clerk')}", stage.browser("admin")
    kept_awake(browse)
    assert browse.post_form(who + tail).location == "/office/proof"
    assert browse.post_form("/office/proof", {"password": PASSWORD}).location == who  # the page the button stood on
    browse.get_page("/office/people/new")


def test_r54_nothing_goes_up_and_no_log_leaves_from_a_desk_somebody_left(stage: Stage) -> None:
    number, browse = stage.case("closed"), stage.browser("director")
    kept_awake(browse)
    for noun in ("publication", "removal"):
        assert browse.get_page(f"/office/cases/{number}/{noun}", 303).location == "/office/proof"
    assert stage.file("director", number)  # reading goes on
    clock.freeze(NOW)
    admin = stage.browser("admin")
    kept_awake(admin)
    assert admin.post_form("/office/audit/file", {"login": ""}, 307).location.startswith("/office/proof/kept")


def test_r53_a_wrong_password_there_counts_as_at_the_door(stage: Stage) -> None:
    browse = stage.browser("liaison")
    answers = [browse.post_form("/office/proof", {"password": "wrong-wrong"}, 422 if n < 5 else 429).response.status_code for n in range(6)]
    assert answers == [422] * 5 + [429]
