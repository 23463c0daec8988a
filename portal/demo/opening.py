"""From the first word to the unit's desk: each act is the real verb, done by the one who does it there, in the past."""

from datetime import datetime, timedelta

from portal.cases import acceptance, care, intake, progress, referral, standstill
from portal.cases.acceptance import Exclusion, Sorting
from portal.cases.case import Channel, Kind
from portal.cases.pause import PauseReason
from portal.cases.visitor import Identity, IdentityMode
from portal.demo import wording
from portal.demo.lines import CLOCKS, Line
from portal.demo.people import NAMES
from portal.demo.scene import Scene
from portal.foundation import clock
from portal.network import actor, person, station, unit
from portal.network.actor import Actor
from portal.network.role import Role

C = Channel
AT_THE_DESK = frozenset({C.STATION, C.UNIT_ON_SITE})
OUTSIDE = frozenset({C.HOME_VISIT, C.FIELD, C.INSPECTION})  # entered when back at the station


def form_key(no: str) -> str:
    """The key a line's matter is registered under; code and token hang on it and on the server's secret."""
    return f"demonstration {no}"


def register(scene: Scene, at: datetime) -> None:
    """T2, by the terminal, the visitor at home, or the one who was there."""
    place = station.by_code(scene.line.station)
    assert place is not None
    outside = at - timedelta(hours=2) if scene.line.channel in OUTSIDE else None
    told = intake.register(_telling(scene.line), station=place, key=form_key(scene.line.no), by=_receiver(scene, place.id, at),
                           happened_at=outside, agent_id=scene.agent(at).person_id, received_by_id=_member(scene.line, place.id, at))
    scene.cases[scene.line.no] = told.case


def _member(line: Line, station_id: int, at: datetime) -> int | None:
    """At the desk of a station that has one, a recommended member hears every second matter, but no report about officials (SD-06)."""
    at_desk = line.channel in AT_THE_DESK and line.serial % 2 == 0 and line.kind != Kind.CONDUCT_REPORT
    members = person.holders(Role.MEMBER, clock.day_of(at), station_id=station_id) if at_desk else []
    return members[0][0] if members else None


def _receiver(scene: Scene, station_id: int, at: datetime) -> Actor:
    line = scene.line
    match line.channel:
        case C.KIOSK:
            return actor.kiosk(station_id, at)
        case C.ONLINE:
            return actor.public(at)
        case C.INSPECTION:
            return scene.agent(at)
    at_counter = line.channel in AT_THE_DESK and line.serial % 2 == 1 and line.kind != Kind.CONDUCT_REPORT
    return scene.staff(Role.CLERK if at_counter else Role.LIAISON, at)


def _telling(line: Line) -> intake.Telling:
    own_hand = line.channel in (C.KIOSK, C.ONLINE)  # who types it in themselves touches a picture and sorts no further
    sorting = {} if own_hand else {"kind": line.kind, "nature": line.nature, "common": line.common, "affects": line.affects, "urgent": line.urgent}
    named = line.mode is IdentityMode.NAMED
    return intake.Telling(
        words=line.words, channel=line.channel, heads=line.people, category=line.cat[0] if own_hand else line.cat,
        needs_writer=not line.words, identity=_identity(line), **sorting,
        consent=intake.Consent(line.consents, line.consents, line.consents, named and not line.common))


def _identity(line: Line) -> Identity:
    if line.mode is IdentityMode.ANONYMOUS:
        return Identity()
    return Identity(line.mode, f"测某{NAMES[line.serial % len(NAMES)]}", f"12000000{100 + line.serial}")


def accept(scene: Scene, at: datetime) -> None:
    """T9, by the liaison, as the representative decided."""
    line = scene.line
    acceptance.accept(scene.case, Sorting(line.kind, line.cat, line.nature, line.common, line.affects, line.urgent, points_to_nobody=True),
                      decided_by_id=scene.agent(at).person_id or 0, by=scene.staff(Role.LIAISON, at))


def answer(scene: Scene, at: datetime) -> None:
    """T3: answered on the spot."""
    acceptance.answer(scene.case, text=scene.line.reply, answered_by=scene.case.station.name, plain=scene.line.plain,
                      by=scene.staff(Role.LIAISON, at))


def listen(scene: Scene, at: datetime) -> None:
    """T4: somebody wanted to talk."""
    acceptance.listen(scene.case, note=scene.line.plain, by=scene.agent(at))


def refuse(scene: Scene, at: datetime) -> None:
    """T7: another procedure has it."""
    reason, body, since, where = wording.EXCLUDED[scene.line.detail]
    acceptance.refuse(scene.case, reason=Exclusion(reason), body=body, since=since, where=where, explanation=scene.line.reply,
                      plain=scene.line.plain, decided_by_id=scene.agent(at).person_id or 0, by=scene.staff(Role.LIAISON, at))


def merge(scene: Scene, at: datetime) -> None:
    """T10: into the case the file names."""
    leading = scene.cases[scene.line.detail]
    plain = scene.line.plain.replace(scene.line.detail, leading.number)  # the file names it by its own number
    care.merge(scene.case, into=leading, told=True, plain=plain, by=scene.staff(Role.LIAISON, at))


def withdraw(scene: Scene, at: datetime) -> None:
    """T25, in person."""
    care.withdraw(scene.case, own_will=True, reason=scene.line.plain, by=scene.staff(Role.LIAISON, at))


def refer(scene: Scene, at: datetime, to: str = "") -> None:
    """T11, to the line's unit or another."""
    target = unit.by_name(to or scene.line.unit)
    assert target is not None
    referral.refer(scene.case, to=target, clock_name=CLOCKS[scene.line.limit], opinion=wording.opinion(scene.line),
                   opinion_by_id=scene.agent(at).person_id or 0, by=scene.staff(Role.LIAISON, at))


def acknowledge(scene: Scene, at: datetime) -> None:
    """T12."""
    referral.acknowledge(scene.case, by=scene.officer(at))


def show_progress(scene: Scene, at: datetime) -> None:
    """On the board while it is open, dates and steps alone, by the director."""
    progress.show(scene.case, by=scene.staff(Role.DIRECTOR, at))


def ask_return(scene: Scene, at: datetime) -> None:
    """T13: the first unit names the one it takes to be right."""
    proposed = unit.by_name(scene.line.unit)
    assert proposed is not None
    referral.ask_return(scene.case, reason=scene.line.returned["reason"], proposed_unit_id=proposed.id, by=scene.officer(at))


def decide_return(scene: Scene, at: datetime) -> None:
    """T14: the office sends it to the other unit."""
    right = unit.by_name(scene.line.unit)
    referral.decide_return(scene.case, to=right, decision=scene.line.plain, by=scene.cast.one(Role.OFFICE).then(at))


def ask_extension(scene: Scene, at: datetime) -> None:
    """The unit needs more days."""
    referral.ask_extension(scene.case, days=scene.line.ext, reason=wording.EXTENSION, by=scene.officer(at))


def decide_extension(scene: Scene, at: datetime) -> None:
    """T15: granted, and the visitor told."""
    referral.decide_extension(scene.case, granted=True, decision=scene.line.plain, by=scene.staff(Role.LIAISON, at))


def hold(scene: Scene, at: datetime) -> None:
    """The unit waits for somebody else, and its clock with it."""
    told = scene.line.pause
    standstill.hold(scene.case, reason=PauseReason(told["reason"]), days=told["days"], note=told["note"], by=scene.officer(at))
