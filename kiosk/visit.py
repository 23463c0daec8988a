"""One visit at the terminal: when it began, how the screen looks, which matter was opened; all of it ends with the visit."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, g, redirect, request, session

from portal.cases import tracking
from portal.cases.case import Case
from portal.foundation import clock, codes, words
from portal.foundation.database import db
from portal.kiosk.blueprint import door
from portal.network import actor as actors
from portal.network import station as stations
from portal.network.actor import Actor
from portal.network.station import Station, StationLevel
from portal.network.terminal import Terminal
from portal.web import gate, page
from portal.web import ready as ready_pages

DEVICE_API = "/kiosk/device/"
# A visit nobody touched for so long is over, whatever became of the screen and its own timer: a tab that froze, a crash, a cut of
# the power. It is longer than the screen can wait untouched (five minutes at most and its warning, ten more for a person who was
# called, five while something is being sent), and the screen tells of every minute in which somebody touched it (idle.js), so
# that the two never disagree.
VISIT = timedelta(minutes=17)
OF_THE_TERMINAL = ("terminal", "mm", "device", "place", "fuzzy")
ALWAYS_SHOWN = ("attract", "at", "enter", "near", "terminal_css", "own_words", "staff")
# What a screen asks by itself, as `?asks` says of any other address: no hand that touches it; and its answer, which may come late, carries
# no cookie, or it would bring back the visit as it was when it was asked for.
BY_ITSELF = ("called", "received", "near", "voices", "voice", "own_words", "terminal_css", "enclosed_file")
VIEWS = {"text": {"1", "2", "3"}, "contrast": {"high", "normal"}, "reach": {"low", "normal"}, "hand": {"left", "right", "both"},
         "voice": {"on", "off"}}


def wipe() -> None:
    """Forget the visitor: everything but what belongs to the terminal itself (K20)."""
    for name in [name for name in session if name not in OF_THE_TERMINAL]:
        session.pop(name)
    g.pop("csrf_token", None)


def begin() -> None:
    """Somebody touched the screen."""
    session["touched"] = stamp(clock.now())
    if "word" not in session:
        session["word"] = codes.new_key()


def word() -> str:
    """A random word that names this visit and nobody: a call for a person belongs to it."""
    return str(session.get("word", ""))


def place() -> str:
    """Where in the station the terminal stands, if it was told."""
    return str(session.get("place", ""))


def speak(locale: str) -> None:
    """Keep the language that was chosen on the attract screen."""
    if locale in words.LOCALES:
        session["lang"] = locale


def is_on() -> bool:
    """Whether a visit is going on."""
    return is_within(session.get("touched"), VISIT)


@door.before_request
def _enter() -> Response | None:
    """Screens that are only read belong to a visit: an address typed or gone back to after its end shows the attract screen
    (K21). What is sent is always taken, since it carries everything itself."""
    if "lang" not in session:
        g.locale = current_app.config["DEFAULT_LOCALE"]  # what the terminal's browser prefers says nothing about the visitor
    endpoint = (request.endpoint or "").removeprefix("kiosk.")
    if request.path.startswith(DEVICE_API):
        return None  # no screen, no visit
    if gate.at_terminal() and terminal() is None and endpoint not in ("at", "enter", "terminal_css"):
        return page.show("kiosk/out.html", 403)
    if request.method == "GET" and endpoint not in ALWAYS_SHOWN and not is_on():
        return redirect("/kiosk/", 303)  # type: ignore[return-value]
    if _asks_by_itself():
        return None
    if not is_on():
        close_matter()  # what is sent after the end belongs to nobody's visit: it opens no matter and no appointment of the one before
    if is_on() or request.method == "POST":
        begin()
    _change_view()
    return None


@door.after_request
def _leave(response: Response) -> Response:
    if _asks_by_itself() and "touched" not in request.args:
        session.modified = False
    return response


def _asks_by_itself() -> bool:
    return "asks" in request.args or (request.endpoint or "").removeprefix("kiosk.") in BY_ITSELF


def _change_view() -> None:
    for name, known in VIEWS.items():
        chosen = request.form.get(name, "")
        if chosen in known:
            session[name] = int(chosen) if name == "text" else chosen


@door.context_processor
def _context() -> dict[str, Any]:
    return {"view": {name: session.get(name, "") for name in VIEWS}, "station": station(),
            "here_url": _here(), "quiet_time": _quiet_time(), "paired": gate.at_terminal(), "fuzzy": session.get("fuzzy", "no")}


def _quiet_time() -> str:
    """How long a screen where one types waits untouched, in words."""
    seconds = current_app.config["SETTINGS"].kiosk_idle_typing
    whole = seconds > 60 and seconds % 60 == 0
    return gate.say()("kiosk.words.minutes", n=seconds // 60) if whole else gate.say()("kiosk.words.seconds", n=seconds)


def ready(draw: Callable[[], Response], key: Hashable = None, **written: str) -> Response:
    """A screen that is the same for every visitor who looks at it this way at this terminal; not while a call of theirs stands."""
    own = terminal()
    stands = (own.id, own.station_id) if own is not None else session.get("terminal")
    look = (stands, gate.at_terminal(), session.get("fuzzy"), *(session.get(name, "") for name in VIEWS))
    return ready_pages.page(draw, rests_on=("network",), key=(look, key), keep="called" not in session, **written)


def _here() -> str:
    """This screen's own address, to come back to."""
    if "stands_at" in g:
        return str(g.stands_at)
    asked = request.query_string.decode("ascii", "ignore")
    return quote(request.path) + (f"?{asked}" if asked else "")


def terminal() -> Terminal | None:
    """The paired terminal whose browser this is; None in any other browser, and once it is out of service (K50)."""
    if "own_terminal" not in g:
        found = db.session.get(Terminal, session["device"]) if gate.at_terminal() else None
        g.own_terminal = found if found is not None and found.in_service else None
    known: Terminal | None = g.own_terminal
    return known


def station() -> Station | None:
    """The station this terminal stands in: the one it was bound to, else the first open one with a door."""
    if "station" not in g and gate.at_terminal():
        own = terminal()
        g.station = own.station if own is not None else None
    if "station" not in g:
        bound = stations.by_code(session["terminal"]) if "terminal" in session else None
        g.station = bound if bound is not None and not bound.closed else _first_with_a_door()
    found: Station | None = g.station
    return found


def _first_with_a_door() -> Station | None:
    return next((place for place in stations.all_open() if place.level is not StationLevel.ONLINE), None)


def open_matter(case: Case) -> None:
    """Number and code were right: this matter may be read until the visit ends or the four tiles are shown again."""
    session["case"] = [case.id, tracking.mark_of(case.id)]


def close_matter() -> None:
    """Whoever goes on from the four tiles may be somebody else: their matter and their appointment are closed."""
    session.pop("case", None)
    session.pop("booking", None)


def matter() -> Case | None:
    """The visitor's own matter that is open on this screen, or None, as after its code was replaced. What is shown of it may be the case it was merged into
    (matter.shown); what is done is done to this one alone (T10)."""
    known, mark = session.get("case", (0, ""))
    return db.session.get(Case, known) if known and mark == tracking.mark_of(known) else None


def open_booking(appointment_id: int) -> None:
    """The code was right: this appointment may be seen and changed as long as a matter may be read."""
    session["booking"] = appointment_id


def booking() -> int:
    """The visitor's own appointment that is open on this screen; 0 for none."""
    return int(session.get("booking", 0))


def visitor(case: Case) -> Actor:
    """The visitor of an open matter as an actor."""
    return actors.visitor(case.id, clock.now())


def stamp(at: datetime) -> int:
    """A moment as the session keeps it."""
    return int(at.timestamp())


def is_within(kept: object, limit: timedelta) -> bool:
    """Whether a kept moment is not longer ago than that."""
    return isinstance(kept, int) and 0 <= stamp(clock.now()) - kept <= limit.total_seconds()


def back_to(here: str) -> str:
    """The screen that was left, as it says itself; the resting one, in whatever language, would wipe the visit: then the first."""
    kept = here.startswith("/kiosk/") and "\\" not in here and here.split("?")[0] != "/kiosk/"
    return here if kept else "/kiosk/home"
