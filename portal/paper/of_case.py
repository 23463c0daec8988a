"""A case as the receipt tells it: the one place that decides what of a case may stand on paper (practice.md §2.2, R35)."""
from __future__ import annotations

from datetime import date

from portal.cases import attachment, commitment
from portal.cases.case import Case, Kind, State
from portal.cases.category import CONDUCT, HARDSHIP
from portal.cases.tracking import Secrets
from portal.foundation import codes
from portal.network import person
from portal.network.network import Network
from portal.network.role import Role
from portal.network.station import Station
from portal.paper.receipt import Next, ReceiptFacts

_PRIVATE_KINDS = (Kind.CONDUCT_REPORT, Kind.PERSONAL_DIFFICULTY)
_PRIVATE = (CONDUCT, HARDSHIP)
_NEXT = {
    State.REGISTERED: Next.DECIDE, State.CLARIFYING: Next.DECIDE, State.ACCEPTED: Next.REFER, State.REFERRED: Next.REPLY,
    State.RETURN_ASKED: Next.REPLY, State.HANDLING: Next.REPLY, State.REHANDLE: Next.REPLY, State.REPLIED: Next.TELL,
    State.TO_DELIVER: Next.TELL, State.REVIEW: Next.TELL, State.DELIVERED: Next.RATE, State.ANSWERED: Next.NOTHING,
}


def receipt_of(case: Case, secrets: Secrets, *, network: Network, public_url: str, received_by: str, today: date,
               reprint: bool = False) -> ReceiptFacts:
    """The facts of a receipt. `public_url` is the portal's own address without a path; `received_by` names terminal, station
    or person. A station without a door (the online one) gives the address and phones of the one above it."""
    here, near = case.station, _with_a_door(case.station)
    return ReceiptFacts(
        network=network.name, motto=network.motto, station=here.name, address=near.address, phone=near.phone, hours=near.hours,
        number=case.number, code=codes.group(secrets.code),
        token_url=f"{public_url}/t/{secrets.token}",
        online=f"{public_url.split('://')[-1]}/track", verify=f"{public_url.split('://')[-1]}/verify",
        mark=commitment.grouped(secrets.mark or commitment.mark_of(case)), received_at=case.registered_at, received_by=received_by,
        next_step=_next(case), next_date=case.next_on, call_name=_first_responsible(near, today),
        call_phone=near.first_responsible_phone or near.phone, words=_printable(case),
        my_representative=person.name_of(case.agent_id) if case.agent_id else None, stage=case.stage, reprint=reprint, demo=network.demo)


def _next(case: Case) -> Next:
    if not (case.is_open and case.needs_writer and not case.words):
        return _NEXT.get(case.state, Next.OVER)
    return Next.HEAR if attachment.of_case(case) else Next.WRITE


def _with_a_door(station: Station) -> Station:
    return station if station.address or station.parent is None else station.parent


def _first_responsible(station: Station, today: date) -> str:
    people = person.holders(Role.DIRECTOR, today, station_id=station.id)
    return people[0][1] if people else station.name


def _printable(case: Case) -> str | None:
    """The matter in the visitor's words, unless it is a conduct report or a hardship or the visitor said so: then the paper does
    not say what it is about."""
    private = case.sealed or case.kind in _PRIVATE_KINDS or (case.category or "").startswith(_PRIVATE)
    return None if private or case.off_paper or not case.words else case.words
