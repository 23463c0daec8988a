"""The code book of the open data: each column of the table, where it stands in a line of JSON, its kind, and how it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.cases import board
from portal.cases.open_data import Told
from portal.cases.publication import Publication
from portal.web.public.blueprint import address

LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
Cell = Callable[[Told], Any]


@dataclass(frozen=True)
class Column:
    """`name` in the table of CSV, `place` in a line of JSON; `kind` is text, number, day, yes (yes or no) or code."""

    name: str
    place: str
    kind: str
    of: Cell


def _row(name: str, kind: str, place: str = "") -> Column:
    return Column(name, place or name, kind, lambda told: getattr(told.row, place or name))


def _step(name: str) -> Column:
    return Column(name, f"steps.{name}", "day", lambda told: told.row.steps.get(name))


def _rating(name: str, place: str, kind: str = "code") -> Column:
    return Column(name, f"rating.{place}", kind, lambda told: told.row.rating.get(place))


def _reply(name: str, place: str, kind: str = "text") -> Column:
    return Column(name, f"replies[].{place}", kind, lambda told: (board.answer_of(told.row) or {}).get(place))


COLUMNS = (
    _row("number", "text"),
    Column("url", "url", "text", lambda told: address(f"/results/{told.row.number}")),
    _row("station", "code", "station_code"), _row("station_name", "text"), _row("category", "code"), _row("locale", "code"),
    _row("words", "text"), Column("summary", "summary[]", "text", lambda told: "\n".join(filter(None, told.row.summary))),
    Column("replies", "replies[]", "number", lambda told: len(told.row.replies)),
    _reply("reply_unit", "unit"), _reply("reply", "text"), _reply("reply_sha256", "sha256"), _reply("reply_planned", "planned", "day"),
    _row("claim", "code"), _row("outcome", "code"),
    _rating("rating", "result"), _rating("solved", "solved"), _rating("understood", "understood", "yes"), _rating("reception", "reception", "number"),
    _rating("rating_words", "words", "text"),
    *(_step(name) for name in board.STEPS),
    _row("working_days", "number", "days"), _row("late", "yes"), _row("rounds", "number"), _row("heads", "number"), _row("affects", "code"),
    _row("urgent", "yes"), _row("representative", "text"), _row("published_on", "day"),
    _row("demo", "yes"), Column("masks", "masks[]", "number", lambda told: len(told.row.masks)),
    Column("slips", "supervision.slips[]", "number", lambda told: len(told.row.supervision.get("slips", ()))),
    Column("ledger_index", "ledger.index", "number", lambda told: told.index), Column("ledger_leaf", "ledger.leaf", "text", lambda told: told.leaf),
)
_PLACES = {"station_code": "station", "days": "working_days"}  # of columns that lie under another name inside


def place_of(column: Column) -> str:
    """Where a column stands in a line of JSON."""
    return _PLACES.get(column.place, column.place)


def cells(told: Told) -> list[str]:
    """One result as the cells of its row."""
    return [_cell(column.of(told)) for column in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def whole(told: Told) -> dict[str, Any]:
    """One result as open data: each field named here, so that a new column stays inside until somebody decides."""
    row: Publication = told.row
    return {
        "number": row.number, "url": address(f"/results/{row.number}"), "station": row.station_code, "station_name": row.station_name,
        "category": row.category, "locale": row.locale, "words": row.words, "summary": row.summary, "replies": row.replies, "claim": row.claim,
        "outcome": row.outcome, "rating": row.rating, "steps": row.steps, "working_days": row.days, "late": row.late,
        "rounds": row.rounds, "heads": row.heads, "representative": row.representative, "demo": row.demo,
        "published_on": row.published_on.isoformat(), "supervision": row.supervision, "masks": row.masks,
        "affects": row.affects, "urgent": row.urgent, "ledger": {"index": told.index, "leaf": told.leaf},
    }
