"""SECURITY.md: every requirement is answered by a test that exists, a place or a reason; so is every actor, and each line of ASVS (R72)."""

import ast
import re
from functools import cache

from portal import ROOT

PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.compile(r"`tests/([\w/]+\.py)::(test_\w+)`")
ANSWER = re.compile(r"^(`tests/[\w/]+\.py::test_\w+`( |$))+$|^(place|reason|not met|n/a): .{8,}$")
LEVEL_2 = 217  # requirements of levels 1 and 2 without the chapters on OAuth and WebRTC


def rows(chapter: str) -> list[list[str]]:
    """The cells of each row of the table under a heading."""
    text = PAGE.partition(f"## {chapter}\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")][2:]


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_is_answered() -> None:
    told = rows("What is promised")
    assert [cells[0] for cells in told] == [f"R{n:02}" for n in range(1, 75)]
    assert [cells for cells in told if not ANSWER.match(cells[2]) or cells[2].startswith("not met")] == []


def test_every_test_that_is_named_exists() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 150 and [f"{file}::{name}" for file, name in named if name not in functions_of(file)] == []


def test_every_actor_meets_something_that_is_proved() -> None:
    told = rows("Who may want what")
    assert len(told) >= 20 and [cells[0] for cells in told if not NAMED.search(cells[3])] == []


def test_every_line_of_asvs_is_answered_once() -> None:
    told = rows("OWASP ASVS 5.0, level 2")
    listed = [one for cells in told for one in cells[0].split(", ")]
    assert [one for one in listed if not re.fullmatch(r"\d{1,2}\.\d\.\d{1,2}", one)] == [] and len(set(listed)) == len(listed) == LEVEL_2
    assert [cells for cells in told if not ANSWER.match(cells[1])] == []
