"""The office door: its blueprint, and its pages imported once so that they hang on it."""

from portal.web.office import (
    account,
    acts,
    attachments,
    calendar,
    calls,
    cases,
    closures,
    file,
    identity,
    incidents,
    installation,
    notices,
    open_days,
    openings,
    own_words,
    papers,
    people,
    policy,
    receipts,
    register,
    sealed,
    setup,
    sign_in,
    signals,
    stations,
    suggest,
    supporting,
    terminals,
    today,
    ways,
    why,
    writing,
)
from portal.web.office.blueprint import door

__all__ = [
    "account", "acts", "attachments", "calendar", "calls", "cases", "closures", "door", "file", "identity", "incidents", "installation", "notices", "open_days", "openings",
    "own_words", "papers", "people", "policy", "receipts", "register", "sealed", "setup", "sign_in", "signals", "stations", "suggest",
    "supporting", "terminals",
    "today", "ways", "why", "writing",
]
