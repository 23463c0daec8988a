"""What happens to a matter in the simulated year: each act is a real verb by the one who does it there; TURNS says how often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.cases import acceptance, care, delivery, dissatisfaction, preparing, preview, progress, publication, rating, referral, reply, reviewers, standstill
from portal.cases.case import OPEN, Case, Channel, Kind, Outcome, State
from portal.cases.closing import NotPublishedReason
from portal.cases.delivery import Way
from portal.cases.pause import PauseReason
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import actor
from portal.network.unit import Unit
from tests.bench.year_people import SEALED_UNITS, UNITS, sheet

if TYPE_CHECKING:
    from tests.bench.year_life import Year

Act = Callable[["Year", Case], object]
SILENT, SHOWN = 7, 4  # every seventh visitor never rates; of every fourth referred matter the progress is shown
CLOCKS = ("reply_simple",) * 6 + ("reply_ordinary",) * 3 + ("reply_complex",)
S = State


def accept(year: Year, case: Case) -> None:
    """T9."""
    sealed = case.sealed or case.kind == Kind.CONDUCT_REPORT
    sorting = acceptance.Sorting(4 if sealed else year.dice.choice((1, 2, 2, 2, 3, 5)), "O1" if sealed else case.category or "C4",
                                 common=year.dice.random() < 0.7, points_to_nobody=True,
                                 target_unit_id=year.people.units["区水务公司"] if sealed else None)
    acceptance.accept(case, sorting, decided_by_id=case.agent_id or 0, by=year.people.liaison(case))


def answer(year: Year, case: Case) -> None:
    """T3; a report about officials is never answered on the spot here."""
    if case.sealed:
        return accept(year, case)
    acceptance.answer(case, text="当场答复：路灯归街道城市管理办管，今晚派人去看。", answered_by="服务站", by=year.people.liaison(case))


def listen(year: Year, case: Case) -> None:
    """T4."""
    acceptance.listen(case, note="来坐坐，聊聊家常。", by=year.people.liaison(case))


def clarify(year: Year, case: Case) -> None:
    """T5."""
    acceptance.clarify(case, question="请问是哪一盏路灯？", by=year.people.liaison(case))


def inform(year: Year, case: Case) -> None:
    """T6, by the visitor."""
    acceptance.inform(case, words="门口第三盏。", by=year.people.visitor(case))


def refuse(year: Year, case: Case) -> None:
    """T7; some visitors object a few days later, and somebody decides."""
    acceptance.refuse(case, reason=year.dice.choice(list(acceptance.Exclusion)), body="区人民法院", since="2025年11月",
                      explanation="此事法院已立案，请到法院立案庭咨询。", decided_by_id=case.agent_id or 0, by=year.people.liaison(case))
    if year.dice.random() < 0.4:
        year.later(3, case, lambda year, case: acceptance.contest(case, words="法院没有立案。", by=year.people.visitor(case)))
        year.later(6, case, _decide_contest)


def _decide_contest(year: Year, case: Case) -> None:
    acceptance.decide_contest(case, upheld=year.dice.random() < 0.5, decision="已核实。", by=year.people.one("office"))


def merge(year: Year, case: Case) -> None:
    """T10, into another open one of the station."""
    query = select(Case).where(Case.station_id == case.station_id, Case.sealed == case.sealed, Case.id < case.id,
                               Case.state.in_(OPEN))
    into = db.session.scalars(query.order_by(Case.id.desc())).first()
    if into is not None:
        care.merge(case, into=into, told=True, by=year.people.liaison(case))


def withdraw(year: Year, case: Case) -> None:
    """T25, with the code."""
    care.withdraw(case, own_will=True, by=year.people.visitor(case))


def refer(year: Year, case: Case) -> None:
    """T11; of some the director shows how far they are, and takes a few down again."""
    name = year.dice.choice(SEALED_UNITS if case.sealed else UNITS)
    referral.refer(case, to=_unit(year, name), clock_name="reply_danger" if case.danger else year.dice.choice(CLOCKS),
                   opinion="请按期办理。", opinion_by_id=case.agent_id or 0, by=year.people.liaison(case))
    if case.id % SHOWN == 0:
        year.later(1, case, lambda year, case: progress.show(case, by=year.people.director(case)))
    if case.id % (3 * SHOWN) == 0:
        year.later(9, case, lambda year, case: progress.hide(case, reason="认得出是谁家。", by=year.people.director(case)))


def _unit(year: Year, name: str) -> Unit:
    found = db.session.get(Unit, year.people.units[name])
    assert found is not None
    return found


def acknowledge(year: Year, case: Case) -> None:
    """T12, or T12b from paper; the slow take their time."""
    if case.id % year.slow == 0 and year.dice.random() < 0.7:
        return
    officer = year.people.of_unit(case.unit_id)
    paper = None if officer else sheet(case)
    referral.acknowledge(case, by=officer or year.people.liaison(case), paper=paper)


def ask_return(year: Year, case: Case) -> None:
    """T13: not ours; T13b from paper."""
    officer = year.people.of_unit(case.unit_id)
    referral.ask_return(case, reason="不归我办。", proposed_unit_id=None, by=officer or year.people.liaison(case),
                        paper=None if officer else sheet(case))


def decide_return(year: Year, case: Case) -> None:
    """T14: it stays, or goes to another unit for good."""
    names = [name for name in (SEALED_UNITS if case.sealed else UNITS) if year.people.units[name] != case.unit_id]
    to = _unit(year, year.dice.choice(names)) if year.dice.random() < 0.6 else None
    by = year.people.one("office") if year.dice.random() < 0.5 else year.people.director(case)
    referral.decide_return(case, to=to, decision="按职责分工办理。", by=by)


def ask_extension(year: Year, case: Case) -> None:
    """T15, first half; the liaison decides the next day."""
    officer = year.people.of_unit(case.unit_id)
    referral.ask_extension(case, days=year.dice.randint(1, 5), reason="等配件。", by=officer or year.people.liaison(case),
                           paper=None if officer else sheet(case))
    year.later(1, case, lambda year, case: referral.decide_extension(
        case, granted=year.dice.random() < 0.7, decision="情况属实。", by=year.people.liaison(case)))


def hold(year: Year, case: Case) -> None:
    """The clock stands still; half of the pauses end by a person, the others by the sweep."""
    standstill.hold(case, reason=year.dice.choice((PauseReason.VISITOR, PauseReason.APPRAISAL)), days=year.dice.randint(2, 9),
                    note="等待鉴定结果。", by=year.people.liaison(case))
    if year.dice.random() < 0.5:
        year.later(2, case, lambda year, case: standstill.run_on(case, note="结果已出。", by=year.people.liaison(case)))


def answer_in_writing(year: Year, case: Case) -> None:
    """T16 or T22, typed or from paper; the slow leave it lying."""
    if case.id % year.slow == 0 and year.dice.random() < 0.85:
        return
    officer = year.people.of_unit(case.unit_id)
    claim = year.dice.choice((Outcome.SOLVED, Outcome.SOLVED, Outcome.PARTLY, Outcome.PLANNED, Outcome.MEDIATED))
    planned = clock.today() + timedelta(days=40) if claim is Outcome.PLANNED else None
    reply.write(case, text=f"关于{case.number}：已于{clock.today():%m月%d日}到现场查看，更换灯具{case.id % 9 + 1}套。\n今后每周巡查。", claim=claim,
                officer="经办甲", signed_off_by="主任甲", planned_on=planned, by=officer or year.people.liaison(case),
                paper=None if officer else sheet(case))


def ask_again(year: Year, case: Case) -> None:
    """The visitor asks how far it is; some say that they are very dissatisfied."""
    dissatisfaction.ask_again(case, words="怎么还没有消息？", very=year.dice.random() < 0.3, by=year.people.visitor(case))


def press(year: Year, case: Case) -> None:
    """The visitor presses at the desk."""
    dissatisfaction.note_pressed(case, note="来站里催问。", way=Way.IN_PERSON, by=year.people.liaison(case))


def send_back(year: Year, case: Case) -> None:
    """T17."""
    reply.send_back(case, reason="没有回答来访人的问题。", by=year.people.agent(case))


def pass_on(year: Year, case: Case) -> None:
    """T18, and the four sentences."""
    reply.pass_on(case, answers_the_question=True, by=year.people.agent(case))
    delivery.summarise(case, asked="您问路灯。", answer="灯已修好。", next="每周巡查。", disagree="不同意可以打站里电话。",
                       by=year.people.liaison(case))


def tell(year: Year, case: Case) -> None:
    """The representative confirms, the liaison tells (T19)."""
    delivery.confirm(case, by=year.people.agent(case))
    delivery.deliver(case, way=year.dice.choice((Way.PHONE, Way.IN_PERSON, Way.HOME_VISIT)), by=year.people.liaison(case))


def rate(year: Year, case: Case) -> None:
    """The visitor's word (T20, T21, T23); the silent are called instead."""
    if case.id % SILENT == 0:
        return try_to_reach(year, case)
    result = year.dice.choices((Result.SATISFIED, Result.FAIRLY, Result.DISSATISFIED), (6, 2, 2))[0]
    solved = {Result.SATISFIED: Solved.YES, Result.FAIRLY: Solved.PARTLY, Result.DISSATISFIED: Solved.NO}[result]
    rating.rate(case, result=result, solved=solved, understood=year.dice.random() < 0.95, channel=Channel.KIOSK,
                reception=year.dice.randint(3, 5), by=year.people.visitor(case))


def try_to_reach(year: Year, case: Case) -> None:
    """One more try."""
    way = year.dice.choice((Way.PHONE, Way.HOME_VISIT))
    delivery.record_try(case, way=way, by=year.people.liaison(case))


def review(year: Year, case: Case) -> None:
    """T24, by one who had no part in it, else by one who only watched over it."""
    free = next(iter(reviewers.of_case(case, clock.today())), None)
    if free is None:
        year.refused["bench: nobody left to review it"] += 1
        return
    rating.decide_review(case, upheld=case.round < rating.LAST_ROUND and year.dice.random() < 0.5, reason="已复核。", by=actor.of_person(free, clock.now()))


def publish(year: Year, case: Case) -> None:
    """Shown to its visitor, who may say that it is well; after that, or after 48 hours, on the board. A few come back later (T26)."""
    shown = preview.of_case(case)
    if shown is None:
        preparing.show(case, by=year.people.liaison(case))
        if year.dice.random() < 0.5:
            preparing.answer(case, preparing.Word.WELL, by=year.people.visitor(case))
        return
    if not shown.is_over(clock.now()):
        return
    publication.publish(case, by=year.people.director(case))
    if case.state is State.CLOSED and year.dice.random() < 0.02:
        year.later(20, case, lambda year, case: care.reopen(case, reason="又坏了。", by=year.people.liaison(case)))


def decline(year: Year, case: Case) -> None:
    """Not on the board, with a reason."""
    publication.decline(case, reason=NotPublishedReason.SECRET, by=year.people.director(case))


# For each state, what may happen to a matter on one working day and how likely; the rest of the days nothing happens.
TURNS: dict[State, tuple[tuple[float, Act], ...]] = {
    S.REGISTERED: ((0.62, accept), (0.12, answer), (0.04, clarify), (0.03, listen), (0.05, refuse), (0.01, merge), (0.01, withdraw)),
    S.CLARIFYING: ((0.12, inform),),
    S.ACCEPTED: ((0.9, refer), (0.01, merge)),
    S.REFERRED: ((0.6, acknowledge), (0.06, ask_return), (0.01, withdraw), (0.03, ask_again)),
    S.RETURN_ASKED: ((0.7, decide_return),),
    S.HANDLING: ((0.22, answer_in_writing), (0.03, ask_extension), (0.02, hold), (0.08, ask_again), (0.03, press),
                 (0.002, withdraw)),
    S.REHANDLE: ((0.18, answer_in_writing), (0.03, ask_extension), (0.01, hold), (0.08, ask_again), (0.03, press)),
    S.REPLIED: ((0.6, pass_on), (0.07, send_back)),
    S.TO_DELIVER: ((0.75, tell),),
    S.DELIVERED: ((0.4, rate), (0.1, try_to_reach)),
    S.REVIEW: ((0.5, review),),
}
FINISHED: tuple[tuple[float, Act], ...] = ((0.6, publish), (0.01, decline))
