"""Every sort of case with a secret in whatever somebody wrote: what the canary test lets loose."""

import io
from collections.abc import Callable, Iterator
from itertools import count

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.cases import (
    acceptance, attachment, call_back, care, danger, delivery, explanation, issuing, preparing, progress, proposal, rating, referral,
    reminder, reply, slip, standstill, visitor, where_to_go, withdrawal,
)
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Case, Channel, Outcome
from portal.cases.closing import NotPublishedReason
from portal.cases.intake import Consent
from portal.cases.mask import MaskKind
from portal.cases.pause import PauseReason
from portal.cases.rating import Result, Solved
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import codes
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor as actors
from portal.reception.sitting import Presence
from tests.cases.ladder_scene import LONG, late, on
from tests.cast import Cast
from tests.reception import opened

OPEN = "openly said"
ALL = Consent(True, True, True, True)


class Canaries:
    """Numbered secrets, so that one that escaped says which field it sat in."""

    def __init__(self) -> None:
        self.sung: dict[str, str] = {}
        self._numbers: Iterator[int] = count(100)

    def __call__(self, field: str) -> str:
        bird = f"canary{next(self._numbers)}"
        self.sung[bird] = field
        return bird


def telling(bird: Canaries, **more: object) -> dict[str, object]:
    """A matter with a secret in everything the visitor says about themselves."""
    identity = Identity(IdentityMode.NAMED, bird("name"), "1200000" + bird("phone"), bird("address"), bird("needs"),
                        beside="proxy", beside_name=bird("beside name"), relation=bird("relation"), agreed=True)
    return {"words": bird("words"), "wants": bird("wants"), "place": bird("place"), "seen_before": bird("seen before"), "identity": identity, **more}


def through(cast: Cast, bird: Canaries, text: str, consent: Consent) -> Case:
    """A matter all the way to its rating, every hand on the way writing something private."""
    case = cast.referred(**telling(bird, consent=consent))
    _picture(cast, bird, case)
    with unit_of_work():
        visitor.reveal(case, reason=bird("reveal reason"), by=cast.actor("liaison"))
    with unit_of_work():
        referral.ask_return(case, reason=bird("return reason"), proposed_unit_id=None, by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_return(case, to=None, decision=bird("return decision"), by=cast.actor("director"))
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("officer"))
    with unit_of_work():
        referral.ask_extension(case, days=2, reason=bird("extension reason"), by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision=bird("extension decision"), by=cast.actor("liaison"))
    with unit_of_work():
        reply.write(case, text=text, claim=Outcome.SOLVED, officer=bird("officer"), signed_off_by=bird("sign-off"),
                    checked=bird("checked"), basis=bird("basis"), by=cast.actor("officer"))
    with unit_of_work():
        reply.send_back(case, reason=bird("send-back reason"), by=cast.actor("rep"))
    cast.reply(case, text)
    cast.pass_on(case)
    _told(cast, bird, case, bird if not text.startswith(OPEN) else lambda field: f"{OPEN} {field}")
    return case


def _told(cast: Cast, bird: Canaries, case: Case, said: Callable[[str], str]) -> None:
    with unit_of_work():
        care.hand_over(case, owner_id=cast.person("director").id, reason=bird("hand-over reason"), by=cast.actor("director"))
    with unit_of_work():
        danger.mark(case, reason=bird("danger"), by=cast.actor("clerk"))
    with unit_of_work():
        acceptance.inform(case, words=bird("added words"), by=cast.visitor(case))
    with unit_of_work():
        delivery.summarise(case, asked=said("asked"), answer=said("answer"), next=said("next"), disagree=said("disagree"),
                           by=cast.actor("liaison"))
    with unit_of_work():
        delivery.confirm(case, by=cast.actor("rep"))
    with unit_of_work():
        delivery.deliver(case, way=delivery.Way.PHONE, by=cast.actor("liaison"))
    with unit_of_work():
        delivery.record_try(case, way=delivery.Way.PHONE, note=bird("note of a try"), by=cast.actor("liaison"))
    with unit_of_work():
        rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.ONLINE, reception=5,
                    words=bird("rating words"), publish_words=False, by=cast.visitor(case))


def _picture(cast: Cast, bird: Canaries, case: Case) -> None:
    out, notes = io.BytesIO(), PngInfo()
    notes.add_text("Comment", bird("picture comment"))
    Image.new("RGB", (9, 9)).save(out, "PNG", pnginfo=notes)
    with unit_of_work():
        attachment.attach(case, out.getvalue(), kind=AttachmentKind.VISITOR, by=cast.visitor(case))


def everybody(cast: Cast, bird: Canaries) -> Case:
    """One published matter, and one of each sort that must stay inside; every permission is given, so that the rule holds it back."""
    opened.note(cast, opened.put_on(cast, opened.monday(cast)[0]), Presence.ABSENT, reason=bird("absence"))
    shown = through(cast, bird, f"{OPEN} reply", Consent(publish_result=True))
    with unit_of_work():
        cast.put_up(shown)
    through(cast, bird, bird("reply of an unpublished case"), Consent())
    sealed = cast.accepted(kind=4, category="O1", target="街道城市管理办", **telling(bird))
    _picture(cast, bird, sealed)
    refused = cast.register(**telling(bird)).case
    with unit_of_work():
        acceptance.refuse(refused, reason=acceptance.Exclusion.JUDICIAL, body=bird("body"), since=bird("since"),
                          explanation=bird("explanation"), plain=bird("plain words"), decided_by_id=cast.person("rep").id, by=cast.actor("liaison"),
                          where={name: bird(name) for name in where_to_go.MOST})
    with unit_of_work():
        acceptance.contest(refused, words=bird("objection"), by=cast.visitor(refused))
    gone = cast.register(**telling(bird)).case
    with unit_of_work():
        care.withdraw(gone, own_will=True, reason=bird("withdrawal reason"), by=cast.visitor(gone))
    cast.register(by=actors.public(cast.visitor(gone).at), station="S90", key=codes.new_key(), **telling(bird, category="O"))
    through(cast, bird, bird("reply that waits"), Consent(publish_result=True, publish_words=True))
    _inside(cast, bird)
    _pressed(cast, bird)
    _under_way(cast, bird)
    _covered(cast, bird)
    return shown


def _inside(cast: Cast, bird: Canaries) -> None:
    """What is never published whatever the visitor permits: hardship, a minor, a conduct report that is over, listened to, merged,
    not accepted, contested in vain, withdrawn after the referral."""
    for more in ({"kind": 3, "category": "F1"}, {"minor": True}, {"kind": 4, "category": "O1"}, {"off_paper": True}):
        case = _told_us(cast, bird, **more)
        with unit_of_work():
            acceptance.answer(case, text=bird("answer on the spot"), answered_by=bird("answered by"), plain=bird("plain words"), by=cast.actor("liaison"))
    heard, same, refused = (_told_us(cast, bird) for _ in range(3))
    with unit_of_work():
        acceptance.listen(heard, note=bird("what was heard"), by=cast.actor("liaison"))
    lead = cast.handling(**telling(bird, consent=ALL))
    with unit_of_work():
        care.merge(same, into=lead, told=True, plain=bird("plain words"), by=cast.actor("liaison"))
    with unit_of_work():
        acceptance.refuse(refused, reason=acceptance.Exclusion.JUDICIAL, body=bird("body"), since=bird("since"),
                          explanation=bird("explanation"), plain=bird("plain words"), decided_by_id=cast.person("rep").id, by=cast.actor("liaison"),
                          where={name: bird(name) for name in where_to_go.MOST})
    with unit_of_work():
        acceptance.contest(refused, words=bird("objection"), by=cast.visitor(refused))
    with unit_of_work():
        acceptance.decide_contest(refused, upheld=False, decision=bird("decision") * 3, by=cast.actor("office"))
    gone = cast.handling(**telling(bird, consent=ALL))
    with unit_of_work():
        care.withdraw(gone, own_will=True, by=cast.visitor(gone))
    with unit_of_work():
        call_back.record(gone, own_will=True, note=bird("call back"), by=cast.actor("liaison"))


def _told_us(cast: Cast, bird: Canaries, **more: object) -> Case:
    return cast.register(**telling(bird, consent=ALL, **more)).case


def _pressed(cast: Cast, bird: Canaries) -> Case:
    """A published matter that was pressed for with every step of the ladder, a secret in whatever was written on the way."""
    case = late(cast, consent=Consent(publish_result=True))
    with unit_of_work():
        reminder.remind(case, way=reminder.RemindBy.URGING, spoke_to=bird("spoke to"), said=bird("said"), promised=bird("promised"),
                        by=cast.actor("rep"))
    for again in (True, False):
        row = _slip(cast, bird, case, slip.Level.B)
        if again:
            with unit_of_work():
                slip.withdraw(case, row, reason=bird("why withdrawn"), by=cast.actor("rep"))
    on(LONG)
    row = _slip(cast, bird, case, slip.Level.A)
    with unit_of_work():
        explanation.explain(case, row, cause=bird("cause"), responsibility=bird("responsibility"), measures=bird("measures"),
                            by=cast.actor("head"))
    with unit_of_work():
        proposal.propose(case, row, addressee=proposal.Addressee.OFFICE, facts=bird("facts") * 9, opinion=bird("opinion") * 4,
                         by=cast.actor("rep"))
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case)
    with unit_of_work():
        cast.put_up(case)
    return case


def _covered(cast: Cast, bird: Canaries) -> None:
    """A secret under a mask in each text of a published matter; a matter that was withdrawn, and one that stands before its visitor."""
    for then in ("masked", "withdrawn", "shown"):
        words, answer, plain, said = (bird(f"{then} {where}") for where in ("words", "reply", "summary", "rating words"))
        case = cast.replied(f"{OPEN} {answer}。", words=words, consent=ALL)
        cast.pass_on(case)
        with unit_of_work():
            delivery.summarise(case, asked=f"{OPEN} {plain}", answer=plain, next="好", disagree="好", by=cast.actor("liaison"))
        with unit_of_work():
            delivery.confirm(case, by=cast.actor("rep"))
        with unit_of_work():
            delivery.deliver(case, way=delivery.Way.PHONE, by=cast.actor("liaison"))
        with unit_of_work():
            rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.ONLINE, reception=5,
                        words=f"{OPEN} {said}", publish_words=True, by=cast.visitor(case))
        with unit_of_work():
            for secret in (words, answer, plain, said) if then == "masked" else ():
                preparing.cover_words(case, secret, kind=MaskKind.OTHER, why=bird("why it is covered"), by=cast.actor("liaison"))
        with unit_of_work():
            preparing.show(case, by=cast.actor("rep")) if then == "shown" else cast.put_up(case)
        if then == "withdrawn":
            with unit_of_work():
                withdrawal.withdraw(case, reason=NotPublishedReason.PRIVACY, note=bird("why it was withdrawn"), by=cast.actor("director"))


def _slip(cast: Cast, bird: Canaries, case: Case, level: slip.Level) -> slip.Slip:
    with unit_of_work():
        row = issuing.draw_up(case, level, demand=bird("demand") * 3, by=cast.actor("rep"),
                              reasons={name.value: bird("written reason") * 2 for name in issuing.Missing})
    with unit_of_work():
        return issuing.countersign(case, row, by=cast.actor("director" if level is slip.Level.B else "office"))


def _under_way(cast: Cast, bird: Canaries) -> None:
    """Two open matters whose progress stands on the board, every permission given, secrets in whatever moves them; one is taken down."""
    for hidden in (True, False):
        case = late(cast, **telling(bird, consent=ALL))
        with unit_of_work():
            progress.show(case, by=cast.actor("director"))
        with unit_of_work():
            reminder.remind(case, way=reminder.RemindBy.URGING, spoke_to=bird("spoke to"), said=bird("said"), by=cast.actor("rep"))
        row = _slip(cast, bird, case, slip.Level.B)
        with unit_of_work():
            slip.withdraw(case, row, reason=bird("why withdrawn"), by=cast.actor("rep"))
        _slip(cast, bird, case, slip.Level.B)
        with unit_of_work():
            reply.write(case, text=bird("reply of an open case"), claim=Outcome.SOLVED, officer=bird("officer"), signed_off_by=bird("sign-off"),
                        by=cast.actor("officer"))
            reply.send_back(case, reason=bird("send-back reason"), by=cast.actor("rep"))
            standstill.hold(case, reason=PauseReason.COURT, days=5, note=bird("why it stands"), by=cast.actor("liaison"))
        if hidden:
            with unit_of_work():
                progress.hide(case, reason=bird("why hidden"), by=cast.actor("director"))
