"""Feeds and open data hold the published rows and nothing else (SD-43)."""

import json
from xml.etree import ElementTree

from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.results import publish, row

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_is_well_formed_whatever_was_published(cast: Cast, browse: Judge) -> None:
    case = publish(cast, text="<b>&amp;]]> \ufffe 𠮷 🙂")
    with unit_of_work():
        db.session.add(row("S01-26-0002", "第二份。", case_id=case.id, words=""))
    seen = browse.get_page("/results.atom")
    feed = ElementTree.fromstring(seen.response.data)
    assert [entry.find(f"{ATOM}id").text.rsplit("/", 1)[-1] for entry in feed.iter(f"{ATOM}entry")] == ["S01-26-0002", case.number]  # type: ignore[union-attr]
    assert "<b>&amp;]]>" in feed.findall(f"{ATOM}entry/{ATOM}content")[1].text  # type: ignore[operator]


def test_an_empty_feed_is_a_feed(browse: Judge) -> None:
    assert ElementTree.fromstring(browse.get_page("/results.atom").response.data).tag == f"{ATOM}feed"


def test_the_open_data_have_every_result_once_in_portions(cast: Cast, browse: Judge, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("portal.web.public.dump.AT_ONCE", 2)
    case = publish(cast)
    with unit_of_work():
        db.session.add_all(row(f"S01-26-{n:04d}", "已办。", case_id=case.id) for n in range(2, 7))
    lines = browse.get_page("/results.jsonl").text.splitlines()
    read = [json.loads(line) for line in lines]
    assert [line["number"] for line in read] == [f"S01-26-{n:04d}" for n in range(6, 0, -1)]
    assert set(read[0]) & {"case_id", "id", "name", "phone", "address", "visitor"} == set()


def test_SD_42_no_sign_of_a_reply_ends_a_line_and_each_is_read_as_it_was_written(cast: Cast, browse: Judge) -> None:
    """`splitlines` takes ten signs for the end of a line: all that JSON lets stand in a text are escaped."""
    case = publish(cast)
    text = "一\u2028二\u2029三\x85四\r\n五🙂"
    with unit_of_work():
        db.session.add(row("S01-26-0002", text, case_id=case.id))
    raw = browse.get("/results.jsonl").get_data(as_text=True)
    assert not set(raw) & set("\x85\u2028\u2029\r")
    first, second = (json.loads(line) for line in raw.splitlines())
    assert (first["replies"][0]["text"], second["number"]) == (text, case.number)
