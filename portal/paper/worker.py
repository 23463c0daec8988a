"""One warm process at work on one job at a time, replaced when it dies or hangs.

A pipe and a foreman thread instead of a process pool: the foreman knows which job was on the table when the process
died, a queued job is never blamed for another one's fault, and nothing here keeps the interpreter from exiting.
"""
from __future__ import annotations

import itertools
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from portal.paper import memory

GRACE = 5                  # seconds a worker outlives its own limit, so that an orphan ends too
NOW, LATER, END = range(3)  # whose turn it is: who stands waiting, who will come for it, nobody any more
START = 60.0               # seconds a new process may take to get ready on a slow, busy machine


class Broken(Exception):
    """The worker could not do a job: it died twice on it, ran out of time, or could not start."""


def _serve(table, prepare: Callable[..., Callable[..., Any]], args: tuple, limit: float) -> None:
    """The life of the process: prepare once, then answer jobs until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)       # Ctrl-C belongs to the server; it closes the pipe
    os.nice(5)                                         # pages come before papers
    memory.give_back_large()
    try:
        work = prepare(*args)
    except Exception as error:
        table.send((False, f"{type(error).__name__}: {error}"))
        return
    table.send((True, None))
    memory.settle()
    while True:
        try:
            job = table.recv()
        except EOFError:
            return
        signal.alarm(int(limit) + GRACE)
        try:
            answer = (True, work(*job))
        except Exception as error:                     # a job that fails must not take the warm process with it
            answer = (False, f"{type(error).__name__}: {error}")
        signal.alarm(0)
        table.send(answer)
        memory.clear()                                 # nobody waits for this


class Worker:
    """Runs ``prepare(*args)`` once in a spawned process and then its result on each job.

    `prepare` must be importable by name. `limit` is the longest a job may take, in seconds, before its process is killed.
    """

    def __init__(self, prepare: Callable[..., Callable[..., Any]], *args: Any, limit: float) -> None:
        self._recipe = (prepare, args, limit)
        self._jobs: queue.PriorityQueue = queue.PriorityQueue()
        self._turns = itertools.count()
        self._lock = threading.Lock()
        self._foreman: threading.Thread | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._table = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Process id of the present worker, None before the first job and after a death."""
        process = self._process
        return process.pid if process is not None and process.is_alive() else None

    def submit(self, *job: Any, later: bool = False) -> Future:
        """Queue a job; the future holds the worker's answer or raises Broken. One for `later` waits until no other is waiting."""
        future: Future = Future()
        with self._lock:
            if self._closed:
                future.set_exception(Broken("the press is closed"))
                return future
            if self._foreman is None:
                self._foreman = threading.Thread(target=self._oversee, name="press-foreman", daemon=True)
                self._foreman.start()
        self._queue(LATER if later else NOW, future, job)
        return future

    def hurry(self, future: Future, *job: Any) -> None:
        """Somebody stands waiting for a job that was queued for later: it takes its turn among the others."""
        self._queue(NOW, future, job)

    def _queue(self, rank: int, future: Future | None, job: tuple = ()) -> None:
        self._jobs.put((rank, next(self._turns), future, job))

    def close(self) -> None:
        """End the process and refuse further jobs; safe to call twice."""
        with self._lock:
            self._closed = True
        self._queue(END, None)
        self._stop()

    def _oversee(self) -> None:
        while (entry := self._jobs.get())[2] is not None:
            _, _, future, job = entry
            if future.done() or not future.set_running_or_notify_cancel():  # done: it was hurried
                continue
            try:
                future.set_result(self._twice(job))
            except Exception as error:
                future.set_exception(error if isinstance(error, Broken) else Broken(str(error)))

    def _twice(self, job: tuple) -> Any:
        """Do the job; when the process dies under it, once more in a new one."""
        for last in (False, True):
            try:
                return self._once(job)
            except (EOFError, OSError):
                self._stop()
                if last or self._closed:
                    break
        raise Broken("the worker died on this job twice")

    def _once(self, job: tuple) -> Any:
        if self.pid is None:
            self._start()
        self._table.send(job)
        return self._answer(self._recipe[2])

    def _answer(self, limit: float) -> Any:
        """What the process sends within `limit` seconds; a process that hangs is killed."""
        if not self._table.poll(limit):
            self._stop()
            raise Broken(f"no answer within {limit:g} seconds")
        good, answer = self._table.recv()
        if not good:
            raise Broken(answer)
        return answer

    def _start(self) -> None:
        """A fresh process by `spawn`: forking a server with threads and a loaded Pango is not safe."""
        context = multiprocessing.get_context("spawn")
        table, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, *self._recipe), name="press", daemon=True)
        with self._lock:                               # close() meets a whole process or none, also at the very start
            if self._closed:
                raise Broken("the press is closed")
            process.start()
            self._process, self._table = process, table
        theirs.close()
        self._answer(START)

    def _stop(self) -> None:
        process, table = self._process, self._table
        self._process = self._table = None
        if process is not None:
            process.kill()
            process.join(5)
        if table is not None:
            table.close()
