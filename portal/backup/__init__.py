"""Backups: one sealed file of all that cannot be made again, brought back into an empty place, and rehearsed every month (R66–R68).

Order of the room:
sealed, contents, facts, dumping, snapshot, noted, making, unpacking, restoring, rehearsal, commands.
"""
