"""The first day: a network with its calendar, the classes of matters and deadline policy v1."""

from datetime import datetime

from portal.cases import category, policy
from portal.network import setup
from portal.network.network import Network
from portal.network.person import Person
from portal.network.setup import SetupLink


def found(name: str, *, demo: bool = False) -> Network:
    """An empty network with everything the loop needs but stations and people."""
    network = setup.found(name, demo)
    category.ship()
    policy.ship()
    return network


def found_by_link(link: SetupLink, *, network: str, station: str, person: str, login: str, password_hash: str, at: datetime) -> Person:
    """A real network, from the one-time link of the first start; returns its first administrator."""
    administrator = setup.use(link, network=network, station=station, person=person, login=login, password_hash=password_hash, at=at)
    category.ship()
    policy.ship()
    return administrator
