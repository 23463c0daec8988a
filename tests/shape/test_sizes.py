"""Small things with names that say what they are: sizes, docstrings, types, and nothing that names this machine."""

import ast
import statistics
from functools import cache
from pathlib import Path

import pytest

from portal import ROOT
from tests.shape.tree import Module, product, sources

MOST_LINES, MOST_OF_A_FUNCTION, MOST_OF_A_TEMPLATE = 250, 40, 120
GENERATED = {"migrations/versions/0001_trunk.py"}  # written by Alembic, one step
VAGUE = {"utils", "util", "helpers", "helper", "misc", "manager", "managers", "common", "tools", "stuff"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


@cache
def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, Function)]


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_files_fit_on_a_few_screens() -> None:
    assert {short(path): lines(path) for path in sources() if lines(path) > MOST_LINES and short(path) not in GENERATED} == {}
    faces = [path for path in (ROOT / "static").rglob("*") if path.suffix in (".css", ".js") and "vendor" not in path.parts]
    assert len(faces) > 20 and {short(path): lines(path) for path in faces if lines(path) > MOST_LINES} == {}
    sizes = [lines(module.path) for module in product()]
    assert statistics.median(sizes) <= 80 and statistics.quantiles(sizes, n=10)[-1] <= 200


def test_functions_fit_on_one_screen() -> None:
    long = {f"{short(path)}:{each.name}": length(each) for path in sources() if short(path) not in GENERATED
            for each in functions(path) if length(each) > MOST_OF_A_FUNCTION}
    assert long == {}
    sizes = [length(each) for module in product() for each in functions(module.path)]
    assert statistics.median(sizes) <= 8 and statistics.quantiles(sizes, n=10)[-1] <= 20


def test_templates_fit_on_one_screen() -> None:
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    assert templates and {short(path): lines(path) for path in templates if lines(path) > MOST_OF_A_TEMPLATE} == {}


def test_no_name_that_says_nothing() -> None:
    assert [short(path) for path in sources() if path.stem in VAGUE] == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = []
    for path in sources():
        said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        if path.name != "__init__.py" or lines(path):
            silent += [short(path)] if not said or not said[0].isupper() and not said.startswith("`") else []
    assert silent == []


def public(module: Module) -> list[Function]:
    """Functions and methods others call: no underscore anywhere on the way, none inside a function."""
    found: list[Function] = []

    def look(body: list[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                look(node.body)
            if isinstance(node, Function) and not node.name.startswith("_"):
                found.append(node)

    look(module.tree.body)
    return found


def test_public_functions_are_typed() -> None:
    wrong = []
    for module in product():
        for each in public(module):
            arguments = [*each.args.posonlyargs, *each.args.args, *each.args.kwonlyargs]
            bare = [argument.arg for argument in arguments if argument.annotation is None and argument.arg not in ("self", "cls")]
            wrong += [f"{module.name}.{each.name}({', '.join(bare)})"] if bare or each.returns is None else []
    assert wrong == []


def test_public_functions_say_what_they_do() -> None:
    inherited = {"emit", "format", "process_bind_param", "process_result_value", "get_translations", "gettext", "ngettext"}
    wrong = [f"{module.name}.{each.name}" for module in product() for each in public(module)
             if ast.get_docstring(each) is None and each.name not in inherited and ast.unparse(each.body) != "..."]
    assert wrong == []


def test_classes_say_what_they_are() -> None:
    wrong = [f"{module.name}.{node.name}" for module in product() for node in module.tree.body
             if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and ast.get_docstring(node) is None]
    assert wrong == []


@cache
def called(function: Function) -> set[str]:
    return {node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id for node in ast.walk(function)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)}


def test_every_test_proves_something() -> None:
    """It asserts or expects an exception, itself or through a function of the tests that does."""
    tests = [(path, each) for path in sources() if path.parts[len(ROOT.parts)] == "tests" for each in functions(path)]
    proving = {"raises", "run_state_machine_as_test", "expect"}
    proving |= {each.name for _, each in tests if any(isinstance(node, ast.Assert) for node in ast.walk(each))}
    for _ in range(5):
        proving |= {each.name for _, each in tests if called(each) & proving}
    assert [f"{short(path)}:{each.name}" for path, each in tests if each.name.startswith("test_")
            and each.name not in proving] == []


def test_no_test_waits_or_hides() -> None:
    wrong = [f"{short(path)}:{each.name}" for path in sources() for each in functions(path) if each.name.startswith("test_")
             and called(each) & {"sleep", "xfail"}]
    assert wrong == []


@pytest.mark.parametrize("words", [r"/" + "work/", r"/" + "tmp/hy", r"/" + "root/", "py" + "pi.org", "artif" + "actory"])
def test_nothing_committed_names_this_machine_or_a_registry(words: str) -> None:
    kinds = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".po", ".xml", ".csv", ".jsonl"}
    tops = ("portal", "kiosk", "templates", "static", "migrations", "tests")
    files = [path for top in tops for path in (ROOT / top).rglob("*") if path.suffix in kinds and path.is_file()]
    files += [path for path in ROOT.iterdir() if path.suffix in kinds]
    assert len(files) > 100
    assert [short(path) for path in files if words in path.read_text("utf-8", "replace")] == []
