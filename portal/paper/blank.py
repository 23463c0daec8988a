"""Forms to be filled in by hand away from the station: one A4 sheet each, with its number, and a slip to tear off for the visitor (HB-34, FT-01)."""
from __future__ import annotations

from dataclasses import dataclass, replace

from portal.paper import qr, sheet, trim

SIZES = ("form", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-form.css")
AT_ONCE = 10  # forms of one PDF: more of them would take the press longer than it may


@dataclass(frozen=True)
class Numbered:
    """One form: its number, the code of its slip in groups of four, and what the slip's QR opens."""

    number: str
    code: str
    link: str


@dataclass(frozen=True)
class BlankFacts:
    """Whose forms they are, where one asks, and the classes to tick, in words."""

    network: str
    motto: str
    station: str
    address: str
    phone: str
    hours: str
    online: str
    classes: tuple[str, ...]
    forms: tuple[Numbered, ...]
    demo: bool = False


def html(facts: BlankFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The forms, one to a page."""
    if size not in SIZES:
        raise ValueError(f"no size of a form: {size}")
    kept = replace(trim.trimmed(facts), classes=tuple(trim.trim(one, 40) for one in facts.classes), forms=facts.forms[:AT_ONCE])

    def drawn(text: str, alt: str) -> str:
        return qr.svg(text, alt) if size == "page" else qr.address(text)

    codes = [(drawn(one.number, say("paper.form.number_qr")), drawn(one.link, say("paper.receipt.qr_alt"))) for one in kept.forms]
    return sheet.fill("blank.html", say, size, links, facts=kept, codes=codes)
