"""Several threads that start at the same moment, each in an application context of its own."""

import threading
from collections.abc import Callable, Sequence

from flask import Flask

from portal.foundation.database import db


def at_once(app: Flask, jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Run the jobs side by side; what each returned, or the exception it raised, in their order."""
    start, came = threading.Barrier(len(jobs)), [object()] * len(jobs)

    def run(place: int) -> None:
        with app.app_context():
            start.wait()
            try:
                came[place] = jobs[place]()
            except Exception as error:
                came[place] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
