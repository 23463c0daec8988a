"""The proof of the set-up promise, by hand and as root: `python3 tests/setup/bare_machine.py FOLDER [root|user] [command …]`.

Builds a Debian 12 with nothing but python3 in FOLDER (debootstrap), clones the committed project into it and runs
`python3 -m portal <command>` there, as root or as somebody without any rights. Without a command it starts `demo` twice, and says
after how many seconds the board answered; a second start that takes more than five is a failure. A package mirror that pip is
told of on this machine is used inside as well.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PORT = 8119
SECOND = 5.0  # seconds from a second start to the board
HOME = "home/visitor/huiyin"


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def build(tree: Path) -> None:
    """A minimal Debian 12, python3, one ordinary user, and this machine's pip settings."""
    run("debootstrap", "--variant=minbase", "--include=python3", "bookworm", str(tree))
    run("chroot", str(tree), "useradd", "--create-home", "--uid", "1000", "visitor")
    for file in filter(None, ("/etc/resolv.conf", "/etc/pip.conf", os.environ.get("PIP_CERT"))):
        if Path(file).exists():
            kept = tree / file.lstrip("/").replace("etc/ssl/certs/", "etc/")
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, kept)


@contextlib.contextmanager
def mounted(tree: Path) -> Iterator[None]:
    """/proc and /dev inside the tree, as any machine has them."""
    folders = ["proc", "dev", "dev/shm"]
    for folder in folders:
        run("mount", "--bind", f"/{folder}", str(tree / folder))
    try:
        yield
    finally:
        for folder in reversed(folders):
            run("umount", "--lazy", str(tree / folder))  # a last process may still be leaving


def inside(tree: Path, who: str) -> list[str]:
    """The start of a command inside the tree, with an empty environment."""
    rights = [] if who == "root" else ["--userspec=1000:1000"]
    certificate = Path("/etc", Path(os.environ["PIP_CERT"]).name) if "PIP_CERT" in os.environ else None
    return ["chroot", *rights, str(tree), "/usr/bin/env", "-i", "-C", f"/{HOME}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            f"HOME=/{'root' if who == 'root' else 'home/visitor'}", f"PORTAL_LISTEN=127.0.0.1:{PORT}",
            *([f"PIP_CERT={certificate}"] if certificate else []), "python3", "-m", "portal"]


def seconds_to_the_board(command: list[str]) -> float:
    """Start a server, wait until its board answers 200, stop it and demand that it ended well."""
    start = time.monotonic()
    with subprocess.Popen(command) as server:
        while server.poll() is None:
            with contextlib.suppress(urllib.error.URLError), urllib.request.urlopen(f"http://127.0.0.1:{PORT}/") as page:
                if page.status == 200:
                    break
        took = time.monotonic() - start
        server.send_signal(signal.SIGTERM)
        if server.wait() != 0:
            sys.exit("The server did not start, or did not end well.")
    return took


def main(folder: str, who: str = "root", *command: str) -> None:
    """Build what is missing, clone, prove."""
    tree = Path(folder).resolve()
    if not (tree / "usr/bin/python3").exists():
        if shutil.which("debootstrap") is None:
            sys.exit("debootstrap is missing here: apt-get install debootstrap")
        build(tree)
    shutil.rmtree(tree / HOME, ignore_errors=True)
    run("git", "clone", "--quiet", str(PROJECT), str(tree / HOME))
    for path in (tree / "home/visitor").rglob("*"):
        os.chown(path, 1000, 1000, follow_symlinks=False)
    with mounted(tree):
        if command:
            sys.exit(subprocess.run([*inside(tree, who), *command], check=False).returncode)
        for time_of in ("first", "second"):
            took = seconds_to_the_board([*inside(tree, who), "demo"])
            print(f"As {who}, {time_of} start: the board answered after {took:.1f} s.", flush=True)
    if took > SECOND:
        sys.exit(f"A second start has {SECOND:g} s.")


if __name__ == "__main__":
    if len(sys.argv) < 2 or pwd.getpwuid(os.geteuid()).pw_name != "root":
        sys.exit(__doc__)
    main(*sys.argv[1:])
