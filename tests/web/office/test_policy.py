"""The office's limits: versions since when, a new one from a coming day, refused beside its row with everything typed (HB-68)."""

from datetime import date

import pytest

from portal.cases import policy
from portal.foundation import clock
from portal.foundation.words import speaker
from tests.web.office.stage import Stage

SAY = speaker("zh_Hans")
GIVEN = {"from_on": "2026-03-10", "reason": "三月会议定的", "limit-accept": "4", "extension-accept": "1"}


def test_a_new_version_is_made_shown_and_in_force_from_its_day(stage: Stage) -> None:
    office = stage.browser("office")
    form = office.get_page("/office/policy/v1/next")
    assert form.value("limit-reply_complex") == "30" and form.value("from_on") == "2026-03-03"
    office.post_form("/office/policy/v1/next", GIVEN)
    words = office.get_page("/office/policy").words()
    assert "v2" in words and "三月会议定的" in words and "office甲" in words and SAY("office.policy.coming") in words
    one = office.get_page("/office/policy/v2").words()
    assert SAY("common.limit.working", n=4) in one and "3 个工作日 + 2 个工作日" in one
    with stage.app.app_context():
        assert (policy.in_force(date(2026, 3, 9)), policy.in_force(date(2026, 3, 10))) == ("v1", "v2")


@pytest.mark.parametrize(("change", "key", "params"), [
    ({"limit-accept": "0"}, "refusal.policy_limit", {"most": 400}), ({"limit-accept": "vier"}, "refusal.policy_limit", {"most": 400}),
    ({"from_on": "2026-03-02"}, "refusal.policy_future", {}), ({"reason": " "}, "refusal.field_needed", {}),
    ({"limit-accept": "3", "extension-accept": "2"}, "refusal.policy_same", {})])
def test_what_cannot_be_is_told_and_everything_typed_stays(stage: Stage, change: dict[str, str], key: str, params: dict[str, int]) -> None:
    seen = stage.browser("office").post_form("/office/policy/v1/next", GIVEN | change, 422)
    assert SAY(key, **params) in seen.words()
    assert seen.value("limit-accept") == (GIVEN | change)["limit-accept"] and seen.value("from_on") == (GIVEN | change)["from_on"]


@pytest.mark.parametrize("path", ["/office/policy/v9", "/office/policy/v9/next"])
def test_a_version_nobody_made_is_missing(stage: Stage, path: str) -> None:
    assert stage.browser("admin").get_page(path, 404).words()


@pytest.mark.parametrize("login", ["liaison", "director", "officer"])
def test_others_make_no_policy(stage: Stage, login: str) -> None:
    assert stage.browser(login).get_page("/office/policy", 403).words()


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_the_pages_in_three_languages(stage: Stage, locale: str) -> None:
    for path in ("/office/policy", "/office/policy/v1", "/office/policy/v1/next"):
        assert stage.browser("office").get_page(f"{path}?lang={locale}").words()
    assert speaker(locale)("common.clock.pause_court") in stage.browser("office").get_page(f"/office/policy/v1?lang={locale}").words()


def test_what_pages_say_about_time_follows_the_policy_in_force(stage: Stage) -> None:
    """No page promises what is no longer so: three days to decide became four, for whoever comes from that day on."""
    stage.browser("office").post_form("/office/policy/v1/next", GIVEN | {"limit-contest": "20"})
    office = stage.browser("office")
    assert SAY("common.limit.working", n=3) in office.get_page("/ask").words()
    clock.freeze(clock.at_local(date(2026, 3, 10), 9))
    assert SAY("common.limit.working", n=4) in office.get_page("/ask").words()
    assert SAY("common.limit.calendar", n=20) in office.get_page("/about").words()
