"""The audit log: each act of somebody with powers is one entry, in the transaction of the act, chained, and says nothing of visitors (R42, R54)."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import daily
from portal.cases import audit_head, audit_invariants, invariants, ledger, policy, publicity, visitor
from portal.cases.policy import Wanted
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import admission, audit, places, second_step, sign_in, staff
from portal.network.audit import AuditEntry, reduced
from portal.network.audited import ACTS
from portal.network.role import Role
from tests.cast import NOW, Cast


def told(act: str = "") -> list[AuditEntry]:
    query = select(AuditEntry).order_by(AuditEntry.seq)
    return list(db.session.scalars(query.where(AuditEntry.act == act) if act else query))


def faults() -> list[str]:
    db.session.rollback()
    return [fault for check in audit_invariants.CHECKS for fault in check()]


def test_signing_in_failing_and_being_shut_out_are_entered(cast: Cast) -> None:
    with unit_of_work():
        token = sign_in.begin(cast.person("liaison"), NOW)
    row = sign_in.session_of(token, NOW)
    one = told()[-1]
    assert row is not None and (one.act, one.kind, one.name, one.session_id) == ("sign_in", "person", str(cast.person("liaison").id), row.id)
    for n in range(6):
        with unit_of_work():
            sign_in.failed("liaison", "address:198.51.100.7", NOW)
    assert [one.act for one in told()[-6:]] == ["sign_in_failed"] * 4 + ["sign_in_shut"] * 2 and told()[-1].facts == {"seconds": 31}
    with unit_of_work():
        sign_in.failed("hunter2hunter2", "address:198.51.100.8", NOW)  # a password typed into the field for the login
    assert told()[-1].name == "" and told()[-1].person_id is None


def test_every_grant_and_every_setting_is_entered_r54(cast: Cast) -> None:
    admin, office = cast.actor("admin"), cast.actor("office")
    with unit_of_work():
        who = staff.add(name="新人", login="new", by=admin)
        staff.give(who, Role.LIAISON, station_id=cast.station().id, by=admin)
        token = staff.invite(who, by=admin)
    with unit_of_work():
        admission.use(token, "hash", NOW)
    with unit_of_work():
        staff.take(who, who.grants[0].id, by=admin)
        staff.close(who, by=admin)
    with unit_of_work():
        staff.reopen(who, by=admin)
        second_step.begin(who, NOW)
        second_step.drop(who.id, admin.person_id, NOW)
    with unit_of_work():
        places.route(True, by=admin)
        places.ask_second_step(clock.today(), by=admin)
        publicity.publish_explanations(True, by=office)
        policy.add({"rate": Wanted(12, 0)}, base="v1", from_on=clock.today() + timedelta(days=60), reason="多给几天的时间。", by=office)
    acts = [(one.act, one.name) for one in told()]
    person = str(who.id)
    assert acts == [("account_added", person), ("role_given", person), ("invited", person), ("invited_in", person), ("role_taken", person),
                    ("account_closed", person), ("account_reopened", person), ("second_step_taken", person), ("setting", "routing"),
                    ("setting", "second_step"), ("setting", "explanations"), ("setting", "policy")]
    assert told("role_given")[0].facts == {"role": "liaison", "station": cast.station().id}
    assert {one.person_id for one in told()} == {admin.person_id, office.person_id, who.id} and faults() == []


def test_a_reveal_and_a_release_are_entered_by_number_without_a_word_of_theirs(cast: Cast) -> None:
    case = cast.closed()
    with unit_of_work():
        visitor.reveal(case, reason="电话回访王某", by=cast.actor("liaison"))
    with unit_of_work():
        cast.put_up(case)
    one, other = told("identity_reveal")[0], told("publication_decide")[0]
    assert (one.kind, one.name, one.facts) == ("case", case.number, {}) and (other.name, other.facts) == (case.number, {"published": True})
    assert "回访" not in str([(row.name, row.facts) for row in told()])


def test_what_is_taken_back_is_not_entered_and_the_next_is(cast: Cast) -> None:
    with pytest.raises(Refused), unit_of_work():
        places.route(True, by=cast.actor("admin"))
        raise Refused("text_empty")
    with unit_of_work():
        places.route(True, by=cast.actor("admin"))
    assert [one.seq for one in told()] == [1] and faults() == []


def test_nothing_is_entered_that_has_no_name(cast: Cast) -> None:
    with pytest.raises(LookupError), unit_of_work():
        audit.note("curiosity", person_id=None, at=NOW)
    assert len(set(ACTS)) == len(ACTS) and all(len(act) <= 30 for act in ACTS)


@pytest.mark.parametrize(("address", "part"), [("192.0.2.77", "192.0.2.0/24"), ("::ffff:192.0.2.77", "192.0.2.0/24"),
                                               ("2001:db8:1:2::3", "2001:db8:1::/48"), ("", ""), ("a line", "")])
def test_of_an_address_only_the_part_of_the_net_is_kept(address: str, part: str) -> None:
    assert reduced(address) == part


def test_eight_at_once_are_one_chain_without_a_gap(cast: Cast, app: Flask) -> None:
    admin = cast.actor("admin")
    db.session.remove()
    begun = threading.Barrier(8)

    def many() -> None:
        with app.app_context():
            begun.wait()
            for n in range(5):
                with unit_of_work():
                    audit.note("setting", "setting", "visits_quota", person_id=admin.person_id, at=NOW, n=n)
                    audit.note("sign_out", "session", n, person_id=admin.person_id, at=NOW)

    threads = [threading.Thread(target=many) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.seq for one in told()] == list(range(1, 81)) and faults() == []


def test_a_clock_set_back_reorders_nothing_r26(cast: Cast) -> None:
    for at in (NOW, NOW - timedelta(days=1)):
        with unit_of_work():
            audit.note("backup", person_id=None, at=at)
    assert [one.at for one in told()] == [NOW, NOW] and faults() == []


def test_once_a_day_the_ledger_vouches_for_the_head_and_says_nothing_of_it(cast: Cast) -> None:
    assert daily.sign(clock.now()) and ledger.size() == 0  # nothing was done: nothing to vouch for
    with unit_of_work():
        places.route(True, by=cast.actor("admin"))
    assert daily.sign(clock.now() + timedelta(days=2)) and daily.sign(clock.now() + timedelta(days=4))
    entries = db.session.scalars(select(ledger.Entry).where(ledger.Entry.kind == ledger.Kind.AUDIT)).all()
    head = db.session.scalars(select(audit_head.AuditHead)).one()
    newest = ledger.latest()
    assert len(entries) == 1 and newest is not None and newest.size == ledger.size()
    assert (head.seq, head.hash) == audit.head() and head.hash not in entries[0].data and '"number":"-"' in entries[0].data
    assert faults() == [] and invariants.broken() == []
