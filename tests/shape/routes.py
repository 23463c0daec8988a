"""The routes of the whole house, from an application that touches no database."""

import tempfile
from functools import cache
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from tests.conftest import build


@cache
def house() -> Flask:
    """An application on an instance of its own."""
    return build(Path(tempfile.mkdtemp(prefix="shape-")))


def rules() -> list[Rule]:
    """Every route but that of static files."""
    return [rule for rule in house().url_map.iter_rules() if rule.endpoint != "static"]


@cache
def endpoints() -> frozenset[str]:
    """Names of routes, as `url_for` takes them."""
    return frozenset(rule.endpoint for rule in house().url_map.iter_rules())
