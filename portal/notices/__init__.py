"""Around the case: who is told that something happened, and by which way; never what it is about.

Order of the room (a module may import those above it):
wish · excluded_told · notice · inbox · pressure · outbox
"""
