"""Which key the database was sealed with, noted in it by name: a portal that has another one, or none, does not start (issue 7)."""

import contextlib

from sqlalchemy.exc import DBAPIError

from portal.foundation import chore, clock, vault
from portal.foundation.database import db
from portal.foundation.unit_of_work import GateBusy, unit_of_work
from portal.foundation.vault_key import BadVault

NAME, KEY, COPIED = "vault", "key", "copied"


def noted() -> dict[str, str]:
    """The name of the key it was sealed with, and of the one of which a copy was made last."""
    row = chore.of(NAME)
    return dict(row.found or {}) if row is not None else {}


def note(**more: str) -> None:
    """Write down by which name the key in force is known. Within a unit of work."""
    chore.end(NAME, at=clock.now(), found=noted() | {KEY: vault.here().key.name} | more)


def check() -> str:
    """In one sentence, why this portal must not work on this database: its key of the vault is missing or another one. Empty where all is
    well. Writes nothing. In an app context, on a database of this version."""
    keys = vault.here()
    name = noted().get(KEY)
    db.session.rollback()
    try:
        if name is not None and not keys.stands():
            return (f"{keys.place} is missing: names and phones were sealed with the vault key {name}. Bring it back from its copy; "
                    "if there is none, `portal vault give-up` forgets them for good.")
        if name is not None and keys.known(name) is None:
            return (f"The vault key {keys.key.name} is not the one that names and phones were sealed with, {name}: bring that one back; "
                    "if it is lost, `portal vault give-up` forgets them for good.")
    except BadVault as refused:
        return str(refused)
    return ""


def settle() -> None:
    """The key in force is noted, and made where there was none, once this portal works on this database. In an app context."""
    keys, name = vault.here(), noted().get(KEY)
    db.session.rollback()
    if name != keys.key.name and len(keys.ring) == 1:
        with contextlib.suppress(DBAPIError, GateBusy), unit_of_work():  # a full disk says so where it matters
            note()
