"""Sets words into the templates of the room; a Jinja environment of its own, so that paper needs no request."""
from __future__ import annotations

from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal import ROOT

_environment = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined,
                           trim_blocks=True, lstrip_blocks=True)


class Say(Protocol):
    """What paper needs of `portal.foundation.words.Speaker`: a message by key, and how a day is said."""

    locale: str
    lang: str

    def __call__(self, key: str, **params: object) -> str: ...
    def date(self, day: Any) -> str: ...
    def day(self, day: Any) -> str: ...
    gap: str


def fill(template: str, say: Say, size: str, links: tuple[str, ...] = (), **names: object) -> str:
    """The HTML of one paper. `size` is a kind of the press, or "page" for a browser, which then loads `links` (CSS addresses)."""
    return _environment.get_template(f"paper/{template}").render(say=say, size=size, links=links, **names)
