"""Making a bare Debian a terminal: packages, a user, the program, settings, orders, units. Done again it changes nothing."""

import grp
import os
import pwd
import subprocess
from collections.abc import Callable
from pathlib import Path

from . import config, cups, finding, keys, policy, units
from .config import Config, Places

PACKAGES = ("cage", "chromium", "fonts-noto-cjk", "espeak-ng", "speech-dispatcher", "speech-dispatcher-espeak-ng", "cups",
            "cups-client", "ipp-usb", "poppler-utils")
GROUPS = ("video", "render", "input", "audio", "lp", "lpadmin")
_APT = ("apt-get", "-o", "DPkg::Lock::Timeout=600", "-q", "-y", "--no-install-recommends", "install")
HERE = Path(__file__).resolve().parent
Run = Callable[[list[str]], None]


def install(server: str, places: Places, say: Callable[[str], None] = print, run: Run | None = None, printer: str = "",
            look: Callable[[], str] = finding.look) -> None:
    """Install. `run` carries a command out; None only shows it, for a trial in a folder. `printer` is an address as
    `printing.printer_at` reads it; where none is named, `look` finds one. Raises ValueError for a wrong address of the portal."""
    told = Config(config.checked(server), printer=printer)
    do = run or (lambda command: say(f"would run  {' '.join(command)}"))
    do([*_APT, *PACKAGES])
    if not _is_known(units.USER):
        do(["useradd", "--system", "--create-home", "--home-dir", "/var/lib/huiyin-kiosk", "--shell", "/usr/sbin/nologin",
            units.USER])
    known = [group for group in GROUPS if _has_group(group)]
    do(["usermod", "--append", "--groups", ",".join(known or GROUPS), units.USER])
    told = _kept(told, places)
    wanted = _files(told, places)
    changed = [path for path, text in wanted.items() if _write(path, text)]
    say(f"{len(changed)} files written, {len(wanted) - len(changed)} already so")
    do(["systemctl", "daemon-reload"])
    do(["systemctl", "enable", "--now", "cups.service", units.AGENT, units.SCREEN])
    if changed:
        do(["systemctl", "restart", "cups.service", units.AGENT, units.SCREEN])
    say(_printer(told.printer, look) if run else f"would look for a printer: {told.printer or 'whatever is plugged in'}")


def _files(told: Config, places: Places) -> dict[Path, str]:
    """What is written where; what lies in a folder of a trial speaks of the terminal it is for."""
    final = Places()
    wanted = {places.settings: config.dump(told), places.policies / policy.NAME: policy.dump(told.server, final.run)}
    wanted |= {places.units / name: text for name, text in units.texts(final).items()}
    wanted[places.units / "cups.service.d/huiyin-kiosk.conf"] = cups.DROP_IN.format(spool=cups.SPOOL)
    wanted |= {places.keys / "symbols" / keys.NAME: keys.symbols(), places.keys / "rules" / keys.NAME: keys.rules()}
    wanted |= {places.program / "kiosk/device" / file.name: file.read_text("utf-8") for file in sorted(HERE.glob("*.py"))}
    wanted[places.program / "kiosk/__init__.py"] = '"""The terminal\'s part of Huiyin."""\n'
    return wanted


def _printer(named: str, look: Callable[[], str]) -> str:
    """What prints, in one sentence; where nothing does, how that is mended."""
    if named or (found := look()):
        return f"Prints on {named or found}."
    there = finding.seen()
    return ("No printer was found, so the kiosk offers none. Plug in one that speaks ESC/POS or needs no driver, and within a"
            " minute it is used; any other you name: sudo python3 -m kiosk.device install --server URL --printer ADDRESS"
            + (f" (seen, but needs a driver: {', '.join(there)})" if there else ""))


def _kept(told: Config, places: Places) -> Config:
    """What somebody set by hand stays; the addresses are what was said now."""
    try:
        before = config.load(places)
    except ValueError:
        return told
    return Config(told.server, before.browser, before.flags, told.printer or before.printer)


def _write(path: Path, text: str) -> bool:
    """Write unless it is so already; whether it was not."""
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.chmod(0o644)
    fresh.replace(path)
    return True


def _is_known(user: str) -> bool:
    try:
        return bool(pwd.getpwnam(user))
    except KeyError:
        return False


def _has_group(name: str) -> bool:
    try:
        return bool(grp.getgrnam(name))
    except KeyError:
        return False


def carry_out(command: list[str]) -> None:
    """Run a command of the installation; raises CalledProcessError."""
    subprocess.run(command, check=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"})
