"""What takes longer than a suite may: python -m tests.soak [kills] [hour] [guesses] [--times 200] [--seconds 3600] [--guesses 1000000]

kills    kill -9, so many times, under eight who write: nothing acknowledged is lost or doubled, every rule holds (R01).
hour     four fifths of the most it can do, so long: memory, open files and the write-ahead log stay flat (R19).
guesses  so many wrong codes, from everywhere: not one opens a matter, and its owner gets in meanwhile (R56, R57).

Without a name, all of them, one after the other. Ends with 1 when anything was found, and says what. For a night, not for a suite."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.soak import guesses, hour, kills

PARTS = {"kills": kills.main, "hour": hour.main, "guesses": guesses.main}


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS))
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--guesses", type=int, default=1_000_000)
    asked, found = parser.parse_args(), []
    for name in asked.parts or PARTS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as scratch:
            found += [f"{name}: {line}" for line in PARTS[name](Path(scratch), asked)]
        print(f"[{name}: {time.monotonic() - began:.0f} s]", flush=True)
    print("\n".join(found) or "Nothing was found.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
