"""The touch door: visitor acts only, no sign-in; nothing of the visitor outlives the visit.

Order of the room (a module may import those above it):
blueprint · visit · parting · phone · terminal · pairing · health · staff · self_test · own_words · draft · enclosed · voices · help · start
· print_jobs · printer · number · booking_who · appointment · booking_home · booking_mine · receipt · neighbours · tell · matter · track · why · copies · scan · rate · acts · offered · look · results · door
"""
