"""The order of setting up: system libraries, Python packages, then the same command again inside the environment made."""

import contextlib
import fcntl
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal import INSTALLED, ROOT
from portal.bootstrap import debian, packages, probe
from portal.bootstrap.steps import ToolFailed, say, step

VENV, NATIVE = ROOT / ".venv", ROOT / ".native"
RUN, TEST = ROOT / "requirements.txt", ROOT / "requirements-test.txt"
DEBIAN_WHEELS = NATIVE / "usr/share/python-wheels"
# tell the tests that need them why they are skipped
ABSENT = {"browser": "PORTAL_TEST_NO_BROWSER", "printer": "PORTAL_TEST_NO_PRINTER"}
_RETRY_AFTER = 24 * 3600.0  # seconds until a package that could not be had is asked for again
_LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1")
_SENTENCES = {
    "papers": "The libraries or fonts for PDF papers cannot be had here: receipts are print-styled web pages, all else works.",
    "browser": "Chromium cannot be had here: the browser tests are skipped.",
    "speed": "Chromium without a window cannot be had here: the browser tests take longer.",
    "screen": "Xvfb cannot be had here: the tests of the terminal's own browser are skipped.",
    "clock": "A clock that can be moved cannot be had here: the tests of clocks that jump are skipped.",
    "printer": "A printer for the tests cannot be had here: the tests that print for real are skipped.",
    "pip": "There is no pip here and none can be had.",
}


def ensure(arguments: Sequence[str]) -> None:
    """Set up what `arguments` need, then return inside an interpreter that has it; starts this process anew where needed.

    A portal installed from its wheel has everything and is left alone. Ends the process with one sentence when it cannot go on.
    """
    testing = arguments[:1] == ["test"]
    if INSTALLED:
        if testing:
            sys.exit("The tests lie in the project's own folder: run them from a clone, not from the installed package.")
        return
    try:
        _wear_native(arguments)
        if Path(sys.prefix) == VENV and packages.is_stamped(VENV, *_stamp(testing)):
            return
        with _alone():
            _have_native(arguments, testing)
            _have_packages(testing)
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on from here.")
    except ToolFailed as failure:
        sys.exit(f"Setting up failed; the last words were:\n{failure}")
    except PermissionError as refused:
        sys.exit(f"Setting up needs to write beside the project, and may not: {refused.filename}")
    if Path(sys.prefix) != VENV and not packages.are_here(TEST if testing else RUN):
        _again(str(VENV / "bin/python"), arguments, dict(os.environ))


def _stamp(testing: bool) -> tuple[str, tuple[Path, ...]]:
    """Name and locks of the stamp a command needs; the test lock holds the run lock."""
    return ("huiyin-test", (RUN, TEST)) if testing else ("huiyin-run", (RUN,))


def _again(python: str, arguments: Sequence[str], env: dict[str, str]) -> None:
    """Become `python3 -m portal` once more, with another interpreter or other variables."""
    sys.stderr.flush()
    os.execve(python, [python, "-m", "portal", *arguments], env)


def _wear_native(arguments: Sequence[str]) -> None:
    """Start anew with the libraries unpacked in .native in force: the loader reads its path only at the start."""
    if (NATIVE / "fonts.conf").exists():
        env = debian.environment(NATIVE, os.environ)
        if env != dict(os.environ):
            _again(sys.executable, arguments, env)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time in one folder; a second one waits and then finds everything there."""
    with RUN.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _missing(testing: bool) -> dict[str, list[str]]:
    """Debian packages this machine lacks, by what they are for."""
    papers = list(_LIBRARIES) if probe.missing_libraries() else []
    if not probe.has_cjk_font():
        papers.append("fonts-noto-cjk")
    needs = {"papers": papers}
    if testing:
        needs["browser"] = probe.lacks_for_browser()
        needs["speed"] = probe.lacks_for_speed()
        needs["clock"] = probe.lacks_for_clock()
        needs["printer"] = probe.lacks_for_printer()
    if testing and os.geteuid() == 0:  # an X server unpacked elsewhere does not find its own parts
        needs["screen"] = probe.lacks_for_screen()
    has_pip = probe.pip_wheel(DEBIAN_WHEELS) or probe.has_pip() or packages.is_stamped(VENV, *_stamp(testing))
    if not has_pip:
        needs["pip"] = ["python3-pip-whl"]
    return {purpose: names for purpose, names in needs.items() if names}


def _have_native(arguments: Sequence[str], testing: bool) -> None:
    """Get the system packages that are missing; what cannot be had costs one sentence and is asked for again in a day."""
    if sys.platform != "linux":
        if probe.missing_libraries():
            say("For PDF papers say `brew install pango`; everything else works without.")
        return
    unpacked = False
    for purpose, names in _missing(testing).items():
        note = NATIVE / f"no-{purpose}"
        if not (note.exists() and time.time() - note.stat().st_mtime < _RETRY_AFTER):
            unpacked |= _get(names, note)
            if note.exists():
                say(_SENTENCES[purpose])
        if note.exists() and purpose in ABSENT:
            os.environ[ABSENT[purpose]] = _SENTENCES[purpose]
    if unpacked:
        _wear_native(arguments)


def _get(names: list[str], note: Path) -> bool:
    """Install or unpack; True when something was unpacked. `note` stays behind, with the reason, when neither worked."""
    reason = "neither apt nor dpkg is here"
    note.unlink(missing_ok=True)
    if debian.is_here():
        ways = [("Installing", lambda: debian.install(names))] if os.geteuid() == 0 else []
        ways.append(("Unpacking beside the project", lambda: debian.unpack(names, NATIVE)))
        for title, way in ways:
            try:
                with step(f"{title}: {', '.join(names)}"):
                    way()
                return title != "Installing"
            except ToolFailed as failure:
                reason = str(failure)
    NATIVE.mkdir(exist_ok=True)
    note.write_text(f"{reason}\n")
    return False


def _have_packages(testing: bool) -> None:
    """Fill .venv from the lock, unless this interpreter or .venv already holds it."""
    name, locks = _stamp(testing)
    if packages.is_stamped(VENV, name, locks) or packages.are_here(locks[-1]):
        return
    packages.fill(VENV, locks[-1], probe.pip_wheel(DEBIAN_WHEELS))
    packages.stamp(VENV, name, locks)
    if testing:
        packages.stamp(VENV, *_stamp(testing=False))
