"""One form, one result: replays, another body under the same key, and eight identical submissions at once (R07, R08)."""


import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.cases import intake
from portal.cases.case import Case, Channel
from portal.cases.visitor import Visitor
from portal.foundation import clock, codes, form_key
from portal.foundation.database import db
from portal.foundation.form_key import FormKey
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network import station as stations
from tests.cast import Cast
from tests.together import at_once


def how_many(entity: type) -> int:
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


def test_the_same_key_gives_the_same_answer(cast: Cast) -> None:
    key = codes.new_key()
    first = cast.register(key=key)
    shown = (first.case.number, first.code, first.token)
    again = cast.register(key=key)
    assert again.replayed and not first.replayed
    assert (again.case.number, again.code, again.token) == shown
    assert (how_many(Case), how_many(Visitor)) == (1, 1)


def test_another_body_under_the_same_key_is_refused_and_stores_nothing(cast: Cast) -> None:
    key = codes.new_key()
    cast.register(key=key)
    with pytest.raises(Refused, match="form_key_reused"):
        cast.register(key=key, words="别的话")
    assert how_many(Case) == 1


def test_the_key_itself_is_not_stored(cast: Cast) -> None:
    key = codes.new_key()
    cast.register(key=key)
    assert db.session.scalars(select(FormKey.key_hash)).one() != key
    assert db.session.get(FormKey, codes.keyed_hash("form", key)) is not None


def test_a_failed_submission_leaves_its_key_free(cast: Cast) -> None:
    key = codes.new_key()
    with pytest.raises(Refused, match="words_needed"):
        cast.register(key=key, words="  ")
    assert cast.register(key=key).replayed is False


def test_a_replay_after_the_code_was_issued_anew_shows_no_dead_code(cast: Cast) -> None:
    from portal.cases import tracking
    key = codes.new_key()
    case = cast.register(key=key).case
    with unit_of_work():
        tracking.reissue(case, by=cast.actor("liaison"))
    again = cast.register(key=key)
    assert (again.replayed, again.code, again.token) == (True, "", "")


@pytest.mark.parametrize("body", [{"a": "1", "b": "2"}, {"b": "2", "a": "1"}])
def test_a_fingerprint_does_not_mind_the_order(body: dict[str, object]) -> None:
    assert form_key.fingerprint(body) == form_key.fingerprint({"a": "1", "b": "2"})
    assert form_key.fingerprint(body | {"a": "\ud800"}) != form_key.fingerprint(body)


def test_eight_identical_submissions_at_once_make_one_case_with_equal_answers(empty_app: Flask) -> None:
    key = codes.new_key()

    def submit() -> tuple[str, str, str]:
        with unit_of_work():
            here = stations.by_code("S01")
            assert here is not None
            made = intake.register(intake.Telling(words="路灯坏了", channel=Channel.KIOSK), station=here, key=key,
                                   by=actor.kiosk(here.id, clock.now()))
        return made.case.number, made.code, made.token

    came = at_once(empty_app, [submit] * 8)
    assert len(set(map(str, came))) == 1 and isinstance(came[0], tuple), came
    with empty_app.app_context():
        assert (how_many(Case), how_many(FormKey), how_many(Visitor)) == (1, 1, 1)
