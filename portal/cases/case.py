"""The case: one matter, exactly one state. Level, publication, round and outcome are fields of their own (practice.md §12)."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, Text, bindparam, false, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal.foundation.database import Base, Utc, choice, db, index_where
from portal.foundation.refusal import Missing, Moved
from portal.network import alike
from portal.network.access import visible
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.station import Station
from portal.network.unit import Unit


class State(enum.StrEnum):
    """States of practice.md §12.1; DRAFT lives only in an open page and is never stored (T1)."""

    DRAFT = "draft"
    REGISTERED = "registered"
    CLARIFYING = "clarifying"
    ACCEPTED = "accepted"
    REFERRED = "referred"
    RETURN_ASKED = "return_asked"
    HANDLING = "handling"
    REPLIED = "replied"
    TO_DELIVER = "to_deliver"
    DELIVERED = "delivered"
    REHANDLE = "rehandle"
    REVIEW = "review"
    CLOSED = "closed"
    ANSWERED = "answered"
    LISTENED = "listened"
    NOT_ACCEPTED = "not_accepted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    VOID = "void"


WITH_UNIT = frozenset({State.REFERRED, State.HANDLING, State.REHANDLE})
AT_DESK = frozenset({State.REGISTERED, State.CLARIFYING, State.ACCEPTED, State.TO_DELIVER, State.DELIVERED})  # the station makes the next step
FINAL = frozenset({State.CLOSED, State.ANSWERED, State.LISTENED, State.NOT_ACCEPTED, State.MERGED, State.WITHDRAWN, State.VOID})
OPEN = frozenset(State) - FINAL - {State.DRAFT}
# The public stage of the ring: 1 reported, 2 referred, 3 reply, 4 rating, 5 all done (YT-21).
STAGE = {
    State.DRAFT: 0, State.REGISTERED: 1, State.CLARIFYING: 1, State.ACCEPTED: 1, State.REFERRED: 2, State.RETURN_ASKED: 2,
    State.HANDLING: 2, State.REHANDLE: 2, State.REPLIED: 3, State.TO_DELIVER: 3, State.REVIEW: 3, State.DELIVERED: 4,
    State.CLOSED: 5, State.ANSWERED: 5, State.LISTENED: 5, State.NOT_ACCEPTED: 1, State.MERGED: 1, State.WITHDRAWN: 1, State.VOID: 0,
}


class Kind(enum.IntEnum):
    """The five kinds of matter (HB-41 … HB-45)."""

    SUGGESTION = 1
    LIVELIHOOD = 2
    PERSONAL_DIFFICULTY = 3
    CONDUCT_REPORT = 4
    OTHER = 5


class Channel(enum.StrEnum):
    """Ways a matter comes in (practice.md §2.1)."""

    STATION = "station"
    KIOSK = "kiosk"
    PHONE = "phone"
    APPOINTMENT = "appointment"
    HOME_VISIT = "home_visit"
    FIELD = "field"
    ONLINE = "online"
    LETTER = "letter"
    UNIT_ON_SITE = "unit_on_site"
    INSPECTION = "inspection"


class Nature(enum.StrEnum):
    """What the visitor wants to do."""

    ASK = "ask"
    HELP = "help"
    COMPLAIN = "complain"
    SUGGEST = "suggest"
    REPORT = "report"
    PRAISE = "praise"
    TALK = "talk"
    ERRAND = "errand"


class Affects(enum.StrEnum):
    """Who is affected: not every matter is its visitor's own (SD-55, practice.md §2.1)."""

    ME = "me"
    HOUSEHOLD = "household"
    BUILDING = "building"
    VILLAGE = "village"
    EVERYONE = "everyone"


class Outcome(enum.StrEnum):
    """How it ended, as claimed by the unit or said by the visitor (practice.md §12.1)."""

    SOLVED = "solved"
    PARTLY = "partly"
    MEDIATED = "mediated"
    PLANNED = "planned"
    EXPLAINED = "explained"
    NOT_OURS = "not_ours"
    ANSWERED = "answered"


class PublicState(enum.StrEnum):
    """Where the publication of a case stands."""

    NONE = "none"
    WAITING = "waiting"
    PREPARED = "prepared"  # it stands before the visitor as it will be published
    PUBLISHED = "published"
    DECLINED = "declined"


TO_PUBLISH = frozenset({PublicState.WAITING, PublicState.PREPARED})


class Case(Base):
    """A matter, owned by its station (X-10). Rows are changed by verbs only, the state only by lifecycle.move()."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("kind BETWEEN 1 AND 5", name="kind"),
        CheckConstraint("heads >= 1", name="heads"),
        Index("ix_case_station_state", "station_id", "state", "next_on"),
        Index("ix_case_unit_state", "unit_id", "state", "next_on"),
        Index("ix_case_agent_state", "agent_id", "state", "next_on"),
        Index("ix_case_state_next", "state", "next_on"),
        Index("ix_case_state_number", "state", "id"),
        index_where("ix_case_next", "next_on", where="closed_at IS NULL"),
        *(index_where(f"ix_case_{told}", "next_on", where=f"closed_at IS NULL AND {told}_told IS NOT next_on",
                      postgresql=f"closed_at IS NULL AND {told}_told IS DISTINCT FROM next_on") for told in ("soon", "late")),
        index_where("ix_case_danger", "danger_at", where="closed_at IS NULL AND danger = 1", postgresql="closed_at IS NULL AND danger"),
        index_where("ix_case_ladder", "ladder_looks_on", where="ladder_looks_on IS NOT NULL"),
        Index("ix_case_station_number", "station_id", "id"),
        Index("ix_case_public", "public_state", "station_id"),
        index_where("ix_case_received", "received_by_id", "id", where="received_by_id IS NOT NULL"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    state: Mapped[State] = mapped_column(choice(State))
    version: Mapped[int] = mapped_column()
    round: Mapped[int] = mapped_column(default=1)
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    kind: Mapped[int | None]
    sealed: Mapped[bool] = mapped_column(default=False)
    nature: Mapped[Nature | None] = mapped_column(choice(Nature))
    category: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    common: Mapped[bool | None]
    affects: Mapped[Affects | None] = mapped_column(choice(Affects))
    heads: Mapped[int] = mapped_column(default=1)
    words: Mapped[str] = mapped_column(Text, default="")
    wants: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())  # before others of the same day
    danger: Mapped[bool] = mapped_column(default=False)
    danger_at: Mapped[datetime | None] = mapped_column(Utc)  # when the mark that stands was set: from there the hours of the call run
    minor: Mapped[bool] = mapped_column(default=False)
    needs_writer: Mapped[bool] = mapped_column(default=False)
    written_down_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    locale: Mapped[str] = mapped_column(String(8), default="zh_Hans")
    publish_result: Mapped[bool] = mapped_column(default=False)
    publish_words: Mapped[bool] = mapped_column(default=False)
    publish_rating: Mapped[bool] = mapped_column(default=False)
    share_contact: Mapped[bool] = mapped_column(default=False)
    off_paper: Mapped[bool] = mapped_column(default=False, server_default=false())
    demo: Mapped[bool] = mapped_column(default=False, server_default=false())  # told in a demonstration: no real board shows it
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    target_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    visitor_id: Mapped[int | None] = mapped_column(ForeignKey("visitor.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)  # which several matters may share (HB-49)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who sat there and heard it, where that was noted
    home_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))  # the area its visitor says they come from: village or community, no nearer
    seen_before: Mapped[str] = mapped_column(String(120), default="", server_default="")  # told elsewhere before: where, what number
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    next_on: Mapped[date | None]
    next_clock: Mapped[str | None] = mapped_column(String(20))
    soon_told: Mapped[date | None]  # the next date of which those concerned were told that it is near,
    late_told: Mapped[date | None]  # and that it has passed (portal.cases.due)
    ladder_looks_on: Mapped[date | None]  # from when on the clock looks what the ladder suggests (portal.cases.advice)
    policy: Mapped[str] = mapped_column(String(20))
    calendar: Mapped[str] = mapped_column(String(20))
    claim: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    public_state: Mapped[PublicState] = mapped_column(choice(PublicState), default=PublicState.NONE)
    shows_progress: Mapped[bool] = mapped_column(default=False, server_default=false())  # its progress stands on the board
    registered_at: Mapped[datetime] = mapped_column(Utc)
    accepted_at: Mapped[datetime | None] = mapped_column(Utc)
    forwarded_at: Mapped[datetime | None] = mapped_column(Utc)  # to the office that refers it, where the network does it so (SD-26)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    events: Mapped[int] = mapped_column(default=0)
    chain: Mapped[str] = mapped_column(String(64), default="")

    station: Mapped[Station] = relationship(lazy="joined", innerjoin=True, foreign_keys=[station_id])
    home: Mapped[Station | None] = relationship(foreign_keys=[home_id])
    agent: Mapped[Person | None] = relationship(foreign_keys=[agent_id])
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def matter_id(self) -> int:
        """The matter that access asks for where somebody may see nothing of one (portal.network.excluded)."""
        return self.id

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    @property
    def stage(self) -> int:
        """The stage on the ring, 0 … 5."""
        return STAGE[self.state]


def seen_by(actor: Actor, number: str) -> Case:
    """The case of that number if the actor may see it, with those it lies with; unknown and forbidden both raise Missing (R31)."""
    query, values = _seen(actor)
    case = db.session.scalar(query, values | {"number": number})
    if case is None:
        raise Missing
    return case


@alike.built
def _seen(by: Actor) -> Select[tuple[Case]]:
    found = select(Case).where(Case.number == bindparam("number"), visible(by, Case))
    return found.options(joinedload(Case.unit), joinedload(Case.agent))


def still(case: Case, version: int | None) -> Case:
    """The case, if it is at the version the actor looked at; raises Moved otherwise (R13)."""
    if version is not None and case.version != version:
        raise Moved
    return case
