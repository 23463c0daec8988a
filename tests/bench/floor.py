"""What everything is compared with: a bare waitress that says hello, a bare Flask page with one primary-key read, and the least that
could take matters in at all: a form, one row written with synchronous FULL, a number; and the newest twenty as a page.

python -m tests.bench.floor hello|page|desk PORT DATABASE"""

import secrets
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

import waitress
from flask import Flask, render_template, request
from jinja2 import DictLoader

PAGE = """<!doctype html><html lang="zh-Hans"><title>{{ row.number }}</title><h1>{{ row.number }}</h1>
<p>{{ row.words }}</p><ul>{% for name in row.keys() %}<li>{{ name }}: {{ row[name] }}</li>{% endfor %}</ul></html>"""


def hello(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The least a WSGI server can be asked for."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


def page(database: str) -> Flask:
    """One route, one template, one row by its id; a connection per thread, as simple as it can be."""
    app, kept = Flask("floor"), threading.local()
    app.jinja_loader = DictLoader({"page.html": PAGE})

    @app.get("/<int:row_id>")
    def show(row_id: int) -> str:
        if not hasattr(kept, "connection"):
            kept.connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
            kept.connection.row_factory = sqlite3.Row
        row = kept.connection.execute(
            "SELECT number, words, station_name, category, month FROM publication WHERE id = ?", (row_id,)
        ).fetchone()
        return render_template("page.html", row=row)

    return app


FORM = """<!doctype html><html lang="zh-Hans"><title>ask</title><form method="post" enctype="multipart/form-data">
<input type="hidden" name="key" value="{{ key }}">
{% for name in ("words", "category", "place", "heads", "name", "phone") %}<label>{{ name }} <input name="{{ name }}"></label>{% endfor %}
<button>send</button></form></html>"""
NEWEST = """<!doctype html><html lang="zh-Hans"><title>newest</title>
{% for row in rows %}<article><h2>{{ row.number }}</h2><p>{{ row.words }}</p><p>{{ row.place }}</p></article>{% endfor %}</html>"""
PRAGMAS = ("journal_mode=wal", "synchronous=full", "busy_timeout=10000")


def desk(database: str) -> Flask:
    """The addresses of the portal's online station and board, with nothing behind them but one table."""
    app, kept, one_at_a_time = Flask("floor"), threading.local(), threading.Lock()
    app.jinja_loader = DictLoader({"form.html": FORM, "newest.html": NEWEST, "page.html": PAGE})

    def connection() -> sqlite3.Connection:
        if not hasattr(kept, "connection"):
            kept.connection = sqlite3.connect(database, isolation_level=None)
            kept.connection.row_factory = sqlite3.Row
            for pragma in PRAGMAS:
                kept.connection.execute(f"PRAGMA {pragma}")
        return kept.connection

    connection().execute("CREATE TABLE IF NOT EXISTS matter (id INTEGER PRIMARY KEY, number TEXT, key TEXT UNIQUE, words TEXT, place TEXT)")

    @app.get("/")
    def newest() -> str:
        rows = connection().execute("SELECT number, words, place FROM matter ORDER BY id DESC LIMIT 20").fetchall()
        return render_template("newest.html", rows=rows)

    @app.get("/ask")
    def form() -> str:
        return render_template("form.html", key=secrets.token_hex(16))

    @app.post("/ask")
    def take() -> str:
        told = request.form
        with one_at_a_time, connection() as file:
            file.execute("BEGIN IMMEDIATE")
            given = [told[name] for name in ("key", "words", "place")]
            made = file.execute("INSERT INTO matter (number, key, words, place) VALUES ('', ?, ?, ?)", given)
            row = {"number": f"S90-26-{made.lastrowid:04d}", "words": told["words"]}
            file.execute("UPDATE matter SET number = ? WHERE id = ?", (row["number"], made.lastrowid))
        return render_template("page.html", row=row)

    return app


if __name__ == "__main__":
    made = {"hello": lambda _: hello, "page": page, "desk": desk}[sys.argv[1]](sys.argv[3])
    waitress.serve(made, host="127.0.0.1", port=int(sys.argv[2]), threads=8, ident=None)
