"""Parts of pages whose look depends on their arguments and the language alone: drawn once, then kept for every later page."""

from collections.abc import Hashable
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from portal.web import gate

MOST = 4000  # parts kept; a list of due days needs some hundred, three languages and all stages of the ring a few dozen
_kept: dict[Hashable, Markup] = {}


def install(app: Flask) -> None:
    """Let templates say `drawn(ring, row.stage, size='s')` for `ring(row.stage, size='s')`."""
    app.jinja_env.globals["drawn"] = drawn


def drawn(part: Any, *given: Hashable, **named: Hashable) -> Markup:
    """What the macro `part` makes of these arguments. Never for a part that looks at the request, the network or the actor."""
    key = (part.name, gate.say().locale, given, tuple(named.items()))
    found = _kept.get(key)
    if found is None:
        found = part(*given, **named)
        if len(_kept) >= MOST:
            _kept.clear()
        if not current_app.debug:
            _kept[key] = found
    return found
