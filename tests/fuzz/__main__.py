"""The parsers we wrote, fed with whatever comes: python -m tests.fuzz [masks calendars …] [--examples 20000]

Each night: ends with 0 where every parser answered or refused in words, and else prints the smallest thing it did not. What was found once is kept by
hypothesis in .hypothesis and is tried first the next time."""

import argparse
import sys
import time
import traceback
from collections.abc import Callable

from hypothesis import HealthCheck, settings

from tests.fuzz.parsers import PARSERS


def run(parser: Callable[[], None], examples: int) -> str:
    """What was found; "" where nothing was."""
    try:
        settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)(parser)()
    except BaseException as found:
        if isinstance(found, KeyboardInterrupt):
            raise
        return "".join(traceback.format_exception(found, limit=-4))
    return ""


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parsers", nargs="*", choices=[*PARSERS, []], default=[])
    parser.add_argument("--examples", type=int, default=20_000)
    asked, found = parser.parse_args(), 0
    for name in asked.parsers or PARSERS:
        began, wrong = time.monotonic(), run(PARSERS[name], asked.examples)
        print(f"{name}: {wrong or 'nothing was found'} [{time.monotonic() - began:.0f} s]", flush=True)
        found += bool(wrong)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
