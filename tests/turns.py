"""Which worker takes what, and when: a file at a time, the long ones first, so that no worker waits for the other at the end."""

from xdist.scheduler import LoadScopeScheduling

FIRST = ("tests/demo/", "tests/journeys/test_loop", "tests/journeys/test_office_pages", "tests/journeys/test_public_pages",
         "tests/journeys/", "tests/faults/", "tests/device/", "tests/kiosk/printing/", "tests/kiosk/ink/", "tests/kiosk/input/",
         "tests/cases/test_lives", "tests/paper/", "tests/setup/", "tests/cases/", "tests/shape/")


def turn(nodeid: str) -> int:
    """The place of a test in the order of the run."""
    return next((place for place, begin in enumerate(FIRST) if nodeid.startswith(begin)), len(FIRST))


class Turns(LoadScopeScheduling):
    """By files, in the order of the collection; what the demonstration's files stand on is loaded in one worker only."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/demo" if nodeid.startswith("tests/demo/") else nodeid.partition("::")[0]
