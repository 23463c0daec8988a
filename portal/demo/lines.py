"""The invented matters as they lie in the files: one JSON object a line, days relative to today, texts never touched."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.cases.case import Affects, Channel, Nature, Outcome, State
from portal.cases.rating import Result
from portal.cases.visitor import IdentityMode

SAMPLE, OURS = "matters.jsonl", "more.jsonl"  # the source's 42 lines, and the few added so that every desk has work today
CHANNELS = {
    "站内接待": Channel.STATION, "自助终端": Channel.KIOSK, "电话": Channel.PHONE, "预约": Channel.APPOINTMENT,
    "登门": Channel.HOME_VISIT, "田间地头": Channel.FIELD, "网上": Channel.ONLINE, "部门现场": Channel.UNIT_ON_SITE,
    "走访督查": Channel.INSPECTION,
}
NATURES = {
    "投诉": Nature.COMPLAIN, "求助": Nature.HELP, "建议": Nature.SUGGEST, "反映": Nature.REPORT, "咨询": Nature.ASK,
    "倾诉": Nature.TALK,
}
MODES = {"实名": IdentityMode.NAMED, "保密": IdentityMode.CONFIDENTIAL, "匿名": IdentityMode.ANONYMOUS}
RESULTS = {"满意": Result.SATISFIED, "基本满意": Result.FAIRLY, "不满意": Result.DISSATISFIED, "未评价": None}
CLOCKS = {5: "reply_simple", 15: "reply_ordinary", 30: "reply_complex"}
ON_THE_SPOT = frozenset({"answered", "listened", "not_accepted", "merged"})
SEALED_NOTE = "（密封件）"


@dataclass(frozen=True)
class Line:
    """One line; `raw` is the object as read. `again` is the line of the next round of the same matter."""

    raw: dict[str, Any]
    again: "Line | None" = None

    def __getattr__(self, name: str) -> Any:
        """Fields of the file under their own names: no, station, kind, cat, people, words, limit, refer, due, reply_day …"""
        try:
            return self.raw[name]
        except KeyError as missing:
            raise AttributeError(name) from missing

    @property
    def serial(self) -> int:
        """The running number at the end of `no`."""
        return int(self.raw["no"].split("-")[1])

    @property
    def channel(self) -> Channel:
        """How it came in."""
        return CHANNELS[self.raw["channel"]]

    @property
    def nature(self) -> Nature:
        """What the visitor wanted."""
        return NATURES[self.raw["nature"]]

    @property
    def mode(self) -> IdentityMode:
        """Who may know them."""
        return MODES[self.raw["identity"]]

    @property
    def common(self) -> bool:
        """Whether it is a problem of many."""
        return bool(self.raw["scope"] == "共性")

    @property
    def affects(self) -> Affects | None:
        """Who is affected, where our own lines say so (SD-55); the source's say only whether it is common."""
        return Affects(self.raw["affects"]) if "affects" in self.raw else None

    @property
    def urgent(self) -> bool:
        """Whether it stands before others of its day."""
        return bool(self.raw.get("urgent"))

    @property
    def unit(self) -> str:
        """The unit's name without the note that its letters are sealed."""
        return str(self.raw["unit"]).removesuffix(SEALED_NOTE)

    @property
    def ending(self) -> str:
        """The outcome's first word: an Outcome, or answered, listened, not_accepted, merged, withdrawn, in_progress."""
        return str(self.raw["outcome"]).partition(":")[0]

    @property
    def detail(self) -> str:
        """What stands behind the outcome's colon."""
        return str(self.raw["outcome"]).partition(":")[2]

    @property
    def claim(self) -> Outcome:
        """The outcome the unit claims; a reply that is still under way claims to have solved it."""
        return Outcome.SOLVED if self.ending == "in_progress" else Outcome(self.ending)

    @property
    def stops_at(self) -> State | None:
        """Where one of our own lines stands still today."""
        return State(self.detail) if self.detail in frozenset(State) else None

    @property
    def result(self) -> Result | None:
        """The rating's result, None for not rated."""
        return RESULTS[self.raw["rating"]["result"]]

    @property
    def says_reception(self) -> bool:
        """Whether the visitor said how they were received, and no more."""
        return self.result is None and self.raw["rating"]["reception"] is not None

    @property
    def steps(self) -> list[tuple[str, int]]:
        """Steps of the ladder on their days, while the matter lies with the unit; one the file puts after the reply has no referral."""
        found = [(step[0], int(step[2:])) for step in self.raw["supervision"]]
        return [(level, day) for level, day in found if self.reply_day is None or day < self.reply_day]

    @property
    def was_sent_back(self) -> bool:
        """Whether the representative sent the reply back before the visitor was told."""
        return "代表退回" in self.raw.get("note", "")

    @property
    def released(self) -> bool:
        """Whether the file wants it on the board, as it is or masked."""
        return self.raw["publish"] in ("公开", "打码公开")

    @property
    def covers(self) -> list[tuple[str, str]]:
        """Which words of it are covered, and why."""
        return [(one["text"], one["why"]) for one in self.raw["masks"]]

    @property
    def is_shown(self) -> bool:
        """Whether one of our own lines stands before its visitor today, to go up next."""
        return bool(self.raw["publish"] == "待放行")

    @property
    def progress_only(self) -> bool:
        """Whether the file wants its progress on the board while it is open."""
        return bool(self.raw["publish"] == "公开进度")

    @property
    def consents(self) -> bool:
        """Whether the visitor agreed to publication; about officials nobody is asked (HB-44)."""
        return "来访人不同意" not in self.raw["publish"] and self.raw["kind"] != 4


def read(name: str) -> list[Line]:
    """The lines of one file as they stand there."""
    text = (Path(__file__).parent / name).read_text("utf-8")
    return [Line(json.loads(line)) for line in text.splitlines()]


def matters() -> list[Line]:
    """Every matter once, each with the line of its next round beside it."""
    lines = read(SAMPLE) + read(OURS)
    rounds = {line.raw["round_of"]: line for line in lines if "round_of" in line.raw}
    return [Line(line.raw, rounds.get(line.no)) for line in lines if "round_of" not in line.raw]
