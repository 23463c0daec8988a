"""Who comes in: every route names its act, the language and the actor are found, forged and stale forms are stopped (R30, R49–R51)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, abort, current_app, g, redirect, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from portal.foundation import clock, words
from portal.foundation.files import MOST_SENT, MOST_WORDS
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor as actors
from portal.network import audit, sign_in
from portal.network import network as networks
from portal.network import terminal as terminals
from portal.network.access import ACTS, can
from portal.network.actor import Actor
from portal.network.network import Network
from portal.network.terminal import Terminal
from portal.web import proving

OPEN, STAFF, DEVICE = "open", "staff", "device"  # everybody; anybody who signed in; a paired terminal by its token (K50)
TOUCH_EVERY = timedelta(minutes=1)
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
View = TypeVar("View", bound=Callable[..., Any])
csrf = CSRFProtect()


def opens(act: str, form: bool = False, json: bool = False, polled: bool = False, files: bool = False,
          sets_up: bool = False, fresh: bool = False, fields: bool = False) -> Callable[[View], View]:
    """Mark a view: OPEN, STAFF, DEVICE or an act of access.ACTS. `form`: it validates a Form itself, so that a stale token brings
    the form back with everything typed instead of an error page (R49). `json`: it takes JSON from a device and reads no cookie,
    so that there is nothing to forge. `polled`: open pages ask for it by themselves, which keeps nobody signed in and never takes
    a page away from somebody who types. `files`: it takes files, so what is sent may be as large as those; others take words (R44). `sets_up`: it
    is open also to who has still to set up the second step of signing in (R54). `fresh`: whoever comes showed who they are within the last
    quarter of an hour, or does so first. `fields`: it takes the fields of a form from programs and
    reads no cookie, so that there is nothing to forge either."""
    if act not in (OPEN, STAFF, DEVICE) and act not in ACTS:
        raise LookupError(act)

    def mark(view: View) -> View:
        view.opens, view.keeps_form, view.polled = act, form, polled  # type: ignore[attr-defined]
        view.takes_json = json or act == DEVICE  # type: ignore[attr-defined]
        view.takes_files, view.takes_fields = files, fields  # type: ignore[attr-defined]
        view.sets_up, view.fresh = sets_up, fresh  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    """Stand at the entrance of the application. A route that names no act is never served."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    app.before_request(_enter)
    audit.askers[:] = [proving.whence]


def most_sent(app: Flask, method: str, path: str) -> int:
    """How many bytes may be sent to an address: 40 MiB where its route takes files, else 1 MiB (R44)."""
    try:
        endpoint, _ = app.url_map.bind("").match(path, method)
    except HTTPException:
        return MOST_WORDS
    return MOST_SENT if getattr(app.view_functions[endpoint], "takes_files", False) else MOST_WORDS


def _enter() -> Response | None:
    if at_terminal() and request.path.startswith("/office"):
        abort(404)  # a visitor's screen holds no way into the office, not even its sign-in (K51)
    if request.endpoint is None or request.endpoint == "static":
        return None
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(404)  # no database takes it, nothing is named by it (R45)
    view = current_app.view_functions[request.endpoint]
    act = getattr(view, "opens", None)
    if act is None:
        abort(500, description=f"{request.endpoint} names no act")
    choose_language()
    request.max_content_length = MOST_SENT if getattr(view, "takes_files", False) else MOST_WORDS
    if request.method in UNSAFE:
        _no_stranger()
        if view.takes_json and not request.is_json:
            abort(400)
        if not (view.takes_json or view.takes_fields):
            _no_forgery(getattr(view, "keeps_form", False))
    if act == DEVICE:
        return _known_device()
    if act == OPEN:
        return None
    if staff() is None:
        if getattr(view, "polled", False):
            return Response(status=204)
        return _to_sign_in(getattr(view, "keeps_form", False))
    if g.staff_session.to_set_up and not getattr(view, "sets_up", False):
        return _on_to("/office/account/second-step", view)
    if act != STAFF and not can(staff(), act):  # type: ignore[arg-type]
        abort(404 if act == "network.manage" else 403)
    if getattr(view, "fresh", False) and not sign_in.is_fresh(g.staff_session, clock.now()):
        return proving.to_prove(getattr(view, "keeps_form", False))
    return None


def _on_to(page: str, view: Callable[..., Any]) -> Response:
    """The one page that is open to them; what asks by itself gets nothing."""
    if getattr(view, "polled", False):
        return Response(status=204)
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": page})
    return redirect(page, 303)  # type: ignore[return-value]


def _to_sign_in(keeps_form: bool) -> Response:
    """To the sign-in and back; a form that was typed goes along by 307, which sends it again to the new address (R49)."""
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": "/office/sign-in"})
    if request.method == "POST" and keeps_form:
        return redirect("/office/sign-in/kept?" + urlencode({"to": request.path}), 307)  # type: ignore[return-value]
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    session["back"] = back
    return redirect("/office/sign-in", 303)  # type: ignore[return-value]


def at_terminal() -> bool:
    """Whether this is the browser of a paired terminal."""
    return "device" in session


def _known_device() -> Response | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    g.terminal = terminals.of_token(token) if scheme == "Bearer" and token else None
    return None if g.terminal is not None else Response(status=401, headers={"WWW-Authenticate": "Bearer"})


def device() -> Terminal:
    """The paired terminal whose token came with this request of a DEVICE view."""
    found: Terminal = g.terminal
    return found


def _no_stranger() -> None:
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)
    origin = request.headers.get("Origin")
    if origin not in (None, "null") and origin.split("://")[-1] != request.host:
        abort(403)


def _no_forgery(keeps_form: bool) -> None:
    try:
        csrf.protect()
    except CSRFError:
        if not keeps_form:
            raise
        g.stale = True


def choose_language() -> None:
    """`?lang=` changes the language and is remembered; else what was chosen, else what the browser asks for."""
    wanted = request.args.get("lang", "")
    if wanted in words.LOCALES and session.get("lang") != wanted:
        session["lang"] = wanted
    g.locale = session.get("lang") or words.choose(request.headers.get("Accept-Language", ""), current_app.config["DEFAULT_LOCALE"])
    if g.locale not in words.LOCALES:
        g.locale = current_app.config["DEFAULT_LOCALE"]


def say() -> words.Speaker:
    """The language of this request."""
    return words.speaker(g.get("locale") or current_app.config["DEFAULT_LOCALE"])


def staff() -> Actor | None:
    """The member of staff who is signed in, found once a request; the session's life is extended by using it."""
    if "staff" not in g:
        g.staff = _staff()
    found: Actor | None = g.staff
    return found


def signed_in() -> Actor:
    """The same where the gate lets nobody else in."""
    found = staff()
    assert found is not None
    return found


def _staff() -> Actor | None:
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    at = clock.now()
    row = sign_in.session_of(token, at)
    asked_by_hand = not getattr(current_app.view_functions.get(request.endpoint or ""), "polled", False)
    if row is not None and at - row.seen_at >= TOUCH_EVERY and asked_by_hand:
        with unit_of_work():
            again = sign_in.session_of(token, at)
            if again is not None:
                sign_in.touch(again, at)
        row = sign_in.session_of(token, at)
    if row is None:
        return None
    g.staff_session = row
    return actors.of_person(row.person, at)


def cookie_name() -> str:
    """The name of the sign-in cookie: `__Host-` wherever the portal is reached by TLS (R52)."""
    return "__Host-office" if current_app.config["SESSION_COOKIE_SECURE"] else "office"


def network() -> Network:
    """The network of this request; before it is founded, one that has only a name."""
    if "network" not in g:
        g.network = networks.shown() or Network(id=1, name="回音", motto="", demo=False, mark="回音")
    found: Network = g.network
    return found


def source() -> str:
    """Where wrong tries and floods are counted: the terminal at a kiosk, else the address. One that was not paired is a terminal at
    its address, so that nobody elsewhere who opened the kiosk's pages uses up what the hall may do (R57, R58, K52)."""
    if at_terminal():
        return f"terminal:{session['device']}"
    at_kiosk = "terminal" in session and request.path.startswith("/kiosk")
    return f"terminal:{session['terminal']}@{request.remote_addr}" if at_kiosk else f"address:{request.remote_addr}"


def cap() -> tuple[str, int]:
    """How many matters may come from where this request comes from within an hour (R58)."""
    return source(), current_app.config["HOURLY_CAP"]
