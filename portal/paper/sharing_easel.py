"""Where pictures to share are drawn: by one thread beside the server, each once, and kept for as long as somebody asks within a week."""
from __future__ import annotations

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from portal.paper import sharing_facts
from portal.paper.sharing_facts import SharedFacts
from portal.paper.shelf import Shelf

WAITING = 20  # pictures that wait at most: whoever asks for another meanwhile gets the house's own
_log = logging.getLogger(__name__)


class Easel:
    """One per process; `folder` keeps the pictures, `own` may hold our cut of the fonts."""

    def __init__(self, folder: Path, own: Path) -> None:
        self.shelf, self._own = Shelf(folder, ".png"), own
        self._under_way: dict[str, Future[bytes | None]] = {}
        self._lock = threading.Lock()
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="easel")

    def picture(self, facts: SharedFacts, wait: float) -> bytes | None:
        """The picture, drawn now if it has to be; None where it is not ready within `wait` seconds, or cannot be drawn here."""
        key = sharing_facts.key(facts)
        kept = self.shelf.get(key)
        if kept is not None:
            return kept
        with self._lock:
            job = self._under_way.get(key)
            if job is None:
                if len(self._under_way) >= WAITING:
                    return None
                job = self._under_way[key] = self._hand.submit(self._draw, key, facts)
        try:
            return job.result(wait)
        except TimeoutError:
            return None

    def _draw(self, key: str, facts: SharedFacts) -> bytes | None:
        from portal.paper import sharing_card, sharing_face  # most processes never draw one

        try:
            faces = sharing_face.faces(facts.locale, self._own)
            if faces is None:
                return None
            png = sharing_card.drawn(facts, faces)
            self.shelf.put(key, png)
            return png
        except Exception:  # a picture that cannot be drawn or kept stops no link: the house's own is given
            _log.exception("the picture of %s was not drawn", facts.number)
            return None
        finally:
            with self._lock:
                self._under_way.pop(key, None)

    def sweep(self, older_than: datetime) -> int:
        """Forget pictures drawn before that moment; how many."""
        return self.shelf.sweep(older_than)

    def close(self) -> None:
        """Draw no more."""
        self._hand.shutdown(cancel_futures=True)
