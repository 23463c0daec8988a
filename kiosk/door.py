"""The kiosk door: its blueprint, and its screens imported once so that they hang on it."""

from portal.kiosk import acts, help, rate, receipt, results, start, tell, terminal, track, visit
from portal.kiosk.blueprint import door

SCREENS = (visit, terminal, help, start, receipt, tell, track, rate, acts, results)

__all__ = ["SCREENS", "door"]
