"""One visitor and one keeper before every screen the kiosk has, at the largest type, in one language."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal import ROOT
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, entry, person, self_test, terminal
from portal.network import station as stations
from portal.network.role import Role
from portal.network.terminal import Terminal
from tests.journeys import moments, pages
from tests.journeys.booking_round import change_appointment
from tests.journeys.finger import touch
from tests.journeys.sayings import Sayings
from tests.journeys.serving import Served

PIN = "493817"
SEEN = ("/kiosk/", "/kiosk/home", "/kiosk/tell", "/kiosk/enter", "/kiosk/track")  # looked at on the way; the first ends the visit
NEXT, BACK = ".stage-acts .btn-primary", ".bar-back"
ACTS = ("why", "look", "more", "objection", "permissions", "ask", "pressure", "withdrawal")


def screens() -> set[str]:
    """The name of every template that is a screen."""
    folder = ROOT / "templates"
    found = {one.relative_to(folder).as_posix() for one in folder.glob("kiosk/**/*.html")
             if "extends 'kiosk/frame.html'" in one.read_text("utf-8")}
    assert len(found) > 30
    return found


def paired(served: Served) -> tuple[int, str]:
    """A terminal of S01 with a keeper, and the ticket of its browser."""
    with served.app.app_context(), unit_of_work():
        here = stations.by_code("S01")
        assert here is not None
        by = actor.of_person(person.holding(Role.LIAISON, clock.today(), station_id=here.id)[0], clock.now())
        made = terminal.pair(here, place="一楼大厅进门右手边", px_per_mm=4.03, keeper="护甲", keeper_phone="12000000009", by=by)
        entry.set_pin(made, PIN, by=by)
        return made.id, entry.ticket(made, clock.now())


class Round:
    """The way through all of it; `look` is asked at every screen, by its name."""

    def __init__(self, page: Page, served: Served, locale: str, look: Callable[[str], None]) -> None:
        self.page, self.served, self.locale, self.look = page, served, locale, look
        self.done: set[str] = set()  # what was done about a matter

    def touch(self, what: str) -> None:
        """One touch and its answer."""
        touch(self.page, what)

    def go(self, path: str, name: str) -> None:
        """An address of its own, looked at."""
        self.page.goto(path)
        expect(self.page.locator(".attract-touch")).to_have_count(0)
        self.look(name)

    def write(self, field: str, text: str) -> None:
        """Into a field, and the panel is closed again."""
        self.page.locator(f"#{field}").fill(text)
        self.page.locator("[data-typing=close]").click()
        expect(self.page.locator(".typing-panel")).to_be_hidden()

    def enter(self) -> int:
        """The device opens its browser; what shows before the ticket is sent is looked at too."""
        number, ticket = paired(self.served)
        self.page.route("**/kiosk/enter.js*", lambda route: route.fulfill(content_type="text/javascript", body=""))
        self.go(f"/kiosk/enter?ticket={ticket}", "enter")
        self.page.unroute("**/kiosk/enter.js*")
        self.page.locator(".stage .btn-primary").click()
        expect(self.page.locator(".attract-touch")).to_be_visible()
        return number

    def come(self) -> None:
        """From the resting screen to the four tiles, in the language, at the largest type."""
        self.touch(f".language a[href*='lang={self.locale}']")
        expect(self.page.locator("html")).to_have_attribute("lang", self.locale.replace("_", "-"))
        self.look("resting")
        self.touch(".attract-touch")
        self.touch(".view-text-3")
        expect(self.page.locator("html")).to_have_attribute("data-text", "3")

    def tell(self, sayings: Sayings) -> tuple[str, str]:
        """Everything about a matter, with a report about an official looked into on the way; number and code."""
        self.look("home")
        self.touch(".tile-main")
        self.look("topic")
        self.touch("button[value='about=O']")
        self.look("conduct")
        self.touch(BACK)
        self.touch("button[value='about=K']")
        self.write("words", sayings.words)
        self.look("words")
        for name in ("speak", "paper"):
            self.touch(f"button[value='{name}']")
            self.look(name)
            if name == "paper":
                self.touch("button[value='mobile']")
                self.look("mobile")
                self.touch(NEXT)
            self.touch(BACK)
        self.touch(NEXT)
        self._the_rest(sayings)
        self.touch(NEXT)
        expect(self.page.locator(".handed .digits-run")).to_have_count(2)
        self.look("done")
        number, code = (re.sub(r"\s", "", text) for text in self.page.locator(".handed .digits-run").all_text_contents())
        return number, code

    def _the_rest(self, sayings: Sayings) -> None:
        self.write("place", sayings.place)
        self.look("place")
        self.touch(NEXT)
        self.touch("label.choice:has(input[value='named'])")
        self.write("name", sayings.name)
        self.write("phone", "12000000017")
        self.look("reach")
        self.touch(NEXT)
        self.look("publish")
        self.touch(NEXT)
        self.look("review")
        for way, name in (("[value='privacy']", "privacy"), ("[value='apart']", "apart"), (".bar-help", "help"), (".bar-end", "leave")):
            self.touch(way)
            self.look(name)
            self.touch(NEXT)

    def copy(self, number: str, code: str) -> None:
        """The receipt once more, at the pad for number and code."""
        self.page.goto("/kiosk/track")
        self.page.locator("#number").fill(number)
        self.page.locator("#code").fill(code)
        self.look("track")
        self.touch("[formaction='/kiosk/track/paper']")
        self.look("copy")

    def meet(self, number: str, code: str) -> None:
        """The station offers a time, and the visitor takes it."""
        with self.served.app.app_context():
            moments.offer_now(number)
        self.open(number, code)
        self.touch(".stage a[href='/kiosk/matter/offer']")
        self.look("offer")
        self.touch("button[value='accepted']")
        expect(self.page.locator(".handed .digits-run")).to_be_visible()
        self.look("offer-taken")

    def contest(self, number: str, code: str) -> None:
        """What was just told is not accepted; whoever told it may object."""
        with self.served.app.app_context():
            moments.refuse_now(number)
        self.open(number, code)
        self._act("objection")

    def open(self, number: str, code: str) -> None:
        """A matter, without the pad."""
        self.page.goto("/kiosk/track")
        self.page.locator("#number").fill(number)
        self.page.locator("#code").fill(code)
        self.touch(NEXT)
        expect(self.page.locator(".bar-back")).to_be_visible()

    def matters(self) -> None:
        """A matter in each state, and once each thing that its visitor can do about one."""
        for state, (number, code, _) in pages.receipts(self.served).items():
            self.open(number, code)
            self.look(f"matter-{state}")
            for act in ACTS:
                if act not in self.done and self.page.locator(f".stage a[href='/kiosk/matter/{act}']").count():
                    self._act(act)
            if state == "delivered":
                self._rate()

    def _act(self, act: str) -> None:
        self.done.add(act)
        self.touch(f".stage a[href='/kiosk/matter/{act}']")
        self.look(act)
        self.touch(BACK)

    def _rate(self) -> None:
        self.touch(NEXT)
        for ask in ("solved", "result", "understood", "reception"):
            self.look(f"rate-{ask}")
            self.touch(f"button[value^='{ask}=']")
        self.look("rate-review")
        self.touch(NEXT)
        self.look("thanks")

    def read(self) -> None:
        """The screens that have an address of their own, the page of an error among them."""
        numbers = pages.published(self.served)
        walked = pages.Walk(self.served, pages.at_terminal(self.served)).pages("kiosk", lambda endpoint: numbers[:4])
        for path in walked:
            if path not in SEEN:
                self.go(path, path.removeprefix("/kiosk/").replace("/", "-"))
        self.go("/kiosk/nowhere", "error")

    def come_in_person(self) -> None:
        """A number for the reception that goes on, and a time on another day."""
        self.go("/kiosk/number", "takes")
        self.touch(NEXT)
        expect(self.page.locator(".handed .digits-run")).to_be_visible()
        self.look("number")
        self.go("/kiosk/appointment", "times")
        self.touch(".stage a[href='/kiosk/appointment/people']")
        self.touch(".face a")
        self.touch("button[name='go'][value^='at=']")
        expect(self.page.locator(".handed .digits-run")).to_be_visible()
        self.look("booked")
        code = self.page.locator(".handed .digits-run").inner_text()
        self.touch("button[name='go'][value='mail']")
        expect(self.page.locator("#email")).to_be_visible()
        self.look("booked-mail")
        self.touch(BACK)
        expect(self.page.locator(".handed .digits-run")).to_be_visible()
        change_appointment(self, code)

    def keep(self) -> None:
        """The keeper's screens."""
        self.page.goto("/kiosk/home")
        for _ in range(5):
            self.page.locator(".masthead").click()
        expect(self.page.locator(".pad-pin")).to_be_visible()
        self.look("pin")
        self.page.locator("#pin").fill(PIN)
        self.touch(NEXT)
        self.look("staff")
        self.touch("a[href='/kiosk/staff/test']")
        for part in self_test.PARTS:
            self.look(f"test-{part}")
            self.touch(f"button[value='{part}=yes']")
        self.look("tested")
        self.touch(BACK)
        self.touch(".acts-stack form button")
        self.look("leaving")

    def out(self, number: int) -> None:
        """The terminal is revoked."""
        with self.served.app.app_context(), unit_of_work():
            own = db.session.get_one(Terminal, number)
            by = actor.of_person(person.holding(Role.LIAISON, clock.today(), station_id=own.station_id)[0], clock.now())
            terminal.revoke(own, by=by)
        self.go("/kiosk/", "out")
