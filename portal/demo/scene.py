"""One matter on the stage: its line, and who acts for it at which moment."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.cases.case import Case
from portal.demo.lines import Line
from portal.demo.people import Cast
from portal.network import actor
from portal.network.actor import Actor
from portal.network.role import Role


@dataclass
class Scene:
    """One matter on the stage: its line, everybody who may act, and the case once it is registered."""

    line: Line
    cast: Cast
    cases: dict[str, Case] = field(default_factory=dict)  # of all matters, by their lines' numbers

    @property
    def case(self) -> Case:
        """The case of this matter."""
        return self.cases[self.line.no]

    def staff(self, role: Role, at: datetime) -> Actor:
        """Somebody of the station, at that moment."""
        return self.cast.one(role, self.line.station).then(at)

    def agent(self, at: datetime) -> Actor:
        """The representative who stands for the matter."""
        return self.cast.one(Role.REPRESENTATIVE, self.line.station, self.line.serial).then(at)

    def officer(self, at: datetime) -> Actor:
        """The officer of the unit the matter lies with."""
        lies_with = self.case.unit
        assert lies_with is not None
        return self.cast.one(Role.UNIT_OFFICER, lies_with.name).then(at)

    def visitor(self, at: datetime) -> Actor:
        """The visitor, who showed number and code."""
        return actor.visitor(self.case.id, at)
