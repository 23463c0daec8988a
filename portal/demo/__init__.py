"""The demonstration: an invented network whose matters live through the loop by the real verbs, on days counted from today.

Order of the room (a module may import those above it):
waits, days, lines, wording, places, people, terminal, sitting_received, receiving, rostering, portraits, scene, opening, answering, supervising, plot, concerns, excelling, noting, reporting, stage
"""

from portal.demo.stage import load

__all__ = ["load"]
