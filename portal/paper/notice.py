"""The non-acceptance notice (move T7, HB-46): what the station may not take on, where to go with it, and how to contest."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.paper import sheet, trim

SIZES = ("a5", "page")


class Reason(StrEnum):
    """Why a matter is outside; the names of the messages ``paper.reason.*``."""

    JUDICIAL = "judicial"
    DISCIPLINE = "discipline"
    PETITION = "petition"
    OTHER = "other"


@dataclass(frozen=True)
class NoticeFacts:
    """Everything on the notice. Optional texts may be "": the line is then left out."""

    network: str
    motto: str
    station: str
    address: str
    phone: str
    hours: str
    number: str
    registered_at: datetime
    decided_on: date
    decided_by: str
    reason: Reason
    body: str              # the court, discipline body or petition office that has the matter
    since: date | None     # since when it has been there
    go_address: str
    contest_station: str   # the parent station
    contest_address: str
    contest_phone: str
    contest_until: date    # 30 days after the decision
    plain: str = ""        # the same in plain words
    rule: str = ""         # for Reason.OTHER: which rule, in plain words
    go_hours: str = ""
    go_phone: str = ""
    bring: str = ""
    time_limit: str = ""
    demo: bool = False


def html(facts: NoticeFacts, say: sheet.Say, size: str = "a5", links: tuple[str, ...] = ()) -> str:
    """The notice as HTML for the press ("a5") or as a whole page for a browser ("page", styled by `links`)."""
    if size not in SIZES:
        raise ValueError(f"no such notice: {size}")
    return sheet.fill("notice.html", say, size, links, facts=trim.trimmed(facts))
