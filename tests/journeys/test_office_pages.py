"""Every page of the office, as each role: nothing serious for axe, no sideways scroll at a desk or on a phone (K58, YT-23)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES
from portal.network import admission, places
from portal.web.office import acts
from tests.cast import Cast
from tests.journeys import pages
from tests.journeys.inspection import Inspection
from tests.journeys.moments import prepare
from tests.journeys.serving import Served, unfounded
from tests.journeys.watch import DESK, PHONE, Watch, watching
from tests.judge import Judge

pytestmark = pytest.mark.browser
TWO_STEPS = "forwarding"  # the act of a network in which matters go through the office (SD-26): it has a test of its own
ACTS = {f"/office/cases/{row.noun.replace('_', '-')}" for row in acts.TABLE if row.noun != TWO_STEPS}


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
    """Look at every page that holds something new, with `once` at one page of each address, else also at each act's in the other
    languages, without a browser; returns what was found and the paths without the case they were opened with."""
    found, seen, paths = Inspection(watch=watch), pages.Seen(), set[str]()
    for login in logins:
        page, colleague = enter(watch, served, login, locale), pages.colleague(served, login)
        for path in pages.Walk(served, colleague.get, seen).pages("office", pages.at_hand(served, login)):
            address = re.sub(r"cases/[^/]+", "cases", path)
            if once and address in paths:
                continue
            if not once and address not in paths and address in ACTS:
                judge_elsewhere(colleague, path, locale)
            paths.add(address)
            page.set_viewport_size(DESK)  # type: ignore[arg-type]
            page.goto(path)
            watch.shot(page, f"{login}-{path.strip('/').replace('/', '-')}")
            found.axe(page, f"{login} {path}")
            found.width(page, f"{login} {path}", DESK, PHONE)
        page.context.close()
    return found, paths


def judge_elsewhere(colleague: Judge, path: str, locale: str) -> None:
    """The same page in the other languages, and back to the first."""
    for other in (*(name for name in LOCALES if name != locale), locale):
        colleague.get_page(f"{path}?lang={other}")


def threshold(found: Inspection, watch: Watch, browser: Browser, folder: Path) -> None:
    """The pages before somebody has signed in: the sign-in, and in a real house that nobody has founded yet the one that founds it,
    empty and refused, which does not say that it is a demonstration."""
    page = watch.page()
    page.goto("/office/sign-in")
    found.axe(page, "/office/sign-in")
    with unfounded(folder) as (origin, link), watching(browser, origin, watch.folder) as other:
        found.watch, found.demo, page = other, False, other.page()
        for locale in LOCALES:
            page.goto(f"{link}?lang={locale}")
            for where in ("founding", "founding-refused"):
                other.shot(page, f"{where}-{locale}")
                found.axe(page, f"{where} {locale}")
                found.width(page, f"{where} {locale}", PHONE, DESK)
                page.locator("main form .btn-primary").click()
                page.locator(".field-bad").first.wait_for()
    found.watch, found.demo = watch, True


def admitted(found: Inspection, watch: Watch, house: Served) -> None:
    """The page behind the link with which somebody new sets a password of their own."""
    with house.app.app_context(), unit_of_work():
        token = admission.make(Cast().person("clerk").id, clock.now())
    page = watch.page()
    for locale in LOCALES:
        page.goto(f"/office/invited/{token}?lang={locale}")
        watch.shot(page, f"invited-{locale}")
        found.axe(page, f"invited {locale}")
        found.width(page, f"invited {locale}", DESK, PHONE)


def test_every_page_of_the_office_as_every_role(watch: Watch, house: Served, browser: Browser, tmp_path: Path) -> None:
    """Also every act of the ladder in a moment in which it can be done (HB-60 … 67)."""
    logins = [login for role, login, _ in house.sign_ins if not role.startswith("visitor")]
    found, paths = walk(watch, house, "zh_Hans", logins)
    threshold(found, watch, browser, tmp_path)
    admitted(found, watch, house)
    assert paths >= ACTS, "an act that nobody was offered"
    assert {"/office/terminals", "/office/terminals/1"} <= paths, "no terminal to look at (K53)"
    assert pages.left_out(house, "office", found.routes) == {f"office.act_{TWO_STEPS}"}
    assert not found.wrong, str(found)


def test_on_a_phone_a_representative_of_the_cards_stands_in_one_column(watch: Watch, house: Served) -> None:
    page = enter(watch, house, "liaison", "zh_Hans")
    page.goto("/office/cards")
    columns = "(one) => getComputedStyle(one).gridTemplateColumns.split(' ').length"
    seat = page.locator(".seat:has(.face-mark, .face-portrait)").first
    for viewport, wanted in ((DESK, 5), (PHONE, 1)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        assert seat.evaluate(columns) == wanted


def test_sd26_the_page_on_which_a_station_sends_a_matter_on_to_the_office(watch: Watch, house: Served) -> None:
    with house.app.app_context():
        number = Cast().accepted().number
        with unit_of_work():
            places.route(True, by=Cast().actor("admin"))
    found = Inspection(watch=watch)
    for locale in LOCALES:
        page = enter(watch, house, "liaison", locale)
        page.goto(f"/office/cases/{number}/{TWO_STEPS}")
        watch.shot(page, f"{TWO_STEPS}-{locale}")
        found.axe(page, f"{TWO_STEPS} {locale}")
        found.width(page, f"{TWO_STEPS} {locale}", DESK, PHONE)
    with house.app.app_context(), unit_of_work():
        places.route(False, by=Cast().actor("admin"))
    assert found.routes == {f"GET office.act_{TWO_STEPS}"} and not found.wrong, str(found)


@pytest.mark.parametrize("locale", ["zh_Hant", "en"])
def test_a_sample_of_the_office_in_the_other_languages(watch: Watch, house: Served, locale: str) -> None:
    found, paths = walk(watch, house, locale, ["liaison", "officer", "admin"], once=True)
    assert len(paths) > 30
    assert not found.wrong, str(found)
