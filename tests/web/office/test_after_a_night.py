"""A form that is sent after its session has ended comes back after the sign-in with everything that was typed (R49)."""

from datetime import timedelta

import pytest

from portal.foundation import clock
from portal.foundation.words import LOCALES, speaker
from tests.cast import PASSWORD
from tests.judge import Seen
from tests.web.office.stage import Stage
from tests.web.office.visits import SAY

TYPED = {"text": "五盏灯都修好了。\r\n  今后每周巡查  一次。", "claim": "solved", "officer": "甲", "signed_off_by": "乙"}


def hidden(seen: Seen) -> dict[str, str]:
    """The hidden fields of the page, as the browser sends them along."""
    fields = [field for field in seen.document().iter("input") if field.get("type") == "hidden"]
    return {field.get("name", ""): field.get("value", "") for field in fields}


def sent_too_late(stage: Stage, number: str) -> Seen:
    """A reply typed in the evening and sent next morning, followed as a browser follows it: what the sign-in page shows."""
    form = stage.open("officer", number, "reply")
    clock.freeze(clock.now() + timedelta(hours=12))
    browser = stage.browser("officer")
    away = stage.post("officer", number, "reply", form, TYPED, 307)
    return browser.post_form(away.location, hidden(form) | TYPED, 401)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_typed_goes_through_the_sign_in(stage: Stage, locale: str) -> None:
    number = stage.case("handling")
    browser = stage.browser("officer")
    browser.get_page(f"/office/?lang={locale}")
    asked = sent_too_late(stage, number)
    assert speaker(locale)("office.sign_in.kept") in asked.words() and stage.state(number) == "handling"
    refused = browser.post_form("/office/sign-in", hidden(asked) | {"login": "officer", "password": "wrong"}, 422)
    inside = browser.post_form("/office/sign-in", hidden(refused) | {"login": "officer", "password": PASSWORD}, 200)
    assert speaker(locale)("office.kept.title") in inside.words()
    again = browser.post_form(f"/office/cases/{number}/reply", hidden(inside), 422)
    assert again.value("text").strip("\n").splitlines() == TYPED["text"].splitlines() and again.value("officer") == "甲"
    assert stage.state(number) == "handling"
    stage.post("officer", number, "reply", again, TYPED)
    assert stage.state(number) == "replied"


def test_a_password_and_a_foreign_address_never_go_along(stage: Stage) -> None:
    browser = stage.browser("liaison")
    form = {"old_password": PASSWORD, "words": "打好的字"}
    seen = browser.post_form("/office/sign-in/kept?to=/office/account", form, 401)
    assert PASSWORD not in seen.text and "打好的字" in seen.text
    for to in ("https://evil.example/", "//evil.example/", "/office//evil.example", "/office/sign-out", ""):
        assert "打好的字" not in browser.post_form(f"/office/sign-in/kept?to={to}", form, 401).text
    assert SAY("office.sign_in.kept") not in browser.post_form("/office/sign-in/kept", {}, 401).words()
