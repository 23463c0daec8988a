"""The touch door: visitor acts only, no sign-in; nothing of the visitor outlives the visit.

Order of the room (a module may import those above it):
blueprint · visit · terminal · draft · enclosed · voices · help · start · receipt · tell · matter · track · rate ·
acts · results · door
"""
