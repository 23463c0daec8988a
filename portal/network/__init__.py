"""Who and where: stations, units, people, what each may do, and which days are worked.

Order of the room (a module may import those above it):
network, station, unit, role, person, seats, representative, receivers, calendar, actor, alike, matrix, access, reach, arrangement, almanac, places, draft_key, sign_in, staff, setup,
own_words, face, terminal, pairing, entry, self_test, visit_end
"""
