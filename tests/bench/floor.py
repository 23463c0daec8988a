"""The two things everything is compared with: a bare waitress that says hello, and a bare Flask page with one primary-key read.

python -m tests.bench.floor hello|page PORT DATABASE"""

import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

import waitress
from flask import Flask, render_template
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


if __name__ == "__main__":
    made = hello if sys.argv[1] == "hello" else page(sys.argv[3])
    waitress.serve(made, host="127.0.0.1", port=int(sys.argv[2]), threads=8, ident=None)
