"""Several threads or processes that start at the same moment, each in an application context of its own."""

import multiprocessing
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


def in_processes(app: Flask, lives: int, job: Callable[[], int]) -> list[int]:
    """Run the job in so many processes side by side; what each returned, as they end. Nobody may hold a connection before."""
    forked = multiprocessing.get_context("fork")
    start, said = forked.Barrier(lives), forked.Queue()

    def life() -> None:
        start.wait()
        with app.app_context():
            said.put(job())

    born = [forked.Process(target=life) for _ in range(lives)]
    for one in born:
        one.start()
    done = [said.get(timeout=3600) for _ in born]
    for one in born:
        one.join()
    return done
