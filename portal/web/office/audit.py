"""The audit log for the administrator and the office, its file, and what staff do lately. The log is read by a form that is sent: that
somebody reads it is entered, and no address that is merely opened writes anything (R06, R42)."""

from collections.abc import Iterable
from typing import Any

from flask import Response, make_response, request
from sqlalchemy import select
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional

from portal.cases import audit_log
from portal.exchange import spreadsheet
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import audited
from portal.network.audit import AuditEntry
from portal.network.person import Person
from portal.network.role import Role
from portal.network.station import Station
from portal.network.unit import Unit
from portal.web import gate, page
from portal.web.form import Form, Written
from portal.web.gate import opens
from portal.web.office.blueprint import door

HERE = "office/audit.html"


class LogForm(Form):
    """What is looked for; everything where nothing is said."""

    login = StringField("office.audit.who", [Written(40)])
    act = SelectField("office.audit.act_label", choices=[("", "office.audit.every"), *((act, f"office.audit.act.{act}") for act in audited.ACTS)])
    first = DateField("office.audit.first", [Optional()])
    last = DateField("office.audit.last", [Optional()])

    def asked(self) -> audit_log.Asked:
        """The same for the chapter."""
        return audit_log.Asked(self.login.data or "", self.act.data or "", self.first.data, self.last.data)


@door.get("/audit")
@opens("audit.see")
def audit_page() -> Response:
    """The form."""
    return page.show(HERE, form=LogForm(formdata=None), rows=None)


@door.post("/audit")
@opens("audit.see", form=True)
def audit_read() -> Response:
    """One page of what is looked for."""
    form, at = LogForm(), max(1, request.form.get("page", 1, int))
    if not form.validate_on_submit():
        return page.again(HERE, form, rows=None)
    try:
        with unit_of_work():
            found = audit_log.read(form.asked(), at, by=gate.signed_in())
    except Refused as refusal:
        return page.again(HERE, form, refusal, "login", rows=None)
    return page.show(HERE, form=form, rows=list(_told(found[:audit_log.PER_PAGE])), page_at=at, more=len(found) > audit_log.PER_PAGE)


@door.post("/audit/file")
@opens("audit.see", form=True, fresh=True)
def audit_file() -> Response:
    """The same as a file for a spreadsheet; the newest 10,000 entries."""
    form = LogForm()
    if not form.validate_on_submit():
        return page.again(HERE, form, rows=None)
    try:
        with unit_of_work():
            found = audit_log.export(form.asked(), by=gate.signed_in())
    except Refused as refusal:
        return page.again(HERE, form, refusal, "login", rows=None)
    say = gate.say()
    head = [say("office.audit.at"), say("office.audit.who"), say("office.audit.act_label"), say("office.audit.on"), say("office.audit.more"),
            say("office.audit.whence")]
    rows = ([row["at"], row["who"], row["act"], row["on"], row["more"], row["whence"]] for row in _told(found))
    response = make_response(spreadsheet.MARK + spreadsheet.lines([head, *rows]))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{clock.today()}.csv"'
    return response


@door.get("/staff-activity")
@opens("audit.see")
def staff_activity() -> Response:
    """Who signed in last when, in how many browsers they are now, and how many entries of the log are theirs."""
    at = max(1, request.args.get("page", 1, int))
    found = audit_log.activity(at, by=gate.signed_in())
    return page.show("office/staff_activity.html", rows=found[:audit_log.PER_PAGE], page_at=at, more=len(found) > audit_log.PER_PAGE,
                     days=audit_log.LATELY.days)


def _told(entries: Iterable[AuditEntry]) -> Iterable[dict[str, Any]]:
    """Entries in words."""
    found, say = list(entries), gate.say()
    numbers = {one.person_id for one in found} | {int(one.name) for one in found if one.kind == "person" and one.name}
    people = {one.id: f"{one.name} ({one.login})" for one in db.session.scalars(select(Person).where(Person.id.in_(numbers - {None})))}
    stations = {row.id: row for row in db.session.scalars(select(Station))}
    units = {str(one.id): one.name for one in db.session.scalars(select(Unit))}
    for one in found:
        whence = [one.source, say("office.audit.terminal", n=one.terminal_id) if one.terminal_id else "",
                  say("office.audit.session", n=one.session_id) if one.session_id else ""]
        nobody = say("office.audit.somebody" if one.source else "office.audit.command")
        yield {"at": f"{clock.local(one.at):%Y-%m-%d %H:%M:%S}", "who": people.get(one.person_id, "") if one.person_id else nobody, "act": say(f"office.audit.act.{one.act}"),
               "case": one.name if one.kind == "case" else "", "on": _on(one, people, units), "more": _more(one.facts, stations, units),
               "whence": " · ".join(part for part in whence if part)}


def _on(one: AuditEntry, people: dict[int, str], units: dict[str, str]) -> str:
    say = gate.say()
    match one.kind:
        case "person":
            return people.get(int(one.name), "") if one.name else say("office.audit.no_account")
        case "setting":
            return say(f"office.audit.setting.{one.name}")
        case "unit":
            return units.get(one.name, one.name)
        case "terminal":
            return say("office.audit.terminal", n=one.name)
        case "session":
            return say("office.audit.session", n=one.name)
    return one.name


def _more(facts: dict[str, Any], stations: dict[int, Station], units: dict[str, str]) -> str:
    """The facts of an entry: a role and where, yes or no, a number, a day."""
    say, parts = gate.say(), []
    if facts.get("role") in {role.value for role in Role}:
        parts.append(say(f"common.role.{facts['role']}"))
    if facts.get("station") in stations:
        parts.append(stations[facts["station"]].name)
    if "unit" in facts:
        parts.append(units.get(str(facts["unit"]), ""))
    parts += [say("office.audit.yes" if value else "office.audit.no") for value in facts.values() if isinstance(value, bool)]
    parts += [str(facts[name]) for name in ("n", "version", "since", "below", "first", "last", "until") if facts.get(name)]
    if facts.get("only") in audited.ACTS:
        parts.append(say(f"office.audit.act.{facts['only']}"))
    if "seconds" in facts:
        parts.append(say("office.audit.seconds", n=facts["seconds"]))
    return " · ".join(part for part in parts if part)
