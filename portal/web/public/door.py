"""The public door: its blueprint, and its pages imported once."""

from portal.web.public import (
    about, acts, appointments, ask, board, booklet, excellent, dump, concern_files, concerns, feed, georeport, georeport_requests, georeport_sent, hall, hours, ledger, offered, open_data, open_days, own_data, openapi,
    own_days, papers, ready, report_files, reports, result, rule_documents, shared, sitemap, similar, stations, track, upload, wall, why,
)
from portal.web.public.blueprint import door

__all__ = ["about", "acts", "appointments", "ask", "board", "booklet", "concern_files", "concerns", "door", "dump", "excellent", "feed", "georeport", "georeport_requests", "georeport_sent", "hall", "hours",
           "ledger", "offered", "open_data", "open_days", "openapi", "own_data", "own_days", "papers", "ready", "report_files", "reports", "result", "rule_documents", "shared", "sitemap", "similar", "stations", "track", "upload", "wall", "why"]
