"""Groups of matters that may be one concern, suggested to the liaison, who decides (SD-50, HB-49, practice.md §5).

Looked at are the newest matters of the stations alone, found by an index from the newest backwards: however many there ever were, a
page costs the same. Within a sub-class they are chained by what their words share, by the same place all the more; three make a group."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.cases import search
from portal.cases.case import Case
from portal.commons import members, similarity
from portal.commons.concern import Concern, Member
from portal.commons.similarity import Sense
from portal.foundation import fulltext
from portal.foundation.database import db
from portal.network import access
from portal.network.actor import Actor

SPAN, LOOKED_AT, FEWEST, MANY = timedelta(days=30), 400, 3, 5
SAME_PLACE = 0.12  # how much less their words must share where both name the place


@dataclass(frozen=True)
class Group:
    """Matters of one station and sub-class, oldest first; why: the place where all name it, and words that most share. `loose`: many of
    one sub-class whose words are not near."""

    station_id: int
    category: str
    cases: list[Case]
    place: str
    shared: list[str]
    loose: bool = False


def groups(by: Actor, at: datetime, most: int = 10) -> list[Group]:
    """The largest first: of what the actor may see, and is in no concern."""
    newest = select(Case.id).where(access.visible(by, Case)).order_by(Case.id.desc()).limit(LOOKED_AT).subquery("newest")
    query = (select(Case).join(newest, newest.c.id == Case.id).outerjoin(Member, Member.case_id == Case.id)
             .where(members.fitting(), Member.case_id.is_(None), Case.registered_at > at - SPAN))
    classes: dict[tuple[int, str], list[Case]] = defaultdict(list)
    for case in db.session.scalars(query):
        classes[case.station_id, (case.category or "")[:1]].append(case)
    found = [group for (station_id, _), cases in classes.items() if len(cases) >= FEWEST
             for group in _of_class(station_id, sorted(cases, key=lambda case: case.id))]
    return sorted(found, key=lambda group: (group.loose, -len(group.cases), group.cases[0].id))[:most]


def _of_class(station_id: int, cases: list[Case]) -> list[Group]:
    chains = [chain for chain in _chained(cases) if len(chain) >= FEWEST]
    rest: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if len(case.category or "") > 1 and not any(case in chain for chain in chains):
            rest[case.category or ""].append(case)
    return [_group(station_id, chain) for chain in chains] + [_group(station_id, some, loose=True) for some in rest.values() if len(some) >= MANY]


def _group(station_id: int, cases: list[Case], loose: bool = False) -> Group:
    category = max((case.category or "" for case in cases), key=len)
    return Group(station_id, category, cases, _place(cases), similarity.shared([said(one) for one in cases]), loose)


def _chained(cases: list[Case]) -> list[list[Case]]:
    """Chains in which each matter is near to at least one other; a gram that few share is met once for each of them."""
    senses = [similarity.sense(said(case)) for case in cases]
    chain = list(range(len(cases)))
    for one, other in _pairs(senses):
        bar = similarity.NEAR - (SAME_PLACE if _same_place(cases[one], cases[other]) else 0)
        if _same_class(cases[one], cases[other]) and similarity.near(senses[one], senses[other]) >= bar:
            old, new = chain[other], chain[one]
            chain = [new if at == old else at for at in chain]
    found: dict[int, list[Case]] = defaultdict(list)
    for place, case in zip(chain, cases, strict=True):
        found[place].append(case)
    return list(found.values())


def _pairs(senses: list[Sense]) -> list[tuple[int, int]]:
    """Those that share a gram that says much; all others cannot be near."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, sense in enumerate(senses):
        for gram, weight in sense.weights.items():
            if weight >= similarity.MOST_WORTH:
                holders[gram].append(place)
    return sorted({(one, other) for those in holders.values() for one in those for other in those if one < other})


def said(case: Case) -> str:
    """What of a matter is compared."""
    return f"{case.words}\n{case.wants}"


def _same_class(one: Case, other: Case) -> bool:
    """A terminal gives the top class alone: it is no other than a sub-class of it."""
    first, second = one.category or "", other.category or ""
    return first.startswith(second) or second.startswith(first)


def _same_place(one: Case, other: Case) -> bool:
    first, second = (fulltext.folded("".join(case.place.split())) for case in (one, other))
    return bool(first and second) and (first in second or second in first)


def _place(cases: list[Case]) -> str:
    """The place of a group where each names it, in its shortest form."""
    shortest = min(cases, key=lambda case: len(case.place)) if cases else None
    return shortest.place if shortest is not None and all(_same_place(shortest, case) for case in cases) else ""


def more_for(row: Concern, by: Actor, most: int = 6) -> list[Case]:
    """Matters of its station that may belong to a concern and are in none, the nearest first, among the newest that share a telling pair."""
    told = f"{row.title}\n{row.text}\n" + "\n".join(said(case) for case in members.of(row)[:5])
    matching = search.WORDS.any_of(similarity.telling(told, 12, width=2), str(row.station_id))
    if matching is None:
        return []
    query = (select(Case).outerjoin(Member, Member.case_id == Case.id)
             .where(access.visible(by, Case), members.fitting(), Member.case_id.is_(None)))
    rows = list(db.session.scalars(matching.newest(query, Case.id).limit(60)))
    texts = [similarity.sense(text) for text in (f"{row.title}\n{row.text}", *(said(case) for case in members.of(row)[:5]))]
    scored = [(max(similarity.near(similarity.sense(said(case)), text) for text in texts), case) for case in rows]
    return [case for alike, case in sorted(scored, key=lambda pair: -pair[0]) if alike >= similarity.NEAR * 0.7][:most]
