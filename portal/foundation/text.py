"""What people type: kept to the letter, line ends apart; what no screen or paper can show honestly is refused (R44, R45)."""

import re
import unicodedata

from portal.foundation.refusal import Refused

# Direction overrides can make a published sentence read backwards; the plain marks (LRM, RLM) cannot.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WORDS_MOST, WORDS_LINES = 2000, 60
REPLY_MOST, REPLY_LINES = 20000, 600
MAIL_MOST = 254
_MAIL = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+\.[^\s@,;:<>()\[\]\\\"]+")


def clean(typed: str, most: int, lines: int = 1) -> str:
    """The text with line ends as \\n, otherwise untouched. Refused: too long, too many lines, control characters, NUL,
    lone surrogates, direction overrides. Nothing is ever cut."""
    kept = typed.replace("\r\n", "\n").replace("\r", "\n")
    if len(kept) > most:
        raise Refused("text_long", most=most, length=len(kept))
    if kept.count("\n") >= lines:
        raise Refused("text_lines", most=lines)
    for character in kept:
        if character in _OVERRIDES or (character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")):
            raise Refused("text_character", code=f"U+{ord(character):04X}")
    return kept


def mail(typed: str) -> str:
    """An e-mail address as it is written; anything else is refused."""
    kept = clean(typed, MAIL_MOST)
    if not _MAIL.fullmatch(kept):
        raise Refused("wish_mail")
    return kept


def whole(typed: str | None) -> int | None:
    """The whole number that was sent, or None for what is none or larger than the number of any row."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def needed(typed: str, most: int, lines: int = 1, key: str = "text_empty") -> str:
    """clean() of a text that may not be blank."""
    kept = clean(typed, most, lines)
    if not kept.strip():
        raise Refused(key)
    return kept
