"""A CUPS of our own with a real cups-pdf printer, set as Debian ships it: own folders, own socket, no system service; gone when the
test ends."""

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.device import cups, installing, units

SHIPPED = Path("/usr/share/cups/cupsd.conf.default")   # as Debian installs it: files of ended jobs stay a day, history for ever
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
CUPS_PDF = Path("/usr/lib/cups/backend/cups-pdf")
FOLDERS = ("root", "spool", "cache", "state", "log", "out")
FILES = """ServerRoot {0}/root
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
AccessLog {0}/log/access_log
ErrorLog {0}/log/error_log
PageLog {0}/log/page_log
SystemGroup root lpadmin
Printcap
"""
# The account the installer makes, in the groups it puts it into, as the processes behind this see it.
AS_INSTALLED = ("unshare", "--mount", "sh", "-c", 'for one in passwd group; do mount --bind "$0/$one" "/etc/$one" || exit 9; done; '
                'exec "$@"')


def lacks() -> str:
    """Why there can be no real printer here; "" when there can."""
    if os.environ.get("PORTAL_TEST_NO_PRINTER"):
        return os.environ["PORTAL_TEST_NO_PRINTER"]
    missing = [name for name in ("cupsd", "lp", "cancel", "lpadmin", "pdftoppm") if shutil.which(name) is None]
    if missing or not PPD.exists() or not SHIPPED.exists():
        return f"no {' '.join(missing) or 'cups-pdf'} on this machine"
    return "" if os.geteuid() == 0 else "cups-pdf works for root only"


class Cupsd:
    """One scheduler and its queue `receipt`, which writes each page into `out`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, f"{folder}/cups.sock"
        self.environment = os.environ | {"CUPS_SERVER": self.socket, "LC_ALL": "C"}
        self.process: subprocess.Popen[bytes] | None = None
        self.around: tuple[str, ...] = ()               # what is put before the scheduler
        for name in FOLDERS:
            (folder / name).mkdir()
        (folder / "root/cups-files.conf").write_text(FILES.format(folder))
        told = re.sub("(?m)^Listen .*\n", "", SHIPPED.read_text())
        (folder / "root/cupsd.conf").write_text(f"{told}\nListen {self.socket}\n")
        self._accounts()
        self._backend = Path(f"/etc/cups/cups-pdf-{folder.name}.conf")   # cups-pdf looks nowhere else
        self._backend.write_text(f"Out {folder}/out\nAnonDirName {folder}/out\nAnonUser root\nSpool {folder}/pdfspool\n"
                                 f"Log {folder}/log\nGrp lp\nLabel 2\n")

    def start(self) -> None:
        """Start as the terminal's service does: first what the drop-in says, then the scheduler."""
        first = cups.DROP_IN.format(spool=self.folder / "spool").rpartition("ExecStartPre=+")[2]
        subprocess.run(first.split(), check=True)
        root = self.folder / "root"
        self.process = subprocess.Popen([*self.around, "cupsd", "-f", "-c", root / "cupsd.conf", "-s", root / "cups-files.conf"],
                                        stderr=subprocess.DEVNULL)
        _until(lambda: subprocess.run(["lpstat", "-r"], env=self.environment, capture_output=True, text=True).stdout.startswith(
            "scheduler is running"))

    def install(self) -> None:
        """Make the queue; a new start has it on the disk, where CUPS writes it half a minute later else."""
        self.say("lpadmin", "-p", "receipt", "-E", "-v", f"cups-pdf:/{self.folder.name}", "-P", str(PPD))
        self.stop()
        self.start()

    def _accounts(self) -> None:
        """/etc/passwd and /etc/group as they are on a terminal."""
        groups = [f"{line}{',' * (line[-1] != ':')}{units.USER}" if line.partition(":")[0] in installing.GROUPS else line
                  for line in Path("/etc/group").read_text().splitlines()]
        (self.folder / "group").write_text("\n".join([*groups, f"{units.USER}:x:64001:", ""]))
        (self.folder / "passwd").write_text(Path("/etc/passwd").read_text() + f"{units.USER}:x:64001:64001::/:/usr/sbin/nologin\n")

    def as_installed(self) -> Path:
        """From the next start on the scheduler knows the terminal's account; a folder of `lp` and `cancel` that run as it."""
        self.around = (*AS_INSTALLED, str(self.folder))
        where = self.folder / "bin"
        where.mkdir()
        for name in ("lp", "cancel"):
            words = [*self.around, "setpriv", f"--reuid={units.USER}", f"--regid={units.USER}", "--init-groups",
                     str(shutil.which(name))]
            (where / name).write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
            (where / name).chmod(0o755)
        return where

    def say(self, *command: str) -> str:
        """Run a program of CUPS against this scheduler."""
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True, timeout=30).stdout

    def kill(self) -> None:
        """The power goes: for filters and backends too, which live in process groups of their own."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        for pid in (self.process.pid, *_below(self.process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        Path(self.socket).unlink()

    def papers(self) -> list[Path]:
        """What came out, in the order of the jobs."""
        return sorted((self.folder / "out").glob("*.pdf"))

    def jobs(self) -> str:
        """Everything the scheduler still knows of jobs, waiting and ended."""
        return self.say("lpstat", "-W", "all", "-o")

    def traces(self) -> str:
        """Every byte in spool, caches and logs, and every name of a file there."""
        kept = [path for name in ("spool", "cache", "state", "log") for path in (self.folder / name).rglob("*")]
        return "\n".join([str(path) for path in kept]
                         + [path.read_bytes().decode("utf-8", "replace") for path in kept if path.is_file()])

    def stop(self) -> None:
        """Stop it as systemd does: what it knows of jobs and has not written yet it writes now."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def close(self) -> None:
        """Stop it and leave nothing."""
        self.stop()
        self._backend.unlink()


@contextlib.contextmanager
def running() -> Iterator[Cupsd]:
    """A scheduler with its printer, in a folder that the users of its filters can enter."""
    with tempfile.TemporaryDirectory(prefix="huiyin-cups-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        daemon = Cupsd(folder)
        try:
            daemon.start()
            daemon.install()
            yield daemon
        finally:
            daemon.close()


def _below(pid: int) -> list[int]:
    """The processes a process started, and theirs."""
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [each for child in map(int, file.read_text().split()) for each in (child, *_below(child))]
    return found


def _until(true: object, limit: float = 30) -> None:
    began = time.monotonic()
    while not true():  # type: ignore[operator]
        if time.monotonic() - began > limit:
            raise TimeoutError("CUPS did not start")
        time.sleep(0.02)
