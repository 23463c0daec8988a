"""The public door: its blueprint, and its pages imported once."""

from portal.web.public import about, acts, appointments, ask, board, feed, hall, ledger, open_days, own_days, papers, ready, result, stations, track, upload, why
from portal.web.public.blueprint import door

__all__ = ["about", "acts", "appointments", "ask", "board", "door", "feed", "hall", "ledger", "open_days", "own_days", "papers", "ready", "result", "stations", "track", "upload", "why"]
