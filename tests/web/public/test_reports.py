"""Signed monthly reports at the public door: what everybody reads is what was signed, its proof beside it, and a sum anybody can add up (HB-13, X-07)."""

import hashlib
import json

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases.ledger import Entry
from portal.foundation.database import db
from portal.statistics import figures, frozen
from tests.cast import Cast
from tests.judge import Judge
from tests.statements import asked
from tests.statistics.reports import TEXTS, drafted, past, signed, written


@pytest.fixture
def stations(cast: Cast) -> Cast:
    """Reports of two stations, signed; that of a third is a draft."""
    for n in range(4):
        cast.register("S02" if n else "S01", heads=n + 1)
    past(2026, 3, 31)
    for code, by in (("S01", "liaison"), ("S02", "liaison-s02")):
        row = drafted(code)
        written(row, by)
        signed(row)
        db.session.rollback()
    return cast


def test_a_report_is_read_as_it_was_signed_each_figure_under_its_name(stations: Cast, browse: Judge) -> None:
    row = frozen.of("S01", "2026-03")
    page = browse.get_page("/reports/S01/2026-03")
    for name, n in row.told["figures"].items():
        assert f'id="{name}">{n}<' in page.text
    assert all(text.split("\n")[0].split("<")[0] in page.words() for text in TEXTS.values()) and "director甲" in page.words() and row.name in page.words()
    db.session.rollback()
    assert browse.get(f"/reports/{row.report_id}").headers["Location"].endswith("/reports/S01/2026-03")


@pytest.mark.parametrize("path", ["/reports/S90/2026-03", "/reports/S01/2026-02", "/reports/99", "/reports/99999999999", "/reports/99/leaf", "/reports/x/y",
                                  "/reports/S90/2026-03/report.pdf", "/reports/99/proof"])
def test_a_draft_is_not_there(stations: Cast, browse: Judge, path: str) -> None:
    browse.get_page(path, 404)


def test_sd42_leaf_and_lines_are_the_signed_bytes(stations: Cast, browse: Judge) -> None:
    row = frozen.of("S02", "2026-03")
    leaf = browse.get(f"/reports/{row.report_id}/leaf").get_data()
    entry = db.session.scalars(select(Entry).where(Entry.name == row.name)).one()
    assert hashlib.sha256(leaf).hexdigest() == json.loads(entry.data)["record"] and leaf.decode().split("\n")[1] == row.record
    db.session.rollback()
    assert browse.get(f"/reports/{row.report_id}/proof").text.startswith("c2sp.org/tlog-proof@v1")
    lines = browse.get("/reports.jsonl", buffered=True).text.splitlines()
    assert [json.loads(one)["station"] for one in lines] == ["S02", "S01"] and row.record in lines


def test_hb13_the_sum_of_stations_and_of_an_area(stations: Cast, browse: Judge) -> None:
    told = [row.told["figures"] for row in frozen.in_period("2026-03")]
    db.session.rollback()
    page = browse.get_page("/reports").words()
    assert figures.summed(told)["heads"] == 10 and "10" in page and "榆荫街道站" in page and "河湾社区站" in page and "网上站" not in page
    assert "河湾社区站" in browse.get_page("/reports?area=S02&period=2026-03").words()
    assert "榆荫街道站" not in browse.get_page("/reports?area=S02").words()
    for nonsense in ("area=nowhere", "period=1999-01", "period=x"):
        browse.get_page(f"/reports?{nonsense}")


def test_nothing_is_signed_yet(browse: Judge) -> None:
    assert "这里还没有签字的月报" in browse.get_page("/reports").words()


def test_x17_as_many_reads_for_three_as_for_one(app: Flask, stations: Cast) -> None:
    db.session.close()
    with asked(db.engine) as seen:
        assert len(list(frozen.everything())) == 2
    two = len(seen)
    signed(drafted("S90"))
    db.session.close()
    with asked(db.engine) as seen:
        assert len(list(frozen.everything())) == 3
    assert len(seen) <= two
