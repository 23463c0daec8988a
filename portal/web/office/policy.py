"""The office's policy: every version since when, by whom and why; a new one begins on a coming day (HB-68, practice.md §3.2)."""

from datetime import date, timedelta
from typing import Any

from flask import Response, request
from sqlalchemy import select
from wtforms import DateField, TextAreaField

from portal.cases import policy
from portal.cases.policy import EXTENDABLE, PolicyLimit, Wanted
from portal.foundation import clock, text
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network.person import Person
from portal.web import gate, limits, page
from portal.web.form import Form, Needed, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door


class PolicyForm(Form):
    """Since when, and why; the limits beside it are many, two numbers each, and named `limit-<clock>` and `extension-<clock>`."""

    from_on = DateField("office.policy.from_on", [Needed()])
    reason = TextAreaField("office.policy.reason", [Needed(), Written(500, 10)], render_kw={"rows": 3})


@door.get("/policy")
@opens("policy.manage")
def policies() -> Response:
    """Every version; the one in force stands out."""
    rows = policy.versions()
    ids = {row.made_by_id for row in rows} - {None}
    names = dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())  # type: ignore[arg-type]
    return page.show("office/policies.html", versions=rows, present=policy.in_force(clock.today()), names=names)


@door.get("/policy/<version>")
@opens("policy.manage")
def policy_version(version: str) -> Response:
    """One version, and what it changed."""
    row = policy.version(version)
    if row is None:
        raise Missing
    before = policy.version(f"v{row.serial - 1}")
    old = policy.limits_of(before.name) if before else {}
    return page.show("office/policy.html", version=row, lines=_lines(policy.limits_of(version), old), before=before,
                     present=policy.in_force(clock.today()))


@door.route("/policy/<version>/next", methods=["GET", "POST"])
@opens("policy.manage", form=True)
def policy_next(version: str) -> Response:
    """A copy with other limits, from a coming day on. What cannot be is said beside its row, and everything typed stays."""
    form, base = PolicyForm(), policy.limits_of(version)
    if not base:
        raise Missing
    if request.method == "GET":
        form.from_on.data = clock.today() + timedelta(days=1)
        return _ask(form, base, version)
    if not form.validate_on_submit():
        return _ask(form, base, version, status=422)
    try:
        with unit_of_work():
            made = policy.add(_wanted(base), base=version, from_on=form.from_on.data or date.min, reason=form.reason.data or "", by=gate.signed_in())
    except Refused as refusal:
        bad = str(refusal.params.get("clock", ""))
        form.refuse(refusal, "from_on" if refusal.key.endswith("policy_future") else None)
        return _ask(form, base, version, status=422, bad=bad)
    return page.done("/office/policy", "office.policy.made", name=made.name, date=gate.say().date(made.from_on))


def _wanted(base: dict[str, PolicyLimit]) -> dict[str, Wanted]:
    """What was typed; what is no number is no limit and is refused as one."""
    def number(field: str, old: int) -> int:
        found = text.whole(request.form[field].strip()) if field in request.form else old
        return -1 if found is None else found
    return {name: Wanted(number("limit-" + name, row.limit), number("extension-" + name, row.extension)) for name, row in base.items()}


def _ask(form: PolicyForm, base: dict[str, PolicyLimit], name: str, *, status: int = 200, bad: str = "") -> Response:
    typed = {field: request.form.get(field, "") for field in request.form}
    return page.show("office/policy_next.html", status, form=form, base=base.values(), name=name, typed=typed, bad=bad,
                     extendable=EXTENDABLE, tomorrow=clock.today() + timedelta(days=1))


def _lines(rows: dict[str, PolicyLimit], old: dict[str, PolicyLimit]) -> list[dict[str, Any]]:
    """Each limit in words, and what it was where it changed."""
    say, found = gate.say(), []
    for name, row in rows.items():
        was = old.get(name)
        changed = was is not None and (was.limit, was.extension) != (row.limit, row.extension)
        found.append({"clock": name, "limit": limits.one(row, say), "extension": row.extension and limits.one(row, say, row.extension),
                      "was": was and changed and _both(was)})
    return found


def _both(row: PolicyLimit) -> str:
    said = limits.one(row, gate.say())
    return f"{said} + {limits.one(row, gate.say(), row.extension)}" if row.extension else said
