"""The kiosk door: its blueprint, and its screens imported once so that they hang on it."""

from portal.kiosk import acts, enclosed, help, rate, receipt, results, start, tell, terminal, track, visit, voices
from portal.kiosk.blueprint import door

SCREENS = (visit, terminal, enclosed, voices, help, start, receipt, tell, track, rate, acts, results)

__all__ = ["SCREENS", "door"]
