"""The warm process is replaced when it dies or hangs, and never keeps anybody waiting for ever (R62)."""
import os
import subprocess
import sys

import pytest

from portal import ROOT
from portal.paper.worker import Broken, Worker
from tests.paper import jobs


@pytest.fixture
def worker():
    made = Worker(jobs.ready, "good day", limit=30)
    yield made
    made.close()


def test_jobs_are_done_by_one_process_in_their_order(worker):
    answers = [future.result(60) for future in [worker.submit(f"job {n}") for n in range(3)]]
    assert [order for _, order, _ in answers] == ["job 0", "job 1", "job 2"]
    assert {pid for *_, pid in answers} == {worker.pid}


def test_R58_a_job_for_later_waits_for_all_others_and_takes_its_turn_when_it_is_hurried(worker, tmp_path):
    door, done = tmp_path / "door", []
    os.mkfifo(door)
    futures = {"first": worker.submit(f"door {door}")}
    for name in ("home 0", "home 1", "home 2"):
        futures[name] = worker.submit(name, later=True)
    worker.hurry(futures["home 2"], "home 2")
    futures["desk"] = worker.submit("desk")
    for name, future in futures.items():
        future.add_done_callback(lambda _, name=name: done.append(name))
    door.write_bytes(b"open")                          # until somebody reads it nothing goes on
    assert worker.submit("after", later=True).result(60)[1] == "after"
    assert done == ["first", "home 2", "desk", "home 0", "home 1"]


def test_whoever_waits_when_it_closes_is_told(worker):
    worker.submit("a").result(60)
    waiting = [worker.submit("hang"), worker.submit("b"), worker.submit("c", later=True)]
    worker.close()
    for future in waiting:
        with pytest.raises(Broken):
            future.result(60)


def test_a_job_that_fails_says_why_and_the_process_stays(worker):
    pid = worker.submit("a").result(60)[2]
    with pytest.raises(Broken, match="ValueError: told to fail"):
        worker.submit("fail").result(60)
    assert worker.submit("b").result(60)[2] == pid


def test_what_a_job_took_is_given_back_before_the_next_one(worker):
    worker.submit("litter").result(60)
    assert worker.submit("left").result(60) == 0, "a page that holds itself was let go of"
    assert worker.submit("fonts").result(60) < 10_000, "no copy of a font stays in the heap"


def test_a_death_is_survived_by_one_retry(worker, tmp_path):
    order = f"die once {tmp_path / 'marker'}"
    assert worker.submit(order).result(60)[:2] == ("good day", order)


def test_a_deadly_job_is_given_up_after_two_deaths_and_the_next_one_is_done(worker):
    deadly, next_one = worker.submit("die"), worker.submit("b")
    with pytest.raises(Broken, match="died on this job twice"):
        deadly.result(60)
    assert next_one.result(60)[1] == "b"


def test_a_hanging_job_is_killed_at_its_limit_and_the_queue_behind_it_is_not_blamed():
    worker = Worker(jobs.ready, "good day", limit=0.5)
    try:
        hanging, next_one = worker.submit("hang"), worker.submit("b")
        with pytest.raises(Broken, match=r"within 0\.5 seconds"):
            hanging.result(60)
        assert next_one.result(60)[1] == "b"
    finally:
        worker.close()


def test_a_worker_that_cannot_start_says_why():
    worker = Worker(jobs.unready, limit=5)
    with pytest.raises(Broken, match="no such library"):
        worker.submit("a").result(60)
    worker.close()


def test_after_closing_nothing_is_taken_on(worker):
    worker.submit("a").result(60)
    worker.close()
    worker.close()
    with pytest.raises(Broken, match="closed"):
        worker.submit("b").result(60)
    assert worker.pid is None


def test_an_interpreter_with_a_hanging_worker_exits_and_leaves_no_process_behind():
    script = ("from tests.paper import jobs; from portal.paper.worker import Worker\n"
              "if __name__ == '__main__':\n"
              "    w = Worker(jobs.ready, '', limit=60); pid = w.submit('a').result(60)[2]; w.submit('hang'); print(pid)")
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)
