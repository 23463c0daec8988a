"""The certificate of an excellent case, to hang at the station: what was chosen, for what, by whom it was done, and a code to the result itself (ZK-02, ZK-03)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.paper import sheet, trim

SIZES = ("a4", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-a4.css")
WHY = 140  # signs of why it was nominated


@dataclass(frozen=True)
class CertificateFacts:
    """One award as the board tells it; `points` as it is written, `shared` where others have the same place. `representative` and `unit` may be "".
    `address` is where the result stands, `link` its code (empty: no phone gets there)."""

    network: str
    motto: str
    period: str
    place: int
    shared: bool
    station: str
    number: str
    category: str
    points: str
    reviewers: int
    representative: str
    unit: str
    why: str
    on: date
    address: str
    link: str
    demo: bool = False


def html(facts: CertificateFacts, say: sheet.Say, size: str, links: tuple[str, ...] = ()) -> str:
    """The certificate."""
    if size not in SIZES:
        raise ValueError(f"no size of a certificate: {size}")
    return sheet.fill("certificate.html", say, size, links, facts=trim.trimmed(facts, why=WHY))
