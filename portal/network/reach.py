"""Where somebody may do an act: the stations their roles reach, by the one table (matrix.py)."""

from portal.network.access import ACTS, Reach
from portal.network.actor import Actor


def stations(actor: Actor, act: str) -> frozenset[int] | None:
    """The stations at which the actor may do an act; None for all of them."""
    found: set[int] = set()
    for held in actor.held:
        how = ACTS[act].get(held.role)
        if how is Reach.ALL:
            return None
        found |= held.stations if how is Reach.SUBTREE else {held.station_id} if how is Reach.STATION and held.station_id else set()
    return frozenset(found)
