"""How visits at a terminal end: how many at which step, on which day, in which language; never whose, never when (practice.md §9, row 23)."""

import enum
from datetime import date

from sqlalchemy import ForeignKey, String, bindparam, delete, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import codes
from portal.foundation.database import Base, choice, db
from portal.network.terminal import Terminal


class Step(enum.StrEnum):
    """Where a visit was. What stands before the first _ is the way it went."""

    HOME = "home"
    TELL_TOPIC = "tell_topic"
    TELL_CONDUCT = "tell_conduct"
    TELL_WORDS = "tell_words"
    TELL_ENCLOSE = "tell_enclose"
    TELL_PLACE = "tell_place"
    TELL_REACH = "tell_reach"
    TELL_PUBLISH = "tell_publish"
    TELL_REVIEW = "tell_review"
    TRACK = "track"
    MATTER = "matter"
    ACT = "act"
    RATE_SOLVED = "rate_solved"
    RATE_RESULT = "rate_result"
    RATE_UNDERSTOOD = "rate_understood"
    RATE_RECEPTION = "rate_reception"
    RATE_REVIEW = "rate_review"
    READING = "reading"
    OTHER = "other"

    @property
    def way(self) -> str:
        """`tell`, `track`, `rate` …: what was begun."""
        return self.value.partition("_")[0]


class Ending(enum.StrEnum):
    """Done with what was begun, gone before, or a person was called."""

    FINISHED = "finished"
    LEFT = "left"
    CALLED = "called"


class VisitEnd(Base):
    """So many visits of one day ended in one way: a count, and no row of any visit."""

    __tablename__ = "visit_end"

    terminal_id: Mapped[int] = mapped_column(ForeignKey("terminal.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    locale: Mapped[str] = mapped_column(String(8), primary_key=True)
    step: Mapped[Step] = mapped_column(choice(Step), primary_key=True)
    ending: Mapped[Ending] = mapped_column(choice(Ending), primary_key=True)
    n: Mapped[int]


class VisitCounted(Base):
    """The random word of a visit that was counted, as a hash, until the day is over: an end that is told twice counts once. It says
    nothing of the visit but its day."""

    __tablename__ = "visit_counted"

    word_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)


_ONCE = text("INSERT INTO visit_counted (word_hash, day) VALUES (:word, :day) ON CONFLICT (word_hash) DO NOTHING RETURNING word_hash").bindparams(
    bindparam("day", type_=VisitCounted.day.type))
_ONE_MORE = text(
    "INSERT INTO visit_end (terminal_id, day, locale, step, ending, n) VALUES (:terminal, :day, :locale, :step, :ending, 1) "
    "ON CONFLICT (terminal_id, day, locale, step, ending) DO UPDATE SET n = visit_end.n + 1").bindparams(
    bindparam("day", type_=VisitEnd.day.type))


def count(terminal: Terminal, *, word: str, step: Step, ending: Ending, locale: str, day: date) -> bool:
    """Count the end of the visit that has this random word; told again it is not counted again. Whether it was counted."""
    if db.session.execute(_ONCE, {"word": codes.keyed_hash("visit", word), "day": day}).first() is None:
        return False
    db.session.execute(_ONE_MORE, {"terminal": terminal.id, "day": day, "locale": locale, "step": step.value, "ending": ending.value})
    return True


def forget_words(today: date) -> None:
    """The words of days that are over; a visit that began before midnight may be told of until the next one."""
    db.session.execute(delete(VisitCounted).where(VisitCounted.day < today))
