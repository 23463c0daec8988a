"""The ground: standard library and libraries only; no request, no domain word.

Order of the room (a module may import those above it):
refusal, merkle, checkpoint, cosignature, setting_types, setting_table, settings, vault_key, vault, logs, clock, words, database, pool, unit_of_work, examination, append_only,
marks, workdays, text, carrying, codes, series, chore, copies, vault_state, resealing, readiness, form_key, throttle, totp, fulltext, files, sound
"""
