"""Telling something online, as the tests do it: the form as a browser sends it, number and code read off the answer."""

import re
from dataclasses import dataclass
from typing import Any

from tests.judge import Judge, Seen


@dataclass(frozen=True)
class Told:
    """What the answer page shows."""

    number: str
    code: str
    seen: Seen


def form(browse: Judge, **more: Any) -> dict[str, Any]:
    """The fields of a fresh form, changed by keyword."""
    return {"key": browse.get_page("/ask").value("key"), "words": "路灯坏了五盏。", "heads": "1", **more}


def tell(browse: Judge, **more: Any) -> Told:
    """Send the form and read number and code off the page."""
    return read(browse.post_form("/ask", form(browse, **more), status=200))


def read(seen: Seen) -> Told:
    """Number and code of an answer page."""
    number, code = re.findall(r'class="digits-run" translate="no">([^<]+)<', seen.text)
    return Told(number, code, seen)


def look(browse: Judge, number: str, code: str) -> Seen:
    """Show number and code, and open the matter."""
    assert browse.post_form("/track", {"number": number, "code": code}).location == "/track/case"
    return browse.get_page("/track/case")
