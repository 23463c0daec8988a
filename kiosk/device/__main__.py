"""The terminal's commands: `python3 -m kiosk.device install --server URL`, then `launch` and `beat` by systemd; `pair` by hand."""

import argparse
import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from . import config, heartbeat, installing, printing, watchdog
from .config import Places
from .pairing import EVERY, Pairing
from .server import PATIENCE, Ask, way_to
from .watchdog import Launcher


def main(words: list[str] | None = None) -> int:
    """Carry out a command; the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s", stream=sys.stderr)
    asked = _parser().parse_args(words)
    places = Places(asked.root)
    try:
        return int(asked.do(asked, places))
    except (ValueError, PermissionError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as failed:
        print(f"Failed: {' '.join(failed.cmd)}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m kiosk.device", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path("/"), help="a folder instead of /, for a trial")
    does = parser.add_subparsers(required=True)
    one = does.add_parser("install", help="make this Debian a terminal")
    one.add_argument("--server", required=True, metavar="URL", help="the portal, such as https://portal.example")
    one.add_argument("--printer", default="", metavar="ADDRESS",
                     help="cups:QUEUE, or a head without a driver: /dev/usb/lp0, tcp:HOST:9100, usb:VENDOR:PRODUCT; without it, "
                          "whatever is plugged in")
    one.add_argument("--dry-run", action="store_true", help="write below --root, run nothing")
    one.set_defaults(do=_install)
    for name, do, said in (("pair", _pair, "show a code here and wait until a liaison has typed it"),
                           ("launch", _launch, "show the kiosk, for ever"),
                           ("beat", _beat, "tell the portal each minute how we are, and print")):
        does.add_parser(name, help=said).set_defaults(do=do)
    return parser


def _install(asked: argparse.Namespace, places: Places) -> int:
    trial = asked.dry_run or places.root != Path("/")
    if asked.dry_run and places.root == Path("/"):
        raise ValueError("--dry-run needs --root FOLDER to write into")
    if not trial and os.geteuid():
        raise ValueError("Installing needs root: sudo python3 -m kiosk.device install --server URL")
    installing.install(asked.server, places, run=None if trial else installing.carry_out, printer=asked.printer)
    return 0


def _told(places: Places, patience: float = PATIENCE) -> tuple[config.Config, Ask, threading.Event]:
    told, stopped = config.load(places), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    return told, way_to(told.server, lambda: config.token(places), patience), stopped


def _pair(asked: argparse.Namespace, places: Places) -> int:
    told, ask, stopped = _told(places)
    wish, shown = Pairing(ask, places), ""
    while not stopped.is_set():
        try:
            if wish.turn():
                print("paired")
                return 0
        except OSError as away:
            print(f"{told.server} does not answer yet ({type(away).__name__})", file=sys.stderr)
        if wish.code != shown:
            shown = wish.code
            print(f"{shown[:3]} {shown[3:]}", flush=True)
        stopped.wait(EVERY)
    return 1


def _launch(asked: argparse.Namespace, places: Places) -> int:
    told, ask, stopped = _told(places, watchdog.PATIENCE)
    watchdog.fit(places)
    return 0 if Launcher(told, places, ask, stopped).run() else 143


def _beat(asked: argparse.Namespace, places: Places) -> int:
    told, ask, stopped = _told(places)
    agent = printing.Agent(ask, printing.printer_at(told.printer))
    work = threading.Thread(target=agent.run, args=(stopped,), name="printing")
    work.start()
    heartbeat.run(ask, stopped, agent.printer.condition, lambda: agent.last_print)
    work.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
