"""The kiosk door: its blueprint, and its screens imported once so that they hang on it."""

from portal.kiosk import (
    acts,
    appointment,
    copies,
    enclosed,
    health,
    help,
    number,
    own_words,
    pairing,
    parting,
    print_jobs,
    rate,
    receipt,
    results,
    scan,
    self_test,
    staff,
    start,
    tell,
    terminal,
    track,
    visit,
    voices,
    why,
)
from portal.kiosk.blueprint import door

SCREENS = (visit, parting, terminal, pairing, health, staff, self_test, own_words, enclosed, voices, help, start, print_jobs, number, appointment, receipt, tell, track,
           why, copies, scan, rate, acts, results)

__all__ = ["SCREENS", "door"]
