"""The kiosk's 67 requirements: each stands once in kiosk/README.md with tests that exist and name it, or with the reason why
not."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from portal import ROOT
from portal.web.office.installation import CHECKS

README = (ROOT / "kiosk" / "README.md").read_text("utf-8")
TABLE = README.partition("<!-- requirements -->")[2].partition("<!-- /requirements -->")[0]
ROWS = re.findall(r"^\| (K\d\d) \| ([^|]+) \| ([^|]+) \|$", TABLE, re.MULTILINE)
SHEET, WAITING = "install sheet", "not yet: "


@cache
def functions(path: Path) -> dict[str, str]:
    """The tests of a file, by name, as written."""
    text = path.read_text("utf-8")
    return {node.name: ast.get_source_segment(text, node) or "" for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef)}


def test_every_requirement_stands_in_the_table_once_and_in_order() -> None:
    assert [number for number, _, _ in ROWS] == [f"K{number:02d}" for number in range(1, 68)]
    assert len(TABLE.strip().splitlines()) == 67 + 2


@pytest.mark.parametrize(("number", "proof"), [(number, proof) for number, _, proof in ROWS], ids=lambda said: said[:3])
def test_its_tests_exist_and_name_it_or_it_says_why_not(number: str, proof: str) -> None:
    if proof == SHEET:
        assert any(number in proves for proves in CHECKS.values()), "no line of the install sheet"
        return
    if proof.startswith(WAITING):
        assert len(proof) > len(WAITING) + 10
        return
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", proof)
    assert named and proof == "<br>".join(f"`{path}::{test}`" for path, test in named)
    for path, test in named:
        written = functions(ROOT / path).get(test, "")
        assert number.lower() in written.lower(), f"{path}::{test} does not name {number}" if written else f"{path}::{test} is gone"
