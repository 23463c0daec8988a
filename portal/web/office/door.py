"""The office door: its blueprint, and its pages imported once so that they hang on it."""

from portal.web.office import (
    account,
    acts,
    attachments,
    calendar,
    calls,
    cases,
    file,
    identity,
    installation,
    notices,
    papers,
    people,
    receipts,
    register,
    sealed,
    setup,
    sign_in,
    stations,
    suggest,
    supporting,
    terminals,
    today,
    ways,
    writing,
)
from portal.web.office.blueprint import door

__all__ = [
    "account", "acts", "attachments", "calendar", "calls", "cases", "door", "file", "identity", "installation", "notices",
    "papers", "people", "receipts", "register", "sealed", "setup", "sign_in", "stations", "suggest", "supporting", "terminals", "today", "ways",
    "writing",
]
