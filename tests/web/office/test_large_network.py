"""In a network of many stations and people no page of the office lists them all in a drop-down: they are found by typing (SD-01, SD-05)."""

from html.parser import HTMLParser

import pytest
from flask import Flask

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import person
from portal.network.person import Person
from portal.network.representative import Representative
from portal.network.role import Role
from portal.network.station import Station, StationLevel
from tests.cast import SINCE, Cast
from tests.web.office.stage import Stage

STATIONS, MOST = 60, 30
LOGINS = ("liaison", "clerk", "rep", "member", "director", "office", "admin", "steering", "officer")


class Selects(HTMLParser):
    """By the name of each drop-down the words of its choices."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._at = ""
        self._words = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "select":
            self._at = dict(attrs).get("name") or "?"
            self.found[self._at] = []
        elif tag == "option" and self._at:
            self.found[self._at].append("")
        self._words = tag == "option"

    def handle_data(self, data: str) -> None:
        if self._at and self._words and self.found[self._at]:
            self.found[self._at][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._at = "" if tag == "select" else self._at


@pytest.fixture
def large(stage: Stage) -> Stage:
    """Sixty more stations below S01 with a representative each; liaison and clerk of S01 serve at all of them too."""
    with stage.app.app_context(), unit_of_work():
        cast = Cast()
        town, desk, clerk = cast.station(), cast.person("liaison"), cast.person("clerk")
        for n in range(STATIONS):
            place = Station(code=f"L{n:03}", name=f"大网第{n:03}站", level=StationLevel.VILLAGE, parent_id=town.id, opens_on=SINCE)
            who = Person(name=f"大网代表{n:03}", login=f"large-{n:03}", password_hash="", home_station_id=None)
            db.session.add_all([place, who])
            db.session.flush()
            person.grant(who, Role.REPRESENTATIVE, SINCE, place.id)
            db.session.add(Representative(person_id=who.id, station_id=place.id, kind="党代表"))
            person.grant(desk, Role.LIAISON, SINCE, place.id)
            person.grant(clerk, Role.CLERK, SINCE, place.id)
    return stage


def paths(app: Flask, numbers: list[str]) -> list[str]:
    """Every page of the office that needs no argument, or a matter's number."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("office.") and "GET" in (rule.methods or ()) and not rule.rule.endswith((".pdf", ".csv")):
            if not rule.arguments:
                found.append(rule.rule)
            elif rule.arguments == {"number"}:
                found += [rule.rule.replace("<number>", one) for one in numbers]
    return found


def test_sd01_no_drop_down_grows_with_the_network(large: Stage) -> None:
    numbers = [large.case(step) for step in ("accepted", "handling", "replied", "delivered")] + [large.case("register")]
    grown, looked = set(), 0
    for login in LOGINS:
        browser = large.browser(login)
        for path in paths(large.app, numbers):
            answer = browser.get(path)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            looked += 1
            for name, words in Selects(answer.get_data(as_text=True)).found.items():
                if sum("大网" in one for one in words) > MOST:
                    grown.add((login, path, name))
    assert looked > 150 and grown == set()
