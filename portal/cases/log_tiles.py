"""The ledger as others read it: tiles of 256 hashes and bundles of 256 entries (C2SP tlog-tiles), and the entry of a published result."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.cases import commitment, ledger
from portal.cases.ledger import Checkpoint, Entry
from portal.cases.ledger_tree import Whole, hashes
from portal.cases.publication import Publication
from portal.foundation import merkle
from portal.foundation.database import db
from portal.foundation.refusal import Missing

WIDTH, HEIGHT = 256, 8  # of a tile: hashes, and levels of the tree


def path(number: int) -> str:
    """The number of a tile as it stands in an address: `x001/x234/067`."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts)


def tile(level: int, number: int, width: int = WIDTH) -> bytes:
    """`width` hashes of subtrees of 256^level entries, from the tile's first; raises Missing while there are not so many."""
    first = number * WIDTH
    query = select(Whole.hash).where(Whole.level == level * HEIGHT, Whole.place >= first, Whole.place < first + width).order_by(Whole.place)
    found = list(db.session.scalars(query))
    if len(found) < width:
        raise Missing
    return b"".join(found)


def bundle(number: int, width: int = WIDTH) -> bytes:
    """`width` entries, each after its length as two bytes; raises Missing while there are not so many."""
    first = number * WIDTH
    found = list(db.session.scalars(select(Entry.data).where(Entry.place >= first, Entry.place < first + width).order_by(Entry.place)))
    if len(found) < width:
        raise Missing
    return b"".join(len(data.encode()).to_bytes(2, "big") + data.encode() for data in found)


def entry_of(row: Publication) -> Entry:
    """The entry of a published row; raises Missing for one that was never entered."""
    found = db.session.scalar(select(Entry).where(Entry.publication_id == row.id))
    if found is None:
        raise Missing
    return found


def entry_named(name: str) -> Entry:
    """The last entry under a name that another room gave, with what it is of; raises Missing where there is none, or it was taken down."""
    found = db.session.scalar(select(Entry).where(Entry.name == name).order_by(Entry.place.desc()).limit(1))
    if found is None or found.kind is ledger.Kind.HIDDEN:
        raise Missing
    return found


@dataclass(frozen=True)
class Entered:
    """Where a result stands in the ledger, as its page says it: place, leaf hash (hexadecimal), and of the newest head its size and root
    (hexadecimal; empty while no head covers the entry). `code` says all of it in one word, with the number and the key's hash."""

    index: int
    leaf: str
    size: int
    root: str = ""
    code: str = ""


def entered(row: Publication) -> Entered | None:
    """Of a published row; none if it was never entered, which the outside verifier tells everybody."""
    query = select(Entry.place, Entry.data, Checkpoint.size, Checkpoint.note).where(Entry.publication_id == row.id)
    found = db.session.execute(query.outerjoin(Checkpoint, Checkpoint.id == select(func.max(Checkpoint.id)).scalar_subquery())).first()
    if found is None:
        return None
    place, data, size, note = found
    leaf = merkle.leaf_hash(data.encode())
    if not note or place >= size:
        return Entered(place, leaf.hex(), place + 1)
    root, signed = base64.b64decode(note.split("\n")[2]), base64.b64decode(note.split("\n")[4].split(" ")[2])
    return Entered(place, leaf.hex(), size, root.hex(), f"{row.number}.{place}.{_word(leaf)}.{size}.{_word(root)}.{signed[:4].hex()}")


def _word(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def proof(entry: Entry) -> str:
    """That an entry stands under the head signed last, as a C2SP tlog-proof whose extra line is the entry itself; whoever holds it and the
    key needs nobody to check it. Raises Missing while no head covers it."""
    newest = ledger.latest()
    if newest is None or entry.place >= newest.size:
        raise Missing
    beside = merkle.inclusion(entry.place, newest.size, hashes)
    return (f"c2sp.org/tlog-proof@v1\nextra {base64.b64encode(entry.data.encode()).decode()}\nindex {entry.place}\n{written(beside)}\n{newest.note}")


def entry_at(place: int) -> Entry:
    """The entry at a place; raises Missing where there is none."""
    found = db.session.get(Entry, place)
    if found is None:
        raise Missing
    return found


def entry_with(word: str) -> Entry:
    """The entry that holds this fingerprint of an acceptance; raises Missing where none does, or none yet."""
    place = commitment.place_of(word)
    if place is None:
        raise Missing
    return entry_at(place)


def consistency(before: int, size: int) -> str:
    """That the ledger of `size` entries begins with that of `before`: hashes in Base64, one a line; raises Missing where it was never so long."""
    if not 0 < before <= size <= ledger.size():
        raise Missing
    return written(merkle.consistency(before, size, hashes))


def written(beside: Sequence[bytes]) -> str:
    """Hashes in Base64, each on a line."""
    return "".join(base64.b64encode(value).decode() + "\n" for value in beside)


def root_of(newest: Checkpoint) -> bytes:
    """The root that a signed head names."""
    return base64.b64decode(newest.note.split("\n")[2])
