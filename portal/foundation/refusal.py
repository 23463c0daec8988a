"""How the domain says no: exceptions that carry a message key, never a finished sentence."""


class Refused(Exception):
    """A rule forbids it. `key` is a message key of the chapter `refusal`, `params` fill its placeholders."""

    status = 422

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key if key.startswith("refusal.") else "refusal." + key
        self.params = params


class NotAllowed(Refused):
    """The actor sees the thing but may not do this to it (HTTP 403)."""

    status = 403


class Missing(Refused):
    """There is no such thing for this actor: unknown and forbidden look the same (HTTP 404, R31)."""

    status = 404

    def __init__(self, key: str = "missing", **params: object) -> None:
        super().__init__(key, **params)


class Gone(Missing):
    """It stood here for everybody to read, and no longer does (HTTP 410)."""

    status = 410

    def __init__(self, key: str = "gone", **params: object) -> None:
        super().__init__(key, **params)


class Moved(Refused):
    """The thing changed since the actor looked at it (HTTP 409, R13)."""

    status = 409

    def __init__(self, key: str = "moved", **params: object) -> None:
        super().__init__(key, **params)


class TooMany(Refused):
    """Too many tries; `seconds` says how long to wait (HTTP 429, R56–R58). `subjects` are what this try counts against."""

    status = 429

    def __init__(self, seconds: int, key: str = "too_many", subjects: dict[str, int] | None = None) -> None:
        super().__init__(key, seconds=seconds, minutes=max(1, round(seconds / 60)))
        self.seconds = seconds
        self.subjects = subjects or {}


class WrongSecret(Refused):
    """A code, token or password that does not fit; `subjects` are what the failure is counted against (R56)."""

    status = 404

    def __init__(self, key: str, subjects: dict[str, int]) -> None:
        super().__init__(key)
        self.subjects = subjects
