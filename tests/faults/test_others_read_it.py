"""Programs we did not write read the ledger as it is given out: pymerkle works out root and proofs from the served entries, and OpenSSL's Ed25519
checks the signed head (R22, X-18)."""

import base64
import json
import re
import urllib.request

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion
from pymerkle.proof import MerkleProof

from portal.cases import ledger
from portal.foundation import clock
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.faults.outside import House
from tests.faults.test_ledger_attacks import house

__all__ = ["house"]


def read(house: House, path: str) -> bytes:
    with urllib.request.urlopen(f"{house.address}/ledger/{path}") as answer:
        return bytes(answer.read())


def signed(house: House) -> tuple[int, bytes]:
    """Size and root of the head, its signature checked by the words of the specification alone."""
    text, _, below = read(house, "checkpoint").decode().partition("\n\n")
    name, hashed, key = read(house, "key").decode().strip().split("+", 2)
    found = re.fullmatch(r"— (\S+) (\S+)\n", below)
    assert found is not None and found[1] == name
    proof = base64.b64decode(found[2])
    assert proof[:4].hex() == hashed
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:]).verify(proof[4:], f"{text}\n".encode())
    _, size, root = text.split("\n")
    return int(size), base64.b64decode(root)


def entries(house: House, size: int) -> list[bytes]:
    """What lies in the one bundle of so short a ledger, each after its length."""
    data, found = read(house, f"tile/entries/000.p/{size}"), []
    while data:
        length = int.from_bytes(data[:2], "big")
        found.append(data[2:2 + length])
        data = data[2 + length:]
    return found


def served(house: House, place: int) -> list[bytes]:
    """The hashes beside the way up, out of a tlog-proof."""
    top = read(house, f"proof/{place}").decode().partition("\n\n")[0]
    return [base64.b64decode(line) for line in top.split("\n")[3:]]


def test_r22_pymerkle_has_the_signed_root_and_takes_our_proofs(house: House) -> None:
    """Every entry, acceptances too, under the head as it stands and as it stood before the ledger grew."""
    old_size, old_root = signed(house)
    cast = Cast()
    for _ in range(3):
        case = cast.closed()
        with unit_of_work():
            cast.put_up(case)
    with unit_of_work():
        ledger.sign(clock.now())
    size, root = signed(house)
    theirs, rows = InmemoryTree(algorithm="sha256"), entries(house, size)
    assert (old_size, size) == (6, 12) and {json.loads(row)["kind"] for row in rows} == {"accepted", "result"}
    for row in rows:
        theirs.append_entry(row)
    assert theirs.get_root() == root and theirs.get_root(old_size) == old_root
    for place in range(size):
        shape = theirs.prove_inclusion(place + 1, size).serialize()  # they count from one, and keep the leaf as the first hash
        ours = MerkleProof.deserialize(shape | {"path": [shape["path"][0], *(one.hex() for one in served(house, place))]})
        verify_inclusion(theirs.get_leaf(place + 1), root, ours)
    verify_consistency(old_root, root, theirs.prove_consistency(old_size, size))  # whose proofs are not RFC 9162's: ours are held to its vectors
