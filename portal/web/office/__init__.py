"""The office door, for staff: one file per resource.

Order of the room (a module may import those above it):
blueprint, ways, next_step, rows, suggest, uploads, pickers, one_station, kept, devices, sign_in, account, setup, own_words, terminals, calls, supervision,
supporting, notices, after, sealed, open_days, unprinted, today, cases, who_form, register_form, receipts, register, forms, field, reception, appointments, incidents, people, stations, routing, openings, roster_form, rosters, leaves, my_days, swaps, duty_month, faces, cards, activities, work_books, installation, calendar, closures, policy, publicity,
signals, reading, story, overtaken, act, acts_danger, acts_first, acts_acceptance, acts_referral, acts_clock, acts_reply, acts_delivery, acts_rating,
acts_care, acts_split, acts_visit, acts_after, acts_publication, acts_supervision, acts_unit_desk, acts_proposal, attachments, writing, acts, why, file, identity, masks,
papers, door
"""
