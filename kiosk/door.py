"""The kiosk door: its blueprint, and its screens imported once so that they hang on it."""

from portal.kiosk import acts, own_words, rate, receipt, results, start, tell, terminal, track, visit
from portal.kiosk.blueprint import door

SCREENS = (visit, terminal, own_words, start, receipt, tell, track, rate, acts, results)

__all__ = ["SCREENS", "door"]
