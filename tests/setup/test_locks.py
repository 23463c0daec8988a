"""The lock files: every package with hashes, nothing of where it came from (R71)."""

import re
import tomllib

import pytest

from portal import ROOT
from portal.bootstrap import packages

LOCKS = ["requirements.txt", "requirements-test.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(name: str) -> None:
    pin = re.compile(r"[a-z0-9.-]+==[A-Za-z0-9.]+( ; [a-z_]+ [!=]= '[A-Za-z0-9]+')? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    lines = (ROOT / name).read_text().splitlines()
    strange = [line for line in lines if not pin.fullmatch(line) and not digest.fullmatch(line)]
    assert lines and not strange


def test_the_lock_covers_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {re.split(r"[^A-Za-z0-9-]", line)[0] for line in project["dependencies"]}
    for_tests = {re.split(r"[^A-Za-z0-9-]", line)[0] for line in project["optional-dependencies"]["test"]}
    assert asked <= set(packages.pins(ROOT / "requirements.txt"))
    assert asked | for_tests <= set(packages.pins(ROOT / "requirements-test.txt"))


def test_the_tests_run_on_the_versions_that_are_served() -> None:
    served, tested = (packages.pins(ROOT / name) for name in LOCKS)
    assert served.items() <= tested.items()
