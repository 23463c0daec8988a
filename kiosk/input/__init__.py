"""The dictionary of the kiosk's input panel, built by `python3 -m kiosk.input` from pinned archives; the standard library is enough.

Order of the room (a module may import those above it):
archives · readings · lexicon · running · following · pairs · traditional · ties · pack · __main__
"""
