"""What machines may read: an Atom feed of the newest results, and all of them as lines of JSON; published rows and nothing else."""

import json
import re
from collections.abc import Iterator
from typing import Any

from flask import Response, make_response, render_template, stream_with_context

from portal.cases import board
from portal.cases.board import Filter
from portal.cases.publication import Publication
from portal.foundation.database import db
from portal.web.gate import OPEN, opens
from portal.web.public import cards
from portal.web.public.blueprint import address, door

AT_ONCE = 500
BREAKS = re.compile("[\x85\u2028\u2029]")  # some readers end a line at these, and JSON lets them stand in a text
NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")  # characters XML has no way to hold; the .txt of the reply has them


@door.get("/results.atom")
@opens(OPEN)
def atom() -> Response:
    """The newest results as a feed."""
    rows = board.newest(Filter()).rows
    response = make_response(render_template("public/feed.xml", rows=rows, told=cards.told, address=address))
    response.set_data(response.get_data(as_text=True).translate(NOT_XML))
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return response


@door.get("/results.jsonl")
@opens(OPEN)
def lines() -> Response:
    """Every result, newest first, one JSON object a line; read and sent in portions."""
    return Response(stream_with_context(_lines()), headers={"Content-Type": "application/jsonl; charset=utf-8"})


def _lines() -> Iterator[str]:
    older: int | None = None
    while True:
        portion = board.newest(Filter(before=older), AT_ONCE)
        yield "".join(_line(row) for row in portion.rows)
        db.session.rollback()  # a slow reader must not hold a snapshot of the database
        older = portion.older
        if older is None:
            return


def _line(row: Publication) -> str:
    """One line for every reader: what could end it is written as JSON's own escape, which reads as the sign it was."""
    return BREAKS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(_open(row), ensure_ascii=False)) + "\n"


def _open(row: Publication) -> dict[str, Any]:
    """One result as open data: each field named here, so that a new column stays inside until somebody decides."""
    return {
        "number": row.number, "station": row.station_code, "station_name": row.station_name, "category": row.category,
        "locale": row.locale, "words": row.words, "summary": row.summary, "replies": row.replies, "claim": row.claim,
        "outcome": row.outcome, "rating": row.rating, "steps": row.steps, "working_days": row.days, "late": row.late,
        "rounds": row.rounds, "heads": row.heads, "representative": row.representative, "demo": row.demo,
        "published_on": row.published_on.isoformat(), "supervision": row.supervision, "masks": row.masks,
        "affects": row.affects, "urgent": row.urgent,
    }
