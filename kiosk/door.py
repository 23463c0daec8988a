"""The kiosk door: its blueprint, and its screens imported once so that they hang on it."""

from portal.kiosk import (
    acts,
    appointment,
    booking_home,
    booking_mine,
    booking_who,
    copies,
    enclosed,
    health,
    help,
    look,
    number,
    offered,
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

SCREENS = (visit, parting, terminal, pairing, health, staff, self_test, own_words, enclosed, voices, help, start, print_jobs, number, booking_who, appointment, booking_home, booking_mine, receipt, tell, track,
           why, copies, scan, look, rate, acts, offered, results)

__all__ = ["SCREENS", "door"]
