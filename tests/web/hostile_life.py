"""A life of hostile words: every free-text field a visitor, a unit, a liaison or a representative fills holds them (R46)."""

from datetime import date, timedelta

from sqlalchemy import String, Text, select

from portal.awards import nomination, scoring
from portal.awards.period import Criterion
from portal.cases import (
    acceptance, call_back, care, coming_again, danger, dissatisfaction, excluded_person, follow_up, form_block, issuing, proposal, rating, referral, reminder, reply, side_note, slip, standstill, support,
    visitor, where_to_go,
)
from portal.cases.case import Case, Channel, Outcome
from portal.cases.delivery import Way
from portal.cases.intake import Consent
from portal.cases.pause import PauseReason
from portal.cases.rating import Result, Solved
from portal.cases.unit_paper import UnitPaper
from portal.commons import gathering, motion
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.vault import Sealed
from portal.network import face, pledge
from portal.network.unit import Unit
from portal.notices import pressure
from portal.reception import activity, appointment, handout, holding, incident, invitation, leave, offered_time, swap
from portal.reception.sitting import Presence
from portal.tables import metadata
from tests.awards import scene
from tests.cases import ladder_scene as ladder
from tests.cast import NOW, Cast
from tests.reception import numbered, opened
from tests.statistics import reports
from tests.web.hostile import MARK, Hostile
from tests.web.public.canaries import everybody, telling, through

ALL = Consent(publish_result=True, publish_words=True, publish_rating=True, share_contact=True)
# field: how many characters of it are filled; others 110. (Those of `everybody` that are written several times over stay short.)
ROOM = {"kept from": 58, "words": 1900, "reply": 1900, "added words": 1900, "signer": 38, "explanation": 900, "objection": 900, "rating words": 480, "name": 38, "beside name": 38, "relation": 38, "phone": 20,
        "officer": 38, "why it is covered": 58, "handed out at": 58, "theme": 38, "who came": 78, "activity at": 58, "kind": 28, "field": 58, "pledge": 190, "evidence": 190, "sign-off": 38, "body": 95, "since": 38, "spoke to": 38, "answered by": 58, "document": 58, "answerer": 58, "return reason": 900,
        "send-back reason": 900, "checked": 1900, "basis": 900, "needs": 190, "table": 20, "address": 190, "wants": 190, "place": 190, "answer text": 900, "concern title": 38, "concern text": 580, "report text": 1900, "motion title": 58, "motion reasons": 1900, "offer words": 190, "offer wish": 190}
# columns of letters nobody of these four types, or that hold no words: keys, names of places and people, numbers, hashes
NO_WORDS = {
    "calendar_day", "calendar_year", "category", "concern.category", "concern.locale", "concern_joined", "motion.locale", "motion.sha256", "motion.sent_to", "motion.signed", "monthly_report.period", "monthly_report.locale", "monthly_report.figures", "monthly_report.whole", "monthly_report.corrections", "frozen_report.station_code", "frozen_report.period", "chore", "closure", "failures", "form_block", "form_sheet.number", "form_sheet.code_hash", "form_sheet.token_hash", "draft_key", "form_key", "mark", "network", "policy_limit", "series", "setup_link", "spoken",
    "station", "award_period", "tray", "unit", "enclosure", "person", "calendar_version", "help_call", "policy_version", "representative.portrait", "handout.key", "activity.key", "staff_session", "terminal", "second_step", "recovery_code", "rule_document",
    "opening_rule", "shift.uid", "hall_rule", "turn.key", "appointment.key", "appointment.code_hash", "appointment.email", "appointment.locale", "appointment_letter", "calendar_change", "deadline", "printed", "pairing", "print_job", "self_test", "tracking", "wish", "message", "attachment", "progress", "visit_end", "visit_counted",
    "audit_entry", "audit_head", "admission", "ledger_entry", "ledger_checkpoint", "ledger_cosignature", "commitment", "mask.text_sha256", "preview.digest", "calendar_key", "passkey", "passkey_answered",
    "visitor.phone_tail", "case.number", "case.category", "case.locale", "case.next_clock", "case.policy", "case.calendar", "case.chain", "event.act", "event.move", "event.previous", "event.hash", "publication.number", "publication.station_code", "publication.station_name", "publication.category", "publication.category_top", "publication.month", "publication.locale", "publication.representative", "referral.number", "referral.clock",
    "referral.acknowledged_by", "reply.sha256", "slip.number", "slip.acknowledged_by", "explanation.signed_by",  # who signed in: a name of a person
}


def unsaid() -> set[str]:
    """Columns of words in which no hostile word stands."""
    found = set()
    for table in metadata.sorted_tables:
        for column in table.columns:
            named = {table.name, f"{table.name}.{column.name}"} & NO_WORDS
            said = any(MARK in value for value in db.session.scalars(select(column))) if isinstance(column.type, Sealed) else (
                type(column.type) not in (String, Text) or db.session.scalar(select(column).where(column.contains(MARK)).limit(1)) is not None)
            found |= set() if named or said else {f"{table.name}.{column.name}"}
    return found


def live(cast: Cast, say: Hostile) -> Case:
    """Everybody's fields; the case whose words, replies, summary and rating stand on the board."""
    _received(cast, say)
    everybody(cast, say)  # type: ignore[arg-type]
    shown = through(cast, say, say("reply"), ALL)  # type: ignore[arg-type]
    with unit_of_work():
        cast.put_up(shown)
    _first_words(cast, say)
    _stopped(cast, say)
    _decided(cast, say)
    _looked_after(cast, say)
    _pressed(cast, say)
    _awarded(cast, say, shown)
    _raised(cast, say)
    return _open(cast, say)


def _raised(cast: Cast, say: Hostile) -> None:
    """A concern of three matters, on the board, and a motion that was answered."""
    cases = [cast.register().case for _ in range(3)]
    liaison = cast.actor("liaison")
    with unit_of_work():
        row = gathering.gather([case.number for case in cases], locale="zh_Hans", by=liaison)
        gathering.word(row, title=say("concern title"), text=say("concern text"), place=say("concern title"), by=liaison)
        gathering.show(row, by=cast.actor("director"))
        given = motion.write(row, title=say("motion title"), reasons=say("motion reasons"), unit_id=cast.unit().id, locale="zh_Hans", by=cast.actor("rep"))
        motion.send(given, by=liaison)
        motion.answer(given, text=say("motion reasons"), answered_on=clock.today(), by=liaison)
    reports.all_signed(cast, say)


def _received(cast: Cast, say: Hostile) -> None:
    today, then, later, *_ = opened.monday(cast)
    seat = opened.put_on(cast, later)
    opened.note(cast, opened.put_on(cast, today), Presence.ABSENT, reason=say("absence"))
    with unit_of_work():
        swap.set_down(seat, cast.person("rep-2"), reason=say("swap"), by=cast.actor("liaison"))
        leave.enter(cast.person("rep-2"), (NOW.date(), NOW.date()), reason=say("leave"), by=cast.actor("liaison"))
        invitation.name_theme(today, say("theme"), by=cast.actor("liaison"))
        invitation.note(invitation.invite(today, cast.unit(), by=cast.actor("liaison")), True, who=say("who came"), by=cast.actor("liaison"))
        holding.call_off(then, reason=say("called off"), by=cast.actor("liaison"))
    with unit_of_work():
        asked = appointment.Asked(appointment.Wanted.HOME, name=say("name"), phone=say("phone"), address=say("address"))
        appointment.book(cast.station(), asked, key="k", by=cast.actor("liaison"))
    numbered.take(cast)
    numbered.call(cast, today, place=say("table"))


def _first_words(cast: Cast, say: Hostile) -> None:
    answered, heard, asked, kept = (cast.register(**telling(say, consent=ALL)).case for _ in range(4))  # type: ignore[arg-type]
    with unit_of_work():
        acceptance.answer(answered, text=say("answer text"), answered_by=say("answerer"), plain=say("plain"), by=cast.actor("liaison"))
    with unit_of_work():
        rating.rate(answered, result=Result.DISSATISFIED, solved=Solved.NO, understood=False, channel=Channel.ONLINE, words=say("rating words"),
                    publish_words=True, by=cast.visitor(answered))
    with unit_of_work():
        cast.put_up(answered)
    with unit_of_work():
        acceptance.listen(heard, note=say("note"), by=cast.actor("rep"))
    with unit_of_work():
        danger.mark(asked, reason=say("danger"), by=cast.actor("clerk"))
        acceptance.extend(asked, reason=say("reason"), by=cast.actor("liaison"))
    with unit_of_work():
        acceptance.clarify(asked, question=say("question"), by=cast.actor("liaison"))
        excluded_person.name(kept, words=say("kept from"), by=cast.visitor(kept))  # nobody of the station reads it from now on


def _stopped(cast: Cast, say: Hostile) -> None:
    held, gone = cast.handling(**telling(say)), cast.referred(**telling(say))
    with unit_of_work():
        standstill.hold(held, reason=PauseReason.APPRAISAL, days=5, note=say("pause"), by=cast.actor("liaison"))
        support.name(held, [cast.unit("区水务公司").id], by=cast.actor("liaison"))
    with unit_of_work():
        support.note(support.of_case(held)[0], text=say("support"), by=cast.actor("officer-2"))
        side_note.write(held, words=say("side question"), audience=side_note.Audience.VISITOR, asks=True, by=cast.actor("rep"))
        met = offered_time.offer(held, offered_time.Proposed(appointment.Wanted.STATION, at=clock.now() + timedelta(days=2), words=say("offer words")), by=cast.actor("rep"))
        offered_time.ask_other(met, wish=say("offer wish"), by=cast.visitor(held)) or db.session.add(Unit(name="村电管站"))
    with unit_of_work():
        (beside,) = support.name(held, [cast.unit("村电管站").id], by=cast.actor("liaison"))
    with unit_of_work():
        support.hand_in(beside, text=say("contribution"), paper=UnitPaper(ladder.SCAN, say("signer"), clock.now()), by=cast.actor("liaison"))
    with unit_of_work():
        care.withdraw(gone, own_will=True, reason=say("reason"), by=cast.visitor(gone))
    with unit_of_work():
        call_back.record(gone, own_will=False, note=say("call"), by=cast.actor("liaison"))
        pressure.tell(gone, words=say("pressure"), by=cast.visitor(gone))
    with unit_of_work():
        incident.note(cast.station(), what=say("incident"), present=[], by_two=True, by=cast.actor("liaison"))
        handout.note(cast.station(), day=clock.today(), count=1, group=handout.Group.EVENT, place=say("handed out at"), person_id=None, key="k", by=cast.actor("liaison"))
        activity.note(cast.station(), activity.Held(clock.today(), activity.Kind.MEETING, say("activity"), say("activity at"), people=frozenset({cast.person("rep").id})),
                      key="k", by=cast.actor("liaison"))
        form_block.order(cast.station(), count=1, locale="en", key="k" * 32, by=cast.actor("director"))
        form_block.void(1, reason=say("why it is void"), by=cast.actor("liaison"))
        facts = {name: say(name) for name in face.FACTS}
        shown = face.one(cast.person("rep").id, cast.actor("liaison"))
        face.describe(shown, facts=facts, public=True, by=cast.actor("liaison"))
        pledge.give(shown, say("pledge"), clock.today() - timedelta(days=9), clock.today() - timedelta(days=1), by=cast.actor("liaison"))
        pledge.settle(shown, pledge.Kept.NOT, evidence=say("evidence"), by=cast.actor("liaison"))
        pledge.give(shown, say("pledge"), by=cast.actor("liaison"))


def _decided(cast: Cast, say: Hostile) -> None:
    refused = cast.register(**telling(say)).case  # type: ignore[arg-type]
    with unit_of_work():
        acceptance.refuse(refused, reason=acceptance.Exclusion.OTHER, body=say("body"), since=say("since"), explanation=say("explanation"),
                          plain=say("plain"), decided_by_id=cast.person("rep").id, by=cast.actor("liaison"), where={name: say(name) for name in where_to_go.MOST})
    with unit_of_work():
        acceptance.contest(refused, words=say("objection"), by=cast.visitor(refused))
    with unit_of_work():
        acceptance.decide_contest(refused, upheld=False, decision=say("decision"), by=cast.actor("office"))
    twice = cast.delivered(consent=ALL)
    cast.rate(twice, Result.DISSATISFIED, Solved.NO)
    cast.reply(twice, say("reply"))
    cast.pass_on(twice)
    cast.tell(twice)
    with unit_of_work():
        rating.rate(twice, result=Result.DISSATISFIED, solved=Solved.NO, understood=False, channel=Channel.ONLINE, words=say("rating words"),
                    publish_words=True, by=cast.visitor(twice))
    with unit_of_work():
        rating.decide_review(twice, upheld=False, reason=say("review"), by=cast.actor("director"))
    with unit_of_work():
        cast.put_up(twice)


def _looked_after(cast: Cast, say: Hostile) -> None:
    closed = cast.closed(consent=ALL)
    with unit_of_work():
        follow_up.inspect(closed, holds=False, note=say("seen"), by=cast.actor("liaison"))
    with unit_of_work():
        follow_up.ask(closed, way=Way.PHONE, reached=True, told=True, understood=False, solved=Solved.NO, note=say("visit"), again=True,
                      by=cast.actor("liaison"))


def _pressed(cast: Cast, say: Hostile) -> None:
    case = ladder.late(cast)
    with unit_of_work():
        dissatisfaction.ask_again(case, words=say("asked"), very=True, by=cast.visitor(case))
    with unit_of_work():
        dissatisfaction.note_pressed(case, note=say("pressed"), way=Way.PHONE, by=cast.actor("liaison"))
    row = ladder.draw(cast, case, slip.Level.B, ladder.ALL)
    with unit_of_work():
        issuing.decline(case, row, reason=say("declined"), by=cast.actor("director"))
    ladder.out(cast, case, slip.Level.B)
    ladder.on(ladder.LONG)
    red = ladder.out(cast, case, slip.Level.A)
    with unit_of_work():
        given = proposal.propose(case, red, addressee=proposal.Addressee.OFFICE, facts=say("facts"), opinion=say("opinion"), by=cast.actor("rep"))
    with unit_of_work():
        proposal.decide(case, given, decision=proposal.Decision.TALKED, answer=say("answer"), by=cast.actor("office"))


def _awarded(cast: Cast, say: Hostile, case: Case) -> None:
    scene.start(cast)
    scene.nominate(cast, case, why=say("why it is nominated"))
    scene.agree(cast, case)
    with unit_of_work():
        scoring.score(nomination.of_case(case)[0], dict.fromkeys(Criterion, 9), note=say("reviewer's note"), by=cast.actor("office"))


def _open(cast: Cast, say: Hostile) -> Case:
    """One that was just told: its code opens the tracking page, all its words on it."""
    case = cast.accepted(**telling(say, consent=ALL))
    with unit_of_work():
        referral.refer(case, to=cast.unit(), clock_name="reply_simple", opinion=say("opinion"), opinion_by_id=cast.person("rep").id,
                       by=cast.actor("liaison"))
    with unit_of_work():
        referral.acknowledge(case, by=cast.actor("officer"))
    with unit_of_work():
        visitor.reach(case, reason=say("reached"), by=cast.actor("officer"))
    with unit_of_work():
        reminder.remind(case, way=reminder.RemindBy.URGING, spoke_to=say("spoke to"), said=say("said"), promised=say("promised"), by=cast.actor("rep"))
    with unit_of_work():
        referral.ask_extension(case, days=2, reason=say("extension"), by=cast.actor("officer"))
    with unit_of_work():
        referral.decide_extension(case, granted=True, decision=say("extension"), by=cast.actor("liaison"))
    with unit_of_work():
        acceptance.inform(case, words=say("added words"), by=cast.visitor(case))
    with unit_of_work():
        coming_again.come_again(case, coming_again.Coming(heads=2, words=say("came again")), by=cast.actor("liaison"))
    with unit_of_work():
        reply.write(case, text=say("reply"), claim=Outcome.PLANNED, planned_on=date(2026, 6, 1), officer=say("officer"),
                    signed_off_by=say("sign-off"), document=say("document"), checked=say("checked"), basis=say("basis"), by=cast.actor("officer"))
    cast.pass_on(case)
    cast.tell(case)
    return case
