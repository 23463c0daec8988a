"""What a picture to share says, and the name it is kept under."""
from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

DESIGN = 1  # another look is another picture


@dataclass(frozen=True)
class SharedFacts:
    """One published result in the words of its card; `words` or `plain` may be "", `stamp` is that its reply stands as it was written.
    `told` is what came of it, `demo` that all of it is invented."""

    locale: str
    network: str
    station: str
    number: str
    category: str
    words: str
    plain: str
    told: str
    stamp: str
    demo: str = ""


def key(facts: SharedFacts) -> str:
    """The name of its picture: another one where anything of it is another."""
    return hashlib.sha256(json.dumps([DESIGN, asdict(facts)], ensure_ascii=False, sort_keys=True).encode()).hexdigest()
