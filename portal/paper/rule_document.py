"""A rule document for the wall of a station: its title, its text as it stands, and which version it is (HB-30)."""
from __future__ import annotations

from dataclasses import dataclass, replace

from portal.paper import sheet, trim

SIZES = ("a4", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-a4.css")
MOST = 4000  # characters of the text


@dataclass(frozen=True)
class RuleFacts:
    """What stands on it; `station` is empty where it hangs for the whole network, `version` says it in words."""

    network: str
    motto: str
    station: str
    title: str
    text: str
    version: str
    demo: bool = False


def html(facts: RuleFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The sheet, or sheets where the text is long."""
    if size not in SIZES:
        raise ValueError(f"no size of a rule document: {size}")
    kept = replace(trim.trimmed(replace(facts, text="")), text=trim.paragraphs(facts.text, MOST))
    return sheet.fill("rule_document.html", say, size, links, facts=kept, lines=[line for line in kept.text.split("\n") if line.strip()])
