"""Every page of the office, as each role: nothing serious for axe, no sideways scroll at a desk or on a phone (K58, YT-23)."""

import re

import pytest
from playwright.sync_api import Page

from portal.web.office import acts
from tests.journeys import pages
from tests.journeys.inspection import Inspection
from tests.journeys.moments import prepare
from tests.journeys.serving import Served
from tests.journeys.watch import DESK, PHONE, Watch

pytestmark = pytest.mark.browser
# Moments that nobody of the demonstration waits at; their pages are opened and judged in tests/web/office, axe has not seen them yet.
NOBODY_WAITS = {"call_back", "head_explanation", "paper_acknowledgement", "paper_explanation", "paper_reply", "paper_slip", "proposal",
                "proposal_decision", "red_signing", "red_slip", "slip_acknowledgement", "slip_withdrawal", "yellow_signing", "yellow_slip"}


@pytest.fixture(scope="module")
def house(served: Served) -> Served:
    """The demonstration with a matter at every moment."""
    prepare(served)
    return served


def enter(watch: Watch, served: Served, login: str, locale: str) -> Page:
    """Sign in, in a language."""
    page = watch.page()
    page.goto(f"/office/sign-in?lang={locale}")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(served.password)
    page.locator("main .btn-primary").click()
    page.locator(".topbar-name").wait_for()
    page.goto(f"/office/?lang={locale}")
    return page


def walk(watch: Watch, served: Served, locale: str, logins: list[str], once: bool = False) -> tuple[Inspection, set[str]]:
    """Look at every page that holds something new, with `once` at one page of each address; returns what was found and the paths
    without the case they were opened with."""
    found, seen, paths = Inspection(), pages.Seen(), set[str]()
    for login in logins:
        page = enter(watch, served, login, locale)
        for path in pages.Walk(served, pages.colleague(served, login).get, seen).pages("office", pages.at_hand(served, login)):
            address = re.sub(r"cases/[^/]+", "cases", path)
            if once and address in paths:
                continue
            paths.add(address)
            page.set_viewport_size(DESK)  # type: ignore[arg-type]
            page.goto(path)
            watch.shot(page, f"{login}-{path.strip('/').replace('/', '-')}")
            found.axe(page, f"{login} {path}")
            found.width(page, f"{login} {path}", DESK, PHONE)
        page.context.close()
    return found, paths


def test_every_page_of_the_office_as_every_role(watch: Watch, house: Served) -> None:
    logins = [login for role, login, _ in house.sign_ins if not role.startswith("visitor")]
    found, paths = walk(watch, house, "zh_Hans", logins)
    offered = {row.noun for row in acts.TABLE} - NOBODY_WAITS
    assert {f"/office/cases/{noun.replace('_', '-')}" for noun in offered} <= paths, "an act that nobody was offered"
    assert {"/office/terminals", "/office/terminals/1"} <= paths, "no terminal to look at (K53)"
    assert not found.wrong, str(found)


@pytest.mark.parametrize("locale", ["zh_Hant", "en"])
def test_a_sample_of_the_office_in_the_other_languages(watch: Watch, house: Served, locale: str) -> None:
    found, paths = walk(watch, house, locale, ["liaison", "officer", "admin"], once=True)
    assert len(paths) > 30
    assert not found.wrong, str(found)
