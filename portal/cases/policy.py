"""The policy: every limit of practice.md §3.2 as data, in versions that begin on a day and are only added (HB-68)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import append_only, clock, marks
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Refused
from portal.foundation.text import needed
from portal.network import access, audit
from portal.network.actor import Actor

POLICY, FIRST_DAY, MOST = "v1", date(2000, 1, 1), 400
# name: (limit, counted in working days, longest extension in the same days); the defaults of practice.md §3.2
SHIPPED: dict[str, tuple[int, bool, int]] = {
    "accept": (3, True, 2), "clarify": (10, True, 0), "refer": (1, True, 0), "acknowledge": (1, True, 0),
    "return": (2, True, 0), "return_decision": (1, True, 0), "reply_simple": (5, True, 5), "reply_ordinary": (15, True, 15),
    "reply_complex": (30, True, 15), "reply_danger": (1, True, 0), "send_back": (5, True, 0), "review": (2, True, 0),
    "deliver": (2, True, 0), "rate": (10, True, 0), "rehandle": (10, True, 0), "second_review": (5, True, 0),
    "publish": (5, True, 15), "contest": (30, False, 0), "follow_up": (30, False, 0), "look_again": (5, True, 0),
    "ceiling": (60, False, 30),
    "yellow": (5, True, 0), "red": (5, True, 0), "explanation": (3, True, 0), "slip_acknowledge": (1, True, 0),
    "countersign": (1, True, 0),
    "long_overdue": (10, True, 0), "due_soon": (2, True, 0),
    "pause_visitor": (10, True, 0), "pause_appraisal": (30, True, 0), "pause_court": (60, True, 0),
    "danger_call": (2, False, 0), "tries": (3, False, 0), "tries_ways": (2, False, 0), "monthly_report": (30, False, 0),
}
# What a number measures where it is no length in days.
MEASURES = {"danger_call": "hours", "tries": "times", "tries_ways": "ways", "monthly_report": "day_of_month"}
EXTENDABLE = frozenset(name for name, (_, _, extension) in SHIPPED.items() if extension)


class PolicyLimit(Base):
    """One limit of one version of the policy; versions are added, never changed, and old cases keep theirs (HB-68)."""

    __tablename__ = "policy_limit"

    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    clock: Mapped[str] = mapped_column(String(20), primary_key=True)
    limit: Mapped[int]
    working: Mapped[bool]
    extension: Mapped[int]

    @property
    def measure(self) -> str:
        """What `limit` counts: working days, days, hours, times, ways, the day of a month."""
        return MEASURES.get(self.clock, "working" if self.working else "calendar")


class PolicyVersion(Base):
    """Since when a version is in force for matters registered from then on, who made it, when and why."""

    __tablename__ = "policy_version"

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    from_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Utc)


append_only.guard(PolicyLimit.__table__)  # type: ignore[arg-type]
append_only.guard(PolicyVersion.__table__)  # type: ignore[arg-type]
marks.renewed_by("network", PolicyLimit.__table__, PolicyVersion.__table__)  # type: ignore[arg-type]


class Limit(NamedTuple):
    """One limit as it is read: how long, whether in working days, and how much may be added."""

    limit: int
    working: bool
    extension: int


@dataclass(frozen=True)
class Wanted:
    """One limit as somebody wants it from a day on."""

    limit: int
    extension: int


def ship() -> None:
    """Enter policy v1."""
    db.session.add(PolicyVersion(serial=1, name=POLICY, from_on=FIRST_DAY, reason="", made_by_id=None, made_at=clock.now()))
    for name, (limit, working, extension) in SHIPPED.items():
        db.session.add(PolicyLimit(version=POLICY, clock=name, limit=limit, working=working, extension=extension))


_LIMITS = select(PolicyLimit.clock, PolicyLimit.limit, PolicyLimit.working, PolicyLimit.extension).where(
    PolicyLimit.version == bindparam("version"))
_IN_FORCE = (select(PolicyVersion.name).where(PolicyVersion.from_on <= bindparam("day"))
             .order_by(PolicyVersion.from_on.desc(), PolicyVersion.serial.desc()).limit(1))


def limit_of(version: str, name: str) -> Limit:
    """One limit of a policy version, kept while the policy stands."""
    limits = marks.kept("network", ("limits", version), lambda: {
        row.clock: Limit(row.limit, row.working, row.extension) for row in db.session.execute(_LIMITS, {"version": version})})
    if name not in limits:
        raise LookupError(f"policy {version} has no clock {name}")
    return limits[name]


def everywhere(name: str) -> dict[str, int]:
    """One limit in every version that has it, kept while the policy stands."""
    query = select(PolicyLimit.version, PolicyLimit.limit).where(PolicyLimit.clock == name)
    return marks.kept("network", ("everywhere", name), lambda: dict(db.session.execute(query).all()))


def limits_of(version: str) -> dict[str, PolicyLimit]:
    """Every limit of a version by its name, in the order of the loop."""
    rows = {row.clock: row for row in db.session.scalars(select(PolicyLimit).where(PolicyLimit.version == version))}
    return {name: rows[name] for name in SHIPPED if name in rows}


def in_force(day: date) -> str:
    """The version for matters registered on a local day: of those that began, the one that began last, the newer of two."""
    return marks.kept("network", ("policy", day), lambda: db.session.scalar(_IN_FORCE, {"day": day}) or POLICY)


def versions() -> list[PolicyVersion]:
    """Every version, the newest first."""
    return list(db.session.scalars(select(PolicyVersion).order_by(PolicyVersion.serial.desc())))


def version(name: str) -> PolicyVersion | None:
    """One version by its name."""
    return db.session.scalar(select(PolicyVersion).where(PolicyVersion.name == name))


def add(wanted: dict[str, Wanted], *, base: str, from_on: date, reason: str, by: Actor) -> PolicyVersion:
    """A new version from a future day on: a copy of `base` with some limits changed. Nothing that stands is written again."""
    access.permit(by, "policy.manage")
    if from_on <= clock.day_of(by.at):
        raise Refused("policy_future")
    reason, before = needed(reason, 500, 10, "reason_needed"), limits_of(base)
    limits = {name: wanted.get(name, Wanted(row.limit, row.extension)) for name, row in before.items()}
    if all((row.limit, row.extension) == (limits[name].limit, limits[name].extension) for name, row in before.items()):
        raise Refused("policy_same")
    check(limits)
    serial = max(row.serial for row in versions()) + 1
    audit.note("setting", "setting", "policy", person_id=by.person_id, at=by.at, version=f"v{serial}")
    made = PolicyVersion(serial=serial, name=f"v{serial}", from_on=from_on, reason=reason, made_by_id=by.person_id, made_at=by.at)
    db.session.add(made)
    db.session.add_all(PolicyLimit(version=made.name, clock=name, limit=row.limit, working=before[name].working,
                                   extension=row.extension) for name, row in limits.items())
    return made


def check(limits: dict[str, Wanted]) -> None:
    """Refuse what no office could keep; the refusal's `clock` names the row."""
    for name, row in limits.items():
        if not 1 <= row.limit <= (31 if MEASURES.get(name) == "day_of_month" else MOST):
            raise Refused("policy_limit", clock=name, most=31 if MEASURES.get(name) == "day_of_month" else MOST)
        most = 0 if name not in EXTENDABLE else row.limit * 3
        if not 0 <= row.extension <= min(most, MOST):
            raise Refused("policy_extension", clock=name, most=most)
    longest = max(limits[name].limit for name in limits if name.startswith("reply_"))
    if limits["ceiling"].limit * 5 < longest * 7:  # five working days take a week
        raise Refused("policy_ceiling", clock="ceiling", least=-(-longest * 7 // 5))
    if not limits["tries_ways"].limit <= limits["tries"].limit <= limits["rate"].limit:
        raise Refused("policy_tries", clock="tries")
