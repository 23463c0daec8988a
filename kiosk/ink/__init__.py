"""The templates of the handwriting recogniser: made once by `python3 -m kiosk.ink`, shipped, and never made while serving.

Only the standard library, and npm's own client to fetch one pinned package.

Order of the room (a module may import those above it):
drawing · grid · packed · source · __main__
"""
