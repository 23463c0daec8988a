"""Pages as trees. Parsing costs more than making a page, so one that differs from a page seen before only in its tokens is not
parsed again: the tree is copied, and its own tokens stand in it."""

import copy
import re
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import html5lib

TOKEN = re.compile(r"""((?:name="(?:csrf_token|key)"[^>]* value="|"X-CSRFToken": ?"))([\w.-]+)""")
_MARK = re.compile(r"the-(\d+)-th-token-of-the-page")


def parsed(text: str) -> tuple[ElementTree.Element, list[Any]]:
    """The tree of a page, and what the parser had to forgive."""
    tokens: list[str] = []

    def mark(found: re.Match[str]) -> str:
        tokens.append(found[2])
        return f"{found[1]}the-{len(tokens) - 1}-th-token-of-the-page"

    kept, errors = _parsed_once(TOKEN.sub(mark, text))
    tree = copy.deepcopy(kept)
    if tokens:
        for element in tree.iter():
            for name, value in element.items():
                if "-th-token-of-the-page" in value:
                    element.set(name, _MARK.sub(lambda found: tokens[int(found[1])], value))
    return tree, errors


@lru_cache(maxsize=64)
def _parsed_once(text: str) -> tuple[ElementTree.Element, list[Any]]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(text), parser.errors
