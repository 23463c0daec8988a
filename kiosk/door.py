"""The kiosk door: its blueprint, and its screens imported once so that they hang on it."""

from portal.kiosk import acts, rate, receipt, results, scan, start, tell, terminal, track, visit
from portal.kiosk.blueprint import door

SCREENS = (visit, terminal, start, receipt, tell, track, scan, rate, acts, results)

__all__ = ["SCREENS", "door"]
