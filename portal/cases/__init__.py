"""The trunk: the closed loop of a matter, one chapter a file, in the order of the loop.

Order of the room (a module may import those above it):
category, case, timeline, lifecycle, visitor, attachment, tray, enclosure, policy, pause, deadline, recount, founding, closing,
search, tracking, intake, acceptance, unit_paper, referral, standstill, why, support, slip,
likeness, reply, delivery, rating, dissatisfaction, reminder, issuing, explanation, trace, proposal, ladder, ladder_desk,
call_back, care, follow_up, publication, in_time, board, desk, due, ladder_invariants, invariants
"""
