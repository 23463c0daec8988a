"""R46: hostile words in every free-text field; in no page, fragment, feed or paper of any role do they become anything but words.

On SQLite alone: what is shown is made by the same templates from the same rows on both databases."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import tracking
from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.notices import outbox
from portal.notices.outbox import Message
from portal.notices.wish import Way
from tests.cast import NOW, Cast
from tests.conftest import start_over
from tests.judge import Judge, client_of
from tests.kiosk.hand import Hand
from tests.web.hostile import MARK, PAYLOADS, Eye, Hostile
from tests.web.hostile_life import ROOM, live, unsaid
from tests.web.public.test_canary import STARTS

STAFF = ("liaison", "rep", "director", "office", "steering", "clerk", "officer", "head", "officer-2", "liaison-s02", "inspector", "admin")
LINK = re.compile(r'(?:href|src|hx-get)="(?:http://127\.0\.0\.1:8000)?(/[^"#]*)')
FILE = re.compile(r"/office/cases/[\w-]+|/results/[\w-]+")
BYTES = re.compile(r"/attachments/\d+$|explanation\.pdf|\.gz$|\.gz\?|^/static|^/kiosk/voices|^/kiosk/(at/.*|home|track|tell|enter)?$|[?&]lang=")
MOST = 5  # addresses of one shape for one reader, files of cases apart: an act has the same page for every case
READ = ("text/html", "text/plain", "text/calendar", "application/atom+xml", "application/json", "application/jsonl", "application/x-ndjson", "text/csv", "text/xml", "application/xml")


@dataclass
class House:
    """Where the life was lived: the numbers of its cases, the open one with its code, and the moment it was left."""

    app: Flask
    numbers: list[str]
    open: str
    code: str
    left: datetime
    silent: set[str]

    def browser(self, login: str = "") -> Judge:
        """Somebody's browser, now."""
        clock.freeze(self.left)
        browse = client_of(self.app)
        return browse.sign_in(login) if login else browse


@pytest.fixture(scope="module")
def house(sqlite_app: Flask, template: Path) -> Iterator[House]:
    """The life, lived once."""
    clock.freeze(NOW)
    with sqlite_app.app_context():
        start_over(template, sqlite_app)
        cast = Cast()
        case = live(cast, Hostile(ROOM))
        with unit_of_work():
            code = tracking.reissue(case, by=cast.actor("liaison")).code
        made = House(sqlite_app, list(db.session.scalars(select(Case.number))), case.number, code, clock.now(), unsaid())
        db.session.remove()
    yield made
    with sqlite_app.app_context():
        start_over(template, sqlite_app)


def looked_at(kind: str, text: str) -> Eye:
    """A page, a feed or a text as whoever reads it takes it."""
    if "atom" in kind:
        root = ElementTree.fromstring(text)
        assert all(one.tag.startswith("{http://www.w3.org/2005/Atom}") for one in root.iter())
        return Eye("\n".join(one.text or "" for one in root.iter() if one.get("type") == "html"))
    if kind.endswith("/xml"):
        plain = [one.tag for one in ElementTree.fromstring(text).iter()]
        assert plain and not any("xhtml" in tag or tag == "b" for tag in plain), "an element that a browser would draw"
    if "html" in kind:
        return Eye(text)
    return Eye(html.escape(text))  # a browser shows the text as text: type and nosniff say so


def crawl(browse: Judge, starts: tuple[str, ...] | list[str], within: str, words: list[str]) -> tuple[int, set[str]]:
    """Every address below that links lead to; how many there were, and what became markup in them."""
    found, seen, waiting, shapes = set(), set(), list(starts), Counter[str]()
    while waiting:
        path = html.unescape(waiting.pop())
        path = f"{path}{'&' if '?' in path else '?'}page=1" if path.split("?")[0].endswith(".pdf") and "page=1" not in path else path
        shape = re.sub(r"\d+", "0", path)
        if path in seen or BYTES.search(path) or not path.startswith(within) or (shapes[shape] >= MOST and not FILE.fullmatch(path)):
            continue
        seen.add(path)
        shapes[shape] += 1
        answer = browse.get(path)
        if answer.status_code != 200 or answer.mimetype not in READ:
            assert answer.status_code != 500 and (answer.status_code != 200 or answer.mimetype.startswith(("text/css", "image/"))), path
            continue
        assert "charset=utf-8" in answer.content_type or not answer.mimetype.startswith("text/"), path
        text = answer.get_data(as_text=True)
        eye = looked_at(answer.mimetype, text)
        found |= {f"{path}: {one}" for one in eye.found}
        words.append(eye.words)
        waiting += LINK.findall(text) if "html" in answer.mimetype else []
    return len(seen), found


def test_every_field_of_words_was_given_hostile_ones(house: House) -> None:
    """A new column of words must be told of here: who fills it, or why nobody does."""
    assert house.silent == set()


@pytest.mark.parametrize("login", STAFF)
def test_R46_no_page_of_the_office_holds_a_word_that_became_markup(house: House, login: str) -> None:
    words: list[str] = []
    mine = [f"/office/cases/{number}" for number in house.numbers]
    starts = ["/office/", "/office/cases", "/office/calls", "/office/sealed", "/office/open-days?past=1", *mine]
    pages, found = crawl(house.browser(login), starts, "/office", words)
    assert found == set() and pages > len(house.numbers)
    if login == "liaison":
        together = "\n".join(words)
        assert [payload for payload in PAYLOADS if payload not in together] == [], "each was there to be read, to the letter"


def test_R46_nor_does_anything_public(house: House) -> None:
    words: list[str] = []
    browse = house.browser()
    browse.post_form("/track", {"number": house.open, "code": house.code})
    more = [f"/track/{act}" for act in ("rating", "more", "again", "withdrawal", "news", "pressure", "permissions")]
    pages, found = crawl(browse, [*STARTS, "/results.atom", "/track/case", *more], "/", words)
    assert found == set() and pages > 25
    assert sum(payload in "\n".join(words) for payload in PAYLOADS) == len(PAYLOADS)
    for line in browse.get("/results.jsonl").get_data(as_text=True).splitlines():
        json.loads(line)


def test_R46_nor_any_screen_of_the_kiosk(house: House) -> None:
    hand, words = Hand(house.browser()), []
    hand.start()
    hand.get("/kiosk/track")
    hand.send("/kiosk/track", 303, go="on", number=house.open, code=house.code)
    starts = ["/kiosk/results", "/kiosk/people", "/kiosk/matter", "/kiosk/matter/rating", "/kiosk/matter/more", "/kiosk/matter/ask",
              "/kiosk/matter/why", *(f"/kiosk/results/{number}" for number in house.numbers)]
    pages, found = crawl(hand.browse, starts, "/kiosk", words)
    assert found == set() and pages > 12 and any(MARK in page for page in words)


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 8))
def test_R46_what_is_typed_comes_back_as_it_was_typed(house: House, first: int) -> None:
    """A form that is refused, overtaken or gone shows the very words, in a field or as a quotation; so does a search."""
    liaison, anybody, some = house.browser("liaison"), house.browser(), PAYLOADS[first:first + 8]
    typed = " ".join(some)
    unfinished = {"words": typed, "name": typed, "place": typed, "wants": typed}
    answers = [liaison.post_form("/office/register", unfinished, 422), anybody.post_form("/ask", {**unfinished, "heads": "x"}, 422),
               liaison.post_form("/office/cases/S01-26-9999/answer", {"text": typed, "answered_by": typed}, 404),
               liaison.post_form(f"/office/cases/{house.open}/try", {"version": "0", "note": typed}, 409)]
    for answer in answers:
        eye = Eye(answer.text)
        assert eye.found == [] and [payload for payload in some if payload.strip() not in eye.words] == [], answer.response.request.path
    for payload in some:
        for browse, path in ((anybody, "/"), (liaison, "/office/cases"), (liaison, "/office/suggest/units")):
            assert Eye(browse.get(path, query_string={"words": payload, "q": payload}).get_data(as_text=True)).found == [], path


def test_R46_no_letter_holds_a_word_that_somebody_typed(house: House) -> None:
    """A message says that there is news and of which number; that is all the postman is given."""
    with house.app.app_context():
        clock.freeze(house.left)
        with unit_of_work():
            assert outbox.spread(frozenset(Way), "zh_Hans", 5000, clock.now()) > 20
        with unit_of_work():
            letters = [outbox.take(one, clock.now()) for one in db.session.scalars(select(Message.id)).all()]
        assert len(letters) > 20 and MARK not in repr(letters)


def test_R74_the_eye_sees_each_payload_that_is_let_through() -> None:
    """The harness itself: written without escaping, in text or in an attribute, all that is markup is found."""
    harmless = [payload for payload in PAYLOADS if "<" not in payload]
    caught = [payload for payload in PAYLOADS if Eye(f"<p>{payload}</p>").found or Eye(f'<input value="{payload}">').found
              or Eye(f"<a href=\"{payload}\">").found or Eye(f"<input value='{payload}'>").found]
    assert set(PAYLOADS) - set(caught) <= set(harmless) and len(caught) > 30
    assert Eye(f"<p>{7919 * 7907}</p>").found
