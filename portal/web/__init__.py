"""The threshold and the doors behind it. The threshold knows foundation, network and paper's press, but no case;
only `limits` reads the policy, to say in words how long things take.

Order of the room (a module may import those above it):
packed, headers, proving, gate, form, booking, drawn, area_pages, page, ready, papers, limits; then the doors public, office, api, which do not know each other
"""
