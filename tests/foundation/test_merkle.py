"""The tree against the reference vectors of RFC 6962 and 9162, against the definition read word for word, and against pymerkle (R22, SD-42)."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from portal.foundation import merkle
from portal.foundation.merkle import Node

# The eight leaves every implementation of certificate transparency is tested with, and the roots of their first n.
LEAVES = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"]
# (leaf, size): the proof of inclusion; (before, size): of consistency. Hashes as the reference implementation prints them.
INCLUSION = {
    (0, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (5, 8): ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
CONSISTENCY = {
    (1, 8): INCLUSION[0, 8],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 5): ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}
ENTRIES = some.lists(some.binary(max_size=3), max_size=33)


class Kept:
    """The hashes of whole subtrees, as somebody keeps them who appends leaf by leaf."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self.at: dict[Node, bytes] = {}
        stack: list[bytes] = []
        for size, entry in enumerate(entries):
            stack, new = merkle.grow(stack, size, merkle.leaf_hash(entry))
            assert not self.at.keys() & dict(new).keys()
            self.at |= dict(new)

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self.at[node] for node in nodes]

    def root(self, size: int) -> bytes:
        return merkle.folded(self.read(merkle.frontier(size)))


def naive(entries: Sequence[bytes]) -> bytes:
    """RFC 9162 2.1.1, word for word."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = max(power for power in (2**n for n in range(32)) if power < len(entries))
    return hashlib.sha256(b"\x01" + naive(entries[:k]) + naive(entries[k:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference(size: int) -> None:
    entries = LEAVES[:size]
    assert Kept(entries).root(size).hex() == merkle.root([merkle.leaf_hash(one) for one in entries]).hex() == ROOTS[size]


def test_the_proofs_of_the_reference() -> None:
    kept = Kept(LEAVES)
    for (place, size), said in INCLUSION.items():
        assert [one.hex() for one in merkle.inclusion(place, size, kept.read)] == said
    for (before, size), said in CONSISTENCY.items():
        assert [one.hex() for one in merkle.consistency(before, size, kept.read)] == said


@given(ENTRIES)
def test_it_is_the_definition(entries: list[bytes]) -> None:
    kept = Kept(entries)
    assert [kept.root(size) for size in range(len(entries) + 1)] == [naive(entries[:size]) for size in range(len(entries) + 1)]


@given(ENTRIES.filter(bool), some.data())
def test_every_leaf_is_proved_and_nothing_else_is(entries: list[bytes], data: some.DataObject) -> None:
    size = data.draw(some.integers(1, len(entries)))
    place = data.draw(some.integers(0, size - 1))
    kept, leaf = Kept(entries), merkle.leaf_hash(entries[place])
    proof, top = merkle.inclusion(place, size, kept.read), naive(entries[:size])
    assert merkle.includes(top, size, place, leaf, proof)
    assert not merkle.includes(top, size, place, merkle.leaf_hash(entries[place] + b"!"), proof)
    assert not merkle.includes(top, size, place, leaf, [*proof, leaf])
    assert not any(merkle.includes(top, size, place, leaf, _bent(proof, at)) for at in range(len(proof)))
    assert not merkle.includes(top, size, size, leaf, proof) and not merkle.includes(top, size, -1, leaf, proof)


@given(ENTRIES.filter(bool), some.data())
def test_every_older_tree_is_proved_and_no_other_is(entries: list[bytes], data: some.DataObject) -> None:
    size = data.draw(some.integers(1, len(entries)))
    before = data.draw(some.integers(1, size))
    kept, old, new = Kept(entries), naive(entries[:before]), naive(entries[:size])
    proof = merkle.consistency(before, size, kept.read)
    assert merkle.continues(old, before, new, size, proof)
    other = naive([*entries[:before - 1], entries[before - 1] + b"!"])
    assert not merkle.continues(other, before, new, size, proof) and not merkle.continues(old, before, other, size, proof)
    assert not merkle.continues(old, before, new, size, [*proof, old]) and not merkle.continues(new, size + 1, old, size, proof)
    assert not any(merkle.continues(old, before, new, size, _bent(proof, at)) for at in range(len(proof)))


def _bent(proof: list[bytes], at: int) -> list[bytes]:
    return [*proof[:at], hashlib.sha256(proof[at]).digest(), *proof[at + 1:]]


def test_an_append_reads_and_keeps_no_more_than_the_height() -> None:
    kept = Kept([bytes([n % 251]) for n in range(1025)])
    assert len(kept.at) < 2 * 1025 and max(len(merkle.frontier(n)) for n in range(1026)) == 10
    assert len(merkle.inclusion(700, 1025, kept.read)) <= 11 and len(merkle.consistency(700, 1025, kept.read)) <= 12


@pytest.mark.parametrize("wrong", [(3, 3), (-1, 3), (0, 0)])
def test_what_is_not_there_has_no_proof(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion(*wrong, Kept(LEAVES).read)
    with pytest.raises(ValueError, match="no tree"):
        merkle.consistency(4, 3, Kept(LEAVES).read)


def test_another_implementation_has_the_same_roots_and_proofs() -> None:
    """pymerkle, by others: its roots and its proofs of inclusion are ours, and it finds our older roots in our newer ones."""
    theirs, entries = InmemoryTree(algorithm="sha256"), [b"%d" % n for n in range(130)]
    kept = Kept(entries)
    for size, entry in enumerate(entries, 1):
        theirs.append_entry(entry)
        assert theirs.get_root() == kept.root(size)
    for place in (0, 63, 64, 77, 128, 129):
        proof = theirs.prove_inclusion(place + 1, 130)  # they count from one
        verify_inclusion(merkle.leaf_hash(entries[place]), kept.root(130), proof)
        assert [bytes(one) for one in proof.path[1:]] == merkle.inclusion(place, 130, kept.read)
    for before in (1, 64, 77, 129):
        verify_consistency(kept.root(before), kept.root(130), theirs.prove_consistency(before, 130))
