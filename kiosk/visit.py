"""One visit at the terminal: when it began, how the screen looks, which matter was opened; all of it ends with the visit."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, g, redirect, request, session

from portal.cases.case import Case
from portal.foundation import clock, words
from portal.foundation.database import db
from portal.kiosk.blueprint import door
from portal.network import actor as actors
from portal.network import station as stations
from portal.network.actor import Actor
from portal.network.station import Station, StationLevel

# A visit nobody touched for so long is over, whatever became of the screen and its own timer: a tab that froze, a crash, a cut of
# the power. It is longer than the screen can wait untouched (three minutes and its warning, ten more for a person who was called,
# five while something is being sent), and the screen tells of every minute in which somebody touched it (idle.js), so that the
# two never disagree.
VISIT = timedelta(minutes=15)
OF_THE_TERMINAL = ("terminal", "mm")
ALWAYS = ("attract", "at", "near", "terminal_css")


def wipe() -> None:
    """Forget the visitor: everything but what belongs to the terminal itself (K20)."""
    for name in [name for name in session if name not in OF_THE_TERMINAL]:
        session.pop(name)
    g.pop("csrf_token", None)


def begin() -> None:
    """Somebody touched the screen."""
    session["touched"] = _stamp(clock.now())


def speak(locale: str) -> None:
    """Keep the language that was chosen on the attract screen."""
    if locale in words.LOCALES:
        session["lang"] = locale


def is_on() -> bool:
    """Whether a visit is going on."""
    return _within(session.get("touched"), VISIT)


@door.before_request
def _enter() -> Response | None:
    """Screens that are only read belong to a visit: an address typed or gone back to after its end shows the attract screen
    (K21). What is sent is always taken, since it carries everything itself."""
    if "lang" not in session:
        g.locale = current_app.config["DEFAULT_LOCALE"]  # what the terminal's browser prefers says nothing about the visitor
    endpoint = (request.endpoint or "").removeprefix("kiosk.")
    if request.method == "GET" and endpoint not in ALWAYS and not is_on():
        return redirect("/kiosk/", 303)  # type: ignore[return-value]
    if (is_on() and endpoint != "near") or request.method == "POST":
        begin()
    _change_view()
    return None


def _change_view() -> None:
    text, contrast = request.form.get("text", ""), request.form.get("contrast", "")
    if text in ("1", "2", "3"):
        session["text"] = int(text)
    if contrast in ("high", "normal"):
        session["contrast"] = "high" if contrast == "high" else ""


@door.context_processor
def _context() -> dict[str, Any]:
    return {"view": {"text": session.get("text", 1), "contrast": session.get("contrast", "")}, "station": station(),
            "here_url": _here()}


def _here() -> str:
    """This screen's own address, to come back to."""
    asked = request.query_string.decode("ascii", "ignore")
    return quote(request.path) + (f"?{asked}" if asked else "")


def station() -> Station | None:
    """The station this terminal stands in: the one it was bound to, else the first open one with a door."""
    if "station" not in g:
        bound = stations.by_code(session["terminal"]) if "terminal" in session else None
        g.station = bound if bound is not None and not bound.closed else _first_with_a_door()
    found: Station | None = g.station
    return found


def _first_with_a_door() -> Station | None:
    return next((place for place in stations.all_open() if place.level is not StationLevel.ONLINE), None)


def open_matter(case: Case) -> None:
    """Number and code were right: this matter may be read until the visit ends or the four tiles are shown again."""
    session["case"] = case.id


def close_matter() -> None:
    """Whoever goes on from the four tiles may be somebody else."""
    session.pop("case", None)


def matter() -> Case | None:
    """The visitor's own matter that is open on this screen, or None. What is shown of it may be the case it was merged into
    (matter.shown); what is done is done to this one alone (T10)."""
    return db.session.get(Case, session["case"]) if "case" in session else None


def visitor(case: Case) -> Actor:
    """The visitor of an open matter as an actor."""
    return actors.visitor(case.id, clock.now())


def _stamp(at: datetime) -> int:
    return int(at.timestamp())


def _within(stamp: object, limit: timedelta) -> bool:
    return isinstance(stamp, int) and 0 <= _stamp(clock.now()) - stamp <= limit.total_seconds()
