"""Log lines: one record is one line, whatever somebody typed (R60)."""

import json
import logging
import sys

from portal.foundation.logs import Json, Plain

FORGED = "name\r\n2026-01-01T00:00:00Z INFO portal all is well\x1b[31m\x00\u202egnp\u2028next"


def record(words: str, fault: bool = False) -> logging.LogRecord:
    try:
        raise ValueError(words) if fault else KeyboardInterrupt
    except (ValueError, KeyboardInterrupt):
        told = sys.exc_info() if fault else None
        return logging.LogRecord("portal.test", logging.WARNING, "file", 1, "said: %s", (words,), told)


def test_a_plain_line_cannot_be_forged_r60() -> None:
    line = Plain().format(record(FORGED))
    assert line.isprintable() and "WARNING portal.test said: name\\u000d\\n2026" in line


def test_a_line_of_a_trace_cannot_pass_for_a_record_r60() -> None:
    first, *trace = Plain().format(record(FORGED, fault=True)).split("\n")
    assert first.isprintable() and len(trace) > 2
    assert all(line.startswith("  | ") and line.isprintable() for line in trace)


def test_a_json_line_carries_the_same_words_r60() -> None:
    line = Json().format(record(FORGED, fault=True))
    assert line.isprintable()
    told = json.loads(line)
    assert told["words"] == f"said: {FORGED}" and told["level"] == "warning" and "ValueError" in told["trace"]
