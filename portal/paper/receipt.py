"""The acceptance receipt (practice.md 2.2): the first paper a visitor takes home. It bears no name and no phone of theirs."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from portal.foundation import clock
from portal.paper import qr, sheet, trim

SIZES = ("roll80", "a5", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-page.css")
WORDS = 100                # characters of the matter, where it may be printed at all


class Next(StrEnum):
    """What happens next; the names of the messages ``paper.next.*``."""

    DECIDE = "decide"      # the station tells the visitor whether the matter is accepted
    WRITE = "write"        # a person at the desk writes the matter down with the visitor
    HEAR = "hear"          # a person writes it down from what the visitor said or brought
    REFER = "refer"        # accepted: it goes to the responsible unit
    REPLY = "reply"        # with the unit: the reply is due
    TELL = "tell"          # the unit replied: it is checked, then the visitor is told
    RATE = "rate"          # told: the visitor's rating is open
    OVER = "over"          # the loop has ended
    NOTHING = "nothing"    # answered on the spot: the loop ends here


@dataclass(frozen=True)
class ReceiptFacts:
    """Everything on the receipt. Texts are quoted as given; `words` is None where the matter must not be printed
    (conduct report, hardship, or the visitor said so)."""

    network: str
    motto: str
    station: str
    address: str
    phone: str
    hours: str
    number: str
    code: str              # grouped for reading, "4827 1936 0158"
    token_url: str         # what the QR code opens
    online: str            # the tracking address as one types it; "" where the station has none
    received_at: datetime
    received_by: str
    next_step: Next
    next_date: date | None
    call_name: str         # first responsible person, for when nothing happens
    call_phone: str
    words: str | None = None
    my_representative: str | None = None
    mark: str = ""         # grouped; shows at `verify` when the matter was accepted
    verify: str = ""       # the address as one types it; "" where the station has none
    stage: int = 1
    reprint: bool = False
    for_box: bool = False  # the station's own copy
    demo: bool = False


def blank(facts: ReceiptFacts, number: str, code: str) -> ReceiptFacts:
    """The same receipt for any matter of that station and day: nothing of this one but the steps that follow."""
    return replace(facts, number=number, code=code, token_url="", mark="", words=None, received_at=datetime.min)  # noqa: DTZ901


def for_box(facts: ReceiptFacts) -> ReceiptFacts:
    """The second copy, which stays at the station: whoever opens the box finds no way into the matter."""
    return replace(facts, code="", token_url="", online="", mark="", reprint=False, for_box=True)


def html(facts: ReceiptFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The receipt as HTML for the press ("roll80", "a5") or as a whole page for a browser ("page", styled by `links`)."""
    if size not in SIZES:
        raise ValueError(f"no such receipt: {size}")
    draw = qr.address if size != "page" else lambda url: qr.svg(url, say("paper.receipt.qr_alt"))
    return sheet.fill("receipt.html", say, size, links, code="" if facts.for_box else draw(facts.token_url), facts=trim.trimmed(facts, words=WORDS, token_url=1000),
                      received=f"{say.day(facts.received_at)} {clock.local(facts.received_at):%H:%M}")
