"""What a card of the board shows. A published row never changes, so each card is drawn once per language and kept."""

from datetime import date
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup

from portal.cases import board, trace
from portal.cases.publication import Publication
from portal.foundation.words import Speaker

MOST_KEPT = 4096
ICONS = {"A": "housing", "B": "cleaning", "C": "traffic", "D": "utilities", "E": "environment", "F": "aid", "H": "work",
         "J": "learning", "K": "safety", "L": "neighbours"}


def told(row: Publication) -> dict[str, Any] | None:
    """The newest reply a representative passed on: the one the visitor was told."""
    passed = [reply for reply in row.replies if reply["passed"]]
    return passed[-1] if passed else None


def day(row: Publication, step: str) -> date | None:
    """The date of one step, if it has one."""
    written = row.steps.get(step)
    return date.fromisoformat(written) if written else None


def plain(row: Publication) -> str:
    """The plain summary as a card says it: what was asked only where the visitor's own words are not there to say it."""
    return "\n".join(row.summary[1:3] if row.words else row.summary[:3])


def drawn(rows: list[Publication], say: Speaker) -> list[Markup]:
    """The cards of these rows as HTML."""
    kept: dict[object, Markup] = current_app.extensions.setdefault("public_cards", {})
    if len(kept) > MOST_KEPT:
        kept.clear()
    keys = [(_mark(row), say.locale) for row in rows]
    return [kept.get(key) or kept.setdefault(key, _draw(row)) for key, row in zip(keys, rows, strict=True)]


def _mark(row: Publication) -> object:
    """What a card is known by: its number and words too, for a restored database may use an id for another result."""
    texts = (row.words, *row.summary, *(reply["text"] for reply in row.replies), str(row.rating), str(row.supervision))
    return row.id, row.number, row.published_at, hash(texts)


def _draw(row: Publication) -> Markup:
    return Markup(render_template(
        "public/card.html", row=row, pressed=trace.read(row.supervision), reply=told(row), stage=board.stage_of(row), plain=plain(row),
        raised=day(row, "registered"), answered=day(row, "told") or day(row, "replied"), icon=ICONS.get(row.category_top, "other")))
