"""The office door, for staff: one file per resource.

Order of the room, each may import from those above it:
blueprint · sign_in · setup · today · cases · register · receipts · people · stations · calendar · door
"""
