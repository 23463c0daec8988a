"""Where the strokes come from: one package of public strokes, by name and version, with the digest it must have."""

import hashlib
import json
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from portal.kiosk.ink.drawing import Drawing


@dataclass(frozen=True)
class Package:
    """A package of npm's registry."""

    name: str
    version: str
    sha512: str
    licence: str
    origin: str


STROKES = Package(
    "hanzi-writer-data", "2.0.1",
    "9db43033e31aaf21a8abba4130864b09dde516ad379d7b89bb092ed7ee946e32f9f2e53ef4e50b55c324a0dbcdb894a8215edfd5b6cf45f0f80ff2d06b94bbaa",
    "Arphic Public License", "Make Me a Hanzi, from the fonts AR PL KaitiM GB and AR PL KaitiM Big5 of Arphic Technology Co., Ltd.")
_TALL = 900  # height of the font's ascenders: its y goes up, ours goes down


class NotTheSame(Exception):
    """What was fetched is not what the table names."""


def fetch(package: Package, folder: Path) -> Path:
    """Have npm fetch the package into `folder`; return the archive once its digest was checked.

    Raises NotTheSame for another digest, OSError or CalledProcessError where npm is missing or finds nothing.
    """
    subprocess.run(["npm", "pack", "--silent", f"{package.name}@{package.version}", "--pack-destination", str(folder)],
                   check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    archive = folder / f"{package.name}-{package.version}.tgz"
    check(package, archive)
    return archive


def check(package: Package, archive: Path) -> None:
    """Raise NotTheSame unless the archive has the digest of the table."""
    found = hashlib.sha512(archive.read_bytes()).hexdigest()
    if found != package.sha512:
        raise NotTheSame(f"{package.name} {package.version}: sha512 {found} instead of {package.sha512}")


def read(archive: Path) -> tuple[dict[str, Drawing], bytes]:
    """The middle lines of each character's strokes, y downwards, by character; and the licence as it is.

    Only files named by one character of the basic plane are characters; radicals and strokes alone are left out.
    """
    drawings: dict[str, Drawing] = {}
    licence = b""
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            name = member.name.removeprefix("package/")
            if file and name == "ARPHICPL.TXT":
                licence = file.read()
            if file and name.endswith(".json") and len(name) == 6 and "\u3400" <= name[0] <= "\u9fff":
                told = json.loads(file.read())["medians"]
                drawings[name[0]] = [[(float(x), float(_TALL - y)) for x, y in stroke] for stroke in told]
    return dict(sorted(drawings.items())), licence
