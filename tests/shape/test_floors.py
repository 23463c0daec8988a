"""The house stands: imports point down the floors and up the rooms, nothing goes round in circles, doors do not see each other."""

import ast

import pytest

from tests.shape.tree import BLIND, DOORS, FLOORS, SEES_CASES, Module, floor, imports, names, order, product

ROOMS = sorted({module.room for module in product()} - {"portal"})


def door(name: str) -> str | None:
    return next((each for each in DOORS if name == each or name.startswith(each + ".")), None)


def test_every_module_stands_on_a_floor() -> None:
    lost = [module.name for module in product() if floor(module.name) is None and module.room not in ("portal", "portal.bootstrap")
            and module.path.name != "__init__.py"]
    assert lost == []


def test_imports_point_down_the_floors() -> None:
    """Lazy imports included."""
    wrong = []
    for module in product():
        here = floor(module.name)
        for used in imports(module):
            there = floor(used)
            if here is not None and there is not None and there > here:
                wrong.append(f"{module.name} → {used}")
    assert wrong == []


def test_rooms_of_one_floor_do_not_see_each_other() -> None:
    wrong = [f"{module.name} → {used}" for module in product() for used in imports(module)
             if (floor(module.name) or 0) in range(3, 6) and floor(module.name) == floor(used)
             and module.room != Module(used, module.path).room]
    assert wrong == []


def test_doors_do_not_import_each_other() -> None:
    wrong = [f"{module.name} → {used}" for module in product() for used in imports(module)
             if door(module.name) and door(used) and door(module.name) != door(used)]
    assert wrong == []


def test_only_the_roof_imports_a_door() -> None:
    roof = {room for rooms in FLOORS[8:] for room in rooms}
    wrong = [f"{module.name} → {used}" for module in product() for used in imports(module)
             if door(used) and not door(module.name) and not any(module.name == room or module.name.startswith(room + ".")
                                                                 for room in roof)]
    assert wrong == []


def test_the_threshold_and_the_papers_know_no_case() -> None:
    wrong = [f"{module.name} → {used}" for module in product() for used in imports(module)
             if module.name.startswith(BLIND) and module.name not in SEES_CASES and used.startswith("portal.cases")]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_read_from_top_to_bottom(room: str) -> None:
    """The docstring of `__init__` lists the modules; each imports only those above it."""
    inside = {module.name: module for module in product() if module.room == room and module.path.name != "__init__.py"}
    if len(inside) < 2:
        return
    listed = order(room)
    assert listed is not None, f"{room} gives no order"
    assert set(listed) >= set(inside), f"{room} does not place {sorted(set(inside) - set(listed))}"
    place = {name: number for number, name in enumerate(listed)}
    wrong = [f"{name} → {used}" for name, module in inside.items() for used in imports(module) if used in place
             and place[used] >= place[name]]
    assert wrong == []


def test_nothing_goes_round_in_circles() -> None:
    graph = {module.name: imports(module) - {"portal"} for module in product() if module.name != "portal"}
    done: set[str] = set()
    circles: list[list[str]] = []

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            circles.append(path[path.index(name):])
        elif name not in done:
            for used in sorted(graph[name]):
                walk(used, [*path, name])
            done.add(name)

    for name in sorted(graph):
        walk(name, [])
    assert circles == []


def test_only_the_lifecycle_writes_the_state_of_a_case() -> None:
    """Invariant 10: an assignment to `.state`, or a row made with another state than DRAFT, stands nowhere else."""
    wrong = []
    for module in product():
        for node in ast.walk(module.tree):
            wrong += [f"{module.name}:{node.lineno}" for target in _targets(node) for each in ast.walk(target)
                      if isinstance(each, ast.Attribute) and each.attr == "state" and module.name != "portal.cases.lifecycle"]
            if isinstance(node, ast.Call):
                wrong += [f"{module.name}:{node.lineno}" for word in node.keywords if word.arg == "state"
                          and isinstance(node.func, ast.Name | ast.Attribute) and _called(node) in ("Case", "values", "update")
                          and ast.unparse(word.value) not in ("State.DRAFT", "S.DRAFT")]
    assert wrong == []


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""


@pytest.mark.parametrize(("used", "by"), [
    ("commit", {"portal.foundation.unit_of_work"}), ("weasyprint", {"portal.paper.press", "portal.paper.worker"}),
    ("datetime.now", {"portal.foundation.clock", "portal.upgrade"})])
def test_one_place_for_each_thing(used: str, by: set[str]) -> None:
    """One place commits, one sets paper, one reads the clock (the upgrade names a file by it)."""
    found = set()
    for module in product():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and (ast.unparse(node.func).endswith(f".{used}") or ast.unparse(node.func) == used):
                found.add(module.name)
            if isinstance(node, ast.Import | ast.ImportFrom) and used in ast.unparse(node).split():
                found.add(module.name)
    assert found <= by, found - by


def test_the_ground_knows_no_word_of_the_house() -> None:
    ground = [module for module in product() if module.name.startswith("portal.foundation")]
    assert len(ground) > 10 and len(names()) > 60
    for module in ground:
        assert not any(word in ast.unparse(module.tree) for word in ("from flask import request", "Station(", "Case(")), module.name
