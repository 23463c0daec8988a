"""Which columns hold what somebody wrote or owns and nobody outside may read; a secret is planted in each by looking at the models."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Enum, String, Table, Text, func, insert, select, update

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import Json, Utc, db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.vault import Sealed
from portal.tables import metadata
from tests.web.public.canaries import Canaries

PRIVATE = {
    "activity": "key topic place", "award": "evidence", "award_score": "note", "nomination": "why", "accountability_proposal": "facts opinion answer", "appointment": "key code_hash name phone address email", "appointment_letter": "error", "calendar_key": "key_hash", "call_back": "note", "case": "words wants place seen_before", "chore": "found", "commitment": "salt",
    "contact_try": "note", "contest": "words decision", "event": "text facts",
    "excluded": "words", "explanation": "cause responsibility measures signed_by", "extension": "reason decision", "failures": "subject",
    "follow_up": "note", "form_block": "key_hash", "form_key": "key_hash", "form_sheet": "code_hash token_hash void_because", "draft_key": "device_hash salt", "handout": "key place", "help_call": "visit place", "incident": "what present", "offered_time": "words wish", "admission": "token_hash", "invitation": "who", "leave": "reason", "mask": "why", "message": "address error",
    "monthly_report": "whole situation practice effect plans", "not_accepted": "body since explanation address hours phone bring time_limit", "pairing": "code_hash secret_hash", "passkey": "credential name", "passkey_answered": "challenge_hash", "recovery_code": "code_hash", "second_step": "sealed", "pause": "note", "person": "login password_hash",
    "plain_summary": "asked answer next disagree", "policy_version": "reason", "pressure": "words", "rating": "words",
    "referral": "opinion acknowledged_by", "reminder": "spoke_to said promised",
    "reply": "text checked basis officer signed_off_by", "reply_review": "reason", "return_request": "reason decision",
    "reveal": "reason", "second_review": "reason", "self_test": "keeper results", "side_note": "words", "sitting": "reason", "setup_link": "token_hash",
    "slip": "demand reasons declined_because acknowledged_by withdrawn_because", "staff_session": "token_hash agent",
    "support_note": "text", "support_paper": "signed_by", "swap": "reason", "terminal": "place keeper keeper_phone token_hash ticket_hash pin_hash",
    "tracking": "code_hash token_hash", "tray": "pass_hash", "visit_counted": "word_hash", "unit": "phone", "visitor": "name phone address needs beside_name relation", "wish": "address",
}
PUBLIC = {  # said to everybody on purpose: who is here, where, when, and the one projection
    "calendar_day": "name source", "calendar_year": "source", "category": "name external_code", "closure": "name source",
    "concern": "title text place", "frozen_report": "record", "motion": "title reasons answer sent_to signed", "award_period": "name", "network": "name motto mark", "person": "name", "publication": "station_name words summary replies rating steps representative "
    "supervision masks", "progress": "station_name", "pledge_outcome": "words evidence", "rule_document": "title text", "representative": "kind field pledge phone portrait", "shift": "because theme", "turn": "place", "station": "name area address how_to_find phone hours first_responsible_phone own_words",
    "unit": "name",
}
PLAIN = {  # numbers, names of settings and steps, languages, fingerprints: nothing that a person wrote stands in them
    "award": "criteria", "award_period": "weights", "appointment": "locale", "audit_entry": "act kind name facts source previous hash", "audit_head": "hash", "attachment": "sha256 media_type", "calendar_change": "name_before", "calendar_version": "what source",
    "concern": "category locale", "concern_joined": "mark", "commitment": "fingerprint", "case": "number category locale next_clock policy calendar chain", "category": "code parent_code", "chore": "name",
    "deadline": "clock", "enclosure": "draft sha256 media_type", "event": "act move previous hash", "form_block": "locale", "form_sheet": "number", "form_key": "fingerprint",
    "ledger_checkpoint": "note", "ledger_entry": "name salt data", "ledger_cosignature": "witness line",  # given out to everybody; of what was published only a fingerprint
    "mark": "name value", "monthly_report": "period figures corrections locale", "frozen_report": "station_code period", "motion": "locale sha256", "mask": "text_sha256", "opening_rule": "weekdays", "message": "locale", "person": "locale", "policy_limit": "version clock",
    "policy_version": "name", "print_job": "paper turn sha256", "printed": "what",
    "progress": "number station_code category reached limits next held supervision",  # steps, clocks, levels, numbers and days
    "publication": "number station_code category category_top month locale", "referral": "number clock", "reply": "sha256 document",
    "preview": "digest", "series": "name", "shift": "uid", "spoken": "key", "turn": "key", "hall_rule": "locale", "slip": "facts number", "station": "code", "terminal": "version", "tray": "draft",
    "visitor": "phone_tail",  # a tag made with the key of the vault
    "visit_end": "locale", "wish": "locale",
}


ODD = {"follow_up.finding": "holds"}  # what no question was asked for needs no answers


def named(decided: dict[str, str]) -> set[str]:
    """`table.column` of a decision."""
    return {f"{table}.{column}" for table, columns in decided.items() for column in columns.split()}


def texts() -> set[str]:
    """`table.column` of every column in which words can stand."""
    return {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns
            if isinstance(column.type, String | Text | Json | Sealed) and not isinstance(column.type, Enum)}


def plant(bird: Canaries, shown: Case) -> None:
    """A secret in each private column that nobody wrote into yet, at the published case where the column belongs to one."""
    case_id = shown.id
    for name in sorted(named(PRIVATE)):
        table, _, column = name.partition(".")
        if holds(name):
            continue
        with unit_of_work():
            _into(metadata.tables[table], column, bird(name), case_id)
    db.session.expire_all()


def holds(name: str) -> bool:
    """Whether a secret stands in that column."""
    table, _, column = name.partition(".")
    found = db.session.scalars(select(metadata.tables[table].columns[column]))
    return any("canary" in str(value) for value in found)


def _into(table: Table, name: str, secret: str, case_id: int) -> None:
    column, key = table.columns[name], next(iter(table.primary_key.columns))
    value: Any = {"secret": secret} if isinstance(column.type, Json) else secret
    guarded = table.info.get("append_only")
    last = db.session.scalar(select(func.max(key)))
    if last is not None and (guarded is None or (guarded and name not in guarded)):
        db.session.execute(update(table).where(key == last).values({name: value}))
    else:
        db.session.execute(insert(table).values(_row(table, case_id, secret) | {name: value}))


def _row(table: Table, case_id: int, secret: str) -> dict[str, Any]:
    """A row that fits, of the published case wherever it can."""
    needed = [one for one in table.columns if one is not table.autoincrement_column and (not one.nullable or one.name == "case_id")]
    return {one.name: _filled(one, case_id, secret) for one in needed}


def _filled(column: Column[Any], case_id: int, secret: str) -> Any:
    if column.name == "case_id":
        return case_id
    if column.foreign_keys:
        return _one_of(next(iter(column.foreign_keys)).column, case_id, secret)
    kind = column.type
    if isinstance(kind, Enum):
        return ODD.get(str(column), kind.enums[0])
    if isinstance(kind, Sealed):
        return secret
    if isinstance(kind, Json):
        return {}
    if isinstance(kind, String | Text):
        return secret[:kind.length]  # PostgreSQL cuts nothing off by itself
    simple = {bool: False, bytes: bytes(32), int: 99 if column.primary_key else 1, datetime: clock.now(), date: clock.today()}
    return clock.now() if isinstance(kind, Utc) else simple[kind.python_type]


def _one_of(key: Column[Any], case_id: int, secret: str) -> Any:
    """The first row another one may hang on; there is one from now on."""
    first = select(func.min(key))
    if db.session.scalar(first) is None:
        db.session.execute(insert(key.table).values(_row(key.table, case_id, secret)))  # type: ignore[arg-type]
    return db.session.scalar(first)
