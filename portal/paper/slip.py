"""A4 papers: referral, yellow and red slip, explanation form, proposal and cover (practice.md 2.3, 2.4), without a visitor."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.paper import qr, sheet, trim

SIZES = ("a4", "page")
PAGE_STYLES = ("css/paper.css", "css/paper-a4.css")
LONG = {"words": 1500, "opinion": 1000, "demand": 1000, "what_happened": 3000, "answer": 1000,
        "withdrawn_because": 500, "link": 1000}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What every one of them bears. `link` is the unit's page of the matter: behind the sign-in, so it gives nothing away."""

    network: str
    motto: str
    station: str
    address: str
    phone: str
    number: str            # of the matter
    link: str
    printed_on: date
    printed_by: str = ""   # so that a picture of it tells whose copy it was (practice.md §6.3)
    copy: int = 1          # 1 for the unit, 2 for the file, more for whoever else
    sealed: bool = False
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class ReferralFacts(Sheet):
    """One referral to one unit, with the tear-off it signs."""

    official: str
    unit: str
    sent_at: datetime
    clock: str
    days: int
    working: bool
    due_on: date
    first_due_on: date
    opinion: str
    opinion_by: str
    words: str = ""
    wants: str = ""
    place: str = ""
    kind: int | None = None
    category: str = ""
    affects: str = ""
    urgent: bool = False
    danger: bool = False
    final: bool = False
    acknowledge_on: date | None = None
    return_on: date | None = None
    supporting: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A fact that a slip rests on: which sign, how many, on which days."""

    sign: str
    count: int
    days: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """A reminder before the slip, and what was promised then."""

    day: datetime
    way: str
    promised_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A yellow slip before the red one and what was done after it, as it stood when the red one went out."""

    official: str
    signed_for: datetime | None
    answered: datetime | None
    due_on: date
    passed: bool


@dataclass(frozen=True, kw_only=True)
class SlipFacts(Sheet):
    """One yellow ("b") or red ("a") slip that went out."""

    level: str
    official: str
    unit: str
    referral: str
    referred_at: datetime
    first_due_on: date | None
    overdue_days: int
    demand: str
    due_on: date
    drawn_by: str
    drawn_at: datetime
    signed_by: str
    signed_at: datetime
    words: str = ""
    acknowledge_on: date | None = None
    explain_on: date | None = None
    grounds: tuple[Ground, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    reminders: tuple[Reminded, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""


@dataclass(frozen=True, kw_only=True)
class ExplanationFacts(Sheet):
    """The empty form a red slip asks the head of the unit to write on and sign."""

    official: str
    unit: str
    representative: str
    sent_at: datetime
    explain_on: date


@dataclass(frozen=True, kw_only=True)
class ProposalFacts(Sheet):
    """One accountability proposal, for its writer and its addressee only."""

    unit: str
    addressee: str
    slips: tuple[tuple[str, datetime], ...]
    explained_at: datetime | None
    what_happened: str
    opinion: str
    written_by: str
    written_at: datetime
    decision: str = ""
    decided_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A paper in the file: which, its number, its day."""

    what: str              # a message key
    official: str
    day: datetime


@dataclass(frozen=True, kw_only=True)
class CoverFacts(Sheet):
    """The front of the file."""

    registered_at: datetime
    channel: str
    kind: int | None = None
    category: str = ""
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    agent: str = ""
    unit: str = ""
    outcome: str = ""
    level: str = ""
    entries: tuple[Entry, ...] = ()


TEMPLATES: dict[type[Sheet], str] = {
    ReferralFacts: "referral.html", SlipFacts: "slip.html", ExplanationFacts: "explanation.html", ProposalFacts: "proposal.html",
    CoverFacts: "cover.html"}


def html(facts: Sheet, say: sheet.Say, size: str = "a4", links: tuple[str, ...] = ()) -> str:
    """The paper as HTML for the press ("a4") or as a whole page for a browser ("page", styled by `links`)."""
    if size not in SIZES:
        raise ValueError(f"no such sheet: {size}")
    label = say("paper.a4.qr_alt")
    code = qr.svg(facts.link, label) if size == "page" else qr.address(facts.link)
    return sheet.fill(TEMPLATES[type(facts)], say, size, links, code=code, facts=_trimmed(facts))


def _trimmed(facts: Sheet) -> Sheet:
    """Every text at its length, those of the written reasons too."""
    fit = trim.trimmed(facts, **LONG)
    if isinstance(fit, SlipFacts):
        return replace(fit, reasons=tuple((missing, trim.trim(reason, 500)) for missing, reason in fit.reasons))
    return fit
