"""How long one waits, from how long today's visits took: a range, or nothing where too few are over to say (practice.md §9)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.reception.turn import Stage, Turn

FEWEST = 3  # visits that must be over today before anything is said
STEP = 5    # minutes


def minutes(ahead: int, lengths: Sequence[timedelta], tables: int) -> tuple[int, int] | None:
    """From how many to how many minutes `ahead` parties take at so many tables, when visits of today took `lengths`; in steps of
    five, the shorter end rounded down and the longer up. None: too few visits are over to say."""
    if len(lengths) < FEWEST:
        return None
    known = sorted(length.total_seconds() / 60 for length in lengths)
    short, long = known[len(known) // 4], known[-1 - len(known) // 8]
    tables = max(1, tables)
    least, most = ahead * short / tables, (ahead / tables + 1) * long
    low, high = int(least // STEP) * STEP, -int(-most // STEP) * STEP
    return low, max(high, low + STEP)


def lengths(turns: Sequence[Turn]) -> list[timedelta]:
    """How long each visit of a shift took that is over."""
    return [row.ended_at - row.began_at for row in turns if row.stage is Stage.SERVED and row.began_at and row.ended_at]


def tables(turns: Sequence[Turn], at: datetime) -> int:
    """At how many tables numbers were called in the last half hour."""
    since = at - timedelta(minutes=30)
    return len({row.place for row in turns if row.called_at is not None and (row.called_at > since or row.stage is Stage.SERVING)})


def of(turns: Sequence[Turn], ahead: int, at: datetime) -> tuple[int, int] | None:
    """The range for somebody who has so many before them."""
    return minutes(ahead, lengths(turns), tables(turns, at))
