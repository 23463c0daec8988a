"""Random lives: anybody tries anything with any case; refusals are fine, broken rules are not (R73, practice.md §12.4)."""

import contextlib
import os
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from portal.cases import (
    acceptance, care, coming_again, danger, delivery, dissatisfaction, explanation, follow_up, intake, invariants, issuing, preparing, progress, proposal, publication,
    rating, reception_rating, referral,
    reminder, reply, slip, standstill, visitor, withdrawal,
)
from portal.cases.case import FINAL, OPEN, Case, Channel, Outcome, PublicState, State
from portal.cases.closing import NotPublishedReason
from portal.cases.delivery import Delivery, Way
from portal.cases.mask import MaskKind
from portal.cases.pause import PauseReason
from portal.cases.preparing import Word
from portal.cases.proposal import Addressee
from portal.cases.rating import Result, Solved
from portal.cases.reminder import RemindBy
from portal.cases.slip import Level
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network.actor import Actor
from tests.cases.ladder_scene import ALL
from tests.cast import NOW, SEATS, Cast

EXAMPLES = int(os.environ.get("PORTAL_TEST_LIVES", "50"))  # more before a release
ACTORS = st.sampled_from([*SEATS, *("visitor", "liaison", "rep", "officer") * 6, "system", "stranger", "kiosk"])
TEXTS = st.sampled_from(["已办理。", "𠮷\n二行", " ", "", "x" * 2001, "请核实"])
UNITS = st.sampled_from(["街道城市管理办", "区水务公司", "镇党委", "街道纪检部门", None])
REPS = st.sampled_from(["rep", "rep-2", "rep-s02", "liaison"])
LEVELS, SLIPS = st.sampled_from([Level.B, Level.A]), st.integers(0, 3)
YES = st.sampled_from([True, True, True, False])
# Every verb of the loop with arguments somebody might give; "who" and "unit" are names that become ids or rows.
VERBS: dict[Any, dict[str, st.SearchStrategy[Any]]] = {
    acceptance.clarify: {"question": TEXTS}, acceptance.inform: {"words": TEXTS}, acceptance.go_on_without: {},
    coming_again.come_again: {"coming": st.builds(coming_again.Coming, heads=st.integers(0, 3), words=TEXTS, asks=YES,
                                                  beside=st.sampled_from(["", "", "S01-26-0001"]))},
    acceptance.answer: {"text": TEXTS, "answered_by": TEXTS, "plain": TEXTS}, acceptance.listen: {"note": TEXTS},
    danger.mark: {"reason": TEXTS}, danger.take_back: {"reason": TEXTS},
    acceptance.contest: {"words": TEXTS}, acceptance.decide_contest: {"upheld": YES, "decision": TEXTS},
    acceptance.refuse: {"reason": st.sampled_from(acceptance.Exclusion), "body": TEXTS, "since": TEXTS, "explanation": TEXTS,
                        "decided_by_id": REPS, "where": st.dictionaries(st.sampled_from(["address", "bring"]), TEXTS)},
    acceptance.accept: {"sorting": st.builds(acceptance.Sorting, st.integers(1, 5), st.sampled_from(["C4", "F1", "O1"]),
                                             points_to_nobody=YES),
                        "decided_by_id": REPS},
    referral.refer: {"to": UNITS.filter(bool), "clock_name": st.sampled_from(["reply_simple", "reply_ordinary", "tea"]),
                     "opinion": TEXTS,
                     "opinion_by_id": REPS},
    referral.acknowledge: {}, referral.ask_return: {"reason": TEXTS, "proposed_unit_id": st.none()},
    referral.decide_return: {"to": UNITS, "decision": TEXTS}, referral.ask_extension: {"days": st.integers(0, 6), "reason": TEXTS},
    referral.decide_extension: {"granted": YES, "decision": TEXTS},
    standstill.hold: {"reason": st.sampled_from(PauseReason), "days": st.integers(0, 12), "note": TEXTS},
    standstill.run_on: {"note": TEXTS}, standstill.lapse: {},
    reply.write: {"text": TEXTS, "claim": st.sampled_from(Outcome), "officer": st.just("甲"), "signed_off_by": st.just("乙"),
                  "planned_on": st.sampled_from([None, date(2026, 3, 20), date(2026, 8, 1)])},
    reply.send_back: {"reason": TEXTS}, reply.pass_on: {"answers_the_question": YES},
    delivery.summarise: {name: st.sampled_from(["您问。", "好的。", ""]) for name in ("asked", "answer", "next", "disagree")},
    delivery.confirm: {},
    delivery.deliver: {"way": st.sampled_from(Way)}, delivery.record_try: {"way": st.sampled_from(Way)}, delivery.close_by_rule: {},
    rating.rate: {"result": st.sampled_from(Result), "solved": st.sampled_from(Solved), "understood": YES,
                  "channel": st.sampled_from(Channel),
                  "reception": st.sampled_from([None, 0, 3, 5])},
    reception_rating.rate: {"reception": st.integers(0, 5), "channel": st.sampled_from(Channel)},
    rating.decide_review: {"upheld": YES, "reason": TEXTS}, visitor.reveal: {"reason": TEXTS}, visitor.reach: {"reason": TEXTS},
    care.withdraw: {"own_will": st.sampled_from([False, False, False, True])}, care.reopen: {"reason": TEXTS},
    care.void: {"reason": TEXTS}, care.look_again: {},
    follow_up.ask: {"way": st.sampled_from(Way), "reached": YES, "told": YES, "understood": YES, "solved": st.sampled_from(Solved),
                    "note": TEXTS, "again": YES},
    follow_up.inspect: {"holds": YES, "note": TEXTS, "again": st.booleans()},
    care.hand_over: {"reason": TEXTS, "owner_id": REPS, "agent_id": REPS}, publication.publish: {},
    preparing.show: {}, preparing.answer: {"word": st.sampled_from([*[Word.WELL] * 3, *Word]), "said": TEXTS},
    preparing.cover_words: {"typed": st.sampled_from(["好", "已", "。", "没有"]), "kind": st.sampled_from(MaskKind)},
    preparing.lift: {"mask_id": st.integers(1, 4)}, withdrawal.prepare_anew: {},
    withdrawal.withdraw: {"reason": st.sampled_from(NotPublishedReason), "note": TEXTS},
    publication.decline: {"reason": st.sampled_from(NotPublishedReason)}, progress.show: {}, progress.hide: {"reason": TEXTS},
    dissatisfaction.ask_again: {"words": TEXTS, "very": YES}, dissatisfaction.note_pressed: {"note": TEXTS, "way": st.just(Way.PHONE)},
    reminder.miss_call: {}, issuing.tell_unsigned: {},
    reminder.remind: {"way": st.sampled_from(RemindBy), "spoke_to": TEXTS, "said": TEXTS, "instructed_by_id": REPS},
    issuing.draw_up: {"level": LEVELS, "demand": TEXTS, "reasons": st.sampled_from([{}, *[ALL] * 3])}, issuing.countersign: {"row": SLIPS},
    issuing.decline: {"row": SLIPS, "reason": TEXTS}, slip.acknowledge: {"row": SLIPS}, slip.withdraw: {"row": SLIPS, "reason": TEXTS},
    explanation.explain: {"row": SLIPS, "cause": TEXTS, "responsibility": TEXTS, "measures": TEXTS},
    proposal.propose: {"row": SLIPS, "addressee": st.sampled_from(Addressee), "facts": TEXTS, "opinion": TEXTS}}
LADDER = [verb for verb, given in VERBS.items() if "row" in given or "level" in given or verb is reminder.remind]
# What usually comes next, so that random lives reach old age.
USUAL: dict[State, list[tuple[Any, str]]] = {
    State.REGISTERED: [(acceptance.accept, "liaison")], State.CLARIFYING: [(acceptance.inform, "visitor")],
    State.ACCEPTED: [(referral.refer, "liaison")],
    State.REFERRED: [(referral.acknowledge, "unit")], State.HANDLING: [(reply.write, "unit"), (progress.show, "director")],
    State.REHANDLE: [(reply.write, "unit")],
    State.REPLIED: [(reply.pass_on, "agent")], State.TO_DELIVER: [(delivery.summarise, "liaison"), (delivery.confirm, "agent"),
                                                                  (delivery.deliver, "liaison")],
    State.DELIVERED: [(rating.rate, "visitor")], State.REVIEW: [(rating.decide_review, "office")],
    State.RETURN_ASKED: [(referral.decide_return, "director")],
    State.CLOSED: [(preparing.show, "liaison"), (preparing.answer, "visitor"), (publication.publish, "director"), (care.reopen, "liaison"), (care.look_again, "system"), (follow_up.ask, "liaison")],
    State.ANSWERED: [(rating.rate, "visitor"), (preparing.show, "agent"), (publication.publish, "director")],
    State.NOT_ACCEPTED: [(acceptance.contest, "visitor")]}


class Lives(RuleBasedStateMachine):
    """Cases and everybody around them, one random act after the other."""

    app: Flask

    @initialize()
    def begin(self) -> None:
        """A fresh network on a Monday."""
        clock.freeze(NOW)
        self.app.extensions["start_over"]()
        self.cast = Cast()
        self.register(publish=True, kind=2, station="S01")

    @rule(publish=YES, kind=st.sampled_from([None, 2, 3, 4]), station=st.sampled_from(["S01", "S01", "S02", "S90"]))
    def register(self, publish: bool, kind: int | None, station: str) -> None:
        """Another matter."""
        self.cast.register(station, kind=kind, consent=intake.Consent(publish_result=publish))

    @rule(days=st.sampled_from([0, 1, 3, 15, 40]))
    def wait(self, days: int) -> None:
        """Time goes by."""
        clock.freeze(clock.now() + timedelta(days=days))

    @rule(data=st.data())
    def anybody_tries_anything(self, data: st.DataObject) -> None:
        """Any verb, any actor, any arguments, any case."""
        case = data.draw(st.sampled_from(self.cases()))
        verb = data.draw(st.sampled_from(list(VERBS)))
        self.attempt(case, verb, data.draw(ACTORS), data)

    @rule(data=st.data(), who=st.sampled_from(["rep", "director", "office", "officer", "head", "system"]))
    def somebody_climbs(self, data: st.DataObject, who: str) -> None:
        """Days later a step of the ladder, by one who might (X-02)."""
        clock.freeze(clock.now() + timedelta(days=4))
        self.attempt(data.draw(st.sampled_from(self.cases())), data.draw(st.sampled_from(LADDER)), who, data)

    @rule(data=st.data())
    def life_goes_on(self, data: st.DataObject) -> None:
        """What usually comes next, by whoever usually does it."""
        case = data.draw(st.sampled_from(self.cases()))
        if case.state in USUAL:
            verb, who = data.draw(st.sampled_from(USUAL[case.state]))
            self.attempt(case, verb, who, data)

    @rule(data=st.data())
    def two_are_one(self, data: st.DataObject) -> None:
        """Merged into any other."""
        case, into = data.draw(st.sampled_from(self.cases())), data.draw(st.sampled_from(self.cases()))
        with contextlib.suppress(Refused), unit_of_work():
            care.merge(case, into=into, told=True, by=self.cast.actor("liaison"))

    def attempt(self, case: Case, verb: Any, who: str, data: st.DataObject) -> None:
        """Try it; a refusal changes nothing."""
        before = self.trace(case)
        by = self.actor(who, case)
        given = {name: self.meant(name, data.draw(values)) for name, values in VERBS[verb].items()}
        if "row" in given:
            rows = slip.of_case(case)
            if not rows:
                return
            given["row"] = rows[given["row"] % len(rows)]
        try:
            with unit_of_work():
                verb(case, *([given.pop("sorting")] if "sorting" in given else []), **given, by=by)
        except Refused:
            assert self.trace(case) == before

    def cases(self) -> list[Case]:
        return list(db.session.scalars(select(Case).order_by(Case.id)))

    @staticmethod
    def trace(case: Case) -> tuple[object, ...]:
        db.session.refresh(case)
        return (case.state, case.version, case.events, case.chain, case.public_state, case.round, case.next_on, case.unit_id)

    def actor(self, who: str, case: Case) -> Actor:
        at = clock.now()
        special = {"visitor": lambda: self.cast.visitor(case), "stranger": lambda: actor.visitor(case.id + 1, at),
                   "system": lambda: actor.system(at),
                   "kiosk": lambda: actor.kiosk(case.station_id, at)}
        if who in special:
            return special[who]()
        if who == "unit":
            who = self.cast.officer_of(case) if case.unit_id else "officer"
        if who == "agent":
            return actor.of_person(case.agent, at) if case.agent else self.cast.actor("rep")
        return self.cast.actor(who)

    def meant(self, name: str, value: Any) -> Any:
        if name.endswith("_id") and isinstance(value, str):
            return self.cast.person(value).id
        return self.cast.unit(value) if name == "to" and value is not None else value

    @invariant()
    def every_case_is_whole(self) -> None:
        """The cheap rules after each step: owner and date, told before closed, units neither closed nor saw what is about them."""
        for case in self.cases() if hasattr(self, "cast") else []:
            assert (case.state in OPEN) <= (case.owner_id is not None and case.next_on is not None), case.number
            assert (case.state in FINAL) == (case.closed_at is not None), case.number
            assert (case.kind == 4) <= case.sealed and not (case.sealed and case.public_state is PublicState.PUBLISHED)
            if case.state is State.CLOSED:
                assert db.session.scalar(select(func.count()).select_from(Delivery).where(Delivery.case_id == case.id))

    def teardown(self) -> None:
        """At the end of a life every rule holds."""
        assert invariants.broken() == []
        db.session.remove()


@pytest.mark.parametrize("steps", [40])
def test_no_life_breaks_a_rule(app: Flask, steps: int) -> None:
    """R73: fifty lives of forty steps on each database; PORTAL_TEST_LIVES asks for more."""
    Lives.app = app
    run_state_machine_as_test(Lives, settings=settings(
        max_examples=EXAMPLES, stateful_step_count=steps, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)))
