"""Everything in the vault sealed anew with the key in force, in batches, while people go on working; killed at any moment it goes on (issue 7).

Which key a value was sealed with stands in the value itself, so there is nothing to remember: what has another key's name is still to be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, Text, and_, bindparam, column, not_, or_, select, table, text
from sqlalchemy.sql.expression import TableClause

from portal.foundation import vault, vault_key, vault_state
from portal.foundation.database import Base, db, is_sqlite
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.vault import Sealed
from portal.foundation.vault_key import BadVault

BATCH = 200


@dataclass(frozen=True)
class Place:
    """One table with its sealed columns, as the database sees them, and the tags that are made of one of them."""

    rows: TableClause
    sealed: tuple[str, ...]
    tags: dict[str, str]

    def other(self, key: str) -> Any:
        """Whether something in a row was sealed with another key than that of the name."""
        return or_(*(and_(self.rows.c[name] != "", not_(self.rows.c[name].startswith(f"{key}."))) for name in self.sealed))


def places() -> Iterator[Place]:
    """Every table that has something in the vault."""
    for one in Base.metadata.sorted_tables:
        if sealed := tuple(own.name for own in one.columns if isinstance(own.type, Sealed)):
            tags = {own.name: own.info["tag_of"] for own in one.columns if "tag_of" in own.info}
            yield Place(_bare(one, (*sealed, *tags)), sealed, tags)


def _bare(known: Table, names: tuple[str, ...]) -> TableClause:
    return table(known.name, column("id"), *(column(name, Text()) for name in names))


def reseal() -> int:
    """Seal anew what has another key than the one in force; how many rows. Each batch stands by itself."""
    done = 0
    for place in places():
        last, took = 0, 1
        while took:
            with unit_of_work():
                took, last = _batch(place, last)
            done += took
    return done


def _batch(place: Place, last: int) -> tuple[int, int]:
    names, key = (*place.sealed, *place.tags), vault.here().key.name
    query = select(place.rows.c.id, *(place.rows.c[name] for name in names)).where(place.rows.c.id > last, place.other(key))
    found = db.session.execute(query.order_by(place.rows.c.id).limit(BATCH).with_for_update()).mappings().all()
    if found:
        anew = place.rows.update().where(place.rows.c.id == bindparam("of")).values({name: bindparam(f"new_{name}") for name in names})
        db.session.connection().execute(anew, [{"of": row["id"]} | _anew(place, row) for row in found])
    return len(found), found[-1]["id"] if found else last


def _anew(place: Place, row: Any) -> dict[str, str]:
    keys, plain = vault.here(), {}
    for name in place.sealed:
        plain[name] = keys.open(f"{place.rows.name}.{name}", row[name]) if row[name] else ""
    told = {name: keys.seal(f"{place.rows.name}.{name}", value) if value else "" for name, value in plain.items()}
    told |= {name: vault.tag(plain[of]) for name, of in place.tags.items()}
    return {f"new_{name}": value for name, value in told.items()}


def begin() -> str:
    """A new key in force, where none waits already from a run that was cut off; its name. Raises BadVault where the key is kept elsewhere:
    then a new one is put before the old one there, and the portal is started again."""
    keys = vault.here()
    path = vault_key.own_file(keys.settings)
    with vault_key.alone(path):  # of two that begin together the second finds the new key of the first
        if len(keys.ring) == 1 and path is None:
            raise BadVault("The key of the vault is kept elsewhere: put a new one before it there, start the portal again, and say this again.")
        if len(keys.ring) == 1 and path is not None:
            vault_key.put_on_top(path, keys.ring)
    return keys.key.name


def finish() -> bool:
    """Whether nothing has an older key any more: then that key is destroyed, for good. That the new one is in force is written down first,
    while nobody writes: killed in between, the portal starts with both and this is said again. Who waited for that moment with the
    old key is looked for once more before it goes."""
    keys = vault.here()
    if not _is_done(keys.key.name, note=True) or not _is_done(keys.key.name):
        return False
    path = vault_key.own_file(keys.settings)
    with vault_key.alone(path):
        if path is not None and len(keys.ring) > 1:
            vault_key.replace(path, keys.ring[:1])
    return True


def _is_done(key: str, note: bool = False) -> bool:
    with unit_of_work():
        if not is_sqlite():  # SQLite's writers wait at the gate, here they wait for the lock
            names = ", ".join(place.rows.name for place in places())
            db.session.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
        if any(db.session.scalar(select(place.rows.c.id).where(place.other(key)).limit(1)) for place in places()):
            return False
        if note:
            vault_state.note()
    return True


def give_up() -> int:
    """Forget what was sealed with keys that are not here: nobody can read it any more. How many rows."""
    keys, done = vault.here(), 0
    for place in places():
        known = [or_(place.rows.c[name] == "", *(place.rows.c[name].startswith(f"{key.name}.") for key in keys.ring)) for name in place.sealed]
        with unit_of_work():
            for row in db.session.execute(select(place.rows).where(not_(and_(*known)))).mappings().all():
                lost = {name: "" for name in place.sealed if row[name] and keys.known(row[name].partition(".")[0]) is None}
                db.session.execute(place.rows.update().where(place.rows.c.id == row["id"]).values(
                    lost | {name: "" for name, of in place.tags.items() if of in lost}))
                done += 1
    return done
