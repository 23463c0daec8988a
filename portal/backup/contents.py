"""What of the instance folder goes into a backup and what does not, each with its reason; what is in neither list is named aloud."""

import re
from collections.abc import Iterator
from pathlib import Path

from portal.foundation import checkpoint, settings, vault_key

KEPT = {
    "files": "what was attached to matters",
    "portraits": "faces of representatives",
    "voices": "sentences somebody spoke for the kiosk",
    "fonts": "fonts with rare characters, and the cut that takes minutes",
    settings.KEY_FILE: "without it no code on any receipt opens its matter again; it guards nothing that does not lie in the same file",
}
LEFT = {
    checkpoint.KEY_FILE: "who holds it signs in the portal's name: no copy of the data may be able to, and two portals must never sign "
                         "one ledger; its own copy is made once, by hand",
    vault_key.KEY_FILE: "who takes a backup and its pass phrase has no names, and what a key that was destroyed had sealed is read by nobody, "
                        "in old backups too; its own copy is made by `portal vault copy`",
    "papers": "receipts carry their code in clear, are kept for a day and are set anew when asked for",
    "enclosed": "what a visit encloses is gone with the visit",
    "cache": "made anew", "press-alarms": "notes for the doctor", "write.lock": "a lock", "backup.lock": "a lock",
    "portal.db": "copied by the database itself", "demo.db": "a demonstration is made anew",
}
_OF_THE_DATABASE = re.compile(r".*\.db(-wal|-shm)?|.*-before-.*\.db")  # other databases and copies that an upgrade laid aside
_PASSING = re.compile(rf"\..*|{checkpoint.KEY_FILE}\..*|{vault_key.KEY_FILE}_.*|.*\.part")  # half files, keys laid aside, keys of other databases


def within(instance: Path) -> Iterator[tuple[str, Path]]:
    """Name, as it stands below the folder, and place of every file that goes in; links and half files do not."""
    for top in KEPT:
        start = instance / top
        found = [start] if start.is_file() else sorted(start.rglob("*")) if start.is_dir() else []
        for path in found:
            if path.is_file() and not path.is_symlink() and not path.name.endswith((".part", ".new")):
                yield path.relative_to(instance).as_posix(), path


def may_hold(name: str) -> bool:
    """Whether a backup may bring a file of that name into an instance: nothing outside the folder, nothing that never goes in."""
    parts = name.split("/")
    return parts[0] in KEPT and not {"", ".", ".."} & set(parts) and "\\" not in name and "\0" not in name


def unknown(instance: Path) -> list[str]:
    """What lies in the instance and is in neither list: left out, so whoever makes the backup must be told."""
    return sorted(path.name for path in instance.iterdir() if path.name not in KEPT and path.name not in LEFT
                  and not _OF_THE_DATABASE.fullmatch(path.name) and not _PASSING.fullmatch(path.name))
