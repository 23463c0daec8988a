"""Counting: the monthly report, counted by the database, signed and never changed again (HB-13, X-07).

Order of the room (a module may import those above it):
figures · counts · monthly · frozen
"""
