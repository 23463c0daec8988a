"""The first start of a real network: a one-time link founds it and makes its first administrator."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import clock
from portal.foundation.database import Base, Utc, db
from portal.foundation.refusal import Missing, Refused
from portal.network import audit, second_step
from portal.network import network as networks
from portal.network.calendar import ship
from portal.network.network import Network
from portal.network.person import Person, grant
from portal.network.role import Role
from portal.network.station import Station, StationLevel


class SetupLink(Base):
    """A link that may found the network once."""

    __tablename__ = "setup_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)


def mint_link(at: datetime) -> str | None:
    """A fresh one-time token for `/office/setup/<token>`, or None when the network stands already; older links are dead."""
    if networks.current() is not None:
        return None
    token = secrets.token_urlsafe(24)
    for old in db.session.scalars(select(SetupLink)):
        db.session.delete(old)
    db.session.add(SetupLink(token_hash=_hash(token), made_at=at))
    return token


def find(token: str) -> SetupLink:
    """The unused link of a token; raises Missing."""
    link = db.session.scalar(select(SetupLink).where(SetupLink.token_hash == _hash(token), SetupLink.used_at.is_(None)))
    if link is None or networks.current() is not None:
        raise Missing
    return link


def found(name: str, demo: bool = False) -> Network:
    """Create the network with the shipped calendar."""
    if networks.current() is not None:
        raise Refused("network_stands")
    network = Network(id=1, name=name, demo=demo)
    db.session.add(network)
    ship()
    return network


def use(link: SetupLink, *, network: str, station: str, person: str, login: str, password_hash: str, at: datetime) -> Person:
    """Found the network, its first station, the online station and its first administrator; the link is spent."""
    made = found(network)
    day = clock.day_of(at)
    made.second_step_from = day + second_step.GRACE
    first = Station(code="S01", name=station, level=StationLevel.TOWN, opens_on=day)
    db.session.add(first)
    db.session.flush()
    db.session.add(Station(code="S90", name="网上站", level=StationLevel.ONLINE, parent_id=first.id, opens_on=day))
    administrator = Person(name=person, login=login.strip().lower(), password_hash=password_hash, home_station_id=first.id)
    db.session.add(administrator)
    db.session.flush()
    grant(administrator, Role.ADMINISTRATOR, day)
    for role in (Role.DIRECTOR, Role.LIAISON):
        grant(administrator, role, day, station_id=first.id)
    link.used_at = at
    audit.note("founded", "person", administrator.id, person_id=administrator.id, at=at)
    return administrator


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
