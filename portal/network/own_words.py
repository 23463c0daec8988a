"""Words that a station keeps for the input panel of its terminals: what people there call places and things, one a line."""

import re

from sqlalchemy import select

from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import clean
from portal.network import access, reach, station
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station

SHORTEST, LONGEST, MOST = 2, 12, 500  # characters of a word; words of a station
HAN = re.compile(r"[\u4e00-\u9fff]{2,12}")  # what the panel's dictionary can spell


def of(place: Station) -> list[str]:
    """The words, in the order they were written."""
    return place.own_words.split("\n") if place.own_words else []


def one(code: str, by: Actor) -> Station:
    """A station whose words the actor keeps; raises Missing for any other."""
    found = station.by_code(code)
    if found is None or found.closed or not access.can(by, "words.manage", Place(found.id)):
        raise Missing
    return found


def kept_by(by: Actor) -> list[Station]:
    """The open stations whose words the actor keeps."""
    ids = reach.stations(by, "words.manage") or ()
    return list(db.session.scalars(select(Station).where(Station.id.in_(ids), Station.closed.is_(False)).order_by(Station.code)))


def keep(place: Station, typed: str, *, by: Actor) -> int:
    """Replace the list by what was typed, each word once; how many there are. Refused: a line that is no word of two to twelve
    Chinese characters, named by its number; more than 500 words."""
    access.permit(by, "words.manage", Place(place.id))
    words: dict[str, int] = {}
    for line, text in enumerate(clean(typed, MOST * 40, MOST * 4).split("\n"), 1):
        word = text.strip()
        if word and not HAN.fullmatch(word):
            raise Refused("own_word", line=line, word=word[:LONGEST], least=SHORTEST, most=LONGEST)
        if word:
            words.setdefault(word, line)
    if len(words) > MOST:
        raise Refused("own_words_many", most=MOST, n=len(words))
    place.own_words = "\n".join(words)
    return len(words)
