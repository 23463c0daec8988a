"""A module may be read before its neighbours: no table is asked for its relations while modules are still being read."""

import ast
from collections.abc import Iterator

from tests.shape.tree import product

ASKS_RELATIONS = {"contains_eager", "defaultload", "immediateload", "joinedload", "lazyload", "load_only", "raiseload", "selectinload",
                  "subqueryload", "aliased", "configure_mappers"}


def at_reading(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that are made when a module is read: what stands in a function waits."""
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            if isinstance(inner, ast.Call):
                yield inner
            yield from at_reading(inner)


def asked(tree: ast.Module) -> set[str]:
    return {call.func.id for call in at_reading(tree) if isinstance(call.func, ast.Name)} & ASKS_RELATIONS


def test_no_module_asks_for_relations_of_tables_while_it_is_read() -> None:
    """A server that happened to read terminals before representatives did not start."""
    assert {module.name: asked(module.tree) for module in product() if asked(module.tree)} == {}


def test_the_question_sees_what_it_looks_for() -> None:
    assert asked(ast.parse("A = select(T).options(contains_eager(T.s))")) == {"contains_eager"}
    assert asked(ast.parse("def a():\n    return joinedload(T.s)")) == set()
