"""The office door, for staff: one file per resource.

Order of the room (a module may import those above it):
blueprint, ways, next_step, rows, suggest, uploads, pickers, kept, sign_in, account, setup, terminals, calls, today, cases,
register_form, receipts, register, people, stations, installation, calendar, act,
acts_first, acts_acceptance, acts_referral, acts_reply, acts_delivery,
acts_rating, acts_care, acts_publication, attachments, writing, acts, story, file, identity, papers, door
"""
