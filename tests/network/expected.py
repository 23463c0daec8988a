"""Who may do what, written by hand, act by act: what the table of the product is held against (R30)."""

LOGINS = {
    "A": "admin", "O": "office", "S": "steering", "D1": "director", "D2": "director-s02", "L1": "liaison", "L2": "liaison-s02",
    "L9": "liaison-s90", "C1": "clerk", "R1": "rep", "R2": "rep-2", "R3": "rep-s02", "M1": "member", "N1": "volunteer",
    "U1": "officer", "H1": "head", "U2": "officer-2", "I": "inspector", "Z": "secretary"}
# Further actors: v, w, x the visitors with their codes; K the kiosk of S01; P anybody online; Y the clock. R2 received all three. act: who may with the case here (with U1's unit, stands with R1) | the one below (with R3) | the sealed one (about U1's unit, lies with I's).
MATRIX = """
case.see             L1 C1 R1 R2 D1 O S U1 H1 v Y | L2 R3 D1 D2 O S w Y | L1 R1 D1 O I x Y
case.register        L1 C1 R1 R2 M1 D1 N1 K P | L2 R3 D1 D2 P | L1 C1 R1 R2 M1 D1 N1 K P
form.see             L1 C1 D1 O | L2 D1 D2 O | L1 D1 O
form.order           D1 O | D1 D2 O | D1 O
form.enter           L1 C1 D1 | L2 D1 D2 | L1 D1
form.void            L1 D1 O | L2 D1 D2 O | L1 D1 O
sitting.spoken       L1 C1 R1 R2 M1 D1 | L2 R3 D1 D2 | L1 R1 R2 D1
visit.again          L1 C1 R1 R2 | L2 R3 | L1 R1
case.write_down      L1 C1 | L2 | L1
danger.mark          L1 C1 | L2 | L1
case.answer          L1 R1 | L2 R3 | L1 R1
case.listen          L1 R1 | L2 R3 | L1 R1
case.clarify         L1 | L2 | L1
case.inform          L1 v Y | L2 w Y | L1 x Y
visitor.ask          L1 R1 | L2 R3 | L1 R1
time.offer           L1 R1 | L2 R3 | L1 R1
time.withdraw        L1 R1 | L2 R3 | L1 R1
time.answer          L1 v | L2 w | L1 x
visitor.tell         L1 R1 | L2 R3 | L1 R1
phone.promise        L1 C1 | L2 | L1
phone.try            L1 C1 | L2 | L1
side_note.write      L1 R1 R2 D1 O | L2 R3 D1 D2 O | L1 R1 D1 O
side_note.desk       L1 D1 O | L2 D1 D2 O | L1 D1 O
side_note.reps       L1 R1 R2 D1 O | L2 R3 D1 D2 O | L1 R1 D1 O
side_note.handlers   L1 C1 R1 R2 D1 O U1 H1 | L2 R3 D1 D2 O | L1 R1 D1 O I
case.refuse          L1 | L2 | L1
case.contest         L1 v | L2 w | L1 x
contest.decide       O | D1 O | O
case.accept          L1 | L2 | L1
acceptance.extend    L1 | L2 | L1
opening.manage       D1 O | D1 D2 O | D1 O
shift.plan           D1 O Y | D1 D2 O Y | D1 O Y
shift.see            L1 C1 D1 O S | L2 D1 D2 O S | L1 D1 O
roster.keep          L1 D1 O | L2 D1 D2 O | L1 D1 O
swap.ask             R1 R2 R3 M1 | R1 R2 R3 M1 | R1 R2 R3
invitation.see       U1 H1 | | I
roster.plan          D1 O | D1 D2 O | D1 O
sitting.note         L1 C1 D1 | L2 D1 D2 | L1 D1
number.take          L1 C1 K | L2 | L1
number.call          L1 C1 R1 R2 M1 D1 | L2 R3 D2 | L1 R1 R2 D1
appointment.book     L1 C1 K P | L2 P | L1
appointment.change   L1 C1 K P | L2 K P | L1
appointment.keep     L1 C1 | L2 | L1
appointment.forget   Y | Y | Y
hall.manage          L1 D1 | L2 D1 D2 | L1 D1
face.keep            L1 D1 O | L2 D1 D2 O | L1 D1 O
activity.note        L1 C1 R1 R2 D1 O | L2 R3 D1 D2 O | L1 R1 R2 D1 O
book.see             L1 D1 O | L2 D1 D2 O | L1 D1 O
card.note            L1 C1 D1 O | L2 D1 D2 O | L1 D1 O
evidence.see         D1 O | D1 D2 O | D1 O
concern.see          L1 R1 R2 D1 O | L2 R3 D1 D2 O | L1 R1 R2 D1 O
concern.keep         L1 D1 | L2 D1 D2 | L1 D1
concern.show         L1 D1 O | L2 D1 D2 O | L1 D1 O
concern.join         L1 C1 K P | L2 K P | L1
motion.write         R1 R2 | R3 | R1 R2
motion.send          L1 D1 O | L2 D1 D2 O | L1 D1 O
report.see           L1 D1 O S | L2 D1 D2 O S | L1 D1 O
report.draft         Y | Y | Y
report.write         L1 D1 | L2 D1 D2 | L1 D1
report.sign          D1 O | D1 D2 O | D1 O
vacancy.tell         K P | P |
clock.pause          L1 D1 U1 H1 | L2 D1 D2 | L1 D1 I
clock.resume         L1 D1 U1 H1 Y | L2 D1 D2 Y | L1 D1 I Y
policy.manage        A O | A O | O
case.merge           L1 D1 | L2 D1 D2 | L1 D1
case.split           L1 D1 | L2 D1 D2 | L1 D1
referral.forward     L1 | L2 | L1
referral.send        L1 O | L2 O | L1 O
referral.acknowledge U1 H1 | | I
support.name         L1 O | L2 O | L1 O
support.note         U1 H1 | | I
behalf.acknowledge   L1 | L2 | L1
behalf.return        L1 | L2 | L1
behalf.extension     L1 | L2 | L1
behalf.reply         L1 | L2 | L1
behalf.slip          L1 | L2 | L1
behalf.explanation   L1 | L2 | L1
behalf.support       L1 | L2 | L1
case.ask_again       L1 C1 v | L2 w | L1 x
case.pressed         L1 | L2 | L1
reminder.give        L1 R1 R2 | L2 R3 | L1 R1
slip.yellow          R1 | R3 | R1
slip.red             R1 | R3 | R1
slip.send_yellow     D1 O | D1 D2 O | D1 O
slip.send_red        O | O | O
slip.acknowledge     U1 H1 | | I
slip.withdraw        R1 | R3 | R1
explanation.write    H1 | |
proposal.write       R1 | R3 | R1
proposal.see         R1 O S | R3 O S | R1 O
proposal.decide      O S | O S | O
return.ask           U1 H1 | | I
return.decide        D1 O | D1 D2 O | D1 O
extension.ask        U1 H1 | | I
extension.decide     L1 D1 | L2 D1 D2 | L1 D1
reply.write          U1 H1 | | I
reply.send_back      R1 | R3 | R1
reply.pass           R1 | R3 | R1
summary.write        L1 | L2 | L1
summary.confirm      R1 | R3 | R1
delivery.tell        L1 | L2 | L1
delivery.try         L1 C1 | L2 | L1
case.close           L1 C1 v Y | L2 w Y | L1 x Y
rating.give          L1 C1 v | L2 w | L1 x
reception.rate       L1 C1 v | L2 w | L1 x
review.decide        D1 O | D1 D2 O | D1 O
case.withdraw        L1 v | L2 w | L1 x
consent.change       L1 v | L2 w | L1 x
case.reopen          L1 D1 | L2 D1 D2 | L1 D1
case.look_again      Y | Y | Y
clock.uncalled       Y | Y | Y
clock.unsigned       Y | Y | Y
excluded.name        L1 v | L2 w | L1 x
excluded.resolve     L1 O | L2 D1 O | L1 O
excluded.lift        D1 O v | D1 D2 O w | D1 O x
interest.declare     L1 C1 R1 R2 D1 O U1 H1 | L2 R3 D1 D2 O | L1 R1 D1 O I
interest.note        D1 O | D1 D2 O | D1 O
case.hand_over       D1 O | D1 D2 O | D1 O
case.void            D1 | D1 D2 | D1
identity.reveal      L1 R1 D1 | L2 R3 D1 D2 | L1 R1 D1
contact.reveal       U1 H1 |  | I
identity.correct     L1 | L2 | L1
identity.copy        L1 v | L2 w | L1 x
identity.erase       L1 v | L2 w | L1 x
identity.expire      Y | Y | Y
code.reissue         L1 C1 | L2 | L1
publication.prepare  L1 R1 D1 O | L2 R3 D1 D2 O | L1 R1 D1 O
publication.show     L1 R1 D1 O | L2 R3 D1 D2 O | L1 R1 D1 O
publication.answer   L1 v | L2 w | L1 x
publication.withdraw D1 O | D1 D2 O | D1 O
publication.decide   D1 O | D1 D2 O | D1 O
award.see            L1 R1 R2 D1 O S | L2 R3 D1 D2 O S | L1 R1 R2 D1 O
award.nominate       L1 R1 D1 | L2 R3 D1 D2 | L1 R1 D1
award.withdraw       L1 R1 D1 | L2 R3 D1 D2 | L1 R1 D1
award.consent        L1 v | L2 w | L1 x
award.review         R3 D2 O S | R1 R2 O S |
award.decide         O | O | O
award.end            O | O | O
award.manage         O | O | O
progress.decide      D1 | D1 D2 | D1
deadline.recount     Y | Y | Y
follow_up.ask        L1 D1 O | L2 D1 D2 O | L1 D1 O
follow_up.inspect    L1 D1 O | L2 D1 D2 O | L1 D1 O
call_back.record     L1 D1 O | L2 D1 D2 O | L1 D1 O
pressure.tell        L1 v | L2 w | L1 x
news.wish            v | w | x
audit.see            A O | A O | O
rules.see            A O | A O | O
terminal.see         L1 D1 O | L2 D1 D2 O | L1 D1 O
terminal.manage      L1 D1 | L2 D1 D2 | L1 D1
words.manage         L1 D1 | L2 D1 D2 | L1 D1
incident.write       L1 C1 | L2 | L1
incident.see         L1 C1 D1 | L2 D2 | L1 D1
incident.forget      Y | Y | Y
enclosure.add        K P | P |
enclosure.see        L1 C1 R1 D1 | L2 R3 D1 D2 | L1 R1 D1
enclosure.forget     K Y | Y | Y
call.ring            K | |
call.end             K Y | Y | Y
call.answer          L1 C1 D1 N1 | L2 D2 | L1 D1
network.manage       A | A |
roster.release       A Y | A Y | Y
calendar.manage      A O | A O | O
"""
EXPECTED = {line.split()[0]: [set(part.split()) for part in line.partition(" ")[2].split("|")]
            for line in MATRIX.strip().splitlines()}
