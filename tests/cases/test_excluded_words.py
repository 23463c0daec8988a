"""X-04, HB-44: what a visitor said in their own words is shown to them as they said it, whether somebody was found by it or not; said twice it stands once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.cases import care, erasure, excluded_person, split
from portal.cases.case import Case
from portal.cases.intake import Telling
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, excluded
from portal.network.excluded import Excluded
from tests.cases.test_excluded import keep
from tests.cast import NOW, Cast


def resolve(cast: Cast, case: Case, *logins: str) -> None:
    """The office finds out."""
    (row,) = excluded.unresolved(case.id)
    with unit_of_work():
        excluded_person.resolve(case, row.id, people=[cast.person(one).id for one in logins], by=cast.actor("office"))


def shown(case: Case) -> list[str]:
    return [words for _, words in excluded_person.said(case)]


@pytest.mark.parametrize(("words", "logins"), [("城管的小李", ("officer",)), ("城管的小李", ()), ("officer甲", None), ("没有的人", None)])
def test_the_visitor_reads_their_own_words_whoever_was_found(cast: Cast, words: str, logins: tuple[str, ...] | None) -> None:
    """No name of the staff, and the same answer for a name of theirs as for one that nobody has."""
    case = cast.accepted()
    keep(cast, case, words=words)
    if logins is not None:
        resolve(cast, case, *logins)
    assert shown(case) == [words]
    assert excluded.named(case.id) == ({cast.person("officer").id} if words == "officer甲" or logins else set())
    with unit_of_work():
        excluded_person.lift(case, excluded_person.said(case)[0][0], reason="", by=cast.visitor(case))
    assert shown(case) == [] and not excluded.named(case.id) and not excluded.unresolved(case.id)
    with pytest.raises(Missing), unit_of_work():
        excluded_person.lift(case, 99999, reason="", by=cast.visitor(case))


def test_whom_everybody_may_know_stands_by_name_and_nobody_else_does(cast: Cast) -> None:
    """Somebody the station entered by login is not spelt out to whoever holds the code."""
    case = cast.accepted()
    keep(cast, case, "rep", "officer")
    assert sorted(shown(case)) == ["", "rep甲"]


def test_words_beside_a_name_are_kept_too(cast: Cast) -> None:
    case = cast.accepted()
    keep(cast, case, "rep", words="城管的小李")
    assert excluded.named(case.id) == {cast.person("rep").id} and [row.words for row in excluded.unresolved(case.id)] == ["城管的小李"]


def test_said_twice_it_stands_once_and_words_count_as_people(cast: Cast) -> None:
    """A double tap makes one row; nobody writes more words than a matter has people."""
    case = cast.accepted()
    for words in ("城管的小李", "城管的小李", *(f"第{n}个人" for n in range(2, excluded_person.MOST + 1))):
        keep(cast, case, words=words)
    assert len(excluded.unresolved(case.id)) == excluded_person.MOST
    with pytest.raises(Refused, match="excluded_many"):
        keep(cast, case, words="再来一个")
    with pytest.raises(Refused, match="excluded_many"):
        keep(cast, case, "rep")


def test_what_was_split_off_tells_its_visitor_the_same(cast: Cast) -> None:
    case = cast.accepted()
    keep(cast, case, words="城管的小李")
    resolve(cast, case)
    with unit_of_work():
        made = split.split(case, Telling(words="另一件。", category="C4"), stays="路灯", key=codes.new_key(), by=cast.actor("director"))
    assert shown(made.case) == ["城管的小李"]


def test_r40_their_words_for_people_go_with_who_they_are(cast: Cast) -> None:
    """What still has to be found out stays as long as the matter runs; whoever is kept from it stays so."""
    case = cast.accepted(identity=Identity(IdentityMode.NAMED, "王某", agreed=True))
    keep(cast, case, words="城管的小李")
    resolve(cast, case, "officer")
    keep(cast, case, words="还有一个")
    with unit_of_work():
        erasure.erase(case, checked=True, by=cast.visitor(case))
    assert shown(case) == ["", "还有一个"] and excluded.named(case.id) == {cast.person("officer").id}
    with unit_of_work():
        excluded.forget_words(case.id, standing=True)
    assert not db.session.scalar(select(func.count()).where(Excluded.words != ""))
    assert [row.words for row in excluded.unresolved(case.id)] == [""], "it opens to nobody by that"


def test_r40_after_its_time_they_go_too(cast: Cast) -> None:
    case = cast.accepted(identity=Identity(IdentityMode.NAMED, "王某", agreed=True))
    keep(cast, case, words="城管的小李")
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    clock.freeze(NOW + timedelta(days=4000))
    with unit_of_work():
        assert erasure.expire(case.visitor_id or 0, 1, by=actor.system(clock.now()))
    assert not db.session.scalar(select(func.count()).where(Excluded.words != ""))


def test_whoever_declared_an_interest_may_be_named_beside(cast: Cast) -> None:
    """The one may be lifted; what the visitor said stands all the same."""
    case = cast.accepted()
    with unit_of_work():
        excluded_person.declare(case, by=cast.actor("rep"))
    (declared,) = excluded.of_case(case.id)
    keep(cast, case, "rep")
    with unit_of_work():
        excluded_person.lift(case, declared.id, reason="弄错了。", by=cast.actor("director"))
    assert excluded.named(case.id) == {cast.person("rep").id}


def test_words_that_nobody_was_found_by_may_be_said_again(cast: Cast) -> None:
    case = cast.accepted()
    keep(cast, case, words="城管的小李")
    resolve(cast, case)
    keep(cast, case, words="城管的小李")
    assert [row.words for row in excluded.unresolved(case.id)] == ["城管的小李"]


def test_a_whole_name_is_one_person(cast: Cast) -> None:
    case = cast.accepted()
    for n in range(1, excluded_person.MOST):
        keep(cast, case, words=f"第{n}个人")
    keep(cast, case, words="officer甲")
    assert excluded.named(case.id) == {cast.person("officer").id}


def test_a_form_that_comes_again_adds_what_it_says_more(cast: Cast) -> None:
    """Words too, and once (R07)."""
    case = cast.accepted()
    for _ in range(2):
        with unit_of_work():
            excluded_person.say_again(case, [cast.person("rep").id], "城管的小李", by=cast.visitor(case))
    assert excluded.named(case.id) == {cast.person("rep").id} and [row.words for row in excluded.unresolved(case.id)] == ["城管的小李"]


def test_r40_what_waited_until_the_matter_ended_goes_then(cast: Cast) -> None:
    case = cast.accepted(identity=Identity(IdentityMode.NAMED, "王某", agreed=True))
    keep(cast, case, words="城管的小李")
    with unit_of_work():
        erasure.erase(case, checked=True, by=cast.visitor(case))
    with unit_of_work():
        erasure.forget_left()
    assert shown(case) == ["城管的小李"], "it may still be found out"
    with unit_of_work():
        care.withdraw(case, own_will=True, by=cast.visitor(case))
    with unit_of_work():
        erasure.forget_left()
    assert not db.session.scalar(select(func.count()).where(Excluded.words != ""))
