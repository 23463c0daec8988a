"""Attacks of our own on a portal of our own: python -m tests.hostile [walker] [wire] [guesses] [timing] [--requests 6000] [--guesses 2000] [--pairs 60]

walker   every route, as everybody, with foreign and twisted numbers: no fault, nothing of the inside, all headers, one and the same 404.
wire     heads, lengths, encodings and hosts that no browser sends.
guesses  wrong codes from everywhere: none opens, the owner gets in; --guesses 1000000 for a night.
timing   known and unknown logins and numbers, turn by turn: medians alike.

The server is started here, listens on 127.0.0.1 alone and is gone afterwards; nothing else is ever called. Ends with 0 where nothing was
found, and else says what."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.hostile import guesses, timing, walker, wire
from tests.hostile.house import standing

PARTS = ("walker", "wire", "guesses", "timing")


def run(parts: list[str], requests: int, tries: int, pairs: int, scratch: Path) -> list[str]:
    """What was found, each line with the part that found it."""
    found: list[str] = []
    with standing(scratch) as house:
        for name in parts:
            lines = {"walker": lambda: walker.main(house, str(scratch / "map"), requests), "wire": lambda: wire.main(house),
                     "guesses": lambda: guesses.main(house, tries), "timing": lambda: timing.main(house, pairs)}[name]()
            found += [f"{name}: {line}" for line in lines]
    return found


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--requests", type=int, default=6000)
    parser.add_argument("--guesses", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        found = run(asked.parts or list(PARTS), asked.requests, asked.guesses, asked.pairs, Path(scratch))
    print("\n".join(found) or "Nothing was found.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
