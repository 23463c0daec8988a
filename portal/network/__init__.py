"""Who and where: stations, units, people, what each may do, and which days are worked.

Order of the room (a module may import those above it):
audited, audit, network, station, area_tree, unit, role, person, seats, representative, level_count, receivers, colleagues, calendar, unmeant, excluded, excluded_names, actor, alike, matrix, access, reach, arrangement, almanac, places, draft_key, sign_in, passkey, second_step, admission, naming, staff, lists, setup,
own_words, rule_document, face, pledge, terminal, pairing, entry, self_test, visit_end
"""
