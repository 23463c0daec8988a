"""The monthly rehearsal: the newest backup is brought back beside the portal, looked through, held against it, and thrown away (R67)."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app
from sqlalchemy import URL

from portal.backup import dumping, facts, making, noted, restoring, sealed
from portal.backup.restoring import Restored
from portal.foundation import clock, copies, vault
from portal.foundation.database import db, is_sqlite
from portal.foundation.examination import Unfit
from portal.tables import metadata

SCRATCH = ".rehearsal-"
SHOWN = {"case": "matters", "event": "events of their stories", "publication": "published results", "attachment": "files of matters",
         "person": "people", "ledger_entry": "entries of the ledger"}


@dataclass
class Rehearsed:
    """How it went: rows of what people ask for, in the backup and now; what is wrong, empty when it went well."""

    file: Path
    made_at: str = ""
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def rehearse(file: Path | None, key: str, environ: Mapping[str, str]) -> Rehearsed:
    """Bring back that backup, else the one made last, under the settings of the portal, and note how it went. Raises Unfit where it
    cannot even be tried. In an app context."""
    chosen = file or copies.last_file()
    if chosen is None:
        raise Unfit("No backup was made yet: say `portal backup FILE`, or name one.")
    found = Rehearsed(chosen)
    instance = Path(current_app.config["INSTANCE"])
    with making.alone(instance), making.scratch(instance, SCRATCH) as folder, _database() as into:
        try:
            back = restoring.restore(chosen, folder / "restored", key, _with_vault(environ), into)
            _compare(found, back)
        except (sealed.Unopened, Unfit) as refused:
            found.wrong.append(str(refused))
        except OSError as refused:
            found.wrong.append(f"{refused.filename or chosen}: {refused.strerror}")
    noted.rehearsed(not found.wrong, found.wrong, clock.now())
    return found


def _with_vault(environ: Mapping[str, str]) -> dict[str, str]:
    """The same settings with the keys of the vault that are in force here, which lie in no backup."""
    kept = {name: value for name, value in environ.items() if not name.startswith("PORTAL_VAULT_")}
    return kept | {"PORTAL_VAULT_KEY": " ".join(key.text for key in vault.here().ring)}


def _database() -> contextlib.AbstractContextManager[URL | None]:
    return contextlib.nullcontext() if is_sqlite() else dumping.scratch(db.engine.url)


def _compare(found: Rehearsed, back: Restored) -> None:
    """What only grows is never less here than in a backup of it, and the ledger here goes on from the one there."""
    found.made_at, found.wrong = str(back.told["made_at"]), list(back.broken)
    with db.engine.connect() as connection:
        now = facts.of(connection)
        before = facts.root(connection, back.facts.ledger)
    found.rows = {words: (back.facts.counts.get(name, 0), now.counts.get(name, 0)) for name, words in SHOWN.items()}
    growing = {table.name for table in metadata.sorted_tables if "append_only" in table.info}
    found.wrong += [f"{name}: {rows} rows in the backup, only {now.counts.get(name, 0)} now" for name, rows in back.facts.counts.items()
                    if name in growing and rows > now.counts.get(name, 0)]
    if before != back.facts.root:
        found.wrong.append("the ledger of the portal does not go on from the one in the backup")
