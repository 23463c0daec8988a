"""The ladder of the sample matters: each step the file names is the real verb, done by the one who does it there (HB-60 … 67)."""

from datetime import datetime

from portal.cases import explanation, issuing, reminder, slip
from portal.cases.reminder import RemindBy
from portal.cases.slip import Level, Slip
from portal.demo import wording
from portal.demo.scene import Scene
from portal.network.role import Role


def remind(scene: Scene, at: datetime) -> None:
    """C: the representative telephones."""
    reminder.remind(scene.case, way=RemindBy.URGING, spoke_to=wording.UNITS_DESK, said=wording.REMINDED, promised=wording.PROMISED,
                    by=scene.agent(at))


def draw_up(scene: Scene, at: datetime, level: Level) -> None:
    """B or A: what is not on record gets its written reason."""
    by = scene.agent(at)
    wanted = issuing.footing(scene.case, level, by).missing
    issuing.draw_up(scene.case, level, demand=wording.DEMAND[level.value], reasons=dict.fromkeys([one.value for one in wanted], wording.NOT_ON_RECORD),
                    by=by)


def countersign(scene: Scene, at: datetime, level: Level) -> None:
    """The director for yellow, the office for red."""
    by = scene.staff(Role.DIRECTOR, at) if level is Level.B else scene.cast.one(Role.OFFICE).then(at)
    issuing.countersign(scene.case, _newest(scene), by=by)


def acknowledge(scene: Scene, at: datetime) -> None:
    """The unit signs for the slip."""
    slip.acknowledge(scene.case, _newest(scene), by=scene.officer(at))


def explain(scene: Scene, at: datetime) -> None:
    """The head of the unit writes what the file holds; responsibility and measures stand in it."""
    unit = scene.case.unit
    assert unit is not None
    cause, responsibility, measures = wording.explanation(scene.line.explanation)
    explanation.explain(scene.case, _newest(scene), cause=cause, responsibility=responsibility, measures=measures,
                        by=scene.cast.one(Role.UNIT_HEAD, unit.name).then(at))


def _newest(scene: Scene) -> Slip:
    return slip.of_case(scene.case)[-1]
