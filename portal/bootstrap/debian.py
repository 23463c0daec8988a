"""Debian packages, both ways: installed by root, or unpacked beside the project by anybody."""

import contextlib
import os
import shutil
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from portal.bootstrap.steps import ToolFailed, run

# A C library of its own would have to match the loader of the system: never unpack these.
_KEEP_OUT = ("libc6", "libc-bin", "locales", "dpkg", "base-files")
_LIBRARY_FOLDERS = ("usr/lib/*-linux-gnu*", "lib/*-linux-gnu*", "usr/lib/*-linux-gnu*/pulseaudio")
_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{native}/usr/share/fonts</dir>
  <cachedir>{native}/fontcache</cachedir>
</fontconfig>
"""


def is_here() -> bool:
    """Whether this is a system of the Debian family."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg-deb") is not None


def install(packages: Sequence[str]) -> None:
    """As root: install packages, waiting for another apt that holds the lock; raises ToolFailed."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    lock = ["-o", "DPkg::Lock::Timeout=600"]
    with contextlib.suppress(ToolFailed):  # one broken source of several is no reason to stop: installing shows if it mattered
        run(["apt-get", *lock, "-q", "update"], env)
    run(["apt-get", *lock, "-q", "-y", "--no-install-recommends", "install", *packages], env)


def unpack(packages: Sequence[str], native: Path) -> None:
    """Without root: fetch packages and what they need with an apt state of our own, and unpack them into `native`."""
    state = native / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-q", "-o", f"Dir::State::Lists={state}/lists", "-o", f"Dir::Cache={state}/cache",
           "-o", f"Dir::Cache::Archives={state}/cache/archives", "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="]
    env = os.environ | {"LC_ALL": "C.UTF-8"}
    with contextlib.suppress(ToolFailed):  # as above
        run([*apt, "update"], env)
    planned = run([*apt, "-s", "--no-install-recommends", "install", *packages], env)
    names = [line.split()[1] for line in planned.splitlines() if line.startswith("Inst ")]
    names = [name for name in names if name.split(":")[0] not in _KEEP_OUT]
    if names:
        run([*apt, "download", *names], env, cwd=str(state / "cache/archives"))
    for archive in sorted((state / "cache/archives").glob("*.deb")):
        run(["dpkg-deb", "-x", str(archive), str(native)], env)
    (native / "fonts.conf").write_text(_FONTS_CONF.format(native=escape(str(native))))
    _link_programs(native)
    shutil.rmtree(state, ignore_errors=True)


def _link_programs(native: Path) -> None:
    """Put what was unpacked on the PATH: pdftoppm, and Chromium, whose own start script would look for it below /usr/lib."""
    if (native / "usr/bin/pdftoppm").exists() and not (native / "bin/pdftoppm").exists():
        (native / "bin").mkdir(exist_ok=True)
        (native / "bin/pdftoppm").symlink_to("../usr/bin/pdftoppm")
    for name in ("chromium", "chromium-headless-shell"):
        if (native / "usr/lib/chromium" / name).exists():
            start = native / "bin" / name
            start.parent.mkdir(exist_ok=True)
            start.write_text(f'#!/bin/sh\nexec "{native}/usr/lib/chromium/{name}" "$@"\n')
            start.chmod(0o755)


def environment(native: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """`environ`, so changed that libraries, fonts and programs below `native` are found; unchanged where it is so already."""
    folders = [str(folder) for pattern in _LIBRARY_FOLDERS for folder in native.glob(pattern)]
    changed = dict(environ)
    for name, paths in {"LD_LIBRARY_PATH": folders, "PATH": [str(native / "bin")]}.items():
        known = [path for path in environ.get(name, "").split(os.pathsep) if path]
        changed[name] = os.pathsep.join([path for path in paths if path not in known] + known)
    changed["FONTCONFIG_FILE"] = str(native / "fonts.conf")
    return changed
