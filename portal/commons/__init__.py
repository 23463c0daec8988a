"""Around the case: what several visitors have in common (SD-50, CT-25, X-18).

Order of the room (a module may import those above it):
similarity · concern · concern_entry · members · suggested · wording · motion · gathering · joining · shown · concern_published · offered · share
"""
