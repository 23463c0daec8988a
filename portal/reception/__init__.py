"""Around the case: how people are received at a station.

Order of the room (a module may import those above it):
help_call · handout · activity · print_job · incident · pattern · rota · seating · rotation · coverage · opening · shift · day_notice · sitting · swap · leave · roster · scene · month · laying · report ·
hall_rule · turn · taking · slots · appointment · diary · holding · planning · vacancy · own_calendar · open_day · waiting_time · calling · hall
"""
