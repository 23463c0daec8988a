"""All of one person's matters, days and appointments go to another in one act; what cannot is listed with why, nothing is orphaned (SG-07, YT-18)."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask import Flask

from portal.cases import excluded_person, handing, hands, timeline
from portal.cases.case import Case
from portal.cases.handing import Stays
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import NotAllowed, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.audit import AuditEntry
from portal.reception import handed_days
from portal.reception.appointment import Appointment, Told
from portal.reception.reminding import AppointmentLetter
from portal.reception.swap import Answer, Swap
from tests.cast import Cast
from tests.kiosk.hand import rows
from tests.reception.opened import monday, put_on
from tests.statements import asked
from tests.web.office.test_appointments_hit import booked
from tests.web.office.test_departure import seated
from tests.web.office.test_terminals import office
from tests.web.office.visits import SAY

URL = "/office/hand-over"


def two(cast: Cast, giver: str = "rep", taker: str = "rep-2") -> dict[str, str]:
    return {name: f"{cast.person(login).name} · S01 · {cast.person(login).id}" for name, login in (("giver", giver), ("taker", taker))}


def agents() -> dict[str, str]:
    db.session.rollback()
    return {case.number: case.agent.login for case in rows(Case) if case.agent is not None}


def give(cast: Cast, login: str = "director", giver: str = "rep", taker: str = "rep-2") -> int:
    with unit_of_work():
        return handing.give(cast.person(giver), cast.person(taker), reason="换届了，由新代表接着跟。", by=cast.actor(login))


def test_sg07_all_of_it_moves_in_one_act_and_each_matter_tells_it(app: Flask, cast: Cast) -> None:
    numbers = [cast.handling().number, cast.replied().number, cast.register().case.number]
    day = monday(cast)[1]
    put_on(cast, day)
    booked(cast, rep=True)
    browser, people = office(app, "director"), two(cast)
    seen = browser.get_page(f"{URL}?{urlencode(people)}")
    assert all(number in seen.words() for number in numbers) and SAY("office.handing.counts", matters=3, days=1, appointments=1) in seen.words()
    assert "12000000017" not in seen.text and "测某甲" not in seen.text
    browser.post_form(URL, people | {"reason": " "}, 422)
    assert set(agents().values()) == {"rep"}, "without a reason nothing moved"
    browser.post_form(URL, people | {"reason": "换届了，由新代表接着跟。"})
    assert agents() == dict.fromkeys(numbers, "rep-2") and seated(day.id) == [cast.person("rep-2").id]
    assert [(row.answer, row.taker.login) for row in rows(Swap)] == [(Answer.SET, "rep-2")]
    assert [row.person.login for row in rows(Appointment)] == ["rep-2"]
    for case in rows(Case):
        last = timeline.story(case)[-1]
        assert last.move == "T27" and last.for_visitor and last.facts == {"agent_id": [cast.person("rep").id, cast.person("rep-2").id]}
    assert sorted(row.name for row in rows(AuditEntry) if row.act == "case_hand_over") == sorted(numbers)
    assert SAY("office.handing.nothing") in browser.get_page(f"{URL}?{urlencode(people)}").words(), "again is nothing"


def test_what_cannot_move_stays_with_whoever_has_it_and_is_listed_with_why(app: Flask, cast: Cast) -> None:
    plain, sealed, kept = cast.handling(), cast.accepted(kind=4, category="O1"), cast.handling()
    with unit_of_work():
        excluded_person.note(kept, cast.person("rep-2").id, reason="是亲戚，他自己说的。", by=cast.actor("director"))
    found = {line.case.number: line.stays for line in handing.plan(cast.person("rep"), cast.person("rep-2"), by=cast.actor("director")).lines}
    assert found == {plain.number: None, sealed.number: Stays.SEALED, kept.number: Stays.KEPT}
    seen = office(app, "director").get_page(f"{URL}?{urlencode(two(cast))}").words()
    assert SAY("office.handing.why.kept") in seen and SAY("office.handing.why.sealed") in seen and SAY("office.handing.stays", n=2) in seen
    numbers = plain.number, sealed.number, kept.number
    assert give(cast) == 1
    assert [agents()[number] for number in numbers] == ["rep-2", "rep", "rep"]
    assert list(hands.unheld(clock.today())) == []


def test_another_station_takes_nothing_and_who_may_own_takes_what_is_owned(cast: Cast) -> None:
    cast.handling()
    assert [line.stays for line in handing.plan(cast.person("rep"), cast.person("rep-s02"), by=cast.actor("office")).lines] == [Stays.PLACE]
    assert give(cast, giver="rep", taker="rep-s02", login="office") == 0
    assert give(cast, giver="liaison", taker="director") == 1
    db.session.rollback()
    assert [case.owner.login for case in rows(Case)] == ["director"]
    assert [line.stays for line in handing.plan(cast.person("director"), cast.person("office"), by=cast.actor("office")).lines] == [Stays.PLACE]


def test_x04_whoever_is_kept_from_a_matter_neither_reads_nor_moves_it(cast: Cast) -> None:
    case = cast.handling()
    with unit_of_work():
        excluded_person.declare(case, by=cast.actor("director"))
    assert handing.plan(cast.person("rep"), cast.person("rep-2"), by=cast.actor("director")).lines == []
    assert give(cast) == 0 and set(agents().values()) == {"rep"}


@pytest.mark.parametrize("login", ["liaison", "rep", "clerk", "officer", "admin", "steering"])
def test_nobody_but_the_director_and_the_office_does(app: Flask, cast: Cast, login: str) -> None:
    office(app, login).get_page(URL, 403)
    with pytest.raises(NotAllowed):
        give(cast, login)


def test_a_director_hands_over_below_their_station_alone(cast: Cast) -> None:
    cast.handling()
    assert give(cast, "director-s02") == 0 and set(agents().values()) == {"rep"}


@pytest.mark.parametrize(("taker", "key"), [("rep", "refusal.hand_over_oneself"), ("gone", "refusal.person_inactive")])
def test_to_oneself_or_to_a_closed_account_is_refused(cast: Cast, taker: str, key: str) -> None:
    cast.handling()
    if taker == "gone":
        with unit_of_work():
            cast.person("rep-2").active = False
    with pytest.raises(Refused) as refused:
        give(cast, taker="rep-2" if taker == "gone" else taker)
    assert refused.value.key == key


def test_days_on_which_the_other_sits_elsewhere_or_is_away_stay_and_so_do_their_appointments(cast: Cast) -> None:
    days = monday(cast)
    put_on(cast, days[1])
    booked(cast, rep=True)
    other = monday(cast, "S02")[1]
    put_on(cast, other, "rep-2", by="office")
    found = handed_days.plan(cast.person("rep"), cast.person("rep-2"), by=cast.actor("director"))
    assert [why for _, why in found.days] == [why for _, why in found.appointments] == [handed_days.Stays.TWICE]
    found = handed_days.plan(cast.person("rep"), cast.person("clerk"), by=cast.actor("director"))
    assert [why for _, why in found.days] == [handed_days.Stays.ROLE]
    with unit_of_work():
        assert handed_days.give(cast.person("rep"), cast.person("rep-2"), reason="", by=cast.actor("director")) == (0, 0)
    assert seated(days[1].id) == [cast.person("rep").id]


def test_whoever_left_an_address_is_told_that_another_receives_them(cast: Cast) -> None:
    put_on(cast, monday(cast)[1])
    booked(cast, rep=True)
    with unit_of_work():
        rows(Appointment)[0].email = "wu@example.org"
    with unit_of_work():
        assert handed_days.give(cast.person("rep"), cast.person("rep-2"), reason="换届", by=cast.actor("director")) == (1, 1)
    assert [row.told for row in rows(AppointmentLetter)] == [Told.ALONE]


def test_what_it_asks_grows_by_a_few_for_each_matter_and_the_page_by_none(app: Flask, cast: Cast) -> None:
    browser, url = office(app, "director"), f"{URL}?{urlencode(two(cast))}"

    def pages() -> int:
        browser.get_page(url)
        with asked(db.engine) as seen:
            browser.get_page(url)
        return len(seen)

    counts = []
    for more in (3, 20):
        for _ in range(more):
            cast.register()
        counts.append(pages())
    assert counts[1] <= counts[0] + 1, counts
    assert _asked(lambda: give(cast)) <= 23 * 8 + 60


def _asked(deed: Callable[[], object]) -> int:
    db.session.commit()
    db.session.remove()
    with asked(db.engine) as seen:
        deed()
    return len(seen)


def test_more_than_one_act_holds_is_listed_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "MOST", 2)
    for _ in range(3):
        cast.register()
    found = handing.plan(cast.person("rep"), cast.person("rep-2"), by=cast.actor("director"))
    assert len(found.lines) == 2 and found.more
    assert (give(cast), give(cast), give(cast)) == (2, 1, 0)


def test_people_are_found_by_typing_also_who_left(app: Flask, cast: Cast) -> None:
    with unit_of_work():
        cast.person("rep").grants[0].until = clock.today().replace(day=1)
        cast.person("rep").active = False
    browser = office(app, "director")
    assert "rep甲" in browser.part(f"{URL}/people?giver=rep甲")
    assert "rep甲" not in browser.part(f"{URL}/people?taker=rep甲")
    assert browser.part(f"{URL}/people?taker=").count("<option") <= 12
