"""One matter at each moment that the demonstration has nobody waiting at, so that the page of every act can be looked at."""

from datetime import timedelta

from sqlalchemy import select

from portal.cases import acceptance, care, delivery, excluded_person, promised_call, publication, referral, support
from portal.cases.acceptance import Exclusion
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason
from portal.cases.delivery import Way
from portal.cases.rating import Result, Solved
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network.unit import Unit
from portal.reception import appointment, finding, offered_time
from portal.reception.appointment import Asked, Wanted
from tests.cast import NOW, Cast
from tests.journeys import ladder_moments
from tests.journeys.serving import Served


def prepare(served: Served) -> None:
    """Bring matters of station S01 to these moments by the verbs."""
    with served.app.app_context():
        cast = Cast()
        cast.accepted()
        cast.register(danger=True)
        _ask_back(cast, cast.register().case)
        _refuse(cast, cast.register().case)
        _object(cast, cast.register().case)
        cast.handling()
        _want_days(cast, cast.handling())
        _ready_to_tell(cast, cast.to_deliver())
        _twice_dissatisfied(cast, cast.delivered())
        cast.closed()
        _hard_to_reach(cast)
        _gone_at_once(cast, cast.referred())
        ladder_moments.climb(cast)
        _supported_on_paper(cast, cast.handling())
        _lacks_a_mask(cast, cast.closed())
        cast.register()
        _asked_for_a_time(cast)
        _offered_a_time(cast, cast.handling())
        _keep_from(cast, cast.register().case)


def _asked_for_a_time(cast: Cast) -> None:
    """A time on the last day that is offered, and a visit at home."""
    at = clock.now()
    slot = finding.offered(cast.station(), at)[-1].free[0]
    with unit_of_work():
        for asked in (Asked(slot=slot, name="测某甲"), Asked(Wanted.HOME, phone="12000000017", address="菜场路9号")):
            appointment.book(cast.station(), asked, key=codes.new_key(), by=actor.public(at))


def _offered_a_time(cast: Cast, case: Case) -> None:
    _offer(case, "rep", cast)
    with unit_of_work():
        promised_call.promise(case, promised_call.Part.TIME, clock.now() + timedelta(days=1), by=cast.actor("liaison"))


def _offer(case: Case, login: str, cast: Cast) -> None:
    with unit_of_work():
        offered_time.offer(case, offered_time.Proposed(Wanted.STATION, at=clock.now() + timedelta(days=9), words="见面谈谈。"), by=cast.actor(login))


def _ask_back(cast: Cast, case: Case) -> None:
    with unit_of_work():
        acceptance.clarify(case, question="请问是几号楼门前？", by=cast.actor("liaison"))


def _refuse(cast: Cast, case: Case) -> None:
    with unit_of_work():
        acceptance.refuse(case, reason=Exclusion.JUDICIAL, body="区人民法院", since="2026-01-05", explanation="请等判决。",
                          decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))


def _object(cast: Cast, case: Case) -> None:
    _refuse(cast, case)
    with unit_of_work():
        acceptance.contest(case, words="说的不是一件事。", by=cast.visitor(case))


def _keep_from(cast: Cast, case: Case) -> None:
    """Its visitor named one person, and another in words that nobody has looked up yet."""
    with unit_of_work():
        excluded_person.name(case, people=[cast.person("clerk").id], words="窗口的那一位", by=cast.visitor(case))


def _want_days(cast: Cast, case: Case) -> None:
    with unit_of_work():
        referral.ask_extension(case, days=3, reason="等材料到货。", by=cast.actor("officer"))


def _ready_to_tell(cast: Cast, case: Case) -> None:
    with unit_of_work():
        delivery.summarise(case, asked="您说路灯坏了。", answer="修好了。", next="每周巡查。", disagree="可以再说一次。",
                           by=cast.actor("liaison"))
    with unit_of_work():
        delivery.confirm(case, by=cast.actor("rep"))


def _twice_dissatisfied(cast: Cast, case: Case) -> None:
    cast.rate(case, Result.DISSATISFIED, Solved.NO)
    cast.reply(case)
    cast.pass_on(case)
    cast.tell(case)
    cast.rate(case, Result.DISSATISFIED, Solved.NO)


def _supported_on_paper(cast: Cast, case: Case) -> None:
    """A unit nobody of which can sign in supports the lead."""
    with unit_of_work():
        db.session.add(Unit(name="村水管站"))
    with unit_of_work():
        support.name(case, [cast.unit("村水管站").id], by=cast.actor("liaison"))


def _lacks_a_mask(cast: Cast, case: Case) -> None:
    """Left off the board until something in it is covered."""
    with unit_of_work():
        publication.decline(case, reason=NotPublishedReason.PRIVACY, by=cast.actor("director"))


def _gone_at_once(cast: Cast, case: Case) -> None:
    """Withdrawn within a day of the referral: somebody has to call back."""
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))


def _hard_to_reach(cast: Cast) -> None:
    clock.freeze(NOW - timedelta(days=9))
    case = cast.delivered()
    for day, way in ((6, Way.PHONE), (4, Way.HOME_VISIT), (2, Way.PHONE)):
        clock.freeze(NOW - timedelta(days=day))
        with unit_of_work():
            delivery.record_try(case, way=way, note="没有人接。", by=cast.actor("liaison"))
    clock.freeze(NOW)


def offer_now(number: str) -> None:
    """The station offers a time to whoever told this matter. In an app context."""
    case = db.session.scalars(select(Case).where(Case.number == number)).one()
    _offer(case, "liaison", Cast())


def refuse_now(number: str) -> None:
    """The matter of this number is not accepted; its visitor may object. In an app context."""
    cast = Cast()
    _refuse(cast, db.session.scalars(select(Case).where(Case.number == number)).one())
