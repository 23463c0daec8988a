"""The public door: its blueprint, and its pages imported once."""

from portal.web.public import about, acts, ask, board, feed, ledger, open_days, own_days, papers, ready, result, stations, track, upload, why
from portal.web.public.blueprint import door

__all__ = ["about", "acts", "ask", "board", "door", "feed", "ledger", "open_days", "own_days", "papers", "ready", "result", "stations", "track", "upload", "why"]
