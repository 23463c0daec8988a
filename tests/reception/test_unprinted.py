"""What the desk is told of papers that did not come out, and until when (K44, R31)."""

from datetime import timedelta

import pytest

from portal.foundation import clock
from portal.foundation.refusal import Missing
from portal.foundation.unit_of_work import unit_of_work
from portal.reception import print_job
from tests.cast import NOW, Cast
from tests.reception.test_print_job import PAPER, Hall, placed


@pytest.fixture
def hall(cast: Cast) -> Hall:
    return Hall(cast, placed(cast), cast.register().case)


def told(cast: Cast, at: timedelta, login: str = "clerk") -> list[int]:
    clock.freeze(NOW + at)
    return [job.id for job in print_job.unprinted(cast.actor(login))]


def test_k44_the_desk_is_told_of_what_did_not_print_until_a_copy_did(hall: Hall) -> None:
    job = hall.ask()
    hall.take()
    assert told(hall.cast, timedelta(seconds=59)) == []
    assert told(hall.cast, timedelta(seconds=60)) == [job.id], "silence is a failure too, written down or not"
    hall.say(job, "failed", "out_of_paper", timedelta(seconds=61))
    assert told(hall.cast, timedelta(seconds=62)) == [job.id]
    again = hall.reprint(1, timedelta(seconds=70))
    assert told(hall.cast, timedelta(seconds=71)) == [], "it is tried again"
    hall.take(at=timedelta(seconds=72))
    hall.say(again, "failed", "offline", timedelta(seconds=73))
    assert told(hall.cast, timedelta(seconds=74)) == [again.id], "of one matter only the paper asked for last"
    last = hall.reprint(2, timedelta(seconds=80))
    hall.take(at=timedelta(seconds=81))
    hall.say(last, "printed", at=timedelta(seconds=83))
    assert told(hall.cast, timedelta(hours=1)) == []


def test_k44_r31_whoever_helps_at_that_station_is_told_and_sees_to_it_once(hall: Hall) -> None:
    job, late = hall.ask(), timedelta(minutes=2)
    assert {login for login in ("liaison", "clerk", "director", "volunteer", "rep", "liaison-s02", "admin", "officer")
            if told(hall.cast, late, login)} == {"liaison", "clerk", "director", "volunteer"}
    with pytest.raises(Missing), unit_of_work():
        print_job.see(job.id, by=hall.cast.actor("liaison-s02"))
    with pytest.raises(Missing), unit_of_work():
        print_job.see(job.id + 1, by=hall.cast.actor("clerk"))
    for after in (late, 2 * late):
        clock.freeze(NOW + after)
        with unit_of_work():
            print_job.see(job.id, by=hall.cast.actor("clerk"))
    assert job.seen_at == NOW + late and told(hall.cast, late, "liaison") == []


def test_k44_a_test_page_and_a_paper_of_yesterday_are_no_ones_errand(hall: Hall) -> None:
    with unit_of_work():
        print_job.test(hall.own, paper=PAPER, at=NOW)
    assert told(hall.cast, timedelta(minutes=2)) == []
    job = hall.ask()
    assert told(hall.cast, timedelta(hours=11, minutes=59)) == [job.id] and told(hall.cast, timedelta(hours=12)) == []
