"""The trunk: the closed loop of a matter, one chapter a file, in the order of the loop.

Order of the room (a module may import those above it):
detectors, category, case, visit, mask, preview, hands, printed, timeline, plain_words, lifecycle, danger, reviewers, visitor, followed, attachment, tray, enclosure, policy, pause, deadline,
recount, founding, closing, search, sorting, form_block, tracking, intake, typed_in, unit_paper, unit_request, target, forwarding, referral, standstill, why, support, slip,
explanation, likeness, reply, twins, where_to_go, acceptance, objection, delivery, rating, reception_rating, reminder, ladder_record, dissatisfaction, coming_again, issuing, trace, explained,
proposal, ladder, ladder_days, advice, ladder_desk, call_back, care, split, own_work, follow_up, ledger, public_parts, publication,
preparing, withdrawal, publicity, log_tiles, progress, in_time, board, waits, desk, unseen, due, signals,
ladder_invariants, board_invariants, invariants
"""
