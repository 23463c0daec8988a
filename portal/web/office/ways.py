"""What the bar of the office offers: only the ways that somebody may go."""

from collections.abc import Callable
from typing import Any

from flask import g

from portal.network.access import can
from portal.web.office.blueprint import door


@door.app_context_processor
def ways() -> dict[str, Callable[..., Any]]:
    """`may("network.manage")` in templates: whether the signed-in person may do that anywhere."""
    return {"may": _may}


def _may(act: str) -> bool:
    who = g.get("staff")
    return who is not None and can(who, act)
