"""Pages that speak of one station: the one that was named, or the first at which somebody may do what the page is for."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import request
from sqlalchemy import select

from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.network import places, reach
from portal.network.station import Station
from portal.web import gate


@dataclass(frozen=True)
class Asked:
    """The station of a page, None where none is meant or there is none; what was typed to find it; whether there are several."""

    place: Station | None
    typed: str
    many: bool

    @property
    def unknown(self) -> bool:
        """Whether a station was named that is none of these."""
        return self.place is None and bool(self.typed.strip())


def asked(act: str) -> Asked:
    """What `?station=` names among those at which the signed-in person may do this."""
    among, typed = reach.stations(gate.signed_in(), act), request.args.get("station", "")[:60]
    return Asked(places.meant(typed, among) if typed.strip() else _first(among), typed, is_many(act))


def at(code: str, act: str) -> Station:
    """The station of this very code; Missing where the signed-in person may not do this there."""
    here = places.meant(code, reach.stations(gate.signed_in(), act))
    if here is None or here.code != code:
        raise Missing
    return here


def is_many(act: str) -> bool:
    """Whether there is more than one station at which the signed-in person may do this."""
    among = reach.stations(gate.signed_in(), act)
    return among is None or len(among) > 1


def _first(among: Collection[int] | None) -> Station | None:
    query = select(Station).where(Station.closed.is_(False)).order_by(Station.code).limit(1)
    return db.session.scalar(query if among is None else query.where(Station.id.in_(among)))
