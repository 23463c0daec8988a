"""A reception is announced three days ahead or more: the rule that would say fewer is refused in words, an older one is planned with three (practice.md §2.7)."""

import pytest
from flask import Flask

from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.reception.opening import LEAST_NOTICE
from tests.cast import Cast
from tests.reception.opened import MONDAY, fresh, keep, plan, weekly
from tests.web.office.test_open_days import typed
from tests.web.office.test_terminals import office


@pytest.mark.parametrize("days", ["0", "2", "-1"])
@pytest.mark.parametrize("more", [{}, {"keep": "1"}])
def test_fewer_than_three_days_are_refused_when_looked_at_and_when_kept_and_what_was_typed_stays(app: Flask, cast: Cast, days: str, more: dict[str, str]) -> None:
    browser = office(app, "director")
    back = browser.post_form("/office/openings/new", typed(notice_days=days, theme="x", **more), 422)  # type: ignore[arg-type]
    assert ("不能少于3天" in back.words()) is (days != "-1") and f'value="{days}"' in back.text and 'value="09:00"' in back.text
    assert fresh(cast) == []
    assert "3月9日" in browser.post_form("/office/openings/new", typed(notice_days="3"), 200).words()  # type: ignore[arg-type]


def test_the_verb_refuses_it_too_and_an_older_rule_is_planned_with_three(cast: Cast) -> None:
    with pytest.raises(Refused, match="opening_notice"):
        keep(cast, weekly(MONDAY), notice_days=LEAST_NOTICE - 1)
    rule = keep(cast, weekly(MONDAY))
    with unit_of_work():
        rule.notice_days = 1
    plan(cast)
    assert {row.notice_days for row in fresh(cast)} == {LEAST_NOTICE} and len(fresh(cast)) > 5
