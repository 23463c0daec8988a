"""Who may do what: every act, every actor, every kind of case, against a matrix written by hand (R30, HB-44, HB-47, X-04)."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases import acceptance, referral
from portal.cases.case import Case, seen_by
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, NotAllowed
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, actor
from portal.network import person as people
from portal.network.actor import Actor
from portal.network.role import Role
from tests.cast import Cast

LOGINS = {
    "A": "admin", "O": "office", "S": "steering", "D1": "director", "D2": "director-s02", "L1": "liaison", "L2": "liaison-s02",
    "L9": "liaison-s90", "C1": "clerk", "R1": "rep", "R2": "rep-2", "R3": "rep-s02", "M1": "member", "N1": "volunteer",
    "U1": "officer", "H1": "head", "U2": "officer-2", "I": "inspector", "Z": "secretary"}
# Further actors: v, w, x the visitors with their codes; K the kiosk of S01; P anybody online; Y the clock. R2 received all three. act: who may with the case here (with U1's unit, stands with R1) | the one below (with R3) | the sealed one (about U1's unit, lies with I's).
MATRIX = """
case.see             L1 C1 R1 R2 D1 O S U1 H1 v Y | L2 R3 D1 D2 O S w Y | L1 R1 D1 O I x Y
case.register        L1 C1 R1 R2 M1 D1 N1 K P | L2 R3 D1 D2 P | L1 C1 R1 R2 M1 D1 N1 K P
visit.again          L1 C1 R1 R2 | L2 R3 | L1 R1
case.write_down      L1 C1 | L2 | L1
danger.mark          L1 C1 | L2 | L1
case.answer          L1 R1 | L2 R3 | L1 R1
case.listen          L1 R1 | L2 R3 | L1 R1
case.clarify         L1 | L2 | L1
case.inform          L1 v Y | L2 w Y | L1 x Y
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
roster.plan          D1 O | D1 D2 O | D1 O
sitting.note         L1 C1 D1 | L2 D1 D2 | L1 D1
number.take          L1 C1 K | L2 | L1
number.call          L1 C1 R1 R2 M1 D1 | L2 R3 D2 | L1 R1 R2 D1
appointment.book     L1 C1 K P | L2 P | L1
appointment.change   L1 C1 K P | L2 K P | L1
appointment.keep     L1 C1 | L2 | L1
appointment.forget   Y | Y | Y
hall.manage          L1 D1 | L2 D1 D2 | L1 D1
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
case.hand_over       D1 O | D1 D2 O | D1 O
case.void            D1 | D1 D2 | D1
identity.reveal      L1 R1 D1 | L2 R3 D1 D2 | L1 R1 D1
contact.reveal       U1 H1 |  | I
identity.correct     L1 | L2 | L1
code.reissue         L1 C1 | L2 | L1
publication.prepare  L1 R1 D1 O | L2 R3 D1 D2 O | L1 R1 D1 O
publication.show     L1 R1 D1 O | L2 R3 D1 D2 O | L1 R1 D1 O
publication.answer   L1 v | L2 w | L1 x
publication.withdraw D1 O | D1 D2 O | D1 O
publication.decide   D1 O | D1 D2 O | D1 O
progress.decide      D1 | D1 D2 | D1
deadline.recount     Y | Y | Y
follow_up.ask        L1 D1 O | L2 D1 D2 O | L1 D1 O
follow_up.inspect    L1 D1 O | L2 D1 D2 O | L1 D1 O
call_back.record     L1 D1 O | L2 D1 D2 O | L1 D1 O
pressure.tell        L1 v | L2 w | L1 x
news.wish            v | w | x
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
calendar.manage      A O | A O | O
"""
EXPECTED = {line.split()[0]: [set(part.split()) for part in line.partition(" ")[2].split("|")]
            for line in MATRIX.strip().splitlines()}


@dataclass
class Scene:
    """Three cases and everybody who could want to do something with them."""

    cases: tuple[Case, Case, Case]
    actors: dict[str, Actor]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    here = cast.referred()
    below = cast.register("S02").case
    sealed = cast.accepted(kind=4, category="O1", target="街道城市管理办")
    with unit_of_work():
        referral.refer(sealed, to=cast.unit("街道纪检部门"), clock_name="reply_ordinary", opinion="请核查。",
                       opinion_by_id=cast.person("rep").id, by=cast.actor("liaison"))
        here.received_by_id = below.received_by_id = sealed.received_by_id = cast.person("rep-2").id
    actors = {short: cast.actor(login) for short, login in LOGINS.items()}
    actors |= {short: cast.visitor(case) for short, case in zip("vwx", (here, below, sealed), strict=True)}
    actors |= {"K": actor.kiosk(cast.station().id, clock.now()), "P": actor.public(clock.now()), "Y": actor.system(clock.now())}
    return Scene((here, below, sealed), actors)


def test_the_matrix_names_every_act() -> None:
    assert set(EXPECTED) == set(access.ACTS)


def test_everybody_may_what_the_matrix_says_and_nothing_else(scene: Scene) -> None:
    wrong = []
    for act, expected in EXPECTED.items():
        for case, may in zip(scene.cases, expected, strict=True):
            can = {short for short, by in scene.actors.items() if access.can(by, act, case)}
            wrong += [(act, case.number, sorted(can - may), sorted(may - can))] if can != may else []
    assert wrong == []


def test_lists_show_exactly_what_may_be_seen(scene: Scene) -> None:
    """visible() is can("case.see") as SQL: the two never differ."""
    for short, by in scene.actors.items():
        listed = set(db.session.scalars(select(Case.id).where(access.visible(by, Case))))
        assert listed == {case.id for case in scene.cases if access.can(by, "case.see", case)}, short


def test_forbidden_and_unknown_look_the_same_r31(scene: Scene) -> None:
    _, below, sealed = scene.cases
    for number in (below.number, sealed.number, "S01-26-9999", "", "x" * 24):
        with pytest.raises(Missing) as missing:
            seen_by(scene.actors["U1"], number)
        assert (missing.value.key, missing.value.params) == ("refusal.missing", {})


def test_permit_raises_what_can_denies(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        access.permit(scene.actors["R1"], "reply.write", scene.cases[0])
    assert access.permit(scene.actors["L1"], "case.see", scene.cases[0]).role == "liaison"


def test_an_act_nobody_wrote_down_is_an_error_of_ours(scene: Scene) -> None:
    with pytest.raises(KeyError):
        access.can(scene.actors["A"], "case.delete", scene.cases[0])


def test_a_representative_neither_replies_nor_closes_nor_publishes_hb47() -> None:
    mine = {act for act, roles in access.ACTS.items() if "representative" in roles}
    assert mine == {"case.see", "case.register", "case.answer", "case.listen", "reply.send_back", "reply.pass", "summary.confirm",
                    "identity.reveal", "reminder.give", "slip.yellow", "slip.red", "slip.withdraw", "proposal.write", "proposal.see", "number.call",
                    "swap.ask", "publication.prepare", "publication.show", "enclosure.see", "visit.again"}  # what another one lets go up


def test_a_unit_neither_closes_nor_reveals_nor_decides() -> None:
    for role, more in (("unit_officer", set()), ("unit_head", {"explanation.write"})):
        mine = {act for act, roles in access.ACTS.items() if role in roles}
        assert mine == {"case.see", "referral.acknowledge", "return.ask", "extension.ask", "reply.write", "slip.acknowledge",
                        "support.note", "clock.pause", "clock.resume", "contact.reveal"} | more


def test_x02_the_clock_issues_reminds_and_withdraws_nothing() -> None:
    """HB-64 "may": only people stand in the rows of the ladder."""
    ladder = {act for act in access.ACTS if act.startswith(("slip.", "reminder.", "explanation.", "proposal.", "behalf.", "case.pressed"))}
    assert len(ladder) == 19 and not any(Role.SYSTEM in access.ACTS[act] for act in ladder)


def test_somebody_of_the_unit_complained_of_sees_nothing_even_with_another_role(scene: Scene, cast: Cast) -> None:
    """X-04: the liaison who is also an officer of that unit."""
    sealed = scene.cases[2]
    with unit_of_work():
        people.grant(cast.person("liaison"), Role.UNIT_OFFICER, clock.today(), unit_id=cast.unit().id)
    both = cast.actor("liaison")
    assert both.has(Role.LIAISON, Role.UNIT_OFFICER)
    assert not any(access.can(both, act, sealed) for act in access.ACTS if act != "case.register")
    with pytest.raises(Missing):
        seen_by(both, sealed.number)


@pytest.mark.parametrize(("since", "until", "holds"), [(0, None, True), (1, None, False), (-9, -1, False), (-9, 0, True)])
def test_a_role_counts_on_its_days(cast: Cast, since: int, until: int | None, holds: bool) -> None:
    with unit_of_work():
        given = people.grant(cast.person("admin"), Role.OFFICE, clock.today() + timedelta(since))
        given.until = None if until is None else clock.today() + timedelta(until)
    assert cast.actor("admin").has(Role.OFFICE) is holds


def test_a_sealed_case_stays_sealed_when_it_is_sorted_again(scene: Scene) -> None:
    with unit_of_work():
        acceptance.sort(scene.cases[2], acceptance.Sorting(kind=1, category="C4"))
    assert (scene.cases[2].sealed, scene.cases[2].kind) == (True, 4)
