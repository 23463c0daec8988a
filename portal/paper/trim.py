"""Makes any text fit for paper before layout sees it: no control signs, no stacked marks, a fixed length.

Layout time grows with hostile text (100,000 combining marks took two minutes), so the caps stand in front of the press.
"""
from __future__ import annotations

import unicodedata
from dataclasses import fields, replace
from typing import TypeVar

LONGEST = 240              # characters of any single field that has no cap of its own
MARKS = 2                  # combining marks kept on one letter; Vietnamese needs two
ELLIPSIS = "…"
Facts = TypeVar("Facts")


def trim(text: str, limit: int = LONGEST) -> str:
    """`text` on one line, at most `limit` characters, the last one "…" when something was cut off."""
    head = "".join(_printable(text[: limit * 8]))      # eight times leaves room for marks and blanks that fall away
    line = " ".join(head.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rstrip() + ELLIPSIS


def paragraphs(text: str, limit: int) -> str:
    """`text` with its line ends, at most `limit` characters; nothing is folded, for it is quoted."""
    kept = "\n".join("".join(_printable(line)) for line in text[:limit].replace("\r\n", "\n").split("\n"))
    return kept if len(text) <= limit else kept.rstrip() + ELLIPSIS


def _printable(text: str):
    """Characters of `text` that ink can show, blanks for line ends, at most MARKS combining marks in a row."""
    marks = 0
    for sign in text:
        group = unicodedata.category(sign)
        if group.startswith("M"):
            marks += 1
            if marks <= MARKS:
                yield sign
            continue
        marks = 0
        if group in ("Cc", "Zl", "Zp"):
            yield " "
        elif group not in ("Cf", "Cs", "Co", "Cn"):    # bidi controls, lone surrogates, private use, unassigned
            yield sign


def trimmed(facts: Facts, **limits: int) -> Facts:
    """A copy of the dataclass `facts` with every text field trimmed; `limits` name the fields with a cap of their own."""
    return replace(facts, **{
        field.name: trim(value, limits.get(field.name, LONGEST))
        for field in fields(facts) if isinstance(value := getattr(facts, field.name), str) and type(value) is str})
