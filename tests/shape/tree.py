"""The tree as the shape tests read it: modules, their imports, their rooms; nothing is imported to look at it."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal import ROOT

PYTHON = ("portal", "kiosk", "migrations", "tests")
DOORS = ("portal.web.public", "portal.web.office", "portal.web.api", "portal.kiosk")
# The floors of the house, lowest first; a module may import from floors below its own (README, "The house").
FLOORS = (
    ("portal.foundation",),
    ("portal.network",),
    ("portal.cases",),
    ("portal.reception", "portal.notices", "portal.commons", "portal.centre", "portal.awards"),
    ("portal.statistics",),
    ("portal.paper", "portal.exchange"),
    ("portal.web",),
    DOORS,
    ("portal.tables", "portal.app", "portal.upgrade", "portal.jobs", "portal.post", "portal.daily", "portal.backup", "portal.serve", "portal.doctor", "portal.demo"),
    ("portal.cli",),
)
# The threshold knows no case, and of the papers only those that say what a case's paper holds do.
BLIND = ("portal.paper", "portal.web.gate", "portal.web.form", "portal.web.page", "portal.web.headers")
SEES_CASES = ("portal.paper.of_case", "portal.paper.of_slip")
# What starts before anything is installed stands outside the floors; `portal` itself only names a factory it never calls alone.
OUTSIDE = ("portal", "portal.__main__", "portal.bootstrap")


@dataclass(frozen=True)
class Module:
    """One file of the product with its dotted name."""

    name: str
    path: Path

    @property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return _parsed(self.path)

    @property
    def room(self) -> str:
        """The package it stands in."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def product() -> tuple[Module, ...]:
    """Every module that is shipped; kiosk/ is portal.kiosk."""
    found = []
    for top in ("portal", "kiosk"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            parts = parts[:-1] if parts[-1] == "__init__" else parts
            found.append(Module(".".join(("portal", *parts) if top == "kiosk" else parts), path))
    return tuple(found)


def sources() -> list[Path]:
    """Every Python file of the project, tests included."""
    return [path for top in PYTHON for path in sorted((ROOT / top).rglob("*.py"))]


@cache
def names() -> frozenset[str]:
    """Dotted names of all modules."""
    return frozenset(module.name for module in product())


@cache
def imports(module: Module) -> frozenset[str]:
    """The modules of the product that a module imports, lazily or not; what only type checkers read is left out."""
    skipped = {id(inner) for node in ast.walk(module.tree) if _is_for_types(node) for inner in ast.walk(node)}
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in names() else base for alias in node.names}
    return frozenset(name for name in found if name in names() and name != module.name)


def _base(module: Module, node: ast.ImportFrom) -> str:
    """What names are taken from; dots count up from the room."""
    parts = module.room.split(".")
    above = parts[:len(parts) - node.level + 1] if node.level else []
    return ".".join([*above, *(node.module or "").split(".")]).rstrip(".")


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def floor(name: str) -> int | None:
    """The floor of a module, or None outside the floors."""
    if name in OUTSIDE or name.startswith("portal.bootstrap"):
        return None
    fits = [(len(room), number) for number, rooms in enumerate(FLOORS) for room in rooms if name == room
            or name.startswith(room + ".")]
    return max(fits)[1] if fits else None


def order(room: str) -> list[str] | None:
    """The modules of a room in the order its docstring gives, as dotted names; None where it gives none."""
    path = next((module.path for module in product() if module.name == room and module.path.name == "__init__.py"), None)
    said = ast.get_docstring(_parsed(path)) if path else None
    _, mark, rest = (said or "").partition("rder of the room")
    named = (f"{room}.{word}" for word in re.findall(r"[a-z_]+", rest.partition(":\n")[2]))
    return list(dict.fromkeys(name for name in named if name in names())) if mark else None
