"""What a reader looked for, shown where it was found: in a card that was drawn for everybody."""

import re

from markupsafe import Markup

from portal.foundation.fulltext import MOST_TYPED, folded

_PIECE = re.compile(r"<svg\b.*?</svg>|<[^>]*>|&[^;\s]{1,10};|[^<&]+|.", re.DOTALL)
_SEARCHABLE = re.compile(r"\w")


def marked(card: Markup, typed: str) -> Markup:
    """The card with each part of what was typed in `mark`, in either script, large or small; nothing in it is changed."""
    wanted = [re.escape(folded(part)) for part in typed[:MOST_TYPED].split() if _SEARCHABLE.search(part)]
    if not wanted:
        return card
    looked_for = re.compile("|".join(sorted(wanted, key=len, reverse=True)))
    return Markup("".join(piece if piece[0] in "<&" else _in_text(piece, looked_for) for piece in _PIECE.findall(str(card))))


def _in_text(text: str, looked_for: re.Pattern[str]) -> str:
    same = folded(text)
    if len(same) != len(text):  # a sign that is two when small: nothing is marked rather than the wrong place
        return text
    made, at = "", 0
    for hit in looked_for.finditer(same):
        made += f"{text[at:hit.start()]}<mark>{text[hit.start():hit.end()]}</mark>"
        at = hit.end()
    return made + text[at:]
