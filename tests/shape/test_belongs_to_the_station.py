"""Matters belong to the station, and the product is no tool to win people over: no address book, no lists of people, nothing that writes
to many visitors (SG-07, SG-08). A thing of that kind that appears fails here."""

import ast
import dataclasses
import re

import pytest
from flask import Flask
from sqlalchemy import String, Text, select

from portal.cases import care
from portal.cases.case import Case, seen_by
from portal.foundation.carrying import Carried
from portal.foundation.database import Json, db
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.vault import Sealed
from portal.network import audited
from portal.network.matrix import ACTS
from portal.notices.outbox import Letter
from portal.reception.reminding import Line
from portal.tables import metadata
from tests.cast import Cast
from tests.judge import client_of
from tests.shape.routes import rules
from tests.shape.tree import product
from tests.shape.test_routes import addresses

# Where an address or a name of a visitor may stand, and by what a row of it is reached: one matter, one appointment, oneself.
HOLDS = {"visitor": set(), "appointment": {"person_id"}, "message": set(), "wish": {"person_id"}}  # whom one asked to meet; how staff want to hear
CARRIED = {"message": "notice_id", "appointment_letter": "appointment_id"}
LISTS = re.compile(r"broadcast|mass|bulk|mailing|newsletter|campaign|subscriber|contacts|address-?book|recipients|canvass|supporters?$|vcard|\.vcf|\.xlsx")
FILE_TYPES = ("text/csv", "text/vcard", "application/zip", "application/json", "application/octet-stream", "application/vnd", "application/x-ndjson")
PHONE, NAME = "12000000017", "测某甲"


def test_sg07_names_and_addresses_of_visitors_stand_with_one_matter_and_in_nobodys_book() -> None:
    """A table in which somebody keeps people for themselves would hold a sealed column and a person of the staff."""
    found = {table.name for table in metadata.sorted_tables if any(isinstance(column.type, Sealed) for column in table.columns) and table.name != "second_step"}
    assert found == set(HOLDS)
    for name, known in HOLDS.items():
        keepers = {column.name for column in metadata.tables[name].columns for key in column.foreign_keys if key.column.table.name == "person"}
        assert keepers <= known, (name, keepers)


@pytest.mark.parametrize("login", ["rep", "liaison", "director", "office", "admin"])
def test_sg07_no_page_hands_out_people_or_matters_as_a_list_to_take_home(app: Flask, cast: Cast, login: str) -> None:
    """Every GET of the office, as every one of these: no table, no card, no archive, and no name or number of a visitor."""
    number = cast.delivered().number
    browser = client_of(app).sign_in(login)
    for rule in rules():
        if rule.endpoint.startswith("office.") and "GET" in (rule.methods or ()) and "sign-out" not in rule.rule:
            answer = browser.get(addresses(rule, number if "number" in rule.arguments else "1"), buffered=True)
            assert not answer.mimetype.startswith(FILE_TYPES), (rule.rule, answer.mimetype)
            body = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
            assert PHONE not in body and NAME not in body, rule.rule


def test_sg07_the_files_of_many_rows_are_the_log_and_the_evidence_and_taking_either_is_entered() -> None:
    """What is written down is told in test_audit.py and test_evidence.py of tests/web/office; any other way out has to say so here."""
    named = {rule.rule for rule in rules() if rule.endpoint.startswith("office.") and re.search(r"export|/file$|csv|download|dump", rule.rule)}
    assert named == {"/office/audit/file", "/office/evidence/file"}
    assert {"log_exported", "evidence_exported"} <= set(audited.ACTS)


def test_sg07_whoever_leaves_takes_no_matter_along_and_the_next_one_has_them(cast: Cast) -> None:
    """Hand-over on change of person: it stays the station's, with everything in it."""
    case = cast.accepted()
    number, home = case.number, case.station_id
    with unit_of_work():
        care.hand_over(case, agent_id=cast.person("rep-2").id, reason="换届。", by=cast.actor("director"))
    assert case.station_id == home and seen_by(cast.actor("rep-2"), number).words == case.words
    with pytest.raises(Missing):
        seen_by(cast.actor("rep"), number)
    assert case.agent_id == cast.person("rep-2").id and db.session.scalar(select(Case.station_id).where(Case.number == number)) == home


def test_sg08_no_address_and_no_act_is_for_many_visitors() -> None:
    assert [rule.rule for rule in rules() if LISTS.search(rule.rule)] == []
    assert [act for act in ACTS if LISTS.search(act)] == []
    acts = [rule for rule in rules() if rule.endpoint.startswith("office.act_")]
    assert len(acts) > 40 and all(rule.arguments == {"number"} for rule in acts), "whatever is said to a visitor is said in one matter"


def test_sg08_what_leaves_the_house_carries_no_words_of_anybody_and_goes_to_one() -> None:
    """A letter is a kind and a number: nobody can write one. Whatever else is carried one day has to say so here."""
    assert {kind.__tablename__ for kind in Carried.__subclasses__()} == set(CARRIED)  # type: ignore[attr-defined]
    for name, of in CARRIED.items():
        table = metadata.tables[name]
        assert not table.columns[of].nullable, "each hangs on one matter, one appointment"
        written = {column.name for column in table.columns if isinstance(column.type, String | Text | Json | Sealed) and not hasattr(column.type, "enums")}
        assert written <= {"address", "locale", "error"}, "there is no room for words"
    assert {field.name for field in dataclasses.fields(Letter)} == {"id", "way", "address", "locale", "kind", "number", "at"}
    assert not {"text", "words", "body", "subject"} & {field.name for field in dataclasses.fields(Line)}
    assert not metadata.tables["notice"].columns["case_id"].nullable


def test_sg08_a_message_is_made_in_one_place_and_for_one_notice() -> None:
    made = [(module.name, node.lineno) for module in product() for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Message", "AppointmentLetter")]
    assert {name for name, _ in made} == {"portal.notices.outbox", "portal.reception.reminding"}
    assert len([name for name, _ in made if name == "portal.notices.outbox"]) == 1


def test_sg08_no_verb_takes_words_and_many_matters_to_send_them_to() -> None:
    takes = [f"{module.name}.{node.name}" for module in product() if module.room in ("portal.notices", "portal.cases") for node in ast.walk(module.tree)
             if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and {"words", "text", "body"} & {one.arg for one in node.args.args + node.args.kwonlyargs}
             and {"cases", "visitors", "numbers", "case_ids"} & {one.arg for one in node.args.args + node.args.kwonlyargs}]
    assert takes == []
