"""Around the case: excellent cases, nominated by their station with their visitor's yes, scored by others, awarded by the office (ZK-02, ZK-03).

Order of the room (a module may import those above it):
period · award · nomination · evidence · agreeing · scoring · deciding · reviewing · desk · shown
"""
