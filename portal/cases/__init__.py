"""The trunk: the closed loop of a matter, one chapter a file, in the order of the loop.

Order of the room (a module may import those above it):
detectors, category, case, visit, sitting_spoken, mask, preview, hands, printed, timeline, plain_words, lifecycle, side_note, danger, reviewers, visitor, attachment, erasure, own_data, followed, tray, enclosure, policy, pause, deadline,
recount, founding, closing, search, sorting, form_block, tracking, commitment, charge, suited, excluded_person, intake, typed_in, unit_paper, unit_request, target, forwarding, referral, standstill, why, support, slip,
explanation, likeness, reply, twins, where_to_go, acceptance, objection, delivery, told_progress, rating, reception_rating, reminder, ladder_record, dissatisfaction, coming_again, issuing, trace, explained,
proposal, ladder, ladder_days, advice, ladder_desk, call_back, promised_call, care, handing, split, own_work, follow_up, ledger_tree, ledger, audit_head, audit_log, public_parts, board_search, publication,
preparing, withdrawal, publicity, log_tiles, witnessed, progress, in_time, four_numbers, station_figures, face_to_face, board, open_data, evidence, waits, desk, unseen, due, signals,
ladder_invariants, board_invariants, commitment_invariants, audit_invariants, ledger_invariants, invariants
"""
