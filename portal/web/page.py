"""How a page is answered: rendered, done (flash and go on), refused in words; and the error pages of the whole house."""

import hashlib
import logging
import re
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from flask import Flask, Response, current_app, flash, g, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import RequestRedirect

from portal import ROOT
from portal.foundation import clock, throttle
from portal.foundation.refusal import Refused, TooMany, WrongSecret
from portal.foundation.unit_of_work import GateBusy, unit_of_work
from portal.network import network
from portal.web import drawn, gate
from portal.web.form import Form

_log = logging.getLogger(__name__)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_FACES = {400: "stale", 403: "forbidden", 404: "missing", 405: "missing", 409: "moved", 410: "gone", 413: "large", 422: "refused",
          429: "many", 500: "broken", 503: "busy"}
_SPOKEN: dict[str, Callable[[int, str], Response]] = {}


def speaks(below: str, tell: Callable[[int, str], Response]) -> None:
    """Errors below an address that programs ask for are told as `tell(status, words)` makes them."""
    _SPOKEN[below] = tell


def show(template: str, status: int = 200, **context: Any) -> Response:
    """A page."""
    return make_response(render_template(template, **context), status)


def again(template: str, form: Form, refusal: Refused | None = None, field: str | None = None, **context: Any) -> Response:
    """The form once more with everything typed, and what was wrong beside it (422, or the refusal's own status)."""
    if refusal is not None:
        note(refusal)
        form.refuse(refusal, field)
    return show(template, refusal.status if refusal else 422, form=form, **context)


def done(url: str, key: str = "", kind: str = "done", **params: object) -> Response:
    """It is done and stands: say so, and go on by 303."""
    if key:
        flash(gate.say()(key, **params), kind)
    return make_response(redirect(url, 303))


def note(refusal: Refused) -> None:
    """Count a wrong code, token or password in the database, so that the next try waits (R56)."""
    if isinstance(refusal, WrongSecret | TooMany) and refusal.subjects:
        with unit_of_work():
            throttle.fail(refusal.subjects, clock.now())


def install(app: Flask) -> None:
    """Give templates their words and the house its error pages."""
    app.context_processor(_context)
    drawn.install(app)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, lambda error: _face(400))
    app.register_error_handler(GateBusy, lambda error: _face(503))
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(sqlite3.OperationalError, _database)  # as it comes while a connection is being set up
    app.register_error_handler(OSError, _storage)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _context() -> dict[str, Any]:
    return {"say": gate.say(), "static": static, "language_url": language_url, "lang_of": lang_of, "network": gate.network(),
            "actor": g.get("staff"), "today": clock.today()}


def static(path: str) -> str:
    """The address of a static file with its hash, so that browsers may keep it for ever."""
    return f"/static/{path}?v={_fingerprint(path)}"


@cache
def _fingerprint(path: str) -> str:
    return hashlib.sha256((Path(ROOT) / "static" / path).read_bytes()).hexdigest()[:12]


def lang_of(text: str, locale: str) -> str:
    """The language tag of quoted words: that of the visitor's page, but Han characters are never tagged as English."""
    if locale == "en" and _HAN.search(text):
        home: str = current_app.config["DEFAULT_LOCALE"]
        locale = home if home != "en" else "zh_Hans"
    return locale.replace("_", "-")


def language_url(locale: str) -> str:
    """This page in another language; after a POST, the page's own address, or where `g.stands_at` says that what is answered stands.
    An address that only takes forms is no page: the nearest one above it is."""
    if request.method != "POST":
        return f"{quote(request.path)}?{urlencode({name: value for name, value in request.args.items() if name != 'lang'} | {'lang': locale})}"
    path, _, query = g.stands_at.partition("?") if "stands_at" in g else (request.path, "", "")
    while not _shows(path):
        path = path.rpartition("/")[0]
    return f"{quote(path or '/')}?{urlencode(dict(parse_qsl(query)) | {'lang': locale})}"


def _shows(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path or "/", method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return not path
    return True


def _refused(refusal: Refused) -> Response:
    note(refusal)
    response = _face(refusal.status, gate.say()(refusal.key, **refusal.params))
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _http(error: HTTPException) -> Response:
    if error.code is not None and 300 <= error.code < 400:
        return make_response(error.get_response())
    return _face(413 if isinstance(error, RequestEntityTooLarge) else error.code or 500)


def _database(error: OperationalError | sqlite3.OperationalError) -> Response:
    _log.error("the database refused: %s", getattr(error, "orig", error))
    return _face(503)


def _storage(error: OSError) -> Response:
    _log.error("the disk refused: %s", error)
    return _face(503)


def _broken(error: Exception) -> Response:
    _log.exception("a page broke")
    if current_app.testing and not current_app.config.get("SHOW_BROKEN"):
        raise error
    return _face(500)


def _face(status: int, said: str = "") -> Response:
    """The error page in the look of the door it happened at; it says what happened, that nothing was lost, what to do."""
    if "locale" not in g:
        gate.choose_language()
    looks = ("kiosk", "office") if not gate.at_terminal() else ()
    look = next((look for look in looks if request.path.startswith(f"/{look}")), "kiosk" if not looks else "public")
    face = _FACES.get(status, "broken" if status >= 500 else "missing")
    for below, tell in _SPOKEN.items():
        if request.path.startswith(below):
            return tell(status, said or gate.say()(f"common.error.{face}.text"))
    try:
        response = show(f"{look}/error.html", status, face=face, said=said)
        response.headers["X-Robots-Tag"] = "noindex"  # no search engine keeps what is not there
        return response
    except Exception:  # the database may be the very thing that is away: a page that needs nothing
        _log.exception("the error page broke")
        plain = current_app.jinja_env.get_template("plain_error.html")  # not render_template: its context would ask the database again
        return make_response(plain.render(say=gate.say(), face=face, said=said, demo_seen=network.was_demo()), status)
