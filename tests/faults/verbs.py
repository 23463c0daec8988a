"""Every writing verb of the house with a scene where it is possible and a call that does it (R10)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from portal.cases import (
    acceptance, advice, attachment, call_back, care, coming_again, danger, delivery, dissatisfaction, enclosure, erasure, explanation, follow_up, form_block, forwarding, intake, issuing, mask, own_data, policy, preparing, printed, progress, proposal,
    publication, publicity, rating, reception_rating, recount, referral, reminder, reply, side_note, slip, split, standstill, support, tracking, tray, typed_in, visitor, withdrawal,
)
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Channel
from portal.cases.closing import NotPublishedReason
from portal.cases.delivery import Way
from portal.cases.enclosure import EnclosureKind
from portal.cases.intake import Consent
from portal.cases.pause import PauseReason
from portal.cases.mask import MaskKind
from portal.cases.policy import Wanted
from portal.cases.rating import Result, Solved
from portal.cases.slip import Level
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock, codes, files
from portal.network import actor, almanac, draft_key, entry, face, lists, own_words, pairing, places, pledge, rule_document, staff, terminal, visit_end
from portal.network.arrangement import Line
from portal.network.role import Role
from portal.network.station import StationLevel
from portal.network.unit import UnitKind
from portal.notices import notice, outbox, pressure, wish
from portal.reception import activity, handout, help_call, incident, print_job
from tests.cases import ladder_scene as ladder
from tests.faults import concerns, awards, excluded, open_days, passkeys, reports, rosters
from tests.faults.calls import (
    Do, count_anew, draw, end_return, hand_in, leading, own, rate, red, review, rule, sign, take_role, visitor_says, write,
)
from tests.faults.scenes import CODES, KEY, PAPER, VISIT, kiosk, meet
from tests.recording import picture

SENTENCES = {"asked": "问", "answer": "答", "next": "后", "disagree": "异"}
STORED = files.Stored("b" * 64, "application/pdf", 9)
GRAVE = {"way": reminder.RemindBy.URGING, "spoke_to": "经办甲", "said": "请尽快办理。"}


# (verb, scene, call): one row for every verb, and one more for each branch that writes something else
ROWS: list[tuple[Callable[..., Any], str, Do]] = [
    (intake.register, "register", lambda cast, case: intake.register(cast.telling(), station=cast.station(), key=codes.new_key(), by=kiosk(cast))),
    (intake.register, "told", lambda cast, case: intake.register(
        cast.telling(off_paper=True, consent=Consent()), station=cast.station(), key=KEY, by=kiosk(cast))),
    (form_block.order, "register", lambda cast, case: form_block.order(
        cast.station(), count=3, locale="en", key=codes.new_key(), by=cast.actor("director"))),
    (form_block.void, "forms printed", lambda cast, case: form_block.void(1, reason="淋湿了。", by=cast.actor("liaison"))),
    (typed_in.enter, "forms printed", lambda cast, case: typed_in.enter(
        cast.telling(), "S01-26-S0001", station=cast.station(), key=codes.new_key(), happened_at=clock.now(), by=cast.actor("liaison"))),
    (draft_key.half, "register", lambda cast, case: draft_key.half(cast.person("liaison").id, "a" * 32, clock.now())),
    (intake.write_down, "wordless", lambda cast, case: intake.write_down(case, words="路灯坏了。", by=cast.actor("liaison"))),
    (danger.mark, "register", lambda cast, case: danger.mark(case, reason="老人倒在家里。", by=cast.actor("clerk"))),
    (danger.take_back, "endangered", lambda cast, case: danger.take_back(case, reason="已送医院。", by=cast.actor("liaison"))),
    (acceptance.clarify, "register", lambda cast, case: acceptance.clarify(case, question="哪几盏？", by=cast.actor("liaison"))),
    (side_note.write, "handling", lambda cast, case: side_note.write(case, words="先打个电话。", by=cast.actor("liaison"))),
    (side_note.write, "handling", lambda cast, case: side_note.write(case, words="哪几盏？", audience=side_note.Audience.VISITOR, asks=True, by=cast.actor("rep"))),
    (acceptance.inform, "clarifying", lambda cast, case: acceptance.inform(case, words="东边五盏。", by=cast.visitor(case))),
    (acceptance.inform, "handling", lambda cast, case: acceptance.inform(case, words="东边五盏。", by=cast.visitor(case))),
    (acceptance.go_on_without, "unanswered", lambda cast, case: acceptance.go_on_without(case, by=actor.system(clock.now()))),
    (acceptance.accept, "register", lambda cast, case: acceptance.accept(
        case, acceptance.Sorting(2, "C4"), decided_by_id=cast.person("rep").id, by=cast.actor("liaison"))),
    (acceptance.extend, "register", lambda cast, case: acceptance.extend(case, reason="等人。", by=cast.actor("liaison"))),
    (acceptance.refuse, "register", lambda cast, case: acceptance.refuse(
        case, reason=acceptance.Exclusion.PETITION, body="区信访局", since="2025-10-01", explanation="请去。", plain="去那里。", decided_by_id=cast.person("rep").id,
        by=cast.actor("liaison"))),
    (acceptance.contest, "refused", lambda cast, case: acceptance.contest(case, words="不同意。", by=cast.visitor(case))),
    (acceptance.decide_contest, "contested", rule(True)), (acceptance.decide_contest, "contested", rule(False)),
    (acceptance.answer, "register", lambda cast, case: acceptance.answer(case, text="九点开门。", answered_by="甲", plain="九点。", by=cast.actor("liaison"))),
    (reply.give_at_the_table, "register", lambda cast, case: acceptance.answer(
        case, text="九点开门。", answered_by="甲", of=cast.unit("区水务公司"), by=cast.actor("liaison"))),
    (acceptance.listen, "register", lambda cast, case: acceptance.listen(case, note="说说话。", by=cast.actor("rep"))),
    (attachment.attach, "register", lambda cast, case: attachment.attach(case, STORED, kind=AttachmentKind.STAFF, by=cast.actor("liaison"))),
    (referral.refer, "accepted", lambda cast, case: referral.refer(
        case, to=cast.unit(), clock_name="reply_simple", opinion="请办理", opinion_by_id=cast.person("rep").id, by=cast.actor("liaison"))),
    (referral.acknowledge, "referred", lambda cast, case: referral.acknowledge(case, by=cast.actor("officer"))),
    (referral.acknowledge, "paper", lambda cast, case: referral.acknowledge(case, by=cast.actor("liaison"), paper=ladder.sheet(0))),
    (referral.ask_return, "handling", lambda cast, case: referral.ask_return(case, reason="不归我们。", proposed_unit_id=None, by=cast.actor("officer"))),
    (referral.ask_return, "paper", lambda cast, case: referral.ask_return(
        case, reason="不归我们。", proposed_unit_id=None, by=cast.actor("liaison"), paper=ladder.sheet(0))),
    (referral.ask_extension, "paper handling", lambda cast, case: referral.ask_extension(
        case, days=2, reason="等配件。", by=cast.actor("liaison"), paper=ladder.sheet(0))),
    (referral.decide_return, "return asked", end_return("")), (referral.decide_return, "return asked", end_return("区水务公司")),
    (referral.ask_extension, "handling", lambda cast, case: referral.ask_extension(case, days=2, reason="等配件。", by=cast.actor("officer"))),
    (referral.decide_extension, "extension asked", lambda cast, case: referral.decide_extension(case, granted=True, decision="同意。", by=cast.actor("liaison"))),
    (support.name, "handling", lambda cast, case: support.name(case, [cast.unit("区水务公司").id], by=cast.actor("liaison"))),
    (support.hand_in, "supported on paper", lambda cast, case: support.hand_in(
        support.of_case(case)[0], text="已收到。", paper=ladder.sheet(0), by=cast.actor("liaison"))),
    (support.note, "supported", lambda cast, case: support.note(support.of_case(case)[0], text="水管已改。", by=cast.actor("officer-2"))),
    (reply.write, "handling", write), (reply.write, "again", write), (reply.write, "red", write),
    (reply.send_back, "replied", lambda cast, case: reply.send_back(case, reason="没说哪天。", by=cast.actor("rep"))),
    (reply.pass_on, "replied", lambda cast, case: reply.pass_on(case, answers_the_question=True, by=cast.actor("rep"))),
    (delivery.summarise, "to_deliver", lambda cast, case: delivery.summarise(case, **SENTENCES, by=cast.actor("liaison"))),
    (delivery.confirm, "summarised", lambda cast, case: delivery.confirm(case, by=cast.actor("rep"))),
    (delivery.deliver, "confirmed", lambda cast, case: delivery.deliver(case, way=Way.PHONE, by=cast.actor("liaison"))),
    (delivery.record_try, "delivered", lambda cast, case: delivery.record_try(case, way=Way.PHONE, by=cast.actor("clerk"))),
    (delivery.look_up, "delivered to nobody", lambda cast, case: delivery.look_up(case, by=cast.visitor(case))),
    (delivery.close_by_rule, "tried", lambda cast, case: delivery.close_by_rule(case, by=cast.actor("liaison"))),
    (rating.rate, "delivered", rate(Result.SATISFIED, Solved.YES)), (rating.rate, "delivered", rate(Result.DISSATISFIED, Solved.NO)),
    (rating.rate, "again delivered", rate(Result.DISSATISFIED, Solved.NO)), (rating.rate, "answered", rate(Result.DISSATISFIED, Solved.NO)),
    (rating.rate, "answered, published", rate(Result.SATISFIED, Solved.YES)),
    (reception_rating.rate, "handling", lambda cast, case: reception_rating.rate(
        case, reception=4, channel=Channel.STATION, by=cast.actor("clerk"))),
    (rating.decide_review, "review", review(True)), (rating.decide_review, "review", review(False)),
    (preparing.cover, "closed", lambda cast, case: preparing.cover(case, "reply-1", 0, 2, kind=MaskKind.OTHER, by=cast.actor("liaison"))),
    (preparing.cover_words, "closed", lambda cast, case: preparing.cover_words(case, "路灯", kind=MaskKind.OTHER, by=cast.actor("liaison"))),
    (preparing.cover_words, "prepared", lambda cast, case: preparing.cover_words(case, "路灯", kind=MaskKind.OTHER, by=cast.actor("liaison"))),
    (preparing.lift, "masked", lambda cast, case: preparing.lift(case, mask.of_case(case)[0].id, by=cast.actor("liaison"))),
    (preparing.show, "closed", lambda cast, case: preparing.show(case, by=cast.actor("liaison"))),
    *((preparing.answer, "prepared", word) for word in map(visitor_says, preparing.Word)),
    (publication.publish, "seen", lambda cast, case: publication.publish(case, by=cast.actor("director"))),
    (publication.publish, "masked, seen", lambda cast, case: publication.publish(case, by=cast.actor("director"))),
    (publication.decline, "prepared", lambda cast, case: publication.decline(case, reason=NotPublishedReason.SECRET, by=cast.actor("director"))),
    (withdrawal.withdraw, "published", lambda cast, case: withdrawal.withdraw(
        case, reason=NotPublishedReason.PRIVACY, note="漏遮了姓名。", by=cast.actor("director"))),
    (withdrawal.prepare_anew, "withdrawn", lambda cast, case: withdrawal.prepare_anew(case, by=cast.actor("liaison"))),
    (publication.decline, "closed", lambda cast, case: publication.decline(case, reason=NotPublishedReason.SECRET, by=cast.actor("director"))),
    (progress.show, "handling", lambda cast, case: progress.show(case, by=cast.actor("director"))),
    (progress.hide, "shown", lambda cast, case: progress.hide(case, reason="认得出是谁家。", by=cast.actor("director"))),
    (reply.write, "shown", write), (care.change_consent, "shown", lambda cast, case: care.change_consent(case, Consent(), by=cast.visitor(case))),
    (follow_up.ask, "closed", lambda cast, case: follow_up.ask(
        case, way=Way.PHONE, reached=True, told=True, understood=True, solved=Solved.NO, note="又灭了。", again=True, by=cast.actor("liaison"))),
    (follow_up.inspect, "closed", lambda cast, case: follow_up.inspect(case, holds=True, note="都亮。", by=cast.actor("liaison"))),
    (call_back.record, "called back", lambda cast, case: call_back.record(case, own_will=True, by=cast.actor("liaison"))),
    (coming_again.come_again, "late", lambda cast, case: coming_again.come_again(
        case, coming_again.Coming(heads=3, words="又来了。", asks=True), by=cast.actor("liaison"))),
    (split.split, "register", lambda cast, case: split.split(
        case, intake.Telling(words="井盖松了。"), stays="只办路灯。", key=codes.new_key(), by=cast.actor("liaison"))),
    (forwarding.forward, "routed", lambda cast, case: forwarding.forward(
        case, to=cast.unit(), clock_name="reply_simple", opinion="请办。", opinion_by_id=cast.person("rep").id, by=cast.actor("liaison"))),
    (care.merge, "two", lambda cast, case: care.merge(case, into=leading(case), told=True, plain="同一件事。", by=cast.actor("liaison"))),
    (care.withdraw, "handling", lambda cast, case: care.withdraw(case, own_will=True, reason="不办了。", by=cast.visitor(case))),
    (care.change_consent, "handling", lambda cast, case: care.change_consent(case, Consent(publish_rating=True), by=cast.visitor(case))),
    (care.hand_over, "handling", lambda cast, case: care.hand_over(case, agent_id=cast.person("rep-2").id, reason="出差。", by=cast.actor("director"))),
    (care.reopen, "closed", lambda cast, case: care.reopen(case, reason="又灭了。", by=cast.actor("liaison"))),
    (care.look_again, "promise passed", lambda cast, case: care.look_again(case, by=actor.system(clock.now()))),
    (care.void, "wordless", lambda cast, case: care.void(case, reason="点错了。", by=cast.actor("director"))),
    (standstill.hold, "handling", lambda cast, case: standstill.hold(
        case, reason=PauseReason.APPRAISAL, days=5, note="送检", by=cast.actor("liaison"))),
    (standstill.run_on, "held", lambda cast, case: standstill.run_on(case, note="到了。", by=cast.actor("liaison"))),
    (standstill.lapse, "held too long", lambda cast, case: standstill.lapse(case, by=actor.system(clock.now()))),
    (dissatisfaction.ask_again, "late", lambda cast, case: dissatisfaction.ask_again(case, words="怎么样了？", very=True, by=cast.visitor(case))),
    (dissatisfaction.note_pressed, "late", lambda cast, case: dissatisfaction.note_pressed(case, note="很着急。", way=Way.PHONE, by=cast.actor("liaison"))),
    (reminder.remind, "late", lambda cast, case: reminder.remind(case, by=cast.actor("rep"), **GRAVE)),
    (advice.look, "late", lambda cast, case: advice.look(case, by=actor.system(clock.now()))),
    (reminder.miss_call, "uncalled", lambda cast, case: reminder.miss_call(case, by=actor.system(clock.now()))),
    (issuing.draw_up, "asked", draw(Level.B)), (issuing.draw_up, "long", draw(Level.A)),
    (issuing.countersign, "drawn", sign("director")), (issuing.countersign, "red drawn", sign("office")),
    (issuing.tell_unsigned, "left unsigned", lambda cast, case: issuing.tell_unsigned(case, by=actor.system(clock.now()))),
    (issuing.decline, "drawn", lambda cast, case: issuing.decline(case, slip.of_case(case)[-1], reason="再等等。", by=cast.actor("director"))),
    (slip.acknowledge, "yellow", lambda cast, case: slip.acknowledge(case, slip.of_case(case)[0], by=cast.actor("officer"))),
    (slip.withdraw, "yellow", lambda cast, case: slip.withdraw(case, slip.of_case(case)[0], reason="说明了。", by=cast.actor("rep"))),
    (explanation.explain, "red", lambda cast, case: explanation.explain(
        case, red(case), cause="人手不足。", responsibility="由我负责。", measures="三日内修好。", by=cast.actor("head"))),
    (proposal.propose, "red", lambda cast, case: proposal.propose(
        case, red(case), addressee=proposal.Addressee.OFFICE, facts="拖了。", opinion="约谈。", by=cast.actor("rep"))),
    (proposal.decide, "proposed", lambda cast, case: proposal.decide(
        case, proposal.readable(case, cast.actor("office"))[0], decision=proposal.Decision.TALKED, answer="谈了。", by=cast.actor("office"))),
    (tracking.reissue, "register", lambda cast, case: tracking.reissue(case, by=cast.actor("liaison"))),
    (printed.note, "register", lambda cast, case: printed.note(case, "cover", 1, by=cast.actor("liaison"))),
    (visitor.reveal, "register", lambda cast, case: visitor.reveal(case, reason="回电。", by=cast.actor("liaison"))),
    (visitor.reach, "reachable", lambda cast, case: visitor.reach(case, reason="约时间。", by=cast.actor("officer"))),
    (visitor.correct, "register", lambda cast, case: visitor.correct(
        case, Identity(IdentityMode.NAMED, phone="12000000099"), checked=True, reason="换了号码。", by=cast.actor("liaison"))),
    (pressure.tell, "register", lambda cast, case: pressure.tell(case, words="有人找我。", by=cast.visitor(case))),
    (pressure.mark_read, "pressed", lambda cast, case: pressure.mark_read(1, by=cast.actor("director"))),
    (notice.remind, "handling", lambda cast, case: notice.remind(case, notice.Kind.SOON, by=actor.system(clock.now()))),
    (erasure.erase, "wished", lambda cast, case: outbox.forget_visitor(erasure.erase(case, checked=True, by=cast.visitor(case)))),
    (erasure.expire, "closed", lambda cast, case: erasure.expire(case.visitor_id or 0, 24, by=actor.system(clock.now() + timedelta(days=800)))),
    (own_data.copy, "register", lambda cast, case: own_data.copy(case, checked=True, by=cast.visitor(case))),
    (wish.hear, "register", lambda cast, case: wish.hear(
        case, way=wish.Way.MAIL, address="a@b.example", locale="en", agreed=True, by=cast.visitor(case))),
    (wish.hear_no_more, "wished", lambda cast, case: wish.hear_no_more(case, by=cast.visitor(case))),
    (wish.hear_myself, "register", lambda cast, case: wish.hear_myself(way=wish.Way.MAIL, address="a@b.example", locale="en", by=cast.actor("rep"))),
    (tray.open_for, "register", lambda cast, case: tray.open_for(KEY, by=kiosk(cast))),
    (tray.give_pass, "register", lambda cast, case: tray.give_pass(KEY, by=kiosk(cast))),
    (enclosure.enclose, "tray", lambda cast, case: enclosure.enclose(
        tray.draft_of(KEY), files.cleaned(picture(4)), kind=EnclosureKind.PHOTO, by=kiosk(cast))),
    (enclosure.by_phone, "tray", lambda cast, case: enclosure.by_phone(CODES["pass"], files.cleaned(picture(5)), by=actor.public(clock.now()))),
    (enclosure.drop, "tray", lambda cast, case: enclosure.drop(tray.draft_of(KEY), 1, by=kiosk(cast))),
    (enclosure.hand_in, "tray", hand_in),
    (enclosure.forget, "tray", lambda cast, case: enclosure.forget(tray.draft_of(KEY), by=kiosk(cast))),
    (enclosure.forget_old, "tray", lambda cast, case: enclosure.forget_old(by=actor.system(clock.now() + timedelta(hours=2)))),
    (help_call.end_old, "rung", lambda cast, case: help_call.end_old(by=actor.system(clock.now() + timedelta(hours=2)))),
    (help_call.ring, "register", lambda cast, case: help_call.ring(
        station=cast.station(), visit=VISIT, scene=help_call.Scene.MATTER, by=kiosk(cast))),
    (help_call.answer, "rung", lambda cast, case: help_call.answer(help_call.at_desk(1, cast.actor("clerk")), by=cast.actor("clerk"))),
    (help_call.give_up, "rung", lambda cast, case: help_call.give_up(visit=VISIT, by=kiosk(cast))),
    *open_days.ROWS,
    *rosters.ROWS,
    *concerns.ROWS, *reports.ROWS,
    *awards.ROWS, *excluded.ROWS, *passkeys.ROWS,
    (print_job.ask, "terminal", lambda cast, case: print_job.ask(case, paper=PAPER, terminal=own(cast), by=cast.visitor(case))),
    (print_job.ask, "waiting", lambda cast, case: print_job.ask(case, paper=PAPER, terminal=own(cast), by=cast.visitor(case))),
    (print_job.see, "printed", lambda cast, case: print_job.see(1, by=cast.actor("clerk"))),
    (print_job.reprint, "printed", lambda cast, case: print_job.reprint(case, 1, paper=PAPER, terminal=own(cast), by=cast.visitor(case))),
    (terminal.pair, "register", lambda cast, case: terminal.pair(cast.station(), place="大厅", by=cast.actor("liaison"))),
    (terminal.describe, "terminal", lambda cast, case: terminal.describe(
        own(cast), place="门厅", px_per_mm=None, keeper="甲", keeper_phone="", by=cast.actor("liaison"))),
    (terminal.revoke, "terminal", lambda cast, case: terminal.revoke(own(cast), by=cast.actor("liaison"))),
    (entry.set_pin, "terminal", lambda cast, case: entry.set_pin(own(cast), "481526", by=cast.actor("liaison"))),
    (pairing.confirm, "pairing", lambda cast, case: pairing.confirm(
        CODES["pairing"], cast.station(), place="大厅", keeper="甲", keeper_phone="", by=cast.actor("liaison"))),
    (places.open_station, "register", lambda cast, case: places.open_station(
        code="S07", level=StationLevel.VILLAGE, parent_id=cast.station().id, facts={"name": "新站"}, by=cast.actor("admin"))),
    (places.describe, "register", lambda cast, case: places.describe(cast.station(), facts={"name": "改名站"}, by=cast.actor("admin"))),
    (places.put_below, "register", lambda cast, case: places.put_below(cast.station("S02"), None, by=cast.actor("admin"))),
    (incident.note, "register", lambda cast, case: incident.note(
        cast.station(), what="拍了桌子。", present=[cast.person("clerk").id], by_two=True, by=cast.actor("liaison"))),
    (incident.forget_old, "noted", lambda cast, case: incident.forget_old(by=actor.system(clock.now() + timedelta(days=181)))),
    (handout.note, "register", lambda cast, case: handout.note(
        cast.station(), day=clock.today(), count=300, group=handout.Group.EVENT, place="菜市场", person_id=None, key="k", by=cast.actor("clerk"))),
    (handout.strike, "handed_out", lambda cast, case: handout.strike(1, by=cast.actor("clerk"))),
    (activity.note, "register", lambda cast, case: meet(cast)),
    (activity.strike, "met", lambda cast, case: activity.strike(1, by=cast.actor("rep"))),
    (activity.set_quota, "register", lambda cast, case: activity.set_quota(12, by=cast.actor("office"))),
    (face.describe, "register", lambda cast, case: face.describe(
        face.one(cast.person("rep").id, cast.actor("liaison")), facts={"kind": "党代表"}, public=True, by=cast.actor("liaison"))),
    (lists.bring_in, "register", lambda cast, case: lists.bring_in(
        [lists.Line(2, {"code": "S07", "name": "石桥村站", "level": "社区、村", "parent": "S01"})], lists.What.STATIONS, {"社区、村": "village"}, by=cast.actor("admin"))),
    (pledge.give, "register", lambda cast, case: pledge.give(face.one(cast.person("rep").id, cast.actor("liaison")), "有问必回。", by=cast.actor("liaison"))),
    (pledge.settle, "pledged", lambda cast, case: pledge.settle(
        face.one(cast.person("rep").id, cast.actor("liaison")), pledge.Kept.KEPT, evidence="走访四十户。", by=cast.actor("liaison"))),
    (face.show, "register", lambda cast, case: face.show(face.one(cast.person("rep").id, cast.actor("liaison")), b"jpeg", by=cast.actor("liaison"))),
    (face.hide, "pictured", lambda cast, case: face.hide(face.one(cast.person("rep").id, cast.actor("liaison")), by=cast.actor("liaison"))),
    (visit_end.count, "terminal", lambda cast, case: visit_end.count(
        own(cast), word=VISIT, step=visit_end.Step.HOME, ending=visit_end.Ending.LEFT, locale="en", day=clock.today())),
    (own_words.keep, "register", lambda cast, case: own_words.keep(cast.station(), "菜场路\n路灯", by=cast.actor("liaison"))),
    (places.route, "register", lambda cast, case: places.route(True, by=cast.actor("admin"))),
    (places.ask_second_step, "register", lambda cast, case: places.ask_second_step(clock.today(), by=cast.actor("admin"))),
    (places.add_unit, "register", lambda cast, case: places.add_unit(name="区住建局", kind=UnitKind.UNIT, phone="", by=cast.actor("admin"))),
    (places.switch_unit, "register", lambda cast, case: places.switch_unit(cast.unit("区水务公司").id, False, by=cast.actor("admin"))),
    (staff.add, "register", lambda cast, case: staff.add(name="新人", login="new", by=cast.actor("admin"))),
    (staff.invite, "register", lambda cast, case: staff.invite(cast.person("clerk"), by=cast.actor("admin"))),
    (staff.give, "register", lambda cast, case: staff.give(cast.person("clerk"), Role.LIAISON, station_id=cast.station().id, by=cast.actor("admin"))),
    (staff.take, "register", take_role),
    (staff.close, "register", lambda cast, case: staff.close(cast.person("clerk"), by=cast.actor("admin"))),
    (staff.reopen, "register", lambda cast, case: staff.reopen(cast.person("clerk"), by=cast.actor("admin"))),
    (almanac.enter, "register", lambda cast, case: almanac.enter([Line(date(2026, 3, 18), False, "迎检", True)], by=cast.actor("office"))),
    (almanac.confirm, "register", lambda cast, case: almanac.confirm(2026, source="通知", by=cast.actor("office"))),
    (recount.counted_anew, "handling", count_anew),
    (almanac.close, "register", lambda cast, case: almanac.close([date(2026, 3, 20)], name="迎检", source="通知", by=cast.actor("office"))),
    (almanac.open_again, "closure", lambda cast, case: almanac.open_again(date(2026, 3, 20), by=cast.actor("office"))),
    (rule_document.write, "register", lambda cast, case: rule_document.write(rule_document.Document.DUTIES, "职责", "一、听。", read=0, by=cast.actor("office"))),
    (publicity.publish_explanations, "register", lambda cast, case: publicity.publish_explanations(True, by=cast.actor("office"))),
    (policy.add, "register", lambda cast, case: policy.add({"rate": Wanted(12, 0)}, base="v1", from_on=date(2026, 5, 1), reason="多几天。", by=cast.actor("office"))),
]
