"""Requests of Open311 as they may be read: published results are closed ones, open matters whose progress is public are open ones; no other
is there. Days are told, never minutes: more than the board says cannot be asked out of it (SD-43)."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response, request

from portal.cases import board, open_data
from portal.cases.open_data import Span
from portal.cases.progress import Progress
from portal.cases.publication import Publication
from portal.foundation import clock, codes
from portal.foundation.refusal import Missing, Refused
from portal.web import gate
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door, plain
from portal.web.public.described import WORDS, Schema, described, many, thing
from portal.web.public.georeport import answer, both, check_jurisdiction, name_of, names
from portal.web.public.unchanged import data

MOST, DAYS, ASKED_AT_ONCE = 1000, timedelta(days=90), 100
NONE: Schema = {"type": "null"}
TEXT: Schema = {"type": ["string", "null"]}
MORE = thing(url=WORDS, station=WORDS, stage={"type": "integer"}, ledger_index={"type": ["integer", "null"]}, ledger_leaf=WORDS)
REQUEST = thing(service_request_id=WORDS, status={"enum": ["open", "closed"]}, status_notes=TEXT, service_name=WORDS, service_code=WORDS, description=TEXT,
                agency_responsible=TEXT, service_notice=NONE, requested_datetime=WORDS, updated_datetime=WORDS, expected_datetime=TEXT, address=NONE,
                address_id=NONE, zipcode=NONE, lat=NONE, long=NONE, media_url=NONE, extended_attributes=MORE)
WHEN: Schema = {"type": "string", "format": "date-time"}
ASKS: dict[str, Schema] = {"service_request_id": WORDS, "service_code": WORDS, "start_date": WHEN, "end_date": WHEN,
                           "status": {"type": "string", "pattern": "^(open|closed)(,(open|closed))*$"}}


@door.get("/open311/v2/requests.<any(xml,json):form>")
@opens(OPEN)
@described(both("Published matters: at most 90 days by when they were raised, and at most 1000; the latest first.", many(REQUEST), ASKS, may=(304, 400, 404)))
def open311_requests(form: str) -> Response:
    """By numbers, or by days, classes and states."""
    check_jurisdiction(request.args.get("jurisdiction_id"))
    wanted = _listed("service_request_id")
    return data(lambda: answer("service_requests", _of(wanted) if wanted else _asked(), form), rests_on=("board", "progress", "network"))


@door.get("/open311/v2/requests/<number>.<any(xml,json):form>")
@opens(OPEN)
@described(both("One published matter.", many(REQUEST), may=(304, 404)))
def open311_request(number: str, form: str) -> Response:
    """One by its number; whatever is not published is not there."""
    check_jurisdiction(request.args.get("jurisdiction_id"))
    found = _of([plain(number)])
    if not found:
        raise Missing("open311_request")
    return data(lambda: answer("service_requests", found, form), rests_on=("board", "progress", "network"))


@door.get("/open311/v2/tokens/<token>.<any(xml,json):form>")
@opens(OPEN)
@described(both("The number that a token stands for.", many(thing(token=WORDS, service_request_id=WORDS))))
def open311_token(token: str, form: str) -> Response:
    """Whoever sent a matter has its number at once; the token says it again, and nothing else."""
    check_jurisdiction(request.args.get("jurisdiction_id"))
    number = token.rpartition(".")[0]
    if not number or not codes.same(token, token_of(number)):
        raise Missing("open311_token")
    return answer("service_requests", [{"token": token, "service_request_id": number}], form)


def token_of(number: str) -> str:
    """The token of a number: it opens nothing and cannot be made up."""
    return f"{number}.{codes.keyed_hash('open311', number)[:24]}"


def _listed(name: str) -> list[str]:
    return [one for one in map(str.strip, request.args.get(name, "").split(",")) if one]


def _of(wanted: Collection[str]) -> list[dict[str, Any]]:
    folded = {codes.fold_number(number) for number in list(wanted)[:ASKED_AT_ONCE]}
    return _told(open_data.results_of(folded), open_data.moving_of(folded))


def _asked() -> list[dict[str, Any]]:
    states = set(_listed("status")) or {"open", "closed"}
    if not states <= {"open", "closed"}:
        raise Refused("open311_status")
    span = _span(_day("start_date"), _day("end_date"), frozenset(_listed("service_code")))
    closed = open_data.results(span, MOST) if "closed" in states else []
    return _told(closed, open_data.moving(span, MOST) if "open" in states else [])[:MOST]


def _span(first: date | None, last: date | None, classes: frozenset[str]) -> Span:
    """At most 90 days: those before the last day, else those from the first one on."""
    if last is None:
        last = clock.today() if first is None or first > date.max - DAYS else first + DAYS
    least = last - DAYS if last > date.min + DAYS else date.min
    return Span(max(first or least, least), last, classes)


def _day(name: str) -> date | None:
    told = request.args.get(name, "").strip().upper().replace(" ", "+")  # a plus sign that nobody wrote as %2B
    if not told:
        return None
    try:
        at = datetime.fromisoformat(re.sub(r":60(?=[.Z+-]|$)", ":59", told))
    except ValueError:
        raise Refused("open311_date") from None
    try:
        return clock.day_of(at) if at.tzinfo is not None else at.date()
    except OverflowError:
        return at.date()


def _told(closed: list[Publication], moving: list[Progress]) -> list[dict[str, Any]]:
    entered = open_data.with_entries(closed)
    rows = [_closed(one) for one in entered] + [_moving(row) for row in moving]
    return sorted(rows, key=lambda row: (row["requested_datetime"], row["service_request_id"]), reverse=True)


def _closed(told: open_data.Told) -> dict[str, Any]:
    row, given, say = told.row, board.answer_of(told.row), gate.say()
    notes = [say(f"common.outcome.{row.outcome}") if row.outcome else "", given["text"] if given else ""]
    about = row.words or next(filter(None, row.summary), "")
    return _request(row, "closed", "\n".join(filter(None, notes)), about, given["unit"] if given else None, row.registered_on or row.published_on,
                    row.published_on, row.steps.get("due_extended"), {"stage": board.stage_of(row), "ledger_index": told.index, "ledger_leaf": told.leaf})


def _moving(row: Progress) -> dict[str, Any]:
    state = gate.say()(f"common.state.{row.state}")
    return _request(row, "open", state, None, None, row.registered_on, clock.day_of(row.at), row.next.get("due"),
                    {"stage": row.stage, "ledger_index": None, "ledger_leaf": ""})


def _request(row: Publication | Progress, status: str, notes: str, about: str | None, unit: str | None, raised: date, changed: date, due: str | None,
             more: dict[str, Any]) -> dict[str, Any]:
    code, known = row.category[:1], names()
    return {
        "service_request_id": row.number, "status": status, "status_notes": notes or None,
        "service_name": name_of(known[code]) if code in known else code, "service_code": code, "description": about or None,
        "agency_responsible": unit, "service_notice": None, "requested_datetime": _moment(raised), "updated_datetime": _moment(changed),
        "expected_datetime": _moment(date.fromisoformat(due)) if due else None, "address": None, "address_id": None, "zipcode": None, "lat": None,
        "long": None, "media_url": None,
        "extended_attributes": {"url": address(f"/results/{row.number}"), "station": row.station_code, **more},
    }


def _moment(day: date) -> str:
    return clock.local(clock.at_local(day, 0)).isoformat()
