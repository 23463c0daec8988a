"""The blueprint of the public door, and what all its pages know: the address the outside world uses."""

import re

from flask import Blueprint, current_app, request

from portal.foundation import codes
from portal.foundation.refusal import Missing

door = Blueprint("public", __name__)
_PLAIN = re.compile(r"[A-Z0-9-]{1,24}")
NEWEST = 2**31 - 1


def address(path: str) -> str:
    """The full address of one of our paths, as it is printed and put into feeds."""
    base: str = current_app.config["PUBLIC_URL"] or request.url_root
    return base.rstrip("/") + path


def plain(code: str) -> str:
    """A number or code out of an address, folded; raises Missing for what cannot be one and so never meets the database."""
    folded = codes.fold_number(code)
    if not _PLAIN.fullmatch(folded):
        raise Missing
    return folded


def shaped(name: str, shape: str) -> str:
    """What the address asks for by a name; a value that cannot be one is left out and so never meets the database."""
    value = request.args.get(name, "").strip()
    return value if re.fullmatch(shape, value) else ""


def asked_number(name: str) -> int | None:
    """The number of a row that the address asks to go on from, if it can be one."""
    value = request.args.get(name, type=int)
    return value if value and 0 < value < NEWEST else None
