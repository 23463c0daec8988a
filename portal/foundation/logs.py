"""Log lines: one line each, plain or JSON, on standard error; no input can forge or colour one (R60)."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _visible(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


class Plain(logging.Formatter):
    """`2026-11-30T08:00:00Z WARNING portal.app words`; lines of a trace follow behind a bar, so that none passes for a record."""

    def format(self, record: logging.LogRecord) -> str:
        lines = [f"{_moment(record)} {record.levelname} {record.name} " + record.getMessage().replace("\n", "\\n")]
        if record.exc_info:
            lines += [f"  | {line}" for line in self.formatException(record.exc_info).split("\n")]
        return "\n".join(_CONTROLS.sub(_visible, line) for line in lines)


class Json(logging.Formatter):
    """One object a line with the keys at, level, from, words and, after a fault, trace."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": _moment(record), "level": record.levelname.lower(), "from": record.name, "words": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def begin(log_format: str) -> None:
    """Send every log line of this process through one handler in the format `plain` or `json`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if log_format == "json" else Plain())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("fontTools", "weasyprint", "alembic"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
