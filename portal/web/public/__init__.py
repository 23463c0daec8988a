"""The public door: what stands on the board, and what a visitor does with a matter of their own. No sign-in, no account.

Order of the room (a module may import those above it):
blueprint, visit; then the pages: cards, handling, board, result, feed, receipt, ask, upload, news, papers, preview, story, track, why, acts, open_days, hall, appointments, own_days, stations, about, ledger, ready; then door
"""
