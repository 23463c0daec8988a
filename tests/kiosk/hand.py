"""A visitor's hand without a browser: it sees one page at a time and sends back what that page's form holds."""

from collections.abc import Callable
from contextvars import Context
from typing import Any, TypeVar
from xml.etree import ElementTree

from flask.sessions import SecureCookieSessionInterface

from portal.cases.case import Case
from portal.foundation.database import db
from tests.judge import Judge, Seen

TICKED = ("checkbox", "radio")
Answer = TypeVar("Answer")
Row = TypeVar("Row")


def alone(ask: Callable[[], Answer]) -> Answer:
    """Ask outside of the test's own application context: with it, all requests of a test would share one `g`."""
    return Context().run(ask)


class Hand:
    """Every page fetched is judged; `seen` is the one on the screen."""

    def __init__(self, browse: Judge) -> None:
        self.browse = browse
        self.seen: Seen

    def get(self, path: str, status: int = 200) -> Seen:
        """Go to an address."""
        self.seen = alone(lambda: self.browse.get_page(path, status))
        return self.seen

    def start(self) -> Seen:
        """The first touch, to the four tiles."""
        self.get("/kiosk/")
        self.post("/kiosk/start", 303, csrf_token=self.seen.value("csrf_token"))
        return self.get("/kiosk/home")

    def post(self, path: str, status: int = 200, **data: Any) -> Seen:
        """Send exactly this."""
        self.seen = Seen(alone(lambda: self.browse.post(path, data=data)))
        came = self.seen.response.status_code
        assert came == status, f"{came} instead of {status}: {self.seen.text[:400]}"
        if status != 303 and self.seen.response.mimetype == "text/html":
            self.seen.judge()
        return self.seen

    def send(self, path: str, status: int = 200, **more: Any) -> Seen:
        """Touch a button: everything in the form of the screen, and `more`; None takes a field away."""
        data = self.form() | more
        return self.post(path, status, **{name: value for name, value in data.items() if value is not None})

    def tell(self, go: str = "on", status: int = 200, **more: Any) -> Seen:
        """A button on a screen of telling."""
        return self.send("/kiosk/tell", status, go=go, **more)

    def form(self) -> dict[str, str]:
        """What the form of the screen would send, without its buttons."""
        draft = self._draft()
        data: dict[str, str] = {}
        for field in draft.iter():
            name = field.get("name")
            if field.tag == "textarea" and name:
                data[name] = (field.text or "").removeprefix("\n")
            elif field.tag == "input" and name and (field.get("type") not in TICKED or field.get("checked") is not None):
                data[name] = field.get("value") or ("y" if field.get("type") == "checkbox" else "")
        return data

    def visible_fields(self) -> set[str]:
        """Names of the fields that are asked on this screen."""
        return {str(field.get("name")) for field in self._draft().iter()
                if field.tag == "textarea" or (field.tag == "input" and field.get("type") != "hidden")}

    def _draft(self) -> ElementTree.Element:
        return next(form for form in self.seen.document().iter("form") if form.get("id") == "draft")

    def to_review(self, words: str = "路灯坏了五盏。", topic: str = "D", **reach: str) -> Seen:
        """Through the five questions with the least that is needed."""
        self.start()
        self.get("/kiosk/tell")
        self.tell(f"about={topic}")
        self.tell(words=words)
        self.tell()
        self.tell(**reach)
        return self.tell()

    def hand_in(self, status: int = 200, **more: Any) -> Seen:
        """The last button."""
        return self.send("/kiosk/tell/send", status, **more)

    def slip(self) -> tuple[str, str]:
        """Number and code on the last screen."""
        runs = ["".join(one.itertext()) for one in self.seen.document().iter("span") if one.get("class") == "digits-run"]
        return runs[0], runs[1].replace(" ", "")

    def session(self) -> dict[str, Any]:
        """What the cookie holds, as the server reads it."""
        cookie = self.browse.get_cookie("huiyin")
        assert cookie is not None
        serializer = SecureCookieSessionInterface().get_signing_serializer(self.browse.application)
        assert serializer is not None
        return dict(serializer.loads(cookie.value))


def rows(model: type[Row]) -> list[Row]:
    """All rows of a table, read anew."""
    db.session.rollback()
    return list(db.session.scalars(db.select(model).order_by(*model.__mapper__.primary_key)))


def cases() -> list[Case]:
    """All cases, read anew."""
    return sorted(rows(Case), key=lambda case: case.id)
