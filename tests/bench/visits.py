"""What people do, as a small browser does it: cookies kept, forms fetched before they are sent, every answer looked at."""

import contextlib
import http.client
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from tests.bench.texts import HITS, NOTHING, TWO_HAN, matter
from tests.cast import PASSWORD

_HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|key)"[^>]*value="([^"]+)"')


class Wrong(Exception):
    """An answer was not what it has to be; a time for it would mean nothing."""


@dataclass
class Browser:
    """Somebody's cookies. Every request is a connection of its own, as it was when the bars were measured."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"

    def move(self, turn: int) -> None:
        """Go on from another address, as the next visitor would: each may send only so many matters an hour (R58)."""
        self.address = f"127.{1 + turn // 62_500 % 250}.{turn // 250 % 250}.{1 + turn % 250}"

    def get(self, path: str, holds: str = "") -> str:
        """The page, which must be a 200 and hold this text."""
        status, text = self.fetch("GET", path)
        if status != 200 or holds not in text:
            raise Wrong(f"GET {path}: {status}, {holds!r} {'is' if holds in text else 'is not'} in it")
        return text

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form as browsers send one."""
        return self.fetch("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def post_parts(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form that could carry files."""
        mark = uuid.uuid4().hex
        parts = "".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
        )
        return self.fetch("POST", path, f"{parts}--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}")

    def fetch(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        """One request; status and text."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        with contextlib.closing(
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.address, 0))
        ) as connection:
            connection.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the form on a page."""
        return dict(_HIDDEN.findall(self.get(path)))


Act = Callable[[], object]


def acts(port: int, number: str, code: str) -> dict[str, Act]:
    """The acts of the bench against one portal, by the names of the table; who has to sign in has done so."""
    visitor, reader, office, liaison = Browser(port), Browser(port), signed_in(port, "office"), signed_in(port, "liaison")
    hall = _terminal(port)
    _show(visitor, number, code)
    turn = iter(range(10**9))
    words = {name: quote(typed) for name, typed in (("hits", HITS), ("two", TWO_HAN), ("nothing", NOTHING))}
    return {
        "submit": lambda: submit(reader, next(turn)),
        "submit at the kiosk": lambda: hand_in(hall, next(turn)),
        "track": lambda: visitor.get("/track/case", number),
        "board": lambda: cards(reader.get("/"), 20),
        "result": lambda: reader.get(f"/results/{number}", number),
        "board search, many hits": lambda: cards(reader.get(f"/?words={words['hits']}"), 20),
        "board search, two characters": lambda: cards(reader.get(f"/?words={words['two']}"), 20),
        "board search, nothing": lambda: cards(reader.get(f"/?words={words['nothing']}"), 0),
        "today": lambda: lines(liaison.get("/office/"), 50),
        "list": lambda: lines(office.get("/office/cases"), 50),
        "office search, many hits": lambda: lines(office.get(f"/office/cases?words={words['hits']}"), 50),
        "office search, two characters": lambda: lines(office.get(f"/office/cases?words={words['two']}"), 50),
        "office search, nothing": lambda: lines(office.get(f"/office/cases?words={words['nothing']}"), 0),
        "case": lambda: office.get(f"/office/cases/{number}", number),
    }


def submit(browser: Browser, turn: int) -> None:
    """Fetch the form of the online station, fill it, send it; acknowledged is what shows a number and a code."""
    browser.move(turn)
    status, text = browser.post_parts("/ask", filled(browser.hidden("/ask"), turn))
    if status != 200 or not re.search(r"S90-\d\d-\d{4}", text):
        raise Wrong(f"POST /ask: {status}")


def hand_in(browser: Browser, turn: int) -> None:
    """The first question of the kiosk, which mints the form's key, and the review handed in; its receipt is set meanwhile."""
    browser.move(turn)
    told = matter(turn)
    form = browser.hidden("/kiosk/tell") | {"at": "review", "reviewed": "y", "topic": "Z", "words": told.words, "place": told.place,
                                            "mode": "confidential", "name": "测某甲", "phone": f"120{turn % 10**8:08d}"}
    status, text = browser.post("/kiosk/tell/send", form)
    if status != 200 or not re.search(r"S01-\d\d-\d{4}", text):
        raise Wrong(f"POST /kiosk/tell/send: {status}")


def filled(hidden: dict[str, str], turn: int) -> dict[str, str]:
    """A matter told online."""
    told = matter(turn)
    return hidden | {
        "words": told.words,
        "category": told.category[0] if told.category[0] in "ABCDEFHJKL" else "Z",
        "place": told.place,
        "heads": "1",
        "name": "测某甲",
        "phone": f"120{turn % 10**8:08d}",
        "publish_result": "y",
    }


def _terminal(port: int) -> Browser:
    browser = Browser(port)
    browser.fetch("GET", "/kiosk/at/S01")
    status, _ = browser.post("/kiosk/start", browser.hidden("/kiosk/"))
    if status != 303:
        raise Wrong(f"POST /kiosk/start: {status}")
    return browser


def _show(browser: Browser, number: str, code: str) -> None:
    status, _ = browser.post("/track", browser.hidden("/track") | {"number": number, "code": code})
    if status != 303:
        raise Wrong(f"POST /track: {status}")


def signed_in(port: int, login: str) -> Browser:
    """Somebody of the staff at the office's door."""
    browser = Browser(port)
    status, _ = browser.post("/office/sign-in", browser.hidden("/office/sign-in") | {"login": login, "password": PASSWORD})
    if status != 303:
        raise Wrong(f"{login} could not sign in: {status}")
    return browser


def cards(text: str, wanted: int) -> None:
    """So many results stand on the page."""
    _count(text, '<article class="card"', wanted)


def lines(text: str, wanted: int) -> None:
    """So many cases stand in the list."""
    _count(text, '<li class="workrow', wanted)


def _count(text: str, mark: str, wanted: int) -> None:
    if text.count(mark) != wanted:
        raise Wrong(f"{text.count(mark)} lines instead of {wanted}")
