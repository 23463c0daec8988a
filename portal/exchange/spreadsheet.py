"""Tables for spreadsheets: UTF-8 with a mark of its order, CRLF, and no cell that Excel, WPS or LibreOffice takes for a formula (R65)."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # without it spreadsheets take the file for one of the local code page
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def safe(cell: object) -> str:
    """A cell that a spreadsheet shows and never works out: an apostrophe before what could begin a formula, blanks before it or not."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip(" \u3000\u00a0\ufeff").startswith(_FORMULA) else text


def lines(rows: Iterable[Sequence[object]]) -> str:
    """Rows of cells as CSV (RFC 4180), each cell made safe."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
