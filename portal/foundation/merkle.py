"""The Merkle tree of a log that only grows: hashes, root, proofs and how to check them, after RFC 9162 section 2.1; nothing is stored here.

A whole subtree of 2^level leaves has one hash for ever; it stands at (level, place), place counted from the left. A tree of n leaves is
the few whole subtrees that the binary digits of n name, largest first; whoever keeps the hashes of whole subtrees appends and proves
in O(log n)."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

Node = tuple[int, int]  # level, place
Read = Callable[[Sequence[Node]], Sequence[bytes]]  # the stored hashes of whole subtrees, in the order asked for
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256 of an entry as a leaf, 32 bytes; the zero before it keeps an entry from passing as a node."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of two subtrees side by side, 32 bytes."""
    return hashlib.sha256(b"\1" + left + right).digest()


def frontier(size: int) -> list[Node]:
    """The whole subtrees that a tree of `size` leaves consists of, from the left, largest first."""
    return list(_whole(0, size))


def _whole(start: int, end: int) -> Iterator[Node]:
    """The whole subtrees of the leaves from `start` up to `end`, where `start` is a multiple of the largest."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def grow(standing: Sequence[bytes], size: int, leaf: bytes) -> tuple[list[bytes], list[tuple[Node, bytes]]]:
    """One leaf hash more on a tree of `size` leaves whose frontier has these hashes: the new frontier, and the hashes to be kept of
    the subtrees that became whole, the leaf's own first."""
    stack, kept = [*standing, leaf], [((0, size), leaf)]
    level, place = 0, size
    while place & 1:
        right, left = stack.pop(), stack.pop()
        level, place = level + 1, place >> 1
        stack.append(node_hash(left, right))
        kept.append(((level, place), stack[-1]))
    return stack, kept


def folded(hashes: Sequence[bytes]) -> bytes:
    """The one hash over whole subtrees that stand side by side, largest first; the root if they are a frontier."""
    if not hashes:
        return EMPTY
    *rest, found = hashes
    for left in reversed(rest):
        found = node_hash(left, found)
    return found


def root(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree of these leaf hashes."""
    stack: list[bytes] = []
    for size, leaf in enumerate(leaves):
        stack, _ = grow(stack, size, leaf)
    return folded(stack)


def inclusion(place: int, size: int, read: Read) -> list[bytes]:
    """The proof that leaf `place` stands in a tree of `size` leaves: the hashes beside its way up (RFC 9162 2.1.3.1)."""
    if not 0 <= place < size:
        raise ValueError(f"no leaf {place} in a tree of {size}")
    return _read([list(_whole(*span)) for span in _beside(place, 0, size)], read)


def _beside(place: int, start: int, end: int) -> list[tuple[int, int]]:
    """The spans beside the way from the root of a span to a leaf, lowest first."""
    spans: list[tuple[int, int]] = []
    while end - start > 1:
        middle = start + _half(end - start)
        left = place < middle
        spans.append((middle, end) if left else (start, middle))
        start, end = (start, middle) if left else (middle, end)
    return spans[::-1]


def _half(size: int) -> int:
    """The largest power of two below a size above one."""
    return 1 << (size - 1).bit_length() - 1


def consistency(before: int, size: int, read: Read) -> list[bytes]:
    """The proof that a tree of `size` leaves begins with the tree of its first `before` (RFC 9162 2.1.4.1)."""
    if not 0 < before <= size:
        raise ValueError(f"no tree of {before} in one of {size}")
    spans, start, end = [], 0, size
    while before != end:
        middle = start + _half(end - start)
        left = before <= middle
        spans.append((middle, end) if left else (start, middle))
        start, end = (start, middle) if left else (middle, end)
    own = [(start, end)] if start else []  # an old tree that is a whole subtree of the new one needs no hash of itself
    return _read([list(_whole(*span)) for span in (*own, *spans[::-1])], read)


def _read(spans: list[list[Node]], read: Read) -> list[bytes]:
    """One hash for each span, out of one reading of the hashes of their whole subtrees."""
    stored = iter(read([node for span in spans for node in span]))
    return [folded([next(stored) for _ in span]) for span in spans]


def includes(root_hash: bytes, size: int, place: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that this leaf hash stands at `place` under the root of `size` leaves (RFC 9162 2.1.3.2)."""
    if not 0 <= place < size:
        return False
    way, last, found = place, size - 1, leaf
    for beside in proof:
        if not last:
            return False
        if way & 1 or way == last:
            found = node_hash(beside, found)
            while way and not way & 1:
                way, last = way >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        way, last = way >> 1, last >> 1
    return not last and found == root_hash


def continues(old_root: bytes, old_size: int, new_root: bytes, new_size: int, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the newer tree begins with the older one (RFC 9162 2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    hashes = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not hashes:
        return False
    way, last = old_size - 1, new_size - 1
    while way & 1:
        way, last = way >> 1, last >> 1
    older = newer = hashes[0]
    for beside in hashes[1:]:
        if not last:
            return False
        if way & 1 or way == last:
            older, newer = node_hash(beside, older), node_hash(beside, newer)
            while way and not way & 1:
                way, last = way >> 1, last >> 1
        else:
            newer = node_hash(newer, beside)
        way, last = way >> 1, last >> 1
    return not last and older == old_root and newer == new_root
