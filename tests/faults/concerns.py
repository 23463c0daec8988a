"""The verbs of common concerns and motions with a scene where each is possible and a call that does it (R10)."""

from collections.abc import Callable
from typing import Any

from portal.cases.case import Case
from portal.commons import concern, gathering, joining, motion
from portal.commons.concern import Concern
from portal.commons.motion import Motion
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import Cast
from tests.commons import alike

Do = Callable[[Cast, Case], object]
BY = "liaison"


def row(cast: Cast) -> Concern:
    """The only one there is."""
    return concern.kept_by(1, cast.actor(BY))


def numbers() -> list[str]:
    """Of all matters."""
    return list(db.session.scalars(db.select(Case.number).order_by(Case.id)))


def write(cast: Cast) -> Motion:
    """A motion of it."""
    return motion.write(row(cast), title="增设路灯", reasons="夜里没有照明。", unit_id=cast.unit().id, locale="zh_Hans", by=cast.actor("rep"))


def _more(cast: Cast, case: Case) -> None:
    for _ in range(3):
        cast.register()


def _gathered(cast: Cast, case: Case) -> None:
    _more(cast, case)
    with unit_of_work():
        gathering.gather(numbers()[:3], locale="zh_Hans", by=cast.actor(BY))


def _worded(cast: Cast, case: Case) -> None:
    _gathered(cast, case)
    with unit_of_work():
        word(cast)


def _shown(cast: Cast, case: Case) -> None:
    _worded(cast, case)
    with unit_of_work():
        gathering.show(row(cast), by=cast.actor("director"))


def _moved(cast: Cast, case: Case) -> None:
    _shown(cast, case)
    with unit_of_work():
        write(cast)


def _sent(cast: Cast, case: Case) -> None:
    _moved(cast, case)
    with unit_of_work():
        motion.send(db.session.get_one(Motion, 1), by=cast.actor(BY))


def word(cast: Cast) -> object:
    """Its title and text."""
    return gathering.word(row(cast), title=alike.TITLE, text=alike.TEXT, place="东门", by=cast.actor(BY))


SCENES: dict[str, Do] = {"alike": _more, "gathered": _gathered, "worded concern": _worded, "common concern": _shown, "moved": _moved, "motion sent": _sent}
ROWS: list[tuple[Callable[..., Any], str, Do]] = [
    (gathering.gather, "alike", lambda cast, case: gathering.gather(numbers()[:3], locale="zh_Hans", by=cast.actor(BY))),
    (gathering.gather, "alike", lambda cast, case: gathering.gather(numbers()[:3], locale="zh_Hans", by=cast.actor(BY), rejected=True)),
    (gathering.add, "gathered", lambda cast, case: gathering.add(row(cast), numbers()[3], by=cast.actor(BY))),
    (gathering.remove, "gathered", lambda cast, case: gathering.remove(row(cast), numbers()[0], by=cast.actor(BY))),
    (gathering.word, "gathered", lambda cast, case: word(cast)),
    (gathering.show, "worded concern", lambda cast, case: gathering.show(row(cast), by=cast.actor("director"))),
    (gathering.hide, "common concern", lambda cast, case: gathering.hide(row(cast), by=cast.actor(BY))),
    (gathering.end, "common concern", lambda cast, case: gathering.end(row(cast), by=cast.actor(BY))),
    (joining.join, "common concern", lambda cast, case: joining.join(1, "w", came_from=joining.From.KIOSK, source="x", by=actor.public(clock.now()))),
    (motion.write, "common concern", lambda cast, case: write(cast)),
    (motion.sign, "moved", lambda cast, case: motion.sign(db.session.get_one(Motion, 1), by=cast.actor("rep-2"))),
    (motion.send, "moved", lambda cast, case: motion.send(db.session.get_one(Motion, 1), by=cast.actor(BY))),
    (motion.answer, "motion sent", lambda cast, case: motion.answer(
        db.session.get_one(Motion, 1), text="同意。", answered_on=clock.today(), by=cast.actor(BY))),
]
