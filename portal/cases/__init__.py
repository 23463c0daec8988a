"""The trunk: the closed loop of a matter, one chapter a file, in the order of the loop.

Order of the room (a module may import those above it):
detectors, category, case, hands, printed, timeline, plain_words, lifecycle, danger, reviewers, visitor, attachment, tray, enclosure, policy, pause, deadline,
recount, founding, closing, search, tracking, intake, unit_paper, unit_request, referral, standstill, why, support, slip,
likeness, reply, sorting, acceptance, delivery, rating, reception_rating, reminder, ladder_record, dissatisfaction, issuing, explanation, trace,
proposal, ladder, ladder_desk, call_back, care, follow_up, ledger, public_parts, publication, log_tiles, progress, in_time, board, desk, unseen, due, signals,
ladder_invariants, invariants
"""
