"""Jobs for the worker tests; a spawned process imports them by name."""
import os
import signal


def ready(greeting: str):
    """A worker that greets, fails, dies or hangs as it is told."""
    def work(order: str):
        if order == "fail":
            raise ValueError("told to fail")
        if order == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "hang":
            signal.pause()
        if order.startswith("die once"):
            marker = order.removeprefix("die once ")
            if not os.path.exists(marker):
                os.close(os.open(marker, os.O_CREAT))
                os.kill(os.getpid(), signal.SIGKILL)
        return greeting, order, os.getpid()
    return work


def unready():
    """A worker that cannot start."""
    raise ImportError("no such library")
