"""Case numbers, tracking codes and tokens: how they are made, checked, folded and stored."""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata

from flask import current_app

CODE_DIGITS = 12
_KEY = re.compile(r"[0-9a-f]{32}")
_FULLWIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def case_number(station: str, year: int, serial: int) -> str:
    """`S01-26-0042`: station code, two digits of the year, gapless serial (practice.md §11)."""
    return f"{station}-{year % 100:02d}-{serial:04d}"


def sheet_number(station: str, year: int, serial: int) -> str:
    """`S01-26-S0042`: the number of a form of paper, a series of its own; every sign of it is on the pad of the terminal (HB-34)."""
    return f"{station}-{year % 100:02d}-S{serial:04d}"


def check_digit(digits: str) -> str:
    """The Luhn check digit of a string of decimal digits: any single wrong digit is noticed."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def derive_code(key: str, attempt: int = 0) -> str:
    """The tracking code that belongs to a form key: 11 digits of an HMAC and a check digit.

    The same key gives the same code again, so that a replayed submission shows the same receipt (R07) although
    the database holds neither the key nor the code."""
    number = int.from_bytes(_mac(f"code:{attempt}:{key}")[:16], "big") % 10 ** (CODE_DIGITS - 1)
    body = str(number).zfill(CODE_DIGITS - 1)
    return body + check_digit(body)


def derive_token(key: str) -> str:
    """The longer token in the receipt's QR: 160 bits, URL-safe, derived as the code is."""
    return base64.urlsafe_b64encode(_mac(f"token:{key}")[:20]).decode().rstrip("=")


def new_key() -> str:
    """A fresh 128-bit key for a form, as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def is_key(sent: str) -> bool:
    """Whether something has the form of such a key."""
    return _KEY.fullmatch(sent) is not None


def fold_code(typed: str) -> str | None:
    """The 12 digits somebody typed (blanks, hyphens and full-width digits forgiven), or None if it cannot be a code."""
    digits = "".join(ch for ch in typed.translate(_FULLWIDTH) if ch not in " -–—　\t")
    if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if check_digit(digits[:-1]) == digits[-1] else None


def group(code: str) -> str:
    """A code as it is printed and read out: `4827 1936 0158`."""
    return " ".join(code[i:i + 4] for i in range(0, len(code), 4))


def fold_number(typed: str) -> str:
    """A case number as stored: upper case, full-width folded, everything else dropped."""
    folded = unicodedata.normalize("NFKC", typed).upper().replace("—", "-").replace("–", "-")
    return "".join(ch for ch in folded if ch.isascii() and (ch.isalnum() or ch == "-"))[:24]


def keyed_hash(purpose: str, value: str) -> str:
    """What is stored instead of a code, token or key: HMAC-SHA-256 in hexadecimal, useless without the server's secret."""
    return _mac(f"{purpose}:{value}").hex()


def same(a: str, b: str) -> bool:
    """Constant-time comparison."""
    return hmac.compare_digest(a.encode(), b.encode())


def _mac(message: str) -> bytes:
    """HMAC under the server's secret, which lives outside the database."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), message.encode(), hashlib.sha256).digest()
