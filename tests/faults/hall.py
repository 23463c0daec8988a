"""A hall of terminals without glass: each asks as static/kiosk/turn.js asks, over a line of its own that breaks as its seed
says."""

import contextlib
import http.client
import random
import re
import threading
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from portal import ROOT
from tests.faults.server import Answer, Visitor
from tests.journeys.broken_line import AFTER, ALL, BEFORE, CUT, DEAF, GATEWAY, SILENT, Line, broken_line

_FIELD = re.compile(r'<input[^>]*name="(csrf_token|key)"[^>]*value="([^"]+)"')
_SAID = (ROOT / "static" / "kiosk" / "turn.js").read_text("utf-8")
# How often each fault comes: the two that have to be waited out are rare, for waiting is the one thing that cannot be hurried much.
WEIGHTS = {BEFORE: 10, AFTER: 10, CUT: 8, GATEWAY: 8, SILENT: 1, DEAF: 1}
HASTE = 8  # a back-off of the page lasts an eighth here; patience, which a busy machine needs, a half


def rule(name: str) -> int:
    """A number of turn.js, in milliseconds."""
    found = re.search(rf"\b{name} = (\d+)", _SAID)
    assert found is not None, name
    return int(found[1])


def away() -> set[int]:
    """The answers that turn.js takes for none."""
    found = re.search(r"\bAWAY = \[([\d, ]+)\]", _SAID)
    assert found is not None
    return set(map(int, found[1].split(",")))


FIRST, LONGEST, PATIENCE, AWAY = rule("FIRST"), rule("LONGEST"), rule("PATIENCE"), away()


@dataclass
class Hall:
    """What was sent and acknowledged by all terminals: form key → number and code."""

    sent: set[str] = field(default_factory=set)
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    tries: int = 0
    broken: int = 0
    doubles: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int) -> None:
        """Until so many are acknowledged in all."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.acknowledged) >= count, timeout=240), f"stuck at {len(self.acknowledged)}"

    @contextlib.contextmanager
    def open(self, port: int, terminals: int, each: int) -> Iterator[list[object]]:
        """Terminals side by side until each has handed in so many; a failure of one is raised at the end."""
        with ThreadPoolExecutor(terminals) as people:
            work = [people.submit(_stand, self, port, seed, each) for seed in range(terminals)]
            yield list(work)
            for one in work:
                one.result()


def _stand(hall: Hall, port: int, seed: int, each: int) -> None:
    chance = random.Random(seed)
    with broken_line(f"http://127.0.0.1:{port}") as line, ThreadPoolExecutor(2) as fingers:
        visitor = Visitor(line.port, patience=PATIENCE / 2000, address=f"10.7.0.{seed + 1}")
        _ask(hall, chance, visitor, "GET", "/kiosk/at/S01")
        _ask(hall, chance, visitor, "POST", "/kiosk/start", _form(_ask(hall, chance, visitor, "GET", "/kiosk/")))
        for _ in range(each):
            _hand_in(hall, chance, visitor, line, fingers)
        hall.broken += line.broken


def _hand_in(hall: Hall, chance: random.Random, visitor: Visitor, line: Line, fingers: ThreadPoolExecutor) -> None:
    form = _form(_ask(hall, chance, visitor, "GET", "/kiosk/tell"))
    key = form["key"]
    body = form | {"at": "review", "reviewed": "y", "topic": "D", "words": f"路灯坏了 {key}"}
    line.faults.extend(chance.choices(ALL, [WEIGHTS[fault] for fault in ALL], k=chance.choice((0, 1, 1, 2))))
    hall.sent.add(key)
    taps = chance.choice((1, 1, 2))
    tries = [fingers.submit(_ask, hall, random.Random(chance.random()), visitor, "POST", "/kiosk/tell/send", body)
             for _ in range(taps)]
    answers = {one.result().given for one in tries}
    assert len(answers) == 1, answers  # a second finger gets the same number and code
    with hall.news:
        hall.doubles += taps - 1
        hall.acknowledged[key] = answers.pop()
        hall.news.notify_all()


def _ask(hall: Hall, chance: random.Random, visitor: Visitor, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
    """Again and again while nobody answers, not in time, not wholly, or with one of AWAY; anything else is an answer."""
    for turn in range(1000):
        hall.tries += 1
        try:
            answer = visitor.send(method, path, urllib.parse.urlencode(form or {}))
        except (OSError, http.client.HTTPException):
            answer = Answer(0, "")
        if answer.status and answer.status not in AWAY:
            return answer
        pause = min(LONGEST, FIRST * 2 ** min(turn, 5)) * (0.75 + chance.random() / 2)
        threading.Event().wait(pause / 1000 / HASTE)
    raise AssertionError(f"no answer to {method} {path}")


def _form(page: Answer) -> dict[str, str]:
    return dict(_FIELD.findall(page.text))
