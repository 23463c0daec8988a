"""The office door, for staff: one file per resource.

Order of the room (a module may import those above it):
blueprint, ways, next_step, rows, suggest, uploads, pickers, one_station, kept, devices, halfway, passkey_form, sign_in, account, proof, invited, second_step, passkeys, passkey_door, setup, own_words, terminals, calls, supervision,
supporting, notices, after, sealed, open_days, invitations, my_invitations, unprinted, today, cases, who_form, register_form, suited, receipts, register, sitting_spoken, concerns, motions, monthly_reports, similar, forms, field, reception, week, appointments, incidents, people, stations, lists, routing, second_rule, openings, deviations, roster_form, rosters, leaves, handing, my_days, confirmations, swaps, duty_month, team, faces, cards, activities, work_books, installation, calendar, closures, policy, publicity, rule_documents,
signals, audit, evidence, excellent, certificate, reading, story, overtaken, act, acts_danger, acts_excluded, acts_first, acts_acceptance, acts_referral, acts_clock, acts_reply, acts_delivery, acts_rating,
acts_care, acts_split, acts_visit, acts_after, acts_publication, acts_supervision, acts_unit_desk, acts_proposal, acts_award, acts_note, acts_meeting, acts_phone, attachments, writing, acts, why, file, identity, own_data, masks,
papers, door
"""
