"""Open data: a table and lines with their entries in the ledger, feeds of a part, asked again in a few bytes, read by others' pages (SD-43)."""

import csv
import gzip
import io
import json
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from portal.cases.publication import Publication
from portal.exchange import spreadsheet
from portal.foundation import merkle
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES
from portal.network.station import Station
from portal.web.public import readers
from portal.web.public.columns import COLUMNS, place_of
from portal.web.public.readers import Reading
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.results import publish, row

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def table(browse: Judge, path: str = "/results.csv") -> list[dict[str, str]]:
    """The rows of the table as a reader of CSV has them."""
    raw = browse.get(path, buffered=True).get_data()
    assert raw.startswith(b"\xef\xbb\xbf"), "spreadsheets know it for UTF-8"
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_SD_43_the_table_and_the_lines_tell_the_same_and_name_the_entry_of_each_row(cast: Cast, browse: Judge) -> None:
    case = publish(cast, text="一\r\n二，\"三\"\n=四")
    (cells,), (line,) = table(browse), map(json.loads, browse.get("/results.jsonl").text.splitlines())
    assert (cells["number"], cells["station"], cells["late"]) == (case.number, line["station"], "no")
    assert cells["reply"].replace("\r\n", "\n") == line["replies"][-1]["text"].replace("\r\n", "\n")
    entries = browse.get("/ledger/tile/entries/000.p/" + str(line["ledger"]["index"] + 1)).get_data()
    held = []
    while entries:
        size = int.from_bytes(entries[:2], "big")
        held, entries = [*held, entries[2:2 + size]], entries[2 + size:]
    assert merkle.leaf_hash(held[-1]).hex() == line["ledger"]["leaf"] == cells["ledger_leaf"], "a reader finds the very entry"
    assert json.loads(held[-1])["number"] == cells["number"] and cells["ledger_index"] == str(line["ledger"]["index"])


def test_the_code_book_names_every_column_and_each_place_is_there(cast: Cast, browse: Judge) -> None:
    publish(cast)
    (cells,), (line,) = table(browse), map(json.loads, browse.get("/results.jsonl").text.splitlines())
    assert list(cells) == [column.name for column in COLUMNS] and {place_of(column).partition(".")[0].removesuffix("[]") for column in COLUMNS} == set(line)
    for locale in LOCALES:
        page = browse.get_page(f"/data?lang={locale}")
        assert [name for name in cells if f"<code>{name}</code>" not in page.text] == []
        assert 'href="/data"' in browse.get_page("/about").text and "creativecommons.org" in page.text


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "  =1", "\u3000＝1", "＋1", "－1", "＠a", "\u00a0=x"])
def test_R45_no_cell_is_worked_out(cell: str) -> None:
    assert spreadsheet.safe(cell) == "'" + cell and next(csv.reader(io.StringIO(spreadsheet.lines([[cell]]), newline=""))) == ["'" + cell]


@pytest.mark.parametrize("cell", ["", "1-1", "您好=", "答：-", "0"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert spreadsheet.safe(cell) == cell


def test_packed_is_the_same(cast: Cast, browse: Judge) -> None:
    publish(cast)
    for kind in ("csv", "jsonl"):
        packed = browse.get(f"/results.{kind}.gz")
        assert packed.mimetype == "application/gzip" and gzip.decompress(packed.get_data()) == browse.get(f"/results.{kind}").get_data()


def test_R58_slow_readers_hold_two_threads_and_no_more(cast: Cast, browse: Judge) -> None:
    """Whoever comes while two read is told when to come again; a place is free at the end, and when the reader went away."""
    publish(cast)
    slow = [Reading() for _ in range(readers.MOST)]
    for path in ("/results.csv", "/results.jsonl.gz"):
        late = browse.get(path, buffered=True)
        assert late.status_code == 429 and late.headers["Retry-After"] == str(readers.AGAIN)
    assert browse.get("/results.atom").status_code == 200, "a feed is short"
    parts = slow[0].through(iter([b"one", b"two"]))
    assert next(parts) == b"one" and browse.get("/results.csv", buffered=True).status_code == 429
    parts.close()  # type: ignore[attr-defined]
    slow[0].leave()
    for _ in range(3):  # none of these keeps the one place that is free
        assert browse.head("/results.csv").status_code == 200 and browse.get("/results.csv", buffered=True).status_code == 200
    slow[1].leave()


def test_a_part_of_it_by_station_class_and_month(cast: Cast, browse: Judge) -> None:
    case = publish(cast)
    with unit_of_work():
        db.session.add_all([row("S02-26-0001", "二。", case_id=case.id, station_code="S02", station_name="别处站"),
                            row("S01-26-0009", "三。", case_id=case.id, category="B1", category_top="B", month="2026-01")])
    for query, numbers in {"station=S02": ["S02-26-0001"], "category=B": ["S01-26-0009"], "month=2026-01": ["S01-26-0009"], "station=S99": []}.items():
        assert [cells["number"] for cells in table(browse, f"/results.csv?{query}")] == numbers
        feed = ElementTree.fromstring(browse.get_page(f"/results.atom?{query}").response.data)
        assert [one.text.rsplit("/", 1)[-1] for one in feed.findall(f"{ATOM}entry/{ATOM}id")] == numbers  # type: ignore[union-attr]
        assert feed.find(f"{ATOM}id").text.endswith(f"/results.atom?{query}"), "a feed of a part is a feed of its own"  # type: ignore[union-attr]
    assert 'href="/results.atom?station=S01"' in browse.get_page("/?station=S01").text and 'href="/results.atom?station=S01"' in browse.get_page("/stations/S01").text


@pytest.mark.parametrize("path", ["/results.csv", "/results.jsonl", "/results.csv.gz", "/results.atom", "/sitemap.xml", "/sitemap-results-1.xml",
                                  "/open311/v2/requests.json", "/open311/v2/requests.xml"])
def test_who_has_it_is_told_so_until_something_is_published(cast: Cast, browse: Judge, path: str) -> None:
    publish(cast)
    first = browse.get(path, buffered=True)
    assert first.status_code == 200 and first.headers["Access-Control-Allow-Origin"] == "*" and first.headers["Cache-Control"] == "no-cache"
    again = browse.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    publish(cast)
    assert browse.get(path, headers={"If-None-Match": first.headers["ETag"]}, buffered=True).status_code == 200


def test_no_page_of_the_office_or_of_a_visitor_is_read_by_other_sites(cast: Cast, browse: Judge) -> None:
    for path in ("/", "/ask", "/track", "/office/sign-in", "/kiosk/", "/data"):
        assert "Access-Control-Allow-Origin" not in browse.get(path).headers


def test_the_hours_of_a_station_without_script_or_name(cast: Cast, browse: Judge) -> None:
    told = browse.get("/stations/S01/hours.json")
    here = db.session.scalar(select(Station).where(Station.code == "S01"))
    assert here is not None and told.headers["Access-Control-Allow-Origin"] == "*"
    assert (told.json["type"], told.json["version"], told.json["title"], told.json["hours"]) == ("rich", "1.0", here.name, here.hours)
    assert told.json["html"] == browse.get("/stations/S01/hours.html").text and "<script" not in told.json["html"] and "style" not in told.json["html"]
    assert browse.get("/stations/S77/hours.json").status_code == browse.get("/stations/S77/hours.html").status_code == 404


def test_search_engines_find_every_result_and_station(cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    case = publish(cast)
    with unit_of_work():
        db.session.add_all(row(f"S01-26-{n:04d}", "已办。", case_id=case.id) for n in range(2, 7))
    monkeypatch.setattr("portal.web.public.sitemap.MOST", 4)
    monkeypatch.setattr("portal.web.public.sitemap.AT_ONCE", 3)
    robots = browse.get("/robots.txt").text
    assert "Disallow: /office/" in robots and "Disallow: /track/" in robots and robots.endswith("/sitemap.xml\n")
    lists = [one.text.partition("8000")[2] for one in ElementTree.fromstring(browse.get("/sitemap.xml").data).iter(f"{MAP}loc")]  # type: ignore[union-attr]
    assert lists == ["/sitemap-places.xml", "/sitemap-results-1.xml", "/sitemap-results-2.xml"]
    pages = [ElementTree.fromstring(browse.get(path).data) for path in lists]
    assert all(len(page) <= 4 for page in pages[1:]) and all(one.find(f"{MAP}lastmod") is not None for page in pages[1:] for one in page)
    found = {one.text.partition("8000")[2] for page in pages for one in page.iter(f"{MAP}loc")}  # type: ignore[union-attr]
    numbers = set(db.session.scalars(select(Publication.number).where(Publication.is_current.is_(True))))
    assert {f"/results/{number}" for number in numbers} <= found and {"/", "/data", "/stations/S01"} <= found
    assert browse.get("/sitemap-results-3.xml").status_code == browse.get("/sitemap-results-0.xml").status_code == 404
