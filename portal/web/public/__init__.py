"""The public door: what stands on the board, and what a visitor does with a matter of their own. No sign-in, no account.

Order of the room (a module may import those above it):
blueprint, visit, described, unchanged, readers; then the pages: cards, sheets, handling, found, board, excellent, result, shared, columns, feed, dump, receipt, concerns, concern_files, report_sheet, reports, report_files, ask, similar, upload, news, papers, preview, excluded, award, story, offered, track, own_data, why, acts, open_days, hall, wall, appointments, own_days, hours, stations, booklet, about, rule_documents, ledger, ready, sitemap, georeport, georeport_requests, georeport_sent, open_data, openapi; then door
"""
