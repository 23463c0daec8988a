"""Python packages: what a lock file names, whether this interpreter holds it, and a virtual environment that does."""

import hashlib
import importlib.metadata
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from portal.bootstrap import probe
from portal.bootstrap.steps import ToolFailed, run, step

_QUIETLY = ("--no-input", "--disable-pip-version-check", "--prefer-binary", "--no-warn-script-location")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+) *(;.*)?", re.MULTILINE)


def pins(lock: Path) -> dict[str, str]:
    """Name → version of every package a lock wants on any machine; those with a condition are left out."""
    return {name: version for name, version, condition in _PIN.findall(lock.read_text()) if not condition.strip(" ;\\")}


def are_here(lock: Path) -> bool:
    """Whether the running interpreter holds what `lock` names; in somebody's own environment other versions are their choice."""
    own = sys.prefix != sys.base_prefix
    for name, version in pins(lock).items():
        try:
            if importlib.metadata.version(name) != version and not own:
                return False
        except importlib.metadata.PackageNotFoundError:
            return False
    return True


def stamp_of(locks: Sequence[Path]) -> str:
    """What an environment that fits these locks and this Python is stamped with."""
    seen = hashlib.sha256(f"{sys.version}\n{sys.base_prefix}\n".encode())
    for lock in locks:
        seen.update(lock.read_bytes())
    return seen.hexdigest()


def is_stamped(venv: Path, name: str, locks: Sequence[Path]) -> bool:
    """Whether `venv` was filled from exactly these locks."""
    try:
        return (venv / f".{name}").read_text() == stamp_of(locks) and (venv / "bin/python").exists()
    except OSError:
        return False


def fill(venv: Path, lock: Path, pip: Path | None) -> None:
    """Make `venv` where it is missing or broken, and install `lock` into it with every hash checked; raises ToolFailed."""
    python = str(venv / "bin/python")
    if not _is_sound(venv):
        with step("Making a Python environment in .venv"):
            run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(venv)])
    with step(f"Installing {len(pins(lock))} Python packages, every hash checked"):
        if not _with_uv(python, lock):
            command, env = pip_for(python, pip)
            run([*command, "install", "--require-hashes", "-r", str(lock), *_QUIETLY], env)


def _is_sound(venv: Path) -> bool:
    if not (venv / "bin/python").exists():
        return False
    try:
        return run([str(venv / "bin/python"), "-c", "import sys; print(sys.version)"]).strip() == sys.version.strip()
    except ToolFailed:
        return False


def _with_uv(python: str, lock: Path) -> bool:
    """Install with uv where its owner has put it on the PATH; False leaves the work to pip."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    try:
        run([uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", str(lock)])
    except ToolFailed:
        return False
    return True


def pip_for(python: str, wheel: Path | None) -> tuple[list[str], dict[str, str]]:
    """The command that is pip for an environment without pip of its own, and its variables: pip runs out of its wheel."""
    if wheel is not None:
        return [python, "-m", "pip"], os.environ | {"PYTHONPATH": str(wheel)}
    if probe.has_pip():
        return [sys.executable, "-m", "pip", "--python", python], dict(os.environ)
    raise ToolFailed("this Python has no pip: install Debian's python3-venv, or uv")


def stamp(venv: Path, name: str, locks: Sequence[Path]) -> None:
    """Remember that `venv` holds these locks, so that the next start asks nobody."""
    (venv / f".{name}").write_text(stamp_of(locks))
