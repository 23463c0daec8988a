"""A sealed file: written as a stream, read as a stream, and any byte that was changed, moved, added or cut off is refused.

After a header (magic, cost, salt, and a check that tells a wrong key at once) come pieces: four bytes of length, then a piece of at most
256 KiB, deflated and sealed with ChaCha20-Poly1305. The nonce is the number of the piece and whether it is the last one, so that pieces
neither change places nor end early (the STREAM construction). The key comes from the pass phrase and a salt of its own by scrypt."""

import hmac
import os
import zlib
from types import TracebackType
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"huiyin-backup/1\n"
PIECE = 256 * 1024  # bytes of what is sealed, before it is deflated
COST, DEAREST = 16, 18  # scrypt takes 2^16 × 1 KiB of memory; no file may ask for more than 2^18
_SALT, _CHECK = 16, 32
_LONGEST = PIECE + PIECE // 100 + 64  # what does not deflate grows a little


class Unopened(Exception):
    """A sealed file that is none, does not open with this key, or is not as it was written; one sentence says which."""


def _derived(phrase: str, cost: int, salt: bytes) -> tuple[bytes, bytes]:
    """The key of the pieces and the check of the header."""
    both = Scrypt(salt=salt, length=64, n=2**cost, r=8, p=1).derive(phrase.encode())
    return both[:32], hmac.digest(both[32:], MAGIC + bytes([cost]) + salt, "sha256")


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Writer:
    """Seals what is written to it. The last piece is marked when the block ends well: what a fault cut short never opens."""

    def __init__(self, raw: IO[bytes], phrase: str) -> None:
        salt = os.urandom(_SALT)
        key, check = _derived(phrase, COST, salt)
        self._raw, self._cipher, self._waiting, self._number = raw, ChaCha20Poly1305(key), bytearray(), 0
        raw.write(MAGIC + bytes([COST]) + salt + check)

    def write(self, data: bytes) -> int:
        """Take more; returns how much was taken, which is all."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def _seal(self, piece: bytes, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), zlib.compress(piece, 1), None)
        self._raw.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._seal(bytes(self._waiting), last=True)


class Reader:
    """Opens a sealed file piece by piece; not a byte is handed out that was not checked. Raises Unopened."""

    def __init__(self, raw: IO[bytes], phrase: str) -> None:
        head = raw.read(len(MAGIC) + 1 + _SALT + _CHECK)
        cost, salt, told = head[len(MAGIC):len(MAGIC) + 1], head[len(MAGIC) + 1:-_CHECK], head[-_CHECK:]
        if not head.startswith(MAGIC) or len(salt) < _SALT or not 1 <= cost[0] <= DEAREST:
            raise Unopened("This is no backup of Huiyin, or its beginning was changed.")
        key, check = _derived(phrase, cost[0], salt)
        if not hmac.compare_digest(check, told):
            raise Unopened("The backup does not open with this key, or its beginning was changed.")
        self._raw, self._cipher, self._ready, self._number, self._over = raw, ChaCha20Poly1305(key), bytearray(), 0, False

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end of a file that is whole."""
        while len(self._ready) < size and not self._over:
            self._ready += self._opened()
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        return taken

    def finish(self) -> None:
        """Read what is left: only at its end is a file known to be whole."""
        while not self._over:
            self._ready = bytearray(self._opened())

    def _opened(self) -> bytes:
        length = int.from_bytes(self._raw.read(4), "big")
        sealed = self._raw.read(length) if 16 <= length <= _LONGEST else b""
        if len(sealed) != length or not length:
            raise Unopened(f"The backup is cut short or was changed at its piece {self._number}.")
        for last in (False, True):
            try:
                piece = self._cipher.decrypt(_nonce(self._number, last), sealed, None)
            except InvalidTag:
                continue
            self._number, self._over = self._number + 1, last
            if last and self._raw.read(1):
                raise Unopened("Something was added after the end of the backup.")
            return zlib.decompress(piece)
        raise Unopened(f"The backup was changed at its piece {self._number}.")
