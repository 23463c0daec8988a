"""Who sits when: a fair rotation over a span, from plain data (HB-40, SD-03 to SD-07).

In this order: as many open days as can be have somebody at all, a representative rather than a recommended member; then as many seats
as can be are filled, by representatives first, by members where those do not suffice, by people of the same area where the station's
own do not; then everybody sits as often as the terms ask at least; then, of each kind, all as often as each other. What somebody would
have sat during their leave counts as sat: nobody pays for an illness with double turns."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from portal.reception.rota import Need, Reason, Receiver, Rota, Terms
from portal.reception.seating import Table


def rotate(needs: Iterable[Need], people: Iterable[Receiver], terms: Terms) -> Rota:
    """Lay the roster. The same data give the same roster, whatever their order."""
    needs, people = sorted(needs, key=lambda need: (need.day, need.id)), sorted(people, key=lambda one: one.id)
    serving = _serving(people)
    own = _own(needs, people, serving)
    home = [[p for p in found if _is_there(people[p], need)] for need, found in zip(needs, own, strict=True)]
    credit = _missed(needs, people, own)
    table = Table(needs, people, terms.most, [person.carried + credit[p] for p, person in enumerate(people)], home,
                  _neighbours(needs, people, home, serving, terms))
    _seat_all(table)
    teams = _teams(table)
    _see_to_least(table, teams, terms.least)
    _balance(table, teams)
    filled = sorted((needs[table.of[seat]].id, people[p].id) for seat, p in enumerate(table.holder) if p is not None)
    return Rota(tuple(filled), _empty(table, own), {people[p].id: n for p, n in credit.items() if n})


def credits_of(needs: Iterable[Need], people: Iterable[Receiver]) -> dict[int, int]:
    """What each, by id, would have sat during their leave, as `rotate` counts it."""
    needs, people = list(needs), list(people)
    return {people[p].id: n for p, n in _missed(needs, people, _own(needs, people, _serving(people))).items() if n}


def _own(needs: Sequence[Need], people: Sequence[Receiver], serving: Mapping[int, list[int]]) -> list[list[int]]:
    return [[p for p in serving.get(need.station, ()) if people[p].serves(need.station, need.day)] for need in needs]


def _serving(people: Sequence[Receiver]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for p, person in enumerate(people):
        for station in sorted({term.station for term in person.terms}):
            found[station].append(p)
    return found


def _is_there(person: Receiver, need: Need) -> bool:
    return not person.is_away(need.day) and not need.slots & person.busy


def _missed(needs: Sequence[Need], people: Sequence[Receiver], own: Sequence[list[int]]) -> Counter[int]:
    """What each would have sat while on leave: their share of every such day, rounded down."""
    missed: dict[int, float] = defaultdict(float)
    for need, found in zip(needs, own, strict=True):
        for p in found:
            if people[p].away and people[p].is_away(need.day):
                missed[p] += min(1.0, need.required / len(found))
    return Counter({p: int(share + 1e-9) for p, share in missed.items()})


def _neighbours(needs: Sequence[Need], people: Sequence[Receiver], home: Sequence[list[int]], serving: Mapping[int, list[int]],
                terms: Terms) -> list[list[int]]:
    """For each need the people of the other stations of its area, representatives first."""
    if not terms.areas:
        return [[] for _ in needs]
    of_area: dict[int, set[int]] = defaultdict(set)
    for station, area in terms.areas.items():
        of_area[area].update(serving.get(station, ()))
    found = []
    for need, here in zip(needs, home, strict=True):
        others = sorted(of_area[terms.areas.get(need.station, 0)] - set(here), key=lambda p: (people[p].is_member, p))
        found.append([p for p in others if _is_there(people[p], need) and any(
            term.covers(need.day) and terms.areas.get(term.station) == terms.areas.get(need.station) for term in people[p].terms)])
    return found


def _seat_all(table: Table) -> None:
    """First one to each day, then the other seats; each time by those nearest to it. Only where a seat would stay empty does a
    representative leave the first seat of another day to a member."""
    firsts = set(table.firsts)
    rest = [seat for seat in range(len(table.of)) if seat not in firsts]
    _offer(table, [seat for seat in table.firsts if not table.needs[table.of[seat]].led], only=True)
    table.only = [False] * len(table.of)
    _offer(table, table.firsts)
    _offer(table, table.firsts, helped=True)
    _keep_first(table)
    _offer(table, rest, only=True)
    for seat in rest:
        table.only[seat] = False
    _offer(table, rest)
    table.only = [False] * len(table.of)
    _offer(table, rest)
    _offer(table, rest, helped=True)
    _keep_first(table)


def _keep_first(table: Table) -> None:
    """A representative's first seat goes to representatives alone from here on."""
    for seat in table.firsts:
        person = table.holder[seat]
        table.only[seat] = person is not None and not table.people[person].is_member


def _offer(table: Table, seats: Sequence[int], *, only: bool = False, helped: bool = False) -> None:
    """Fill of these seats what is empty, by whoever is free, then by moving others."""
    if helped and not any(table.area):
        return
    empty = [seat for seat in seats if table.holder[seat] is None]
    for seat in empty:
        table.only[seat], table.helped[seat] = only, helped
    left = [seat for seat in empty if not table.greet(seat)]
    table.dead = set()
    for seat in left:
        table.fill(seat)


def _teams(table: Table) -> list[int]:
    """Who shares seats with whom, directly or through others: people of one team carry the same number."""
    root = list(range(len(table.people)))

    def find(p: int) -> int:
        while root[p] != p:
            root[p] = root[root[p]]
            p = root[p]
        return p
    for seat in range(len(table.of)):
        found = table.may(seat)
        for p in found[1:]:
            root[find(p)] = find(found[0])
    return [find(p) for p in range(len(root))]


def _see_to_least(table: Table, teams: Sequence[int], least: int) -> None:
    """Those who sit less than the terms ask take turns over from those who sit more, whatever they are."""
    def lacks(p: int) -> bool:
        return table.loads[p] < least
    lacking = Counter(teams[p] for p in range(len(teams)) if lacks(p))
    for high in sorted(range(len(teams)), key=lambda p: -table.loads[p]):
        while lacking[teams[high]] and table.loads[high] > least and table.ease(high, lacks):
            lacking = Counter(teams[p] for p in range(len(teams)) if lacks(p))


def _balance(table: Table, teams: Sequence[int]) -> None:
    """Within each team, representatives among themselves and members among themselves."""
    groups: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for p, person in enumerate(table.people):
        groups[teams[p], person.is_member].append(p)
    for group in groups.values():
        members, moved = set(group), True
        while moved:
            moved = False
            for high in sorted(group, key=lambda p: -table.loads[p]):
                while min(table.loads[p] for p in group) <= table.loads[high] - 2 and _ease(table, high, members):
                    moved = True


def _ease(table: Table, high: int, members: set[int]) -> bool:
    return table.ease(high, lambda p: p in members and table.loads[p] <= table.loads[high] - 2)


def _empty(table: Table, own: Sequence[list[int]]) -> dict[int, tuple[int, Reason]]:
    lacking = Counter(table.of[seat] for seat, person in enumerate(table.holder) if person is None)
    return {table.needs[n].id: (count, _reason(table, n, own[n])) for n, count in sorted(lacking.items())}


def _reason(table: Table, n: int, own: Sequence[int]) -> Reason:
    """The first thing without which the day could have been filled."""
    need = table.needs[n]
    seated = {p for p in own if any(table.of[seat] == n for seat in table.held[p])}
    there = [p for p in own if not table.people[p].is_away(need.day)]
    if not own:
        return Reason.NOBODY
    if len(there) < min(len(own), need.seats):
        return Reason.LEAVE
    if len(own) < need.seats:
        return Reason.TOO_FEW
    spent = [p for p in there if p not in seated and table.left[p] <= 0]
    return Reason.MOST if len(there) - len(spent) < need.seats else Reason.ELSEWHERE
