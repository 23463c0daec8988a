"""The ground: standard library and libraries only; no request, no domain word.

Order of the room (a module may import those above it):
refusal, setting_types, setting_table, settings, logs, clock, words, database, pool, unit_of_work, examination, append_only,
marks, workdays, text, codes, series, chore, readiness, form_key, throttle, fulltext, files, sound,
merkle, checkpoint
"""
