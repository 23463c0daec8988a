"""The press: HTML in, PDF out, by one warm process; the only importer of WeasyPrint (>= 70).

No address is ever fetched, a page on the roll is as long as its text, and a character without a glyph becomes the
printer's geta mark and an alarm, never a box.
"""
from __future__ import annotations

import base64
import ctypes
import importlib.util
import logging
import os
import threading
import weakref
from concurrent.futures import Future, TimeoutError
from datetime import datetime
from pathlib import Path
from typing import Any

from portal import ROOT
from portal.paper import fonts, memory, portrait, qr
from portal.paper.alarms import Alarm, Book, Ears
from portal.paper.shelf import Shelf, key_of
from portal.paper.worker import Broken, Worker

LIMIT = 10.0               # seconds one paper may take before its process is killed
PATIENT = 200              # papers that wait for later at most: a flood of matters told from home fills no memory (R58)
LONGEST = 200_000          # characters of HTML; a receipt has about 8,000
KINDS = ("roll80", "a5", "a4", "a3", "a2", "cards", "form")
LIBRARIES = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
             "libharfbuzz-subset.so.0": "libharfbuzz-subset0"}
GETA = "〓"                # what printers set where a sort is missing from the case
FIRST_PAPER = ('<!doctype html><html lang="zh-Hans"><title>0</title><body><h1>回音</h1><p>回音 0123 echo</p>'
               '<p lang="zh-Hant">回音</p>')


def _deny_all(portraits: Path):
    """A fetcher that opens nothing: an inline PNG is decoded, a QR code drawn, a portrait of ours taken from its folder; every other
    address is refused."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class DenyAll(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith(qr.SCHEME):
                return URLFetcherResponse(url, qr.drawn(url), {"Content-Type": "image/png"})
            if url.startswith(portrait.SCHEME):
                return URLFetcherResponse(url, portrait.read(url, portraits), {"Content-Type": "image/jpeg"})
            head, _, data = url.partition(",")
            if head != "data:image/png;base64":
                raise ValueError("papers fetch nothing")
            return URLFetcherResponse(head, base64.b64decode(data, validate=True), {"Content-Type": "image/png"})

    return DenyAll(allowed_protocols=("data",), allow_redirects=False)


def _prepare(styles: dict[str, tuple[str, ...]], fontconfig: str, portraits: str = ""):
    """Load WeasyPrint once, keep one FontConfiguration and the parsed CSS, set one paper; returns the setter."""
    import weasyprint

    memory.keep_fonts()
    ears, faces, fetcher = Ears(), _faces(fontconfig), _deny_all(Path(portraits))
    logging.getLogger("weasyprint").addHandler(ears)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sheets = {kind: [weasyprint.CSS(string=text, font_config=faces, url_fetcher=fetcher) for text in texts]
              for kind, texts in styles.items()}

    def once(html: str, kind: str) -> bytes:
        page = weasyprint.HTML(string=html, url_fetcher=fetcher)
        document = page.render(font_config=faces, stylesheets=sheets[kind])
        if kind.startswith("roll"):
            _tear_off(document.pages[-1])
        return document.write_pdf()

    def work(html: str, kind: str) -> tuple[bytes, tuple[Alarm, ...]]:
        pdf, heard = once(html, kind), ears.take()
        missing = {ord(sign): GETA for alarm in heard for sign in alarm.characters if sign != GETA}
        if missing:
            pdf = once(html.translate(missing), kind)
            heard += ears.take()
        return pdf, heard

    work(FIRST_PAPER, next(iter(styles)))
    return work


def _prepare_shelf(folder: str, styles: dict[str, tuple[str, ...]], fontconfig: str, portraits: str):
    """The same setter, laying each paper on the shelf where it was set: no PDF ever passes through the server (performance.md)."""
    setter, shelf = _prepare(styles, fontconfig, portraits), Shelf(Path(folder))

    def work(html: str, kind: str, key: str) -> tuple[bool, tuple[Alarm, ...]]:
        pdf, heard = setter(html, kind)
        try:
            shelf.put(key, pdf)
        except OSError as error:
            return False, (*heard, Alarm("other", f"a paper was set but not stored: {error}"))
        return True, heard

    return work


def _faces(fontconfig: str):
    """WeasyPrint's FontConfiguration under our own fontconfig file, which it reads once, here."""
    from weasyprint.text.fonts import FontConfiguration

    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = fontconfig
    try:
        return FontConfiguration()
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _tear_off(page) -> None:
    """End the page where its text ends; reads WeasyPrint's private box tree, so a test pins the result."""
    box = page._page_box
    body = box.children[0].children[0]
    bottom = max((child.position_y + child.margin_height() for child in body.children), default=0)
    page.height = min(page.height, bottom + box.margin_bottom)


class Press:
    """One press per process of the server; `instance` is the folder that holds papers, fonts and caches.

    `inline` sets papers in the calling thread under a lock (tests, stations with one core): no process, no time limit.
    """

    def __init__(self, instance: Path, *, inline: bool = False, limit: float = LIMIT) -> None:
        self.shelf = Shelf(instance / "papers")
        self.book = Book(instance / "press-alarms")
        self._under_way: dict[str, Future] = {}
        self._patient: dict[str, tuple[Any, ...]] = {}
        self._lock = threading.RLock()
        self._missing = _missing_part()
        cache = instance / "cache"
        config = fonts.fontconfig(cache / "press-fonts.conf", (instance / "fonts", ROOT / "static" / "fonts"), cache / "fonts")
        recipe = (str(self.shelf.folder), {kind: _styles(kind) for kind in KINDS}, str(config), str(instance / "portraits"))
        self._recipe = recipe if inline else None
        self._setter = None
        self.worker = Worker(_prepare_shelf, *recipe, limit=limit)
        weakref.finalize(self, self.worker.close)      # also runs when the interpreter ends

    def available(self) -> str | None:
        """None when papers can be set, else one plain sentence saying what is missing."""
        return self._missing

    def alarms(self) -> list[Alarm]:
        """The last 200 alarms, oldest first."""
        return list(self.book.newest)

    def warm(self) -> Future:
        """Start the process before the first visitor needs it; the future ends when it is ready."""
        if self._missing or self._recipe:
            return self.submit(FIRST_PAPER, "roll80")
        return self.worker.submit(FIRST_PAPER, "roll80", key_of(FIRST_PAPER, "roll80"))

    def submit(self, html: str, kind: str, later: bool = False) -> Future:
        """Set a paper and lay it on the shelf; the future holds its key there, or None when it has none.

        One for `later` waits behind all for whom somebody stands waiting; when many wait so, it is set when it is asked for."""
        key = key_of(html, kind)
        with self._lock:
            if key in self._under_way:
                if not later and key in self._patient:
                    self.worker.hurry(*self._patient.pop(key))
                return self._under_way[key]
            result: Future = Future()
            result.set_running_or_notify_cancel()      # shared by whoever asks for the same paper: nobody may cancel it
            if (ready := self.shelf.holds(key)) or self._refused(html, kind) or (later and len(self._patient) >= PATIENT):
                result.set_result(key if ready else None)
                return result
            self._under_way[key] = result
            job = self._inline(html, kind, key) if self._recipe else self.worker.submit(html, kind, key, later=later)
            if later:
                self._patient[key] = (job, html, kind, key)
        job.add_done_callback(lambda done: self._finish(key, done, result))
        return result

    def pdf(self, html: str, kind: str, wait: float = LIMIT) -> bytes | None:
        """The PDF within `wait` seconds, else None: the caller then shows the plain page."""
        try:
            key = self.submit(html, kind).result(wait)
        except TimeoutError:
            return None
        return None if key is None else self.shelf.get(key)

    def stored(self, key: str) -> bytes | None:
        """A paper set earlier, by `shelf.key_of(html, kind)`."""
        return self.shelf.get(key)

    def store_sweep(self, older_than: datetime) -> int:
        """Delete papers from before `older_than`; how many went."""
        return self.shelf.sweep(older_than)

    def close(self) -> None:
        """End the worker process; further papers are refused."""
        self.worker.close()

    def _refused(self, html: str, kind: str) -> bool:
        if kind not in KINDS:
            raise ValueError(f"no such paper: {kind}")
        if len(html) > LONGEST:
            self.book.write(Alarm("other", f"a paper of {len(html)} characters was not set; the most is {LONGEST}"))
        return bool(self._missing) or len(html) > LONGEST

    def _inline(self, *order: str) -> Future:
        job: Future = Future()
        with self._lock:
            try:
                self._setter = self._setter or _prepare_shelf(*self._recipe)
                job.set_result(self._setter(*order))
            except Exception as error:
                job.set_exception(Broken(f"{type(error).__name__}: {error}"))
        return job

    def _finish(self, key: str, done: Future, result: Future) -> None:
        try:
            stored, heard = done.result()
        except Broken as error:
            stored, heard = False, (Alarm("other", f"a paper was not set: {error}"),)
        for alarm in heard:
            self.book.write(alarm)
        with self._lock:
            self._under_way.pop(key, None)
            self._patient.pop(key, None)
        result.set_result(key if stored else None)


def _styles(kind: str) -> tuple[str, ...]:
    """The two style sheets of a kind, as text."""
    folder = ROOT / "static" / "css"
    return tuple((folder / name).read_text("utf-8") for name in ("paper.css", f"paper-{kind}.css"))


def _missing_part() -> str | None:
    """What WeasyPrint lacks on this machine, in one sentence; importing it only to find out would cost half a second."""
    if importlib.util.find_spec("weasyprint") is None:
        return "Receipts cannot be printed as PDF because WeasyPrint is not installed; a page to print is shown instead."
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            return (f"Receipts cannot be printed as PDF because the system package {package} is missing; "
                    "a page to print is shown instead.")
    return None
