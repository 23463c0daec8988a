"""What says who somebody is lies sealed in the database, and the key lies outside it (issue 7, R27, practice.md §6.2).

A value is ChaCha20-Poly1305 with a nonce of its own: `<name of the key>.<base64 of nonce and sealed text>`, bound to its table, column and key,
padded to whole blocks so that its length tells little. An empty text stays empty: that nothing was said is no secret, and is asked for in SQL.
It is not bound to its row: whoever may write the database would change the reference of the case instead, which no seal holds.
Nothing sealed can be compared, sorted or grouped in SQL. The last four digits of a phone are found by a tag (HMAC), one of several at random for
the same digits, so that equal numbers do not stand side by side."""

import base64
import binascii
import hmac
import os
import secrets
import threading
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Text, TypeDecorator
from sqlalchemy.sql import operators

from portal.foundation import vault_key
from portal.foundation.settings import Settings
from portal.foundation.vault_key import BadVault, Key, Ring

BLOCK, NONCE, TAIL = 16, 12, 4
TAGS = 16  # for the same four digits
_LONG = 16  # hexadecimal digits of a tag
_ALLOWED = (operators.eq, operators.ne)


class Vault:
    """The keys of one portal at work. A `lenient` one reads nothing where it lacks the key, instead of refusing: for looking at a copy."""

    def __init__(self, settings: Settings, lenient: bool = False) -> None:
        self.settings, self.lenient = settings, lenient
        self._file, self._seen, self._ring = vault_key.watched(settings), (0, 0), ()
        self._lock = threading.Lock()

    @property
    def ring(self) -> Ring:
        """The keys as they stand now, the one in force first; a first one is made where there is none. Raises BadVault."""
        if not self._ring or (self._file is not None and self._mark(self._file) != self._seen):
            self._load()
        return self._ring

    @property
    def key(self) -> Key:
        """The key in force."""
        return self.ring[0]

    @property
    def place(self) -> str:
        """Where the key is kept, as it may be said."""
        return str(self._file or ("PORTAL_VAULT_COMMAND" if self.settings.vault_command else "PORTAL_VAULT_KEY"))

    def stands(self) -> bool:
        """Whether there is a key without making one. Raises BadVault."""
        return vault_key.read(self.settings) is not None

    def _load(self) -> None:
        with self._lock:
            seen = self._mark(self._file) if self._file is not None else (0, 0)
            found = vault_key.read(self.settings)
            if found is None and self._ring:  # it was here a moment ago: a new one would be sealed with and the old one not come back
                raise BadVault(f"{self._file} is gone: it holds the key of the vault. Bring it back as it was.")
            if found is None:
                path = vault_key.own_file(self.settings)
                if path is None:
                    raise BadVault(f"{self._file} is not there: it holds the key of the vault.")
                vault_key.make(path)
                seen, found = self._mark(path), vault_key.read(self.settings)
            self._ring, self._seen = found or (), seen

    @staticmethod
    def _mark(path: Path) -> tuple[int, int]:
        try:
            told = path.stat()
        except OSError:
            return 0, 0
        return told.st_mtime_ns, told.st_ino

    def seal(self, where: str, plain: str) -> str:
        """A text sealed for one `table.column` with the key in force."""
        key, nonce, raw = self.key, os.urandom(NONCE), plain.encode()
        sealed = key.cipher.encrypt(nonce, raw + b"\0" * (-len(raw) % BLOCK), _bound(where, key))
        return f"{key.name}.{base64.b64encode(nonce + sealed).decode()}"

    def open(self, where: str, sealed: str) -> str:
        """The text that was sealed for that place. Raises BadVault for another key or place, or a changed byte: never a wrong text."""
        from cryptography.exceptions import InvalidTag

        name, _, rest = sealed.partition(".")
        key = None if self.lenient and not self._ring and not self.stands() else self.known(name)
        if key is None:
            if self.lenient:
                return ""
            raise BadVault(f"{where} was sealed with the vault key {name}, which is not here.")
        try:
            raw = base64.b64decode(rest, validate=True)
            return key.cipher.decrypt(raw[:NONCE], raw[NONCE:], _bound(where, key)).rstrip(b"\0").decode()
        except (InvalidTag, binascii.Error, ValueError) as changed:
            raise BadVault(f"{where} was changed, or moved from elsewhere: the vault does not open it.") from changed

    def known(self, name: str) -> Key | None:
        """The key of that name, if it is in the ring."""
        return next((key for key in (self._ring or self.ring) if key.name == name), None) or next((key for key in self.ring if key.name == name), None)


def _bound(where: str, key: Key) -> bytes:
    return f"{where}\n{key.name}".encode()


def install(app: Flask, settings: Settings, lenient: bool = False) -> None:
    """Give an application its vault; its keys are read when something is sealed or opened first."""
    app.extensions["vault"] = Vault(settings, lenient)


def here() -> Vault:
    """The vault of the application in force."""
    found: Vault = current_app.extensions["vault"]
    return found


class _Closed(TypeDecorator.Comparator[Any]):
    """What is sealed is said or not said; nothing else can be asked of it in the database."""

    def operate(self, op: Any, *other: Any, **options: Any) -> Any:
        if op in _ALLOWED and (isinstance(other[0], ColumnElement) or other[0] == ""):  # SQLAlchemy itself asks which column one is
            return super().operate(op, *other, **options)
        raise TypeError(f"{self.expr} is sealed: the database can neither compare nor sort nor count by it")

    def reverse_operate(self, op: Any, other: Any, **options: Any) -> Any:
        raise TypeError(f"{self.expr} is sealed")


class Sealed(TypeDecorator[str]):
    """A text that only this portal can read. `where`: its table and column, to which it is bound."""

    impl = Text
    cache_ok = True
    comparator_factory = _Closed

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return here().seal(self.where, value) if value else value

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return here().open(self.where, value) if value else value


def tag(phone: str) -> str:
    """By which a phone is found by its last four digits, one of many at random; empty where it has fewer."""
    digits = "".join(ch for ch in phone if ch.isdigit())
    return _tag(here().key, digits[-TAIL:], secrets.randbelow(TAGS)) if len(digits) >= TAIL else ""


def tags(tail: str) -> list[str]:
    """Every tag those four digits may have, with each key of the ring."""
    return [_tag(key, tail, number) for key in here().ring for number in range(TAGS)]


def _tag(key: Key, tail: str, number: int) -> str:
    return hmac.digest(key.index, f"phone tail\n{tail}\n{number}".encode(), "sha256").hex()[:_LONG]
