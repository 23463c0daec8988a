"""The touch door: visitor acts only, no sign-in; nothing of the visitor outlives the visit.

Order of the room (a module may import those above it):
blueprint · visit · terminal · start · draft · receipt · tell · matter · track · scan · rate · acts · results · door
"""
