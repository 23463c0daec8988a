"""Connections to SQLite. Whoever writes gets the one that wrote last, whoever reads one of the others: as often as a connection is told
that it may write, or no longer, SQLite translates every statement anew that it had at hand, and that is half of what a page asks."""

from collections.abc import Callable

from sqlalchemy import QueuePool
from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "writes"  # in the `info` of a connection: whether it may write now; not there before it was told
READ = "read"  # there too, of PostgreSQL's: what a transaction that may only read has read already and keeps to its end


def pool_for(is_writing: Callable[[], bool]) -> type[QueuePool]:
    """The pool of an application: `is_writing` tells whether this thread is about to write. One writes at a time (WriteGate)."""
    return type("Pool", (_Apart,), {"is_writing": staticmethod(is_writing)})


class _Apart(QueuePool):
    """What waits in the queue reads; the connection that wrote waits beside it."""

    is_writing: Callable[[], bool]
    _wrote: ConnectionPoolEntry | None = None

    def _do_get(self) -> ConnectionPoolEntry:
        if self.is_writing() and (found := self._taken()) is not None:
            return found
        return super()._do_get()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        if self._wrote is None and record.info.get(WRITES):
            self._wrote = record
        else:
            super()._do_return_conn(record)

    def dispose(self) -> None:
        """Close what waits, the one that wrote too."""
        if (found := self._taken()) is not None:
            super()._do_return_conn(found)
        super().dispose()

    def _taken(self) -> ConnectionPoolEntry | None:
        found, self._wrote = self._wrote, None
        return found
