"""From a line to the acts of its matter with their moments: who does what on which day, in the order it happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from portal.cases.case import Channel, State
from portal.cases.rating import Result
from portal.cases.slip import Level
from portal.demo import answering, opening, supervising
from portal.demo.days import Days
from portal.demo.lines import ON_THE_SPOT, Line
from portal.demo.scene import Scene

S = State


@dataclass
class Plot:
    """The steps of one matter, each a moment and an act, moments strictly rising."""

    scene: Scene
    days: Days
    steps: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)

    @property
    def line(self) -> Line:
        """The matter's line."""
        return self.scene.line

    def on(self, day: int, hour: int, act: Callable[..., None], **facts: object) -> None:
        """Add an act on a day of the file, at that hour and a minute of this matter's own."""
        at = self.days.at(day, hour, self.line.serial * 7 % 60)
        if self.steps and at <= self.steps[-1][0]:
            raise ValueError(f"{self.line.no}: {act.__name__} on day {day} at {hour} would come before what it follows")
        self.steps.append((at, partial(act, self.scene, at=at, **facts)))


def plot_of(scene: Scene, days: Days) -> Plot:
    """Everything that happens to a matter until today."""
    plot = Plot(scene, days)
    if scene.line.ending in ON_THE_SPOT:
        _on_the_spot(plot)
    elif scene.line.stops_at is S.REGISTERED:
        plot.on(-1, 16, opening.register)
    else:
        _to_the_unit(plot)
    return plot


def _registered(plot: Plot, day: int) -> None:
    """Told; and before they leave, if they say so, how they were received."""
    plot.on(day, 10, opening.register)
    if plot.line.says_reception:
        plot.on(day, 11, answering.receive)


def _on_the_spot(plot: Plot) -> None:
    line = plot.line
    act = {"answered": opening.answer, "listened": opening.listen, "not_accepted": opening.refuse, "merged": opening.merge}
    _registered(plot, line.reply_day)
    plot.on(line.reply_day, 12, act[line.ending])
    if line.result is not None:
        plot.on(line.reply_day, 14, answering.rate, told=line)
    _to_the_board(plot, line, line.reply_day + 1)


def _to_the_unit(plot: Plot) -> None:
    line = plot.line
    if "returned" in line.raw:
        _returned(plot)
    elif line.channel is Channel.UNIT_ON_SITE:
        for hour, act in enumerate((opening.register, opening.accept, opening.refer, opening.acknowledge), 9):
            plot.on(line.refer, hour, act)
    else:
        _registered(plot, line.refer - 2)
        plot.on(line.refer - 1, 11, opening.accept)
        plot.on(line.refer, 9, opening.refer)
        if line.stops_at is not S.REFERRED:
            plot.on(line.refer, 15, opening.acknowledge)
    if line.progress_only:
        plot.on(line.refer + ("returned" in line.raw), 16, opening.show_progress)
    if "ext" in line.raw:
        plot.on(line.refer + 6, 10, opening.ask_extension)
        plot.on(line.refer + 7, 11, opening.decide_extension)
    _supervised(plot, line)
    if "pause" in line.raw:
        plot.on(line.pause["day"], 10, opening.hold)
    if line.ending == "withdrawn":
        plot.on(line.refer + 4, 10, opening.withdraw)
    if line.reply_day is not None:
        _answered(plot)


def _supervised(plot: Plot, told: Line) -> None:
    """C, B and A on their days, as far as the unit still has the matter then; a slip is signed for the next morning."""
    for level, day in told.steps:
        if level == "C":
            plot.on(day, 14, supervising.remind)
            continue
        slip = Level(level.lower())
        plot.on(day, 10, supervising.draw_up, level=slip)
        plot.on(day, 15, supervising.countersign, level=slip)
        plot.on(day + 1, 9, supervising.acknowledge)
    if "explanation" in told.raw:
        plot.on(told.steps[-1][1] + 2, 16, supervising.explain)


def _returned(plot: Plot) -> None:
    line, day = plot.line, plot.line.returned["day"]
    _registered(plot, day - 2)
    plot.on(day - 1, 9, opening.accept)
    plot.on(day - 1, 14, opening.refer, to=line.returned["unit"])
    plot.on(day, 10, opening.ask_return)
    if line.stops_at is not S.RETURN_ASKED:
        plot.on(line.refer, 9, opening.decide_return)
        plot.on(line.refer + 1, 10, opening.acknowledge)


def _answered(plot: Plot) -> None:
    line, again = plot.line, plot.line.again
    if again is None:
        return _told(plot, line)
    if line.was_sent_back:
        _reply(plot, line)
        plot.on(again.refer, 11, answering.send_back)
    else:
        _told(plot, line)
    plot.on(again.refer, 17, answering.add_words, told=again)
    _supervised(plot, again)
    return _told(plot, again)


def _reply(plot: Plot, told: Line) -> None:
    on_site = plot.line.channel is Channel.UNIT_ON_SITE
    plot.on(told.reply_day, 14 if on_site else 10, answering.write_reply, told=told)


def _told(plot: Plot, told: Line) -> None:
    day, stops = told.reply_day, plot.line.stops_at
    _reply(plot, told)
    if stops is S.REPLIED:
        return
    plot.on(day + 1, 10, answering.pass_on)
    plot.on(day + 1, 14, answering.summarise, told=told)
    if stops is S.TO_DELIVER:
        return
    plot.on(day + 1, 16, answering.confirm)
    plot.on(day + 2, 10, answering.deliver)
    if stops is S.DELIVERED:
        plot.on(day + 3, 18, answering.try_again)
        return
    _rated(plot, told, day + 3)


def _rated(plot: Plot, told: Line, day: int) -> None:
    """The visitor's word and what follows: another round, a review, or the board."""
    review = plot.line.raw.get("review")
    if review == "复办中":  # reached only after two tries in vain, so that the second round is under way today
        plot.on(day + 2, 18, answering.try_again)
        plot.on(day + 7, 18, answering.try_again)
        day = -9
    plot.on(day, 16, answering.rate, told=told)
    last = told is (plot.line.again or plot.line)
    if last and review == "维持":
        day += 2
        plot.on(day, 10, answering.decide_review)
    if last and (told.result is not Result.DISSATISFIED or review == "维持"):
        _to_the_board(plot, told, day + 1)


def _to_the_board(plot: Plot, told: Line, day: int) -> None:
    """Covered where the file wants it, shown to the visitor, and let go up by somebody else: of what is covered nobody says a word, so
    it stands before them for its 48 hours."""
    for hour, (words, why) in enumerate(told.covers, 9):
        plot.on(day, hour, answering.cover, words=words, why=why)
    if told.released or told.is_shown:
        plot.on(day, 12, answering.show)
    if told.released and not told.covers:
        plot.on(day, 13, answering.find_well)
    if told.released:
        plot.on(day + 3 * bool(told.covers), 15, answering.publish)
