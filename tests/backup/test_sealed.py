"""A sealed file: what was written comes out, and nothing that was changed, moved, added or cut off does."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portal.backup import sealed

KEY = "seven words that nobody would put in a row"
HEAD = len(sealed.MAGIC) + 1 + 16 + 32


def written(data: bytes, key: str = KEY) -> bytes:
    raw = io.BytesIO()
    with sealed.Writer(raw, key) as out:
        for start in range(0, len(data), 100_000):
            out.write(data[start:start + 100_000])
    return raw.getvalue()


def opened(file: bytes, key: str = KEY) -> bytes:
    reader, parts = sealed.Reader(io.BytesIO(file), key), []
    while part := reader.read(70_000):
        parts.append(part)
    reader.finish()
    return b"".join(parts)


def pieces(file: bytes) -> list[bytes]:
    """The pieces with their lengths, without the header."""
    found, at = [], HEAD
    while at < len(file):
        end = at + 4 + int.from_bytes(file[at:at + 4], "big")
        found.append(file[at:end])
        at = end
    return found


NOISE = bytes(range(256)) * 1024 * 3  # three pieces of the same bytes


@pytest.mark.parametrize("size", [0, 1, sealed.PIECE - 1, sealed.PIECE, sealed.PIECE + 1, 3 * sealed.PIECE])
def test_what_was_written_comes_out(size: int) -> None:
    data = (NOISE * 2)[:size]
    assert opened(written(data)) == data


def test_two_files_of_the_same_bytes_have_nothing_in_common() -> None:
    one, other = written(NOISE), written(NOISE)
    assert one[:len(sealed.MAGIC) + 1] == other[:len(sealed.MAGIC) + 1]
    assert not set(pieces(one)) & set(pieces(other)) and len(set(pieces(one))) == 3


def test_another_key_is_told_at_once() -> None:
    with pytest.raises(sealed.Unopened, match="does not open with this key"):
        sealed.Reader(io.BytesIO(written(b"words")), KEY + ".")


@settings(max_examples=60)
@given(some.data())
def test_any_flipped_bit_is_refused(draw: some.DataObject) -> None:
    file = bytearray(FILE)
    place = draw.draw(some.integers(0, len(file) * 8 - 1))
    file[place // 8] ^= 1 << place % 8
    with pytest.raises(sealed.Unopened):
        opened(bytes(file))


@settings(max_examples=60)
@given(some.data())
def test_any_file_that_ends_early_is_refused(draw: some.DataObject) -> None:
    with pytest.raises(sealed.Unopened):
        opened(FILE[:draw.draw(some.integers(0, len(FILE) - 1))])


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "swapped": lambda all_: [all_[1], all_[0], *all_[2:]], "left out": lambda all_: [all_[0], *all_[2:]],
    "twice": lambda all_: [all_[0], *all_], "ends at a piece": lambda all_: all_[:-1], "the last twice": lambda all_: [*all_, all_[-1]],
    "of another file": lambda all_: [pieces(written(NOISE))[0], *all_[1:]], "more": lambda all_: [*all_, b"\0"], "none": lambda all_: []}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_pieces_neither_change_places_nor_end_early(change: Callable[[list[bytes]], list[bytes]]) -> None:
    with pytest.raises(sealed.Unopened):
        opened(FILE[:HEAD] + b"".join(change(pieces(FILE))))


def test_what_a_fault_cut_short_never_opens() -> None:
    raw = io.BytesIO()
    with pytest.raises(OSError, match="no room"), sealed.Writer(raw, KEY) as out:
        out.write(NOISE)
        raise OSError("no room")
    with pytest.raises(sealed.Unopened, match="cut short"):
        opened(raw.getvalue())


@pytest.mark.parametrize("file", [b"", b"no backup", sealed.MAGIC, sealed.MAGIC + bytes([19]) + bytes(48), sealed.MAGIC + bytes(49)])
def test_what_is_no_backup_is_said_to_be_none_and_costs_nothing(file: bytes) -> None:
    """One that asks for more memory than any of ours is not asked twice."""
    with pytest.raises(sealed.Unopened, match="This is no backup"):
        sealed.Reader(io.BytesIO(file), KEY)


_cost, sealed.COST = sealed.COST, 4
FILE = written(NOISE[:-7])
sealed.COST = _cost
