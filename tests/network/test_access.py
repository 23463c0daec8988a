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
from tests.network.expected import EXPECTED, LOGINS

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
                    "identity.reveal", "reminder.give", "visitor.ask", "visitor.tell", "time.offer", "time.withdraw", "side_note.write", "side_note.reps", "side_note.handlers", "slip.yellow", "slip.red", "slip.withdraw", "proposal.write", "proposal.see", "number.call",
                    "swap.ask", "publication.prepare", "publication.show", "enclosure.see", "visit.again", "sitting.spoken", "activity.note", "concern.see", "motion.write",
                    "award.see", "award.nominate", "award.withdraw", "award.review", "interest.declare"}  # what another one lets go up


def test_a_unit_neither_closes_nor_reveals_nor_decides() -> None:
    for role, more in (("unit_officer", set()), ("unit_head", {"explanation.write"})):
        mine = {act for act, roles in access.ACTS.items() if role in roles}
        assert mine == {"case.see", "referral.acknowledge", "return.ask", "extension.ask", "reply.write", "slip.acknowledge",
                        "support.note", "side_note.handlers", "invitation.see", "clock.pause", "clock.resume", "contact.reveal", "interest.declare"} | more


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
