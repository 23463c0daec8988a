"""Every route names its act, answers anybody without breaking, and writes nothing on a GET (R06, R30, R47, R59)."""

import hashlib
import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from portal import ROOT
from portal.foundation.database import db
from portal.network.access import ACTS
from portal.tables import metadata
from portal.web import headers
from portal.web.gate import DEVICE, OPEN, STAFF
from tests.cast import Cast
from tests.judge import client_of
from tests.shape.routes import endpoints, house, rules

ODD = ("1", "S01-26-0001", "%00", "%F0%A0%AE%B7", "..%2f..%2fetc%2fpasswd", "'%22%3E%3Cscript%3E", "9" * 40, "-1")
FINE = {200, 204, 301, 302, 303, 304, 307, 400, 401, 403, 404, 405, 409, 413, 422, 429}


def addresses(rule: Rule, odd: str) -> str:
    return rule.rule if not rule.arguments else "".join(odd if dynamic else part for dynamic, part in _parts(rule))


def _parts(rule: Rule) -> list[tuple[bool, str]]:
    pieces, rest = [], rule.rule
    while "<" in rest:
        before, _, after = rest.partition("<")
        _, _, rest = after.partition(">")
        pieces += [(False, before), (True, "")]
    return [*pieces, (False, rest)]


def content() -> str:
    """A fingerprint of every row of the database but what a visit itself may leave: when a session was seen."""
    db.session.rollback()
    rows = [repr(sorted(map(repr, db.session.execute(select(table))))) for table in metadata.sorted_tables
            if table.name not in ("staff_session", "failures")]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def test_every_route_names_its_act() -> None:
    """R30: deny by default; a route without an act is never served, and none exists."""
    views = house().view_functions
    acts = {rule.endpoint: getattr(views[rule.endpoint], "opens", None) for rule in rules()}
    assert {name for name, act in acts.items() if act not in {OPEN, STAFF, DEVICE, *ACTS}} == set()
    assert len(rules()) > 40


def test_the_office_is_for_staff_and_the_rest_for_everybody() -> None:
    views = house().view_functions
    for rule in rules():
        is_open = getattr(views[rule.endpoint], "opens", None) in (OPEN, DEVICE)
        assert is_open or rule.rule.startswith("/office"), rule.rule
        if rule.rule.startswith("/office") and is_open:
            assert rule.rule.startswith(("/office/sign-in", "/office/setup", "/office/sign-out", "/office/invited")), rule.rule


def test_the_visitors_doors_hold_no_office() -> None:
    assert all(rule.endpoint.startswith("office.") == rule.rule.startswith("/office") for rule in rules())
    assert {name.partition(".")[0] for name in endpoints()} == {"static", "public", "office", "kiosk"}


def test_anybody_may_knock_at_every_route_and_nothing_breaks(app: Flask, cast: Cast) -> None:
    """Anonymous, with odd names in the address, all methods: never a 500, always the headers; and a GET writes nothing."""
    cast.closed()
    browser, before = client_of(app), content()
    for rule in rules():
        for odd in ODD if rule.arguments else ODD[:1]:
            for method in ("GET", "HEAD", "POST", "DELETE"):
                answer = browser.open(addresses(rule, odd), method=method, buffered=True)
                assert answer.status_code in FINE, f"{method} {addresses(rule, odd)}: {answer.status_code}"
                policy = headers.of(answer.request.path)["Content-Security-Policy"]
                assert answer.headers.get("Content-Security-Policy") == policy, rule.rule
    assert content() == before


@pytest.mark.parametrize("login", ["liaison", "clerk", "rep", "member", "director", "officer", "head", "office", "steering",
                                   "admin", "volunteer"])
def test_staff_may_open_every_page_and_nothing_is_written(app: Flask, cast: Cast, login: str) -> None:
    """R06: every GET as every role leaves the database as it was, and never breaks."""
    number = cast.closed().number
    browser, before = client_of(app).sign_in(login), content()
    for rule in rules():
        if "GET" in (rule.methods or ()) and "sign-out" not in rule.rule:
            for odd in (number, "1"):
                answer = browser.get(addresses(rule, odd), buffered=True)
                assert answer.status_code in FINE, f"{addresses(rule, odd)}: {answer.status_code}"
    assert content() == before


def test_r44_what_an_office_page_asks_for_by_itself_keeps_nobody_signed_in() -> None:
    """A page left open and forgotten ends like any other: its own questions are told apart from those of a person."""
    pages, views = house().url_map.bind(""), house().view_functions
    asked = {found for path in (ROOT / "templates" / "office").rglob("*.html")
             for found in re.findall(r'hx-get="([^"]+)"\s+hx-trigger="every ', path.read_text("utf-8"))}
    ends = {path: pages.match(re.sub(r"{{.*?}}", "S01", path), method="GET")[0] for path in asked}
    assert len(ends) > 3 and {path for path, end in ends.items() if not getattr(views[end], "polled", False)} == set()


def test_a_form_from_another_site_is_refused(app: Flask) -> None:
    """R50."""
    browser = client_of(app)
    for rule in rules():
        if "POST" in (rule.methods or ()):
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
                assert browser.post(addresses(rule, "1"), headers=headers).status_code in (303, 403, 404), rule.rule
