"""The terminal itself: installed with one command, run by the system's own Python, knowing nothing of the portal but its address.

Order of the room (a module may import those above it):
config · server · outcome · ipp · line · cups · escpos · finding · printing · glass · pages · policy · keys · units · installing ·
pairing · heartbeat · browser · watchdog · __main__
"""
