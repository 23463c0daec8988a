"""The web server: waitress with limits that hold against slow, huge and interrupted requests (reliability.md §2.5, R16)."""

import contextlib
import copy
import ctypes
import gc
import logging
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask

from portal.foundation import files, words
from portal.foundation.settings import Settings
from portal.web import gate, headers

_log = logging.getLogger(__name__)
Application = Callable[..., Iterable[bytes]]
Most = Callable[[str, str], int]  # method and path → bytes
CONNECTIONS = 1000
ARENA_MAX, ARENAS = -8, 2  # glibc's mallopt: heaps for threads that take turns anyway
DRAIN = 10.0  # seconds given to requests that run when the server is stopped
FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}


def options(settings: Settings) -> dict[str, Any]:
    """How waitress is set up: many idle connections cost nothing, large bodies and headers are refused early."""
    kept: dict[str, Any] = {
        "host": settings.host, "port": settings.port, "threads": settings.threads, "ident": None,
        "connection_limit": CONNECTIONS, "asyncore_use_poll": True, "channel_timeout": 60,
        "max_request_body_size": files.MOST_SENT, "max_request_header_size": 16 * 2**10,
        "url_scheme": "https" if settings.tls else "http", "clear_untrusted_proxy_headers": True,
    }
    if settings.trusted_proxy:
        kept |= {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": FORWARDED}
    return kept


class Turned(ErrorTask):
    """What was too large to be read is said in every language: nobody has looked yet which one the sender speaks."""

    def execute(self) -> None:
        """A page instead of waitress's own English line."""
        if self.request.error.code == 413:
            self.request.error.to_response = _too_large
        super().execute()


def _too_large(_ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
    speakers = [words.speaker(locale) for locale in words.LOCALES]
    said = [(say.lang, say("common.error.large.title"), say("common.error.large.text")) for say in speakers]
    told = "".join(f'<section lang="{lang}"><h2>{title}</h2><p>{text}</p></section>' for lang, title, text in said)
    page = f'<!doctype html><html lang="{said[0][0]}"><meta charset="utf-8"><title>{said[0][1]}</title><h1>413</h1>{told}</html>'
    return "413 Content Too Large", [("Content-Type", "text/html; charset=utf-8"), *headers.ALWAYS.items()], page.encode()


class Measured(HTTPRequestParser):
    """A request whose body may be as large as its route takes: no more of it comes into memory or on the disk (R44)."""

    def __init__(self, most: Most, adj: Any) -> None:
        super().__init__(adj)
        self._most = most

    def parse_header(self, header_plus: bytes) -> None:
        """The head is there: now the route is known. Most bodies are small enough for any."""
        super().parse_header(header_plus)
        if self.chunked or self.content_length > files.MOST_WORDS:
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = 1 + self._most(self.command, self.path.encode("latin-1").decode("utf-8", "replace"))


def channel_for(app: Application) -> type[HTTPChannel]:
    """A connection whose refusals can be read, and which knows how much each route of the application takes."""
    most: Most = partial(gate.most_sent, app) if isinstance(app, Flask) else lambda method, path: files.MOST_SENT
    return type("Channel", (HTTPChannel,), {"error_task_class": Turned, "parser_class": partial(Measured, most)})


class Server:
    """One listening waitress. `run` returns when it was told to stop and running requests have ended."""

    def __init__(self, app: Application, settings: Settings) -> None:
        """Listen; raises OSError when the address cannot be had."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        with contextlib.suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * CONNECTIONS)), hard))
        self._sockets: dict[int, Any] = {}
        self._server = waitress.create_server(app, map=self._sockets, **options(settings))
        self._signals = 0
        for listener in self._listeners():
            listener.channel_class = channel_for(app)

    def run(self, unfit: Callable[[], str] = str) -> None:
        """Serve until SIGTERM or SIGINT, or until `unfit` says why not; then finish what runs for up to ten seconds.

        A second signal ends the wait."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._signals and not unfit():
            self._turn(1.0)
        for listener in self._listeners():
            wasyncore.dispatcher.close(listener)  # its own close() would also break the wake-up pipe of running requests
        deadline = time.monotonic() + DRAIN
        while self._is_busy() and self._signals < 2 and time.monotonic() < deadline:
            self._turn(0.1)
        self._server.task_dispatcher.shutdown(timeout=0.1)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._sockets, use_poll=True, count=1)

    def _listeners(self) -> list[BaseWSGIServer]:
        return [each for each in self._sockets.values() if isinstance(each, BaseWSGIServer)]

    def _stop(self, _number: int, _frame: object) -> None:
        self._signals += 1
        for listener in self._listeners():
            listener.pull_trigger()

    def _is_busy(self) -> bool:
        """Whether a request is being read, answered or sent."""
        channels = [each for each in self._sockets.values() if isinstance(each, HTTPChannel)]
        return any(each.requests or each.request is not None or each.total_outbufs_len for each in channels)


def addresses(settings: Settings) -> str:
    """Where to go, as a small table for whoever started the server."""
    bracketed = f"[{settings.host}]" if ":" in settings.host else settings.host
    home = f"http://{bracketed}:{settings.port}"
    rows = (("Results board", "/"), ("Kiosk", "/kiosk/"), ("Office", "/office/"))
    return "\n".join(f"  {name:<15} {home}{path}" for name, path in rows)


def keep_time(tick: Callable[[], object], stop: threading.Event, every: float = 60.0) -> None:
    """Call `tick` every so many seconds until `stop` is set; one that fails is logged and the next comes all the same."""
    while not stop.wait(every):
        try:
            tick()
        except Exception:  # the clock of deadlines must outlive any one fault
            _log.exception("the clock's work failed")


def serve(app: Application, settings: Settings, more: str = "", tick: Callable[[], object] | None = None,
          unfit: Callable[[], str] = str) -> None:
    """Run the server, saying where it is reached, then `more`; `tick` is called beside it as often as PORTAL_SWEEP_EVERY says.

    Ends the process with a sentence when it cannot listen, or when `unfit` says one: what the database turned out to be.
    """
    with contextlib.suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)
    try:
        server = Server(app, settings)
    except OSError as refused:
        sys.exit(f"PORTAL_LISTEN={settings.host}:{settings.port} cannot be used: {refused.strerror or refused}. "
                 f"Choose another, such as PORTAL_LISTEN=127.0.0.1:{settings.port + 1}.")
    print(f"\nHuiyin runs. Ctrl+C stops it.\n\n{addresses(settings)}\n{more}", flush=True)
    gc.collect()
    gc.freeze()  # modules, tables and words stay for ever: a third of the collector's work was to look at them again
    gc.set_threshold(10_000, 20, 20)
    stopped = threading.Event()
    if tick is not None and settings.sweep_every:
        threading.Thread(target=keep_time, args=(tick, stopped, settings.sweep_every), name="clock", daemon=True).start()
    server.run(unfit)
    stopped.set()
    print("Stopped.", flush=True)
    sys.exit(unfit() or 0)
