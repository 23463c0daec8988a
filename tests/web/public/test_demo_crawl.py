"""Every public address of the demonstration network, in every form of data: of what it keeps inside nothing is told (SD-43, X-05)."""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.cases.case import Case, Kind
from portal.cases.publication import Publication
from portal.cases.visitor import Visitor
from portal.foundation.checkpoint import KEY_FILE
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.conftest import build
from tests.judge import client_of
from tests.web.public.test_canary import addresses

LINK = re.compile(r'(?:href|src)="(?:http://127\.0\.0\.1:8000)?(/[^"#]*)"|<loc>http://127\.0\.0\.1:8000([^<]*)</loc>|"url": "http://127\.0\.0\.1:8000([^"]*)"')
ELSEWHERE = ("/office", "/static", "/kiosk", "/verify#")


@pytest.fixture
def demo(sown: Path, tmp_path: Path) -> Iterator[Flask]:
    """The demonstration on the morning of the tests."""
    for name in ("portal.db", KEY_FILE):
        shutil.copy2(sown.with_name(name), tmp_path / name)
    app = build(tmp_path)
    with app.app_context():
        yield app
        app.extensions["press"].close()
        db.session.remove()
        db.engine.dispose()


def secrets() -> set[str]:
    """A secret of its own in each name, phone and address, in the words of each report about officials and of each matter that is not published."""
    told = {row.case_id for row in db.session.scalars(select(Publication).where(Publication.is_current.is_(True)))}
    found = set()
    with unit_of_work():
        for one in db.session.scalars(select(Visitor.id)):
            hidden = {"name": f"藏名{one}", "phone": f"1990000{one:04d}", "address": f"藏址{one}号", "beside_name": f"藏伴{one}"}
            db.session.execute(update(Visitor).where(Visitor.id == one).values(hidden))
            found |= set(hidden.values())
        for case_id, kind in db.session.execute(select(Case.id, Case.kind)):
            if case_id not in told or kind == Kind.CONDUCT_REPORT:
                db.session.execute(update(Case).where(Case.id == case_id).values(words=f"封存{case_id}话", place=f"封存{case_id}处"))
                found |= {f"封存{case_id}话", f"封存{case_id}处"}
    return found


def test_no_address_of_the_demonstration_tells_what_is_kept_inside(demo: Flask) -> None:
    hidden, browse = secrets(), client_of(demo, demo=True)
    sealed = list(db.session.scalars(select(Case.number).where(Case.kind == Kind.CONDUCT_REPORT)))
    assert len(hidden) > 100 and sealed
    waiting = [path for rule in demo.url_map.iter_rules() if rule.endpoint.startswith("public.") and "GET" in (rule.methods or ())
               and not rule.rule.endswith(".png") for path in addresses(rule)]
    seen: dict[str, int] = {}
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(ELSEWHERE) or "&" in path or "lang=" in path:  # two filters show what each of them shows
            continue
        answer = browse.get(path, buffered=True)
        sent = answer.get_data()
        said = (gzip.decompress(sent) if answer.mimetype == "application/gzip" else sent).decode("utf-8", "replace")
        seen[path] = answer.status_code
        assert answer.status_code < 500 and [one for one in hidden if one in said or one in str(answer.headers)] == [], path
        assert [number for number in sealed if number in said and number not in path] == [], path
        waiting += [next(filter(None, found)).replace("&amp;", "&") for found in LINK.findall(said)]
    good = {path.partition("?")[0] for path, status in seen.items() if status == 200}
    assert good >= {"/results.csv", "/results.jsonl.gz", "/results.atom", "/open311/v2/requests.xml", "/sitemap-results-1.xml", "/openapi.json", "/data",
                    "/stations/S01/hours.json", "/robots.txt"}
    assert sum(path.startswith("/results/") for path in good) > 50


def test_the_first_page_of_the_board_is_60_KB_on_the_line(demo: Flask) -> None:
    """With every style, script and picture it asks for, without fonts, as a browser gets it."""
    browse, packs = client_of(demo, demo=True), {"Accept-Encoding": "gzip"}
    page = browse.get("/", headers=packs)
    told = gzip.decompress(page.get_data()).decode()
    parts = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', told)))
    assert len(parts) > 6 and page.headers["Content-Encoding"] == "gzip" and told.count('class="card"') == 20
    sent = {part: len(browse.get(part, headers=packs, buffered=True).get_data()) for part in parts}
    assert len(page.get_data()) + sum(sent.values()) <= 60_000, sent
