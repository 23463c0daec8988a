"""X-04: whoever is kept from a matter, in whatever role, finds nothing of it: every address of the office, every list, search, count of cases, file
and paper, the audit log and its file, notices and what leaves the house. Each role is held against itself: before, it found it.

On SQLite alone: what is shown is made by the same statements from the same rows on both databases (tests/cases/test_excluded.py asks both)."""

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases.case import Case
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, sign_in
from portal.network.excluded import Because, Excluded
from portal.notices import inbox, outbox
from portal.notices.outbox import Message
from portal.notices.wish import Way
from tests.awards import scene
from tests.cast import NOW, Cast
from tests.conftest import start_over
from tests.journeys.pages import SAMPLES
from tests.judge import client_of
from tests.paper import pdfs
from tests.web.public.canaries import Canaries, everybody

ROLES = ("liaison", "clerk", "rep", "director", "office", "steering", "officer", "head", "admin")
SKIPPED = {"office.sign_out", "office.second_code_page", "office.week_notice"}  # the last one is what stands on the board, on paper for the hall
NUMBER, BIRD = re.compile(r"S\d\d-26-\d{4}"), re.compile(r"canary\d{3}")
POSTS = ("/office/audit", "/office/audit/file")
OF_ONE = re.compile(r"/office/cases/S")
LISTS = ("/office/cases?words={number}", "/office/cases?words=canary", "/office/cases?overdue=1", "/office/cases?state=closed", "/office/?after=1", "/office/?page=1")


@pytest.fixture(scope="module")
def life(sqlite_app: Flask, template: Path) -> Iterator[tuple[Flask, list[str], set[str]]]:
    """Every sort of matter, a secret in every field; lived once."""
    clock.freeze(NOW)
    with sqlite_app.app_context():
        start_over(template, sqlite_app)
        scene.start(Cast())
        shown = everybody(Cast(), bird := Canaries())
        scene.nominate(Cast(), shown, why=bird("why it is nominated"))
        with unit_of_work():
            outbox.spread(frozenset({Way.WEBHOOK}), "zh_Hans", 5000, clock.now())
        left, numbers = clock.now(), list(db.session.scalars(select(Case.number)))
        db.session.remove()
    clock.freeze(left)
    yield sqlite_app, numbers, {one for one, field in bird.sung.items() if field != "absence"}  # which is of an open day, and of no matter
    with sqlite_app.app_context():
        start_over(template, sqlite_app)


@pytest.mark.parametrize("login", ROLES)
def test_x04_no_address_of_the_office_holds_a_word_or_a_number_of_it(life: tuple[Flask, list[str], set[str]], login: str) -> None:
    app, numbers, secrets = life
    before = walked(app, login, secrets, seen(numbers))
    assert len(before) > (1 if login == "admin" else 9) and (login not in ("admin", "office") or set(POSTS) <= set(before)), "each role found it before"
    with app.app_context():
        keep(login)
    try:
        assert walked(app, login, secrets, addresses(app, numbers)) == {}
        with app.app_context():
            assert leaving(login) == []
    finally:
        with app.app_context(), unit_of_work():
            for row in db.session.scalars(select(Excluded)):
                row.ended_at = clock.now()


def keep(login: str) -> None:
    """Kept from all of them at once: what then still shows is not read through access."""
    with unit_of_work():
        who = sign_in.find(login)
        assert who is not None
        db.session.add_all(Excluded(case_id=one, person_id=who.id, because=Because.VISITOR, at=clock.now()) for one in db.session.scalars(select(Case.id)))


def leaving(login: str) -> list[str]:
    """What is on its way to them, or waits on their page."""
    who = sign_in.find(login)
    assert who is not None
    assert inbox.unseen(actor.of_person(who, clock.now()), 99) == ([], 0)
    with unit_of_work():
        mine = [row.id for row in db.session.scalars(select(Message)) if row.notice.person_id == who.id and row.done_at is None]
        return [letter.number for one in mine if (letter := outbox.take(one, clock.now())) is not None]


def walked(app: Flask, login: str, secrets: set[str], paths: Iterable[str]) -> dict[str, set[str]]:
    """Every address that held a secret or a number of a matter, but for the one it names itself; a page of a matter that is there counts."""
    browse, found = client_of(app).let_in(login), {}
    for path in paths:
        answer = browse.post(path, data={"csrf_token": browse.token(path), "act": ""}) if path in POSTS else browse.get(path)
        assert answer.status_code != 500, path
        body = answer.get_data()
        text = pdfs.text(body) if answer.mimetype == "application/pdf" else body.decode("utf-8", "replace")
        held = {one for one in (*NUMBER.findall(text), *secrets.intersection(BIRD.findall(text))) if one not in path}
        if held or (answer.status_code == 200 and OF_ONE.match(path)):
            found[path] = held
        answer.close()
    return found


def seen(numbers: list[str]) -> list[str]:
    """Where each role finds something as long as nothing is kept from it."""
    return [*POSTS, "/office/cases", *(f"/office/cases/{number}" for number in numbers)]


def addresses(app: Flask, numbers: list[str]) -> Iterator[str]:
    """Each GET of the office with every name there is; of acts and papers some matters are asked, of lists and files all."""
    yield from POSTS
    yield from (line.format(number=number) for line in LISTS for number in (numbers if "{" in line else numbers[:1]))
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" not in (rule.methods or ()) or not rule.endpoint.startswith("office.") or rule.endpoint in SKIPPED:
            continue
        names = sorted(rule.arguments)
        some = numbers[::8] if rule.rule.endswith(".pdf") or "act_" in rule.endpoint else numbers
        for values in itertools.product(*(some if name == "number" else SAMPLES[name][:2] for name in names)):
            built = rule.build(dict(zip(names, values, strict=True)))
            assert built is not None
            yield built[1]
