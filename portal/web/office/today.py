"""What waits for me, by when: one list, the most urgent first (X-17); each role has its own (desk.today)."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any

from flask import Response, current_app, request

from portal.cases import desk, ladder_desk, promised_call, support, unseen
from portal.cases.case import State
from portal.foundation import clock, copies
from portal.network import almanac, second_step
from portal.network.access import can
from portal.network.actor import Actor
from portal.reception import diary, plot
from portal.web import gate, page
from portal.web.gate import STAFF, opens
from portal.web.office import after, my_invitations, notices, open_days, rows, supervision, terminals, unprinted
from portal.web.office.blueprint import door

PHONED, PROMISED = 8, 20  # people to ring, on the page of the day


@door.get("/")
@opens(STAFF)
def today() -> Response:
    """The list of the day."""
    by = gate.staff()
    assert by is not None
    at = max(1, request.args.get("page", 1, int))
    found, figures = desk.day_of(by, at)
    found, lying = found[:desk.PER_PAGE], desk.lying(by) if at == 1 else []
    mine = {case.id for case in found}
    lines = rows.of([*found, *(case for case in lying if case.id not in mine)], by, clock.today(), gate.say())  # the same reads for both
    owed = desk.unexplained(lying, clock.today())
    owing = {case.number for case in lying if case.id in owed}
    lines, lying_lines = lines[:len(found)], [_pressed(line, line.number in owing) for line in lines[len(found):]]
    received = desk.received(by) if at == 1 else []
    return page.show("office/today.html", lying=lying_lines, received=rows.of(received, by, clock.today(), gate.say()) if received else [], groups=[(name, list(group)) for name, group in groupby(lines, _group)], figures=figures,
                     steps=supervision.waiting(by, gate.say()), steps_most=ladder_desk.MOST, supports=support.of_units(by) if by.units else [],
                     page_at=at, pages=-(-figures.waiting // desk.PER_PAGE), day=clock.today(), warn=_warn(by),
                     danger=[(case.number, rows.excerpt(case, gate.say()), until, until < by.at) for case, until in desk.uncalled(by)],
                     silent=terminals.silent(by), unprinted=unprinted.papers(by),
                     told_empty=open_days.told_empty(by), press=_press(by), copies=_copies(by), second=second_step.due(by), nobody=unseen.waiting(clock.today()) if can(by, "network.manage") else None,
                     to_phone=diary.to_phone(by, PHONED + 1), to_phone_shown=PHONED, **_plot(by, at), promised=promised_call.due(by, PROMISED), invited=my_invitations.coming(by), **notices.came(by), **after.lists(by, request.args.get("all") == "1"))


def _pressed(row: rows.Row, owing: bool) -> rows.Row:
    """A line of what lies with somebody else: the next step is theirs, and no act of this reader's is named as one, but that a reply
    nobody looks at is given to another representative, and that an explanation is owed."""
    if row.code is State.REPLIED and not (owing and (row.days is None or row.days >= 0)):
        return replace(row, wait=gate.say()("office.today.unreviewed"), href=f"/office/cases/{row.number}/hand-over")
    return replace(row, wait=gate.say()("office.today.unexplained") if owing else "")


def _group(row: rows.Row) -> str:
    if row.days is None or row.days > 0:
        return "later"
    return "overdue" if row.days < 0 else "today"


def _plot(by: Actor, at: int) -> dict[str, Any]:
    """A representative's own plot, on the first page, with a line of each matter."""
    mine = plot.of(by) if at == 1 else None
    return {"plot": mine, "plot_words": {case.id: rows.excerpt(case, gate.say()) for case in mine.matters} if mine else {}}


def _press(by: Actor) -> Any:
    """What papers lacked this week, for the administrator and the office."""
    if not can(by, "rules.see"):
        return None
    heard = current_app.extensions["press"].book.since(clock.now() - timedelta(days=7))
    return heard if heard.count else None


def _copies(by: Actor) -> str:
    """What is wrong with the backups, for the administrator and the office of a network that is no demonstration (R68)."""
    return copies.lacking(clock.now()) if can(by, "rules.see") and not gate.network().demo else ""


def _warn(by: Actor) -> Any:
    """The year that is missing in the calendar, for those who can enter it."""
    if can(by, "calendar.manage") and almanac.next_year_missing(clock.today()):
        return clock.today().year + 1
    return None
