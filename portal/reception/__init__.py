"""Around the case: how people are received at a station.

Order of the room (a module may import those above it):
help_call · handout · activity · print_job · incident · pattern · rota · seating · rotation · coverage · opening · shift · day_notice · sitting · confirmation · plot_record · invitation · whom_to_invite · swap · leave · departure · roster · scene · month · laying · weeks_held · report ·
hall_rule · deviation · turn · shift_visit · taking · slots · booking_code · appointment · finding · offered_time · diary · plot · reminding · handed_days · holding · planning · foreseen · vacancy · own_calendar · open_day · waiting_time · calling · hall
"""
