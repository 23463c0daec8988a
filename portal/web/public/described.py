"""What a route for machines says of itself, beside the route; `/openapi.json` is made of nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
Schema = dict[str, Any]
WORDS: Schema = {"type": "string"}


@dataclass(frozen=True)
class Described:
    """One sentence, the kinds of answer by media type with their schemas, what may be asked in the address, and the fields that are sent.
    `may` are the states besides 200."""

    summary: str
    gives: dict[str, Schema]
    asks: dict[str, Schema] = field(default_factory=dict)
    sends: Schema | None = None
    may: tuple[int, ...] = (404,)
    created: bool = False
    errors: dict[str, Schema] = field(default_factory=lambda: {"text/html": WORDS})


def described(said: Described) -> Callable[[View], View]:
    """Mark a view as data that programs may ask for."""

    def mark(view: View) -> View:
        view.described = said  # type: ignore[attr-defined]
        return view

    return mark


def text(summary: str, media: str = "text/plain", asks: dict[str, Schema] | None = None, may: tuple[int, ...] = (404,)) -> Callable[[View], View]:
    """Mark a view whose answer is a text or a file of one media type."""
    return described(Described(summary, {media: WORDS}, asks or {}, may=may))


def thing(**properties: Schema) -> Schema:
    """An object that has all of these and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def many(one: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": one}
