"""What the ledger holds of common concerns and their motions: each as everybody may read it, entered by its name with the commit that puts
it up (SD-42, CT-25, R22). How many say so changes every day and is in no entry."""

import json
from datetime import datetime
from typing import Any

from portal.cases import ledger
from portal.cases.ledger import Kind
from portal.commons.concern import Concern, Standing
from portal.foundation import clock


def name_of(row: Concern) -> str:
    """The name a concern has in the ledger."""
    return f"CONCERN-{row.id}"


def canonical(row: Concern) -> str:
    """All that the board says of a concern in the liaison's words, and since when, as one line of JSON with its keys in order."""
    return line({"number": name_of(row), "station": row.station.code, "category": row.category, "place": row.place, "title": row.title, "text": row.text,
                 "locale": row.locale, "shown_on": clock.day_of(row.shown_at).isoformat() if row.shown_at else "", "ended": row.standing is Standing.ENDED})


def line(told: dict[str, Any]) -> str:
    """The same words are the same bytes, on any database."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def enter(row: Concern, at: datetime) -> None:
    """Have the ledger take in what the board says of it from now on."""
    ledger.note(Kind.CONCERN, name_of(row), at=at, witness=row, record=canonical(row))


def taken_down(name: str, *, at: datetime, witness: object) -> None:
    """Have the ledger say that it is on the board no longer."""
    ledger.note(Kind.HIDDEN, name, at=at, witness=witness)
