"""The kiosk door: its blueprint, and its screens imported once so that they hang on it."""

from portal.kiosk import (
    acts, health, help, pairing, rate, receipt, results, self_test, staff, start, tell, terminal, track, visit,
)
from portal.kiosk.blueprint import door

SCREENS = (visit, terminal, pairing, health, staff, self_test, help, start, receipt, tell, track, rate, acts, results)

__all__ = ["SCREENS", "door"]
