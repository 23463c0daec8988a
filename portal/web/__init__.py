"""The threshold and the doors behind it. The threshold knows foundation, network and paper's press, but no case.

Order of the room (a module may import those above it):
headers, gate, form, drawn, page, ready, papers; then the doors public, office, api, which do not know each other
"""
