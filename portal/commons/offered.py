"""While somebody tells a matter: what neighbours have raised already, out of what everybody may read and nothing else (SD-50, X-05).

What is typed is compared with the public words of concerns on the board and with published results; it is not kept. Candidates come from
the two indexes of words, newest first and only so many, so that a board of 100,000 costs what a small one does."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.cases.board_search import WORDS as RESULT_WORDS
from portal.cases.category import CONDUCT
from portal.cases.publication import Publication
from portal.commons import shown, similarity
from portal.commons.concern import WORDS, Concern, Standing
from portal.commons.shown import Shown
from portal.commons.similarity import NEAR, Sense, near, sense
from portal.foundation.database import db

CANDIDATES, TELLING, FEWEST_GRAMS = 60, 8, 3
OTHER_CLASS = 0.08  # how much nearer the words must be where another class was chosen
UNSORTED = "Z"


@dataclass(frozen=True)
class Offer:
    """Concerns and results that fit what was typed, the nearest first; both may be empty."""

    concerns: list[Shown]
    results: list[Publication]

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.concerns or self.results)


NOTHING = Offer([], [])


def fitting(words: str, category: str = "", concerns: int = 2, results: int = 2) -> Offer:
    """What fits some typed words, of at most `concerns` and `results`. Too few words fit nothing, and so
    does what is going to be sealed."""
    typed = sense(words)
    if len(typed.weights) < FEWEST_GRAMS or category[:1] == CONDUCT:
        return NOTHING
    found = _concerns(words, typed, category, concerns) if concerns else []
    return Offer(shown.figures(found), _results(words, typed, category, results) if results else [])


def _concerns(words: str, typed: Sense, category: str, most: int) -> list[Concern]:
    matching = WORDS.any_of([*similarity.telling(words, TELLING, width=2), *similarity.telling(words, TELLING)])
    if matching is None:
        return []
    query = matching.newest(select(Concern).where(Concern.standing == Standing.PUBLIC), Concern.id).limit(CANDIDATES)
    scored = [(max(near(typed, sense(text)) for text in (row.title, f"{row.title}\n{row.text}", *_published(row))) - _bar(row.category, category), row)
              for row in db.session.scalars(query)]
    return [row for over, row in sorted(scored, key=lambda pair: (-pair[0], -pair[1].id)) if over >= 0][:most]


def _published(row: Concern) -> list[str]:
    return [text for one in shown.results(row)[:5] for text in (one.words, *one.summary[:1]) if text]


def _results(words: str, typed: Sense, category: str, most: int) -> list[Publication]:
    matching = RESULT_WORDS.any_of(similarity.telling(words, TELLING, width=2))
    if matching is None:
        return []
    query = matching.newest(select(Publication).where(Publication.is_current.is_(True)), Publication.id).limit(CANDIDATES)
    scored = [(max((near(typed, sense(text)) for text in (row.words, *row.summary[:1]) if text), default=0.0) - _bar(row.category, category), row)
              for row in db.session.scalars(query)]
    return [row for over, row in sorted(scored, key=lambda pair: (-pair[0], -pair[1].id)) if over >= 0][:most]


def _bar(own: str, chosen: str) -> float:
    unknown = not chosen or chosen[:1] == UNSORTED
    return NEAR + (0.0 if unknown or own[:1] == chosen[:1] else OTHER_CLASS)
