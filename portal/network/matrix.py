"""The one table act → role → reach. What is not written here is forbidden (R30, HB-47); access.py reads it."""

import enum

from portal.network.role import OWNERS, Role


class Reach(enum.StrEnum):
    """How far a role reaches for an act."""

    OWN = "own"          # cases this representative stands for
    RECEIVED = "received"  # cases this person received or wrote down, at their station (SD-06)
    HEARD = "heard"      # cases this representative stands for, and those they received that are not sealed (HB-44)
    OWNER = "owner"      # cases one owns, at or below one's station
    UNIT = "unit"        # cases that lie with the unit now
    STATION = "station"  # cases of the station
    SUBTREE = "subtree"  # of the station and those below it
    ABOVE = "above"      # of the stations below one's own, not of one's own
    ELSEWHERE = "elsewhere"  # of stations one has no part in, never sealed (ZK-03)
    CODE = "code"        # the one case whose code was shown
    ALL = "all"


OWN, RECEIVED, HEARD, OWNER, UNIT, STATION, SUBTREE, ABOVE, ELSEWHERE, CODE, ALL = Reach
_L, _R, _D, _O, _C = Role.LIAISON, Role.REPRESENTATIVE, Role.DIRECTOR, Role.OFFICE, Role.CLERK
_U = {Role.UNIT_OFFICER: UNIT, Role.UNIT_HEAD: UNIT}
_V, _S = {Role.VISITOR: CODE}, {Role.SYSTEM: ALL}

ACTS: dict[str, dict[Role, Reach]] = {
    "case.see": {_L: STATION, _C: STATION, _R: HEARD, Role.MEMBER: RECEIVED, _D: SUBTREE, _O: ALL, Role.STEERING: ALL, **_U, **_V, **_S},
    "case.register": {_L: STATION, _C: STATION, _R: STATION, Role.MEMBER: STATION, _D: SUBTREE, Role.VOLUNTEER: STATION,
                      Role.KIOSK: STATION, Role.PUBLIC: ALL},
    "form.see": {_L: STATION, _C: STATION, _D: SUBTREE, _O: ALL},  # forms of paper with printed numbers (HB-34)
    "form.order": {_D: SUBTREE, _O: ALL},
    "form.enter": {_L: STATION, _C: STATION, _D: SUBTREE},
    "form.void": {_L: STATION, _D: SUBTREE, _O: ALL},
    "sitting.spoken": {_L: STATION, _C: STATION, _R: STATION, Role.MEMBER: STATION, _D: SUBTREE},  # answered, explained, listened to, and no matter wanted (ZG-25)
    "visit.again": {_L: STATION, _C: STATION, _R: HEARD},  # whoever received it notes it: one more visit, no second number (HB-22)
    "case.write_down": {_L: STATION, _C: STATION},
    "danger.mark": {_L: STATION, _C: STATION},
    "case.answer": {_L: STATION, _R: OWN},
    "case.listen": {_L: STATION, _R: OWN},
    "case.clarify": {_L: STATION},
    "case.inform": {_L: STATION, **_V, **_S},
    "visitor.ask": {_L: STATION, _R: OWN},  # the two a visitor knows may tell or ask them something; the answer comes into the matter (HB-78)
    "time.offer": {_L: STATION, _R: OWN},  # a time to meet, of whom the visitor knows (HB-26)
    "time.withdraw": {_L: STATION, _R: OWN},
    "time.answer": {_L: STATION, **_V},
    "visitor.tell": {_L: STATION, _R: OWN},  # how far it is, and whether it was understood (HB-38)
    "phone.promise": {_L: STATION, _C: STATION},  # by when they are rung back (HB-33)
    "phone.try": {_L: STATION, _C: STATION},
    "side_note.write": {_L: STATION, _R: HEARD, _D: SUBTREE, _O: ALL},  # each note says who reads it (ZG-19)
    "side_note.desk": {_L: STATION, _D: SUBTREE, _O: ALL},
    "side_note.reps": {_L: STATION, _R: HEARD, _D: SUBTREE, _O: ALL},
    "side_note.handlers": {_L: STATION, _C: STATION, _R: HEARD, _D: SUBTREE, _O: ALL, **_U},
    "case.refuse": {_L: STATION},
    "case.contest": {_L: STATION, **_V},
    "contest.decide": {_D: ABOVE, _O: ALL},  # never by one who refused it, owns it or stands for it (acceptance.deciders)
    "case.accept": {_L: STATION},
    "acceptance.extend": {_L: STATION},
    "case.merge": {_L: STATION, _D: SUBTREE},
    "case.split": {_L: STATION, _D: SUBTREE},
    "referral.send": {_L: STATION, _O: ALL},
    "referral.forward": {_L: STATION},  # to the office, where the network refers through it (SD-26)
    "referral.acknowledge": _U,
    "support.name": {_L: STATION, _O: ALL},
    "support.note": _U,
    "return.ask": _U,
    "return.decide": {_D: SUBTREE, _O: ALL},
    "extension.ask": _U,
    "extension.decide": {_L: STATION, _D: SUBTREE},
    "reply.write": _U,
    "behalf.acknowledge": {_L: STATION},  # what a unit without accounts handed in on paper, with the scan
    "behalf.return": {_L: STATION},
    "behalf.extension": {_L: STATION},
    "behalf.reply": {_L: STATION},
    "behalf.slip": {_L: STATION},
    "behalf.explanation": {_L: STATION},
    "behalf.support": {_L: STATION},
    "reply.send_back": {_R: OWN},
    "reply.pass": {_R: OWN},
    "summary.write": {_L: STATION},
    "summary.confirm": {_R: OWN},
    "delivery.tell": {_L: STATION},
    "delivery.try": {_L: STATION, _C: STATION},
    # Supervision belongs to people: the case's representative issues, somebody above countersigns, the clock never does (HB-60 … 67, X-02).
    "case.ask_again": {_L: STATION, _C: STATION, **_V},
    "case.pressed": {_L: STATION},
    "reminder.give": {_R: HEARD, _L: STATION},  # any receiving representative urges; what follows is the agent's (HB-62, SD-21)
    "clock.uncalled": _S,
    "slip.yellow": {_R: OWN},
    "slip.red": {_R: OWN},
    "clock.unsigned": _S,
    "slip.send_yellow": {_D: SUBTREE, _O: ALL},
    "slip.send_red": {_O: ALL},
    "slip.acknowledge": _U,
    "slip.withdraw": {_R: OWN},
    "explanation.write": {Role.UNIT_HEAD: UNIT},
    "proposal.write": {_R: OWN},
    "proposal.see": {_R: OWN, _O: ALL, Role.STEERING: ALL},
    "proposal.decide": {_O: ALL, Role.STEERING: ALL},
    "case.close": {_L: STATION, _C: STATION, **_V, **_S},
    "rating.give": {_L: STATION, _C: STATION, **_V},
    "reception.rate": {_L: STATION, _C: STATION, **_V},
    "review.decide": {_D: SUBTREE, _O: ALL},
    # Who may see nothing of a matter: whom its visitor names, and who has an interest in it.
    "excluded.name": {_L: STATION, **_V},
    "excluded.resolve": {_L: OWNER, _D: ABOVE, _O: ALL},  # from above alone, where the owner is too until then: at the station itself all are kept from it (unmeant)
    "excluded.lift": {_D: SUBTREE, _O: ALL, **_V},
    "interest.declare": {_L: STATION, _C: STATION, _R: HEARD, _D: SUBTREE, _O: ALL, **_U},
    "interest.note": {_D: SUBTREE, _O: ALL},
    "case.withdraw": {_L: STATION, **_V},
    "consent.change": {_L: STATION, **_V},
    "case.reopen": {_L: STATION, _D: SUBTREE},
    "case.look_again": _S,  # the one way by which the clock takes a case up again: a promised day passed unseen (T26b)
    "case.hand_over": {_D: SUBTREE, _O: ALL},
    "case.void": {_D: SUBTREE},
    "identity.reveal": {_L: STATION, _R: OWN, _D: SUBTREE},
    "contact.reveal": _U,  # where a named visitor allows it, and no longer than they do (practice.md §6.1)
    "identity.correct": {_L: STATION},
    "identity.copy": {_L: STATION, **_V},  # to the person themselves, who was checked or showed the code and a second fact (R40)
    "identity.erase": {_L: STATION, **_V},
    "identity.expire": _S,
    "code.reissue": {_L: STATION, _C: STATION},
    "publication.decide": {_D: SUBTREE, _O: ALL},
    "publication.prepare": {_L: STATION, _R: OWN, _D: SUBTREE, _O: ALL},  # masks, and showing it to the visitor; another one decides
    "publication.show": {_L: STATION, _R: OWN, _D: SUBTREE, _O: ALL},
    "publication.answer": {_L: STATION, **_V},
    "publication.withdraw": {_D: SUBTREE, _O: ALL},
    # Excellent cases (ZK-02, ZK-03): the station nominates, its visitor agrees, others score, the office opens and closes the period.
    "award.see": {_L: STATION, _R: STATION, _D: SUBTREE, _O: ALL, Role.STEERING: ALL},
    "award.nominate": {_L: STATION, _R: OWN, _D: SUBTREE},
    "award.withdraw": {_L: STATION, _R: OWN, _D: SUBTREE},
    "award.consent": {_L: STATION, **_V},
    "award.review": {_R: ELSEWHERE, _D: ELSEWHERE, _O: ELSEWHERE, Role.STEERING: ELSEWHERE},
    "award.decide": {_O: ALL},
    "award.end": {_O: ALL},
    "award.manage": {_O: ALL},
    "progress.decide": {_D: SUBTREE},
    "deadline.recount": _S,
    "clock.pause": {_L: STATION, _D: SUBTREE, **_U},
    "clock.resume": {_L: STATION, _D: SUBTREE, **_U, **_S},
    "news.wish": _V,
    "follow_up.ask": {_L: STATION, _D: SUBTREE, _O: ALL},
    "follow_up.inspect": {_L: STATION, _D: SUBTREE, _O: ALL},
    "call_back.record": {_L: STATION, _D: SUBTREE, _O: ALL},
    "pressure.tell": {_L: STATION, **_V},
    "audit.see": {Role.ADMINISTRATOR: ALL, _O: ALL},  # what staff did with their powers; of sealed matters only who reads those
    "evidence.see": {_D: SUBTREE, _O: ALL},  # visitors' own words for committee and government, masked and nobody's (HB-27)
    "rules.see": {Role.ADMINISTRATOR: ALL, _O: ALL},
    "terminal.see": {_L: STATION, _D: SUBTREE, _O: ALL},  # that one is silent: where no keeper sits, the office hears it
    "terminal.manage": {_L: STATION, _D: SUBTREE},
    "words.manage": {_L: STATION, _D: SUBTREE},
    "enclosure.add": {Role.KIOSK: STATION, Role.PUBLIC: ALL},
    "enclosure.see": {_L: STATION, _C: STATION, _R: OWN, _D: SUBTREE},  # it may show who came; a clerk writes down what was spoken
    "enclosure.forget": {Role.KIOSK: STATION, **_S},
    "call.ring": {Role.KIOSK: STATION},
    "call.end": {Role.KIOSK: STATION, **_S},
    "call.answer": {_L: STATION, _C: STATION, _D: STATION, Role.VOLUNTEER: STATION},
    "incident.write": {_L: STATION, _C: STATION},
    "incident.see": {_L: STATION, _C: STATION, _D: STATION},  # one's own notes; as a director those of the station (incident.readable)
    "incident.forget": _S,
    "opening.manage": {_D: SUBTREE, _O: ALL},
    "shift.plan": {_D: SUBTREE, _O: ALL, **_S},
    "shift.see": {_L: STATION, _C: STATION, _D: SUBTREE, _O: ALL, Role.STEERING: ALL},
    "roster.keep": {_L: STATION, _D: SUBTREE, _O: ALL},  # the liaison office keeps the roster, not the representative (HB-40)
    "book.see": {_L: STATION, _D: SUBTREE, _O: ALL},  # another's work book; everybody who receives sees their own (HB-12)
    "swap.ask": {_R: ALL, Role.MEMBER: ALL},  # of one's own days alone (swap.py)
    "invitation.see": _U,  # the open days to which one's unit is invited (SD-24)
    "roster.plan": {_D: SUBTREE, _O: ALL},
    "sitting.note": {_L: STATION, _C: STATION, _D: SUBTREE},
    "number.take": {_L: STATION, _C: STATION, Role.KIOSK: STATION},
    "number.call": {_L: STATION, _C: STATION, _R: STATION, Role.MEMBER: STATION, _D: STATION},  # whoever sits at the table
    "appointment.book": {_L: STATION, _C: STATION, Role.KIOSK: STATION, Role.PUBLIC: ALL},
    "appointment.change": {_L: STATION, _C: STATION, Role.KIOSK: ALL, Role.PUBLIC: ALL},  # whoever showed its code
    "appointment.keep": {_L: STATION, _C: STATION},
    "appointment.forget": _S,
    "hall.manage": {_L: STATION, _D: SUBTREE},
    "activity.note": {_L: STATION, _C: STATION, _R: STATION, _D: SUBTREE, _O: ALL},  # whoever was there (CT-08, HB-36)
    "face.keep": {_L: STATION, _D: SUBTREE, _O: ALL},
    "card.note": {_L: STATION, _C: STATION, _D: SUBTREE, _O: ALL},
    "concern.see": {_L: STATION, _R: STATION, _D: SUBTREE, _O: ALL},
    "concern.keep": {_L: STATION, _D: SUBTREE},  # gathering what is alike, wording it and putting it on the board (SD-50)
    "concern.show": {_L: STATION, _D: SUBTREE, _O: ALL},  # never who worded it; where nobody else sits there, the director above or the office
    "concern.join": {_L: STATION, _C: STATION, Role.KIOSK: ALL, Role.PUBLIC: ALL},  # one more neighbour, without a name
    "motion.write": {_R: STATION},  # a concern taken further; whoever may write one may sign one (CT-25)
    "motion.send": {_L: STATION, _D: SUBTREE, _O: ALL},  # and enter the answer, as it came
    "report.see": {_L: STATION, _D: SUBTREE, _O: ALL, Role.STEERING: ALL},
    "report.draft": _S,  # it comes by itself after the cut-off (HB-13)
    "report.write": {_L: STATION, _D: SUBTREE},
    "report.sign": {_D: SUBTREE, _O: ALL},  # who is first responsible; where no director sits, the one above or the office
    "vacancy.tell": {Role.KIOSK: STATION, Role.PUBLIC: ALL},
    "network.manage": {Role.ADMINISTRATOR: ALL},
    "roster.release": {Role.ADMINISTRATOR: ALL, **_S},  # whoever receives no more leaves the open days to come (YT-18)
    "calendar.manage": {Role.ADMINISTRATOR: ALL, _O: ALL},
    "policy.manage": {Role.ADMINISTRATOR: ALL, _O: ALL},
}
# Whoever owns a case does the liaison's acts on it, beside the liaison or where there is none: no matter lies with somebody who
# may not touch it (YT-18, HB-52).
STANDS_IN: dict[Role, Reach] = dict.fromkeys(OWNERS, OWNER)
# Sealed cases (kind 4) are read by these only; a unit only if it is one that receives such reports (HB-44, X-04).
READS_SEALED = frozenset({_L, _R, _D, _O, Role.VISITOR, Role.SYSTEM})
