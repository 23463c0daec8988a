"""The table at which a roster is laid: who holds which seat, and who may take it over from whom.

Seats and the half-days of people are the two sides of a bipartite graph. `fill` looks for an augmenting path, so that no seat stays
empty that could be filled by moving others (Berge 1957). `ease` looks for a path by which one sits once less and another once more;
where there is none the highest load is as low, and the lowest as high, as can be (Harvey, Ladner, Lovász and Tamir, "Semi-matchings
for bipartite graphs and load balancing", 2006). Both hold exactly while a shift takes one half-day; of longer ones a path that would
seat somebody twice is not walked."""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Sequence

from portal.reception.rota import Need, Receiver, Slot

Came = dict[int, tuple[int, int] | None]  # a seat given up: by whom, and which seat they take instead


class Table:
    """Needs and people by their place in the two sequences, seats by number. `only`: seats kept for representatives; `helped`: seats
    that people of the area may take too; `loads` is what fairness compares."""

    def __init__(self, needs: Sequence[Need], people: Sequence[Receiver], most: int | None, loads: Sequence[int],
                 home: Sequence[list[int]], area: Sequence[list[int]]) -> None:
        self.needs, self.people, self.home, self.area = needs, people, home, area
        self.of = [n for n, need in enumerate(needs) for _ in range(need.seats)]
        self.firsts = [seat for seat, n in enumerate(self.of) if seat == 0 or self.of[seat - 1] != n]
        self.only, self.helped = [False] * len(self.of), [False] * len(self.of)
        self.holder: list[int | None] = [None] * len(self.of)
        self.loads = list(loads)
        self.left = [len(self.of) + 1 if most is None else most - person.carried for person in people]
        self.taken: list[dict[Slot, int]] = [{} for _ in people]
        self.held: list[set[int]] = [set() for _ in people]
        self.days: list[list[int]] = [[] for _ in people]
        self.dead: set[int] = set()  # seats from which a search found nothing: none of the same kind will (they form a Hungarian tree)

    def may(self, seat: int) -> list[int]:
        """Who may sit there, if they have the time."""
        need = self.of[seat]
        found = self.home[need] + self.area[need] if self.helped[seat] else self.home[need]
        return [p for p in found if not self.people[p].is_member] if self.only[seat] else found

    def in_the_way(self, person: int, seat: int) -> set[int]:
        """The seats they hold in the same half-days."""
        taken = self.taken[person]
        return {taken[slot] for slot in self.needs[self.of[seat]].slots if slot in taken}

    def is_free(self, person: int, seat: int) -> bool:
        """Whether they could sit there as things are."""
        taken = self.taken[person]
        return self.left[person] > 0 and not any(slot in taken for slot in self.needs[self.of[seat]].slots)

    def greet(self, seat: int) -> bool:
        """Give an empty seat to whoever is free and sat least, of those to whoever sat longest ago."""
        free = [p for p in self.may(seat) if self.is_free(p, seat)]
        if not free:
            return False
        day = self.needs[self.of[seat]].day.toordinal()
        least = min(self.loads[p] for p in free) + 1
        self._take(min(free, key=lambda p: (max(self.loads[p], least), -self._distance(p, day), self.loads[p], p)), seat)
        return True

    def fill(self, seat: int) -> bool:
        """Fill an empty seat by moving others; False where no way of moving them does."""
        came: Came = {seat: None}
        queue = deque([seat])
        while queue:
            now = queue.popleft()
            for person in self.may(now):
                clash = self.in_the_way(person, now)
                if not clash and self.left[person] > 0:
                    if self._walk(now, person, came):
                        return True
                    continue
                for other in clash if clash else self.held[person]:
                    if len(clash) < 2 and other not in came and other not in self.dead:
                        came[other] = (person, now)
                        queue.append(other)
        self.dead |= came.keys()
        return False

    def ease(self, high: int, fits: Callable[[int], bool]) -> bool:
        """Let somebody sit once less, so that one who fits sits once more."""
        came: Came = dict.fromkeys(self.held[high])
        queue, asked = deque(sorted(came)), {high}
        while queue:
            now = queue.popleft()
            for person in self.may(now):
                clash = self.in_the_way(person, now)
                if clash:
                    others = clash if len(clash) == 1 else set()
                elif person in asked:
                    continue
                elif fits(person) and self.left[person] > 0 and self._walk(now, person, came):
                    return True
                else:
                    asked.add(person)
                    others = self.held[person]
                for other in others:
                    if other not in came:
                        came[other] = (person, now)
                        queue.append(other)
        return False

    def _walk(self, last: int, person: int, came: Came) -> bool:
        """Everybody on the path gives up one seat and takes the next. Nothing happens, and False, if it seated somebody twice."""
        moves = [(last, person)]
        while (step := came[moves[-1][0]]) is not None:
            moves.append((step[1], step[0]))
        before = [(seat, self.holder[seat]) for seat, _ in moves]
        for seat, _ in moves:
            self._leave(seat)
        for seat, who in moves:
            if self.in_the_way(who, seat):
                for other, _ in moves:
                    self._leave(other)
                for other, was in before:
                    if was is not None:
                        self._take(was, other)
                return False
            self._take(who, seat)
        return True

    def _take(self, person: int, seat: int) -> None:
        need = self.needs[self.of[seat]]
        self.holder[seat] = person
        self.taken[person].update(dict.fromkeys(need.slots, seat))
        self.held[person].add(seat)
        self.loads[person] += 1
        self.left[person] -= 1
        insort(self.days[person], need.day.toordinal())

    def _leave(self, seat: int) -> None:
        person = self.holder[seat]
        if person is None:
            return
        need = self.needs[self.of[seat]]
        self.holder[seat] = None
        for slot in need.slots:
            del self.taken[person][slot]
        self.held[person].discard(seat)
        self.loads[person] -= 1
        self.left[person] += 1
        self.days[person].remove(need.day.toordinal())

    def _distance(self, person: int, day: int) -> int:
        days = self.days[person]
        at = bisect_left(days, day)
        return min((abs(day - other) for other in days[max(0, at - 1):at + 1]), default=10_000)
