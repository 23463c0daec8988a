"""A client that judges every page it fetches: status, headers, valid HTML, one h1, labelled fields, nothing inline, and whether it
says that it is a demonstration, which every page of one does and no other."""

import re
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.foundation import clock, words
from portal.foundation.unit_of_work import unit_of_work
from portal.network import sign_in
from portal.web import gate, headers
from tests.cast import PASSWORD
from tests.parsed import TOKEN, parsed

_NAMED = {"button", "input", "select", "textarea"}
_CARRIED = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|"X-CSRFToken": "([^"]+)"')
_DEMO = "tests.demo"
_passed: set[int] = set()  # fingerprints of pages that were found in order by this process


class Judge(FlaskClient):
    """Use `browse.get_page(path)` and `browse.post_form(path, data)`; both expect a status and judge what comes back."""

    _token = ("", "")  # a session, and its token

    @property
    def demo(self) -> bool:
        """Whether the house is a demonstration; whoever makes the client knows, the pages are not asked."""
        return bool(self.environ_base.get(_DEMO))

    @demo.setter
    def demo(self, demo: bool) -> None:
        self.environ_base[_DEMO] = demo

    def get_page(self, path: str, status: int = 200, **more: Any) -> "Seen":
        """Fetch a page, follow nothing, judge it."""
        return self._judged(self.get(path, **more), status)

    def post_form(self, path: str, data: dict[str, Any] | None = None, status: int = 303, **more: Any) -> "Seen":
        """Post a form with the CSRF token of this session, judge the answer. `data` may hold lists and files."""
        return self._judged(self.post(path, data={"csrf_token": self.token(path), **(data or {})}, **more), status)

    def token(self, path: str) -> str:
        """A CSRF token of this session: that of the page seen last, or else of one of the same door. At a terminal, where each page
        may be a step of the visit, one is always asked for."""
        door = "/" + path.lstrip("/").split("/")[0].split("?")[0]
        if door == "/kiosk" or not self._session() or self._token[0] != self._session():
            token = self._fetched(door)
            self._token = (self._session(), token)
        return self._token[1]

    def _session(self) -> str:
        """What the tokens of this session are made of; empty before there is one."""
        cookie = self.get_cookie(self.application.config["SESSION_COOKIE_NAME"])
        seal = SecureCookieSessionInterface().get_signing_serializer(self.application)
        return str(seal.loads(cookie.value).get("csrf_token", "")) if cookie and seal else ""

    def _fetched(self, door: str) -> str:
        where = {"/office": "/office/sign-in", "/kiosk": "/kiosk/"}.get(door, "/track")
        found = _CARRIED.search(self.get(where).get_data(as_text=True)) or _CARRIED.search(
            self.get(where, follow_redirects=True).get_data(as_text=True))
        assert found is not None, f"no token on {where}"
        return found[1] or found[2]

    def sign_in(self, login: str) -> "Judge":
        """Sign in as somebody seated."""
        self.post_form("/office/sign-in", {"login": login, "password": PASSWORD})
        return self

    def let_in(self, login: str) -> "Judge":
        """Inside as somebody seated, with a session like the one the sign-in begins: for those who come to do something else."""
        with self.application.app_context():
            with unit_of_work():
                person = sign_in.find(login)
                assert person is not None and person.locale is None, f"{login} has to come in by the form"
                token = sign_in.begin(person, clock.now(), "Werkzeug")
            self.set_cookie(gate.cookie_name(), token, httponly=True, samesite="Lax", path="/")
        return self

    def _judged(self, response: TestResponse, status: int) -> "Seen":
        seen = Seen(response)
        assert response.status_code == status, f"{response.status_code} instead of {status}: {seen.text[:600]}"
        for name, value in headers.of(response.request.path).items():
            if response.request.path.startswith("/static/"):
                break
            assert response.headers.get(name) == value, f"{name} is {response.headers.get(name)}"
        if response.mimetype == "text/html" and status not in (301, 302, 303):
            seen.judge()
            if (carried := _CARRIED.search(seen.text)) is not None:
                self._token = (self._session(), carried[1] or carried[2])
        return seen


class Seen:
    """A response with its words and its document."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.demo = bool(response.request.environ.get(_DEMO))
        self.text = response.get_data(as_text=True) if response.mimetype != "application/pdf" else ""

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.response.headers.get("Location", "")

    @cached_property
    def _parsed(self) -> tuple[ElementTree.Element, list[Any]]:
        """The tree and what the parser had to forgive."""
        return parsed(self.text)

    def document(self) -> ElementTree.Element:
        """The page as a tree, HTML names without namespace. It is only read."""
        return self._parsed[0]

    def words(self) -> str:
        """Everything a reader sees, blanks folded."""
        body = self.document().find("body")
        return " ".join("".join(body.itertext()).split()) if body is not None else ""

    def value(self, name: str) -> str:
        """The value of a (hidden) field by its name."""
        for field in self.document().iter():
            if field.tag in _NAMED and field.get("name") == name:
                return field.get("value") or (field.text or "")
        raise AssertionError(f"no field {name}")

    def judge(self) -> None:
        """Fail on what a browser would forgive and a reader would not. A page that passed passes again, whatever its token is."""
        page = hash((self.demo, TOKEN.sub(r"\1", self.text)))
        if page not in _passed:
            self._judge()
            _passed.add(page)

    def _judge(self) -> None:
        tree, errors = self._parsed
        assert not errors, f"invalid HTML: {errors[:3]} in {self.text[:300]}"
        if tree.find("head/title") is None:
            return
        assert "".join(tree.find("head/title").itertext()).strip(), "an empty title"  # type: ignore[union-attr]
        assert tree.get("lang") in ("zh-Hans", "zh-Hant", "en"), "no language"
        self._judge_demo(tree)
        assert len(list(tree.iter("h1"))) == 1, f"{len(list(tree.iter('h1')))} h1"
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), f"doubled ids {sorted(i for i in ids if ids.count(i) > 1)[:4]}"
        self._judge_fields(tree, set(ids))
        for element in tree.iter():
            assert element.get("style") is None, f"inline style on {element.tag}"
            assert not any(name.startswith("on") for name in element.attrib), f"inline handler on {element.tag}"
            assert element.tag != "script" or element.get("src"), "inline script"
            assert element.tag != "style" or not (element.text or "").strip(), "inline style sheet"

    def _judge_demo(self, tree: ElementTree.Element) -> None:
        """Once, in the language of the page: the band of a page, or the frame of a paper that is shown as a page."""
        say = words.speaker(str(tree.get("lang")).replace("-", "_"))
        said = ["".join(one.itertext()).strip() for one in tree.iter() if one.get("class") == "demo"]
        known = {say("common.frame.demo"), say("paper.frame.demo")}
        assert len(said) == self.demo and set(said) <= known, f"demonstration: {self.demo}, but it says {said}"

    @staticmethod
    def _judge_fields(tree: ElementTree.Element, ids: set[str | None]) -> None:
        labelled = {label.get("for") for label in tree.iter("label")}
        inside = {field for label in tree.iter("label") for field in label.iter() if field.tag in _NAMED}
        assert labelled - {None} <= ids, f"labels for nothing: {labelled - ids}"
        for field in tree.iter():
            if field.tag not in ("input", "select", "textarea") or field.get("type") in ("hidden", "submit"):
                continue
            named = field.get("id") in labelled or field in inside or field.get("aria-label") or field.get("aria-labelledby")
            assert named, f"a field without a label: {field.get('name')}"
        for form in tree.iter("form"):
            assert form.get("method", "get").lower() != "post" or any(
                field.get("name") == "csrf_token" for field in form.iter("input")), f"a form without a token: {form.get('action')}"
            assert form.get("enctype") == "multipart/form-data" or not any(
                field.get("type") == "file" for field in form.iter("input")), f"files would stay behind: {form.get('action')}"


def client_of(app: Flask, demo: bool = False) -> Judge:
    """A fresh browser for an application, which is a demonstration or is none."""
    app.test_client_class = Judge
    client = app.test_client()
    assert isinstance(client, Judge)
    client.demo = demo
    return client
