"""What a run found, kept until its end: every line that missed a bar, what could not be measured here, and the figures by name."""

import json
from pathlib import Path
from typing import Any

MISSED: list[str] = []
UNMEASURED: list[str] = []
FIGURES: dict[str, Any] = {}


def flag(line: str, missed: list[str]) -> str:
    """What a line ends with; a miss is said again at the end of the run."""
    if missed:
        MISSED.append(f"{line.strip()}: {', '.join(missed)}")
    return f"MISSED: {', '.join(missed)}" if missed else "ok"


def unmeasured(what: str, why: object) -> None:
    """A part of the run that this machine cannot do."""
    UNMEASURED.append(f"{what}: {why}")
    print(f"\n{what} was not measured: {why}")


def end(file: Path) -> None:
    """Say which lines missed their bars, and lay the figures down for the plot (tests/bench/plot.py)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(FIGURES, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"\nThe figures lie in {file}")
    for line in UNMEASURED:
        print(f"Not measured: {line}")
    for line in MISSED:
        print(f"MISSED: {line}")
    print(f"{len(MISSED)} bars missed." if MISSED else "Every bar that was measured is met.")
