"""Finding a result on the board by its words, or by how it ended, within a station, a class and a month: at a million as at 5,000.

What narrows stands in the index beside the words: else a frequent word, looked for where it never stands, would walk all results that
hold it, and an ending that is rare would walk all there are."""

from collections.abc import Iterable

from portal.foundation.database import Base
from portal.foundation.fulltext import Matching, Words

WORDS = Words("publication_words", Base.metadata)
UNRATED, COMMON, PERSONAL = "none", "common", "personal"


def scope(station: str = "", category: str = "", month: str = "", outcome: str = "", rated: str = "", concerns: str = "",
          among: Iterable[str] = ()) -> str:
    """What narrows: the code of a station, a top class, a month as YYYY-MM, an outcome, a result of rating, whether many are concerned;
    `among`: the codes of the stations of an area, one of which it is."""
    parts = {"": station, "class": category, "month": month, "outcome": outcome, "rated": rated, "concerns": concerns}
    told = [name + value.replace("_", "") for name, value in parts.items() if value]
    return " ".join([*told, *filter(None, ["|".join(among)])])


def index(row_id: int, texts: Iterable[str], narrow: str) -> None:
    """Write what a published row can be found by."""
    WORDS.put(row_id, "\n".join(texts), narrow)


def matching(typed: str, narrow: str) -> Matching | None:
    """What matches what was typed, there; without a word all that lies there. None if nothing in it is searchable."""
    return WORDS.matching(typed, narrow)
