"""Contact cards, ten of 90 x 54 mm on A4, front and back (HB-32, practice.md §2.8), and the plate that stands on the table (CT-13)."""
from __future__ import annotations

from dataclasses import dataclass, replace

from portal.paper import portrait, qr, sheet, trim

SIZES = ("cards", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-cards.css")
ON_A_SHEET, ON_A_CARD = 10, 4  # cards; names on the card of a station


@dataclass(frozen=True)
class Shown:
    """A representative as cards and plates show them; `portrait` is the SHA-256 of the picture, "" where there is none."""

    name: str
    kind: str
    field: str = ""
    phone: str = ""        # their own, only where they agreed
    portrait: str = ""
    level: str = ""        # as in RepLevel, "" where it is not known


@dataclass(frozen=True)
class CardFacts:
    """Whose card, and where they are found. Several people, or `of_station`: the station's own card, without pictures."""

    network: str
    motto: str
    station: str
    address: str
    how_to_find: str
    phone: str
    hours: str
    online: str            # the tracking address as one types it
    link: str              # what the QR code opens: the station's page
    people: tuple[Shown, ...]
    demo: bool = False
    of_station: bool = False


@dataclass(frozen=True)
class PlateFacts:
    """Who sits here."""

    network: str
    motto: str
    station: str
    who: Shown
    demo: bool = False


def html(facts: CardFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """A sheet of ten fronts and a sheet of ten backs: printed on both sides, each card has its own."""
    kept = replace(trim.trimmed(facts, link=1000), people=tuple(map(trim.trimmed, facts.people)))
    code = qr.svg(facts.link, say("paper.card.qr_alt")) if size == "page" else qr.address(facts.link)
    alone = kept.people[0] if len(kept.people) == 1 and not kept.of_station else None
    return sheet.fill("cards.html", say, _known(size), links, facts=kept, alone=alone, code=code, cards=range(ON_A_SHEET),
                      shown=kept.people[:ON_A_CARD], more=len(kept.people) - ON_A_CARD,
                      picture=portrait.address(alone.portrait, size) if alone else "")


def plate(facts: PlateFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """One A4 sheet to be folded across the middle: it stands, and is read from both sides of the table."""
    kept = replace(trim.trimmed(facts), who=trim.trimmed(facts.who))
    return sheet.fill("plate.html", say, _known(size), links, facts=kept, picture=portrait.address(kept.who.portrait, size))


def _known(size: str) -> str:
    if size not in SIZES:
        raise ValueError(f"no size of a card: {size}")
    return size
