"""One act of a matter's life each: the real verb, done by the one who does it in that place, at a moment in the past."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.cases import acceptance, care, delivery, intake, publication, rating, referral, reply
from portal.cases.acceptance import Exclusion, Sorting
from portal.cases.case import Case, Channel, Kind, Outcome
from portal.cases.delivery import Way
from portal.cases.rating import Result, Solved
from portal.cases.visitor import Identity, IdentityMode
from portal.demo import wording
from portal.demo.lines import CLOCKS, Line
from portal.demo.people import NAMES, Cast
from portal.foundation import clock
from portal.network import actor, station, unit
from portal.network.actor import Actor
from portal.network.role import Role

C = Channel
AT_THE_DESK = frozenset({C.STATION, C.UNIT_ON_SITE})
OUTSIDE = frozenset({C.HOME_VISIT, C.FIELD, C.INSPECTION})  # entered when back at the station
TOLD_BY = {C.ONLINE: Way.TRACKING_PAGE, C.PHONE: Way.PHONE, C.APPOINTMENT: Way.PHONE, C.KIOSK: Way.PHONE,
           C.HOME_VISIT: Way.HOME_VISIT, C.FIELD: Way.HOME_VISIT}
SOLVED = {Outcome.SOLVED: Solved.YES, Outcome.MEDIATED: Solved.YES, Outcome.PARTLY: Solved.PARTLY}


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


def form_key(no: str) -> str:
    """The key a line's matter is registered under; code and token hang on it and on the server's secret."""
    return f"demonstration {no}"


def register(scene: Scene, at: datetime) -> None:
    """T2, by the terminal, the visitor at home, or the one who was there."""
    place = station.by_code(scene.line.station)
    assert place is not None
    outside = at - timedelta(hours=2) if scene.line.channel in OUTSIDE else None
    told = intake.register(_telling(scene.line), station=place, key=form_key(scene.line.no), by=_receiver(scene, place.id, at),
                           happened_at=outside, agent_id=scene.agent(at).person_id)
    scene.cases[scene.line.no] = told.case


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
    sorting = {} if own_hand else {"kind": line.kind, "nature": line.nature, "common": line.common}
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
    acceptance.accept(scene.case, Sorting(line.kind, line.cat, line.nature, line.common, points_to_nobody=True),
                      decided_by_id=scene.agent(at).person_id or 0, by=scene.staff(Role.LIAISON, at))


def answer(scene: Scene, at: datetime) -> None:
    """T3: answered on the spot."""
    acceptance.answer(scene.case, text=scene.line.reply, answered_by=scene.case.station.name, by=scene.staff(Role.LIAISON, at))


def listen(scene: Scene, at: datetime) -> None:
    """T4: somebody wanted to talk."""
    acceptance.listen(scene.case, note=scene.line.plain, by=scene.agent(at))


def refuse(scene: Scene, at: datetime) -> None:
    """T7: another procedure has it."""
    reason, body, since = wording.EXCLUDED[scene.line.detail]
    acceptance.refuse(scene.case, reason=Exclusion(reason), body=body, since=since, explanation=scene.line.reply,
                      decided_by_id=scene.agent(at).person_id or 0, by=scene.staff(Role.LIAISON, at))


def merge(scene: Scene, at: datetime) -> None:
    """T10: into the case the file names."""
    care.merge(scene.case, into=scene.cases[scene.line.detail], told=True, by=scene.staff(Role.LIAISON, at))


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


def write_reply(scene: Scene, at: datetime, told: Line) -> None:
    """T16 or T22: the reply of this round, byte for byte."""
    by = scene.officer(at)
    month = clock.day_of(at).replace(day=1)
    planned = (month + timedelta(days=32)).replace(day=1) if told.claim is Outcome.PLANNED else None
    head = scene.cast.one(Role.UNIT_HEAD, scene.case.unit.name if scene.case.unit else "")
    reply.write(scene.case, text=told.reply, claim=told.claim, officer=by.name, signed_off_by=head.name, planned_on=planned, by=by)


def send_back(scene: Scene, at: datetime) -> None:
    """T17: it does not answer the question."""
    reply.send_back(scene.case, reason=scene.line.plain, by=scene.agent(at))


def add_words(scene: Scene, at: datetime, told: Line) -> None:
    """What the visitor says when it goes round again."""
    acceptance.inform(scene.case, words=told.words, by=scene.visitor(at))


def pass_on(scene: Scene, at: datetime) -> None:
    """T18."""
    reply.pass_on(scene.case, answers_the_question=True, by=scene.agent(at))


def summarise(scene: Scene, at: datetime, told: Line) -> None:
    """The four plain sentences."""
    four = wording.sentences(scene.line, told, again=scene.case.round > 1)
    delivery.summarise(scene.case, **four, by=scene.staff(Role.LIAISON, at))


def confirm(scene: Scene, at: datetime) -> None:
    """The representative stands for them."""
    delivery.confirm(scene.case, by=scene.agent(at))


def deliver(scene: Scene, at: datetime) -> None:
    """T19: told in the way that fits how they came."""
    way = TOLD_BY.get(scene.line.channel, Way.IN_PERSON)
    if scene.line.mode is IdentityMode.ANONYMOUS:
        way = Way.TRACKING_PAGE
    delivery.deliver(scene.case, way=way, by=scene.staff(Role.LIAISON, at))


def try_again(scene: Scene, at: datetime) -> None:
    """A try to get the visitor's word."""
    delivery.record_try(scene.case, way=Way.PHONE, note=wording.TRY, by=scene.staff(Role.LIAISON, at))


def rate(scene: Scene, at: datetime, told: Line) -> None:
    """T20, T21 or T23: the visitor's word, on the terminal, online, or noted by the one who asked."""
    channel, result = scene.line.channel, told.result
    assert result is not None
    solved = SOLVED.get(told.claim, Solved.CANNOT_TELL)
    if result is Result.DISSATISFIED and told.raw["rating"]["understood"]:
        solved = Solved.NO
    by = scene.visitor(at)
    if channel not in (C.KIOSK, C.ONLINE, C.STATION):
        by = scene.staff(Role.LIAISON, at)
    rating.rate(scene.case, result=result, solved=solved, understood=told.raw["rating"]["understood"], by=by,
                channel=C.KIOSK if channel is C.STATION else channel, reception=told.raw["rating"]["reception"])


def decide_review(scene: Scene, at: datetime) -> None:
    """T24b: somebody who had no part in it finds that the unit did what the law asks."""
    rating.decide_review(scene.case, upheld=False, reason=wording.UPHELD, by=scene.cast.one(Role.OFFICE).then(at))


def publish(scene: Scene, at: datetime) -> None:
    """On the board, by the director."""
    publication.publish(scene.case, by=scene.staff(Role.DIRECTOR, at))
