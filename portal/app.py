"""The roof: settings → database → gate → doors → error pages, put together once."""

import importlib
import logging
import os

from flask import Flask
from werkzeug.routing import IntegerConverter

from portal import ROOT, tables  # noqa: F401  (the tables must be known before the first query)
from portal.foundation import clock, database, files, pool, settings, unit_of_work, vault
from portal.foundation.database import db
from portal.foundation.settings import Settings
from portal.foundation.unit_of_work import WriteGate
from portal.paper.press import Press
from portal.paper.sharing_easel import Easel
from portal.web import gate, headers, limits, page

DOORS = ("portal.web.public", "portal.web.office", "portal.kiosk")


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: no more digits than the number of a row can have; others are nowhere (404), and never meet a database."""

    regex = r"\d{1,9}"


def create_app(given: Settings | None = None) -> Flask:
    """The application. Without settings it reads the PORTAL_* variables of the environment."""
    chosen = given or settings.load(os.environ)
    app = Flask("portal", root_path=str(ROOT), template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"),
                instance_path=str(chosen.instance))
    _configure(app, chosen)
    vault.install(app, chosen)
    _database(app, chosen)
    headers.install(app, chosen.is_secure)
    gate.install(app)
    page.install(app)
    limits.install(app)
    for door in DOORS:
        _open(app, door)
    return app


def _configure(app: Flask, chosen: Settings) -> None:
    clock.use_zone(chosen.timezone)
    app.url_map.converters["int"] = RowNumber
    app.config.update(
        SECRET_KEY=chosen.secret_key, SQLALCHEMY_DATABASE_URI=chosen.database_url, INSTANCE=str(chosen.instance),
        DEFAULT_LOCALE=chosen.default_locale, HOURLY_CAP=chosen.hourly_cap, WITNESSES=chosen.witnesses, PUBLIC_URL=chosen.public_url, TRUSTED_HOSTS=list(chosen.trusted_hosts),
        MAX_CONTENT_LENGTH=files.MOST_WORDS, MAX_FORM_MEMORY_SIZE=files.MOST_WORDS, MAX_FORM_PARTS=200,
        WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.is_secure, SESSION_COOKIE_NAME="__Host-huiyin" if chosen.is_secure else "huiyin",
        SETTINGS=chosen, STARTED_AT=clock.now())
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    logging.getLogger("portal").setLevel(logging.INFO)


def _database(app: Flask, chosen: Settings) -> None:
    sqlite = chosen.database_url.startswith("sqlite")
    write_gate = app.extensions["write_gate"] = WriteGate(chosen.instance / "write.lock" if sqlite else None)
    app.extensions["press"] = Press(chosen.instance)
    app.extensions["easel"] = Easel(chosen.instance / "cache" / "shared", chosen.instance / "fonts")
    # what a statement carried (names, phones) must not follow its failure into the log (R34)
    # the connection used last is taken first: its pages and statements are still at hand, where one a while back reads all anew
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": chosen.threads + 4, "max_overflow": 4, "pool_use_lifo": True,
                                               "hide_parameters": True}
    if sqlite:
        app.config["SQLALCHEMY_ENGINE_OPTIONS"]["poolclass"] = pool.pool_for(lambda: write_gate.is_mine)
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
        unit_of_work.install(db.engine, write_gate)


def _open(app: Flask, door: str) -> None:
    """A door is a package with a `door` blueprint in its `door.py`, importing its pages once."""
    app.register_blueprint(importlib.import_module(f"{door}.door").door)
