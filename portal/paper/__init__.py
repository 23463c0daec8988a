"""Faces out on paper: plain objects in, HTML or PDF bytes out; knows no case, no request, no database.

The order of the room, each module knowing only those above it:
``trim`` ``qr`` ``shelf`` ``worker`` ``alarms`` ``cut`` ``fonts`` ``press`` ``sheet`` ``receipt`` ``notice``.
"""
