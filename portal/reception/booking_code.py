"""The code of an appointment, made of the key of its form; what is kept of either is a hash (R07)."""

from portal.foundation import codes


def keyed(key: str) -> tuple[str, str]:
    """Of the key of a form: what is kept of it, and the code that belongs to it."""
    return codes.keyed_hash("appointment form", key), codes.derive_code(f"appointment:{key}")


def hashed(code: str) -> str:
    """Of a code, what is kept."""
    return codes.keyed_hash("appointment", code)
