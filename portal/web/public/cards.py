"""What a card of the board shows. A published row never changes, so each card is drawn once per language and kept."""

from datetime import date

from flask import current_app, render_template
from markupsafe import Markup

from portal.awards import shown
from portal.cases import board, trace
from portal.cases.publication import Publication
from portal.foundation.words import Speaker

MOST_KEPT = 4096
ICONS = {"A": "housing", "B": "cleaning", "C": "traffic", "D": "utilities", "E": "environment", "F": "aid", "H": "work",
         "J": "learning", "K": "safety", "L": "neighbours"}


def day(row: Publication, step: str) -> date | None:
    """The date of one step, if it has one."""
    written = row.steps.get(step)
    return date.fromisoformat(written) if written else None


def drawn(rows: list[Publication], say: Speaker) -> list[Markup]:
    """The cards of these rows as HTML."""
    kept: dict[object, Markup] = current_app.extensions.setdefault("public_cards", {})
    if len(kept) > MOST_KEPT:
        kept.clear()
    awarded = shown.marks_of([row.case_id for row in rows])
    keys = [(_mark(row), awarded.get(row.case_id), say.locale) for row in rows]
    return [kept.get(key) or kept.setdefault(key, _draw(row, awarded.get(row.case_id, ""))) for key, row in zip(keys, rows, strict=True)]


def _mark(row: Publication) -> object:
    """What a card is known by: its number and words too, for a restored database may use an id for another result."""
    texts = (row.words, *row.summary, *(reply["text"] for reply in row.replies), str(row.rating), str(row.supervision))
    return row.id, row.number, row.published_at, hash(texts)


def _draw(row: Publication, awarded: str) -> Markup:
    return Markup(render_template(
        "public/card.html", row=row, awarded=awarded, pressed=trace.read(row.supervision), reply=board.answer_of(row), stage=board.stage_of(row), plain=board.plain(row),
        raised=day(row, "registered"), answered=day(row, "told") or day(row, "replied"), icon=ICONS.get(row.category_top, "other")))
