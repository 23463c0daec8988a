"""Codes that a phone makes by the clock: RFC 6238 with SHA-1, six digits, half a minute, as every authenticator reads them."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP, DIGITS, SLACK = 30, 6, 1  # seconds of a step; how many steps a phone's clock may be before or behind ours


def fresh() -> bytes:
    """A secret of 160 bits."""
    return secrets.token_bytes(20)


def code(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one step (RFC 4226 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return str((int.from_bytes(digest[at:at + 4], "big") & 0x7FFFFFFF) % 10**digits).zfill(digits)


def step_at(at: datetime) -> int:
    """The step of a moment."""
    return int(at.timestamp()) // STEP


def matching(secret: bytes, typed: str, at: datetime, after: int) -> int | None:
    """The step whose code was typed, later than `after`, so that none opens twice; None when there is none. Takes the same time."""
    now, found = step_at(at), None
    for step in range(now - SLACK, now + SLACK + 1):
        if hmac.compare_digest(code(secret, step).encode(), typed.encode()) and step > after and found is None:
            found = step
    return found


def written(secret: bytes) -> str:
    """The secret as it is typed into a phone that has no camera: letters and digits in groups of four."""
    letters = base64.b32encode(secret).decode()
    return " ".join(letters[place:place + 4] for place in range(0, len(letters), 4))


def address(secret: bytes, login: str, portal: str) -> str:
    """What the QR code holds."""
    label = quote(f"{portal}:{login}", safe="")
    return f"otpauth://totp/{label}?" + urlencode({"secret": base64.b32encode(secret).decode(), "issuer": portal}, quote_via=quote)
