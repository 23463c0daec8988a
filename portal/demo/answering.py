"""From the unit's reply to the board: each act is the real verb, done by the one who does it there, in the past."""

from datetime import datetime, timedelta
from typing import Any

from portal.cases import acceptance, delivery, preparing, publication, rating, reception_rating, reply
from portal.cases.case import Channel, Outcome
from portal.cases.delivery import Way
from portal.cases.mask import MaskKind
from portal.cases.rating import Result, Solved
from portal.cases.visitor import IdentityMode
from portal.demo import wording
from portal.demo.lines import Line
from portal.demo.scene import Scene
from portal.foundation import clock
from portal.network.role import Role

C = Channel
TOLD_BY = {C.ONLINE: Way.TRACKING_PAGE, C.PHONE: Way.PHONE, C.APPOINTMENT: Way.PHONE, C.KIOSK: Way.PHONE,
           C.HOME_VISIT: Way.HOME_VISIT, C.FIELD: Way.HOME_VISIT}
COVERED = {"住处细节": MaskKind.ADDRESS, "他人住处": MaskKind.ADDRESS, "他人姓名": MaskKind.NAME, "电话": MaskKind.PHONE}
SOLVED = {Outcome.SOLVED: Solved.YES, Outcome.MEDIATED: Solved.YES, Outcome.PARTLY: Solved.PARTLY}


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
    """T20, T21 or T23, or of an answer on the spot: the visitor's word, on the terminal, online, or noted by the one who asked."""
    result = told.result
    assert result is not None
    solved = SOLVED.get(told.claim, Solved.CANNOT_TELL)
    if result is Result.DISSATISFIED and told.raw["rating"]["understood"]:
        solved = Solved.NO
    rating.rate(scene.case, result=result, solved=solved, understood=told.raw["rating"]["understood"], reception=told.raw["rating"]["reception"],
                **_said(scene, at))


def receive(scene: Scene, at: datetime) -> None:
    """How they were received, alone: where the file has no result."""
    reception_rating.rate(scene.case, reception=scene.line.rating["reception"], **_said(scene, at))


def _said(scene: Scene, at: datetime) -> dict[str, Any]:
    """By what channel, and who touched or noted it."""
    channel = scene.line.channel
    by = scene.visitor(at) if channel in (C.KIOSK, C.ONLINE, C.STATION) else scene.staff(Role.LIAISON, at)
    return {"channel": C.KIOSK if channel is C.STATION else channel, "by": by}


def decide_review(scene: Scene, at: datetime) -> None:
    """T24b: somebody who had no part in it finds that the unit did what the law asks."""
    rating.decide_review(scene.case, upheld=False, reason=wording.UPHELD, by=scene.cast.one(Role.OFFICE).then(at))


def cover(scene: Scene, at: datetime, words: str, why: str) -> None:
    """A mask over these words, by the liaison."""
    preparing.cover_words(scene.case, words, kind=COVERED[why], why=why, by=scene.staff(Role.LIAISON, at))


def show(scene: Scene, at: datetime) -> None:
    """The visitor may look at it, before anybody else."""
    preparing.show(scene.case, by=scene.staff(Role.LIAISON, at))


def find_well(scene: Scene, at: datetime) -> None:
    """The visitor looked, and it may go up."""
    preparing.answer(scene.case, preparing.Word.WELL, by=scene.visitor(at))


def publish(scene: Scene, at: datetime) -> None:
    """On the board, by the director."""
    publication.publish(scene.case, by=scene.staff(Role.DIRECTOR, at))
