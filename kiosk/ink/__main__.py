"""The command python3 -m kiosk.ink: make static/kiosk/ink/ from the pinned strokes, with licence, notice and provenance."""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from portal import ROOT
from portal.kiosk.ink import packed, source
from portal.kiosk.ink.drawing import POINTS
from portal.kiosk.ink.source import STROKES

TARGET = ROOT / "static" / "kiosk" / "ink"
CHANGED = "2026-11-28"  # when the way of changing was last changed: the licence wants it said
NOTICE = f"""Handwriting templates of Huiyin. This file was made on {CHANGED} from the package {STROKES.name} {STROKES.version}
({STROKES.origin}),
and is a changed form of it: only the middle lines of the strokes were kept; each character was moved and scaled to a common
place, each stroke reduced to {POINTS} points, a picture of directions computed, and all of it rounded and packed.
It is distributed under the {STROKES.licence}, whose text lies beside it in ARPHICPL.TXT. There is no warranty.
Whoever wants to change it again: python3 -m kiosk.ink in the sources of Huiyin makes it.
"""


def main() -> None:
    """Make the folder anew; ends in one sentence where npm is missing or gave something else."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            archive = source.fetch(STROKES, Path(folder))
        except (OSError, subprocess.CalledProcessError, source.NotTheSame) as failure:
            sys.exit(f"The strokes cannot be had: {failure}")
        drawings, licence = source.read(archive)
    write(TARGET, packed.pack(drawings, NOTICE), licence, len(drawings))
    print(f"{len(drawings)} characters in {TARGET.relative_to(ROOT)}")


def write(target: Path, templates: bytes, licence: bytes, characters: int) -> None:
    """The file, its licence unaltered, what was done to it, and where all of it comes from."""
    target.mkdir(parents=True, exist_ok=True)
    files = {"templates.bin": templates, "ARPHICPL.TXT": licence, "NOTICE.txt": NOTICE.encode()}
    for name, content in files.items():
        (target / name).write_bytes(content)
    told = {"name": STROKES.name, "version": STROKES.version, "licence": STROKES.licence, "origin": STROKES.origin,
            "npm_sha512": STROKES.sha512, "changed": CHANGED, "made_by": "python3 -m kiosk.ink", "characters": characters,
            "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}}
    (target / "provenance.json").write_text(json.dumps(told, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
