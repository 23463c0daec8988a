"""Which message keys the code and the templates speak: literals, families with a computed end, and refusals."""

import ast
import re
from functools import cache

from portal import ROOT
from portal.foundation.words import CHAPTERS
from tests.shape.tree import product

_CHAPTER = "|".join(CHAPTERS)
KEY = re.compile(rf"(?:{_CHAPTER})(?:\.[A-Za-z0-9_-]+)+")
_QUOTED = re.compile(rf"""["']((?:{_CHAPTER})\.[A-Za-z0-9_.-]*)["'](\s*~)?""")
_REFUSALS = {"Refused", "NotAllowed", "Missing", "Moved", "TooMany", "WrongSecret"}


@cache
def literals() -> frozenset[str]:
    """Keys written out in full."""
    return frozenset(word for word in _strings() if KEY.fullmatch(word)) | refusals()


@cache
def families() -> frozenset[str]:
    """What stands before a computed end, without the dot: `common.state` of `say("common.state." ~ case.state)`."""
    return frozenset(word.rstrip(".") for word in _strings() if word.endswith(".") and KEY.fullmatch(word.rstrip(".")))


@cache
def _strings() -> frozenset[str]:
    found: set[str] = set()
    for module in product():
        docs = {id(node.body[0].value) for node in ast.walk(module.tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
                and isinstance(node.body[0], ast.Expr)}
        found |= {node.value for node in ast.walk(module.tree)
                  if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs}
    for path in (ROOT / "templates").rglob("*.*"):
        found |= {match[1] for match in _QUOTED.finditer(path.read_text("utf-8"))}
    return frozenset(found)


@cache
def refusals() -> frozenset[str]:
    """`refusal.` keys raised by the domain: the first word of a refusal, its `key=`, and the last of needed()."""
    found: set[str] = set()
    for module in product():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                words = [word.value for word in node.keywords if word.arg == "key"]
                words += node.args[:2] if name in _REFUSALS else node.args[3:4] if name == "needed" else []
                found |= {word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)}
            if isinstance(node, ast.FunctionDef) and node.name in ("__init__", "needed", "spend"):
                found |= {default.value for argument, default in zip(reversed(node.args.args), reversed(node.args.defaults),
                                                                     strict=False)
                          if argument.arg == "key" and isinstance(default, ast.Constant)}
    return frozenset(word if word.startswith("refusal.") else f"refusal.{word}" for word in found
                     if re.fullmatch(r"[a-z_.0-9]+", word))
