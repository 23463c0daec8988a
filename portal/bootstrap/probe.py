"""What this machine already has, asked of the machine itself: shared libraries by loading them, fonts of fontconfig."""

import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from portal import ROOT

# What WeasyPrint loads. Without harfbuzz-subset it still works, but takes 9 to 33 s a page instead of 0.2 s (libraries.md §1).
LIBRARIES = {
    "gobject-2.0": "libgobject-2.0.so.0", "pango-1.0": "libpango-1.0.so.0", "pangoft2-1.0": "libpangoft2-1.0.so.0",
    "harfbuzz": "libharfbuzz.so.0", "harfbuzz-subset": "libharfbuzz-subset.so.0", "fontconfig": "libfontconfig.so.1",
}
WHEELS = Path("/usr/share/python-wheels")
CUPS_PDF = Path("/usr/lib/cups/backend/cups-pdf")
FAKETIME = "*/faketime/libfaketimeMT.so.1"  # below a folder of libraries


def _library(name: str) -> ctypes.CDLL | None:
    file = LIBRARIES[name] if sys.platform == "linux" else ctypes.util.find_library(name)
    try:
        return ctypes.CDLL(file) if file else None
    except OSError:
        return None


def missing_libraries() -> list[str]:
    """Names of the libraries for PDF papers that cannot be loaded."""
    return [name for name in LIBRARIES if _library(name) is None]


def has_cjk_font() -> bool:
    """Whether fontconfig knows a font for Simplified and one for Traditional Chinese."""
    library = _library("fontconfig")
    return library is not None and all(_fonts(library, f":lang={lang}".encode()) for lang in ("zh-cn", "zh-tw"))


def _fonts(library: ctypes.CDLL, pattern: bytes) -> int:
    """How many fonts match a fontconfig pattern."""
    for name in ("FcNameParse", "FcObjectSetCreate"):
        getattr(library, name).restype = ctypes.c_void_p
    library.FcFontList.restype = ctypes.POINTER(ctypes.c_int)  # the first field of FcFontSet is its count
    library.FcFontList.argtypes = [ctypes.c_void_p] * 3
    library.FcObjectSetAdd.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    wanted = library.FcObjectSetCreate()
    library.FcObjectSetAdd(wanted, b"family")
    found = library.FcFontList(None, library.FcNameParse(pattern), wanted)
    return found[0] if found else 0


def chromium() -> str | None:
    """The Chromium that tests drive, if any is on the PATH."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def lacks_for_browser() -> list[str]:
    """Debian packages that browser tests still need: Chromium, and what Playwright's driver is linked with."""
    lacks = [] if chromium() else ["chromium"]
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        lacks.append("libatomic1")
    return lacks


def lacks_for_speed() -> list[str]:
    """Debian's Chromium without a window, which opens a page in a third of the time; without it the tests take the other one."""
    return [] if shutil.which("chromium-headless-shell") else ["chromium-headless-shell"]


def lacks_for_screen() -> list[str]:
    """Debian packages that tests of the terminal's own browser still need: a screen in memory, and a hand on its keys."""
    return [package for program, package in (("Xvfb", "xvfb"), ("xdotool", "xdotool")) if shutil.which(program) is None]


def lacks_for_clock() -> list[str]:
    """The library that moves the clock of one process, for the tests of clocks that jump."""
    return [] if faketime() else ["faketime"]


def faketime(*roots: Path) -> Path | None:
    """Where that library lies: installed, or unpacked beside the project."""
    return next((file for root in roots or (Path("/usr/lib"), ROOT / ".native/usr/lib") for file in root.glob(FAKETIME)), None)


def lacks_for_printer() -> list[str]:
    """Debian packages that tests of printing still need: a CUPS that prints into files, and what renders a page. The printer works
    for root only, so others need nothing of it."""
    lacks = [] if shutil.which("pdftoppm") else ["poppler-utils"]
    if os.geteuid() == 0 and not (shutil.which("cupsd") and CUPS_PDF.exists()):
        lacks += ["cups", "printer-driver-cups-pdf"]
    return lacks


def pip_wheel(*folders: Path) -> Path | None:
    """A wheel of pip: this Python's own where ensurepip is whole, else Debian's, else one of `folders`."""
    spec = importlib.util.find_spec("ensurepip")
    bundled = [Path(spec.origin).parent / "_bundled"] if spec and spec.origin else []
    wheels = [wheel for folder in (*bundled, WHEELS, *folders) for wheel in sorted(folder.glob("pip-*.whl"))]
    return wheels[0] if wheels else None


def has_pip() -> bool:
    """Whether this interpreter can run pip as a module."""
    return importlib.util.find_spec("pip") is not None
