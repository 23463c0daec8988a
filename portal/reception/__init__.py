"""Around the case: how people are received at a station.

Order of the room (a module may import those above it):
help_call · print_job · incident · pattern · opening · shift · sitting · holding · planning · vacancy · open_day · hall_rule · turn
· waiting_time · taking · calling · hall · slots · appointment
"""
