"""How many may read a whole dump at a time: each holds one of the server's few threads for as long as its line is slow (R58)."""

from collections.abc import Iterator
from threading import BoundedSemaphore

from portal.foundation.refusal import TooMany

MOST, AGAIN = 2, 60  # dumps at a time in one process; seconds after which to ask again
_places = BoundedSemaphore(MOST)


class Reading:
    """One place, taken at once or refused (TooMany), and given back once: at the end, or when the reader went away."""

    def __init__(self) -> None:
        self._left = not _places.acquire(blocking=False)
        if self._left:
            raise TooMany(AGAIN, "too_many_readers")

    def leave(self) -> None:
        """Give the place back."""
        if not self._left:
            self._left = True
            _places.release()

    def through(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        """The same parts; after the last one the place is free."""
        try:
            yield from parts
        finally:
            self.leave()
