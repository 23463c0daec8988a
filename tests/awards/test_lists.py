"""Lists of nominations do not ask more for more rows, and nobody reads what is not theirs (R30)."""

import pytest
from sqlalchemy import event

from portal.awards import deciding, desk, scoring
from portal.awards.period import Criterion
from portal.foundation.database import db
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.network.excluded import Because, Excluded
from tests.awards import scene
from tests.cast import NOW, Cast


def asked(do: object) -> int:
    """How many statements it takes."""
    found: list[str] = []

    def note(*given: object) -> None:
        found.append(str(given[2]))

    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        do()  # type: ignore[operator]
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(found)


def test_a_longer_list_asks_no_more(cast: Cast) -> None:
    of = scene.start(cast)
    by = cast.actor("director-s02")
    scene.agreed(cast)
    few = asked(lambda: (desk.lines(of, by), deciding.standing(of)))
    for _ in range(3):
        scene.agreed(cast)
    assert asked(lambda: (desk.lines(of, by), deciding.standing(of))) <= few + 3  # the station of each case is looked up by its key
    lines, more = desk.lines(of, by)
    assert (len(lines), more) == (4, 0) and all(line.may and not line.own for line in lines)


def test_it_is_paged_and_a_score_is_seen_as_ones_own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PER_PAGE", 2)
    of = scene.start(cast)
    rows = [scene.agreed(cast) for _ in range(3)]
    by = cast.actor("steering")
    with unit_of_work():
        scoring.score(rows[0], dict.fromkeys(Criterion, 7), by=by)
    first, more = desk.lines(of, by)
    assert ([line.own for line in first], more) == ([True, False], rows[1].id)
    assert [line.row.id for line in desk.lines(of, by, more)[0]] == [rows[2].id]


@pytest.mark.parametrize("login", ["officer", "head", "clerk", "admin", "director-s02", "rep-s02"])
def test_what_waits_for_its_visitor_is_its_stations_own(cast: Cast, login: str) -> None:
    scene.start(cast)
    row = scene.nominate(cast, scene.published(cast))
    with pytest.raises(Missing):
        desk.one(row.id, cast.actor(login))
    assert desk.one(row.id, cast.actor("rep-2")).row.id == desk.one(row.id, cast.actor("office")).row.id == row.id


@pytest.mark.parametrize("login", ["liaison", "rep-2", "director", "office", "steering"])
def test_x04_whoever_is_kept_from_the_matter_finds_no_nomination_of_it(cast: Cast, login: str) -> None:
    """Neither in the list nor by its number, and its certificate leads through the same."""
    of, row = scene.start(cast), scene.agreed(cast)
    assert [line.row.id for line in desk.lines(of, cast.actor(login))[0]] == [row.id]
    with unit_of_work():
        db.session.add(Excluded(case_id=row.case_id, person_id=cast.person(login).id, because=Because.VISITOR, at=NOW))
    assert desk.lines(of, cast.actor(login))[0] == []
    with pytest.raises(Missing):
        desk.one(row.id, cast.actor(login))
    assert len(desk.lines(of, cast.actor("director-s02"))[0]) == 1
