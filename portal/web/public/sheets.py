"""What the wall shows, cut into sheets that can be read from four metres. A reply that is longer than a sheet goes on on the next:
put together, the parts are the reply to the last sign (SD-40). Our own summary, and the words above it, may end early and say so."""

import unicodedata
from dataclasses import dataclass

from portal.cases import board
from portal.cases.publication import Publication

LINES, WIDE = 7, 26  # of one sheet, in Han characters: both orientations hold as much (static/css/wall.css)
WORDS, PLAIN = (2, 22), (4, 25)  # lines and width of the visitor's words and of our summary, beside the reply
ENDS, CLOSERS = "。！？；.!?;\n", "”’』」）)》"
LEAST, A_SIGN = 12, 0.16  # seconds a sheet stands, and for each Han character on it
CUT, MOST = "……", 6  # what ends early; sheets of one result, what is longer is read on its own page


@dataclass(frozen=True)
class Sheet:
    """One sheet: a result, the part of its reply that stands on it, which part of how many, and how long it stands in seconds.
    `ends_early`: the last of its sheets, and the reply is longer still."""

    row: Publication
    words: str
    plain: str
    part: str
    number: int
    of: int
    seconds: int
    ends_early: bool


def sheets(rows: list[Publication]) -> list[Sheet]:
    """The sheets of some results, in their order."""
    return [sheet for row in rows for sheet in _of(row)]


def _of(row: Publication) -> list[Sheet]:
    reply = board.answer_of(row)
    parts = pieces(reply["text"]) if reply else [""]
    words, plain = beginning(row.words, *WORDS), beginning(board.plain(row), *PLAIN)
    of = min(len(parts), MOST)
    return [Sheet(row, words, plain, part, number, of, _seconds(part + (words + plain if number == 1 else "")), number == MOST < len(parts))
            for number, part in enumerate(parts[:MOST], 1)]


def pieces(text: str, lines: int = LINES, wide: int = WIDE) -> list[str]:
    """The text in parts that fit a sheet each, cut behind a sentence where one ends in the lower half of a sheet; joined, they are the text."""
    parts: list[str] = []
    while text:
        most = _fitting(text, lines, wide)
        end = most if most == len(text) else _good_end(text, most)
        parts.append(text[:end])
        text = text[end:]
    return parts or [""]


def beginning(text: str, lines: int, wide: int) -> str:
    """The text, or as much of its beginning as so many lines hold, and a mark that it goes on."""
    if _fitting(text, lines, wide) == len(text):
        return text
    room = _fitting(text, lines, wide) - len(CUT)
    return text[:_good_end(text, room)].rstrip() + CUT


def breadth(text: str) -> float:
    """How much room a text takes in Han characters: a letter half of one, a mark over another sign none."""
    return sum(_wide(sign) for sign in text)


def _wide(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55


def _fitting(text: str, lines: int, wide: int) -> int:
    """How many signs from the beginning fit, at least one."""
    line, used = 0, 0.0
    for place, sign in enumerate(text):
        if sign == "\n":
            line, used = line + 1, 0.0
        else:
            used += _wide(sign)
            if used > wide:
                line, used = line + 1, _wide(sign)
        if line >= lines:
            return _whole(text, max(place, 1))
    return len(text)


def _good_end(text: str, most: int) -> int:
    """The last place behind a sentence in the second half of what fits; else the last blank there; else all that fits."""
    places = range(most, most // 2, -1)
    sentence = (place for place in places if _ends(text, place))
    blank = (place for place in places if text[place - 1] == " ")
    return next(sentence, None) or next(blank, None) or most


def _ends(text: str, place: int) -> bool:
    """Whether a sentence is over there, with what closes its quotation."""
    return text[:place].rstrip(CLOSERS)[-1:] in tuple(ENDS) and text[place:place + 1] not in tuple(CLOSERS)


def _whole(text: str, place: int) -> int:
    """A place that parts no sign from the marks over it; the beginning is none."""
    back = place
    while back > 1 and unicodedata.combining(text[back]):
        back -= 1
    return back if not unicodedata.combining(text[back]) else place


def _seconds(text: str) -> int:
    return round(LEAST + A_SIGN * breadth(text))
