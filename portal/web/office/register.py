"""A visit registered by hand, in every channel: one form, one number, and another matter of the same visitor (T2, HB-48, R07)."""

from functools import partial

from flask import Response, request

from portal.cases import attachment, form_block, intake, typed_in, visit
from portal.cases.attachment import AttachmentKind
from portal.cases.case import Channel
from portal.commons import offered
from portal.foundation import clock
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from portal.network import places
from portal.network.actor import Actor
from portal.reception import incident, shift_visit
from portal.web import gate, page
from portal.web.gate import opens
from portal.web.office import receipts, suited
from portal.web.office.blueprint import door
from portal.web.office.register_form import KEPT, RegisterForm, stations_of


@door.get("/register")
@opens("case.register")
def register_page() -> Response:
    """An empty form; with `sheet` for what stands on the form of paper of that number."""
    number = request.args.get("sheet", "")[:24]
    return _form(_fresh({"locale": gate.say().locale, **({"sheet": number, "channel": Channel.FIELD.value} if number else {})}))


@door.post("/register/another")
@opens("case.register")
def register_another() -> Response:
    """An empty form for the same visitor: who they are comes from the page that was open, and from nowhere else."""
    kept = {name: request.form[name] for name in KEPT if name in request.form}
    form = _fresh(kept)
    form.happened.raw_data = [kept.get("happened", "")]
    return _form(form, another=True)


@door.post("/register")
@opens("case.register", form=True, files=True)
def register_now() -> Response:
    """Register it. The answer is the page itself, because the code stands in no address: sent again, it is the same page."""
    form, by = RegisterForm(), _by()
    form.prepare(by)
    if not form.validate_on_submit():
        return page.again("office/register.html", form, **_around(form))
    try:
        told = _register(form, by)
    except Refused as refusal:
        return page.again("office/register.html", form, refusal, _FIELDS.get(refusal.key), **_around(form))
    return receipts.fresh("office/registered.html", told.case, told.code, told.token, sheet=form_block.of_case(told.case), kept=form.kept(), replayed=told.replayed,
                          beside=visit.matters(told.case.visit_id, by))


@door.post("/register/similar")
@opens("case.register", form=True)
def register_similar() -> Response:
    """Without JavaScript: the form as it is, with what neighbours have raised already beside the words."""
    form = RegisterForm()
    form.prepare(_by())
    found = offered.fitting((form.words.data or "")[:4000], form.category.data or "", concerns=3)
    return page.show("office/register.html", form=form, offer=found, asked=True, **_around(form))


_FIELDS = {"refusal.happened_later": "happened", "refusal.heads_range": "heads", "refusal.heads_visit": "heads",
           "refusal.receiver_elsewhere": "received_by", "refusal.sheet_when": "happened", "refusal.sheet_early": "happened",
           **dict.fromkeys(("refusal.sheet_unknown", "refusal.sheet_used", "refusal.sheet_void"), "sheet")}


def _register(form: RegisterForm, by: Actor) -> intake.Registered:
    files = [data for data in (file.read() for file in form.files.data or [] if getattr(file, "filename", "")) if data]
    with unit_of_work():
        station = form.where()
        if station is None:
            raise Missing
        enter = partial(typed_in.enter, number=form.paper()) if form.paper() else intake.register
        told = enter(form.telling(), station=station, key=form.key.data or "", by=by, happened_at=form.happened_at(),
                     agent_id=int(form.agent.data) if form.agent.data else None, after=form.after.data or "",
                     received_by_id=int(form.received_by.data) if "received_by" in form and form.received_by.data else None)
        if not told.replayed:
            shift_visit.hang_all(told.case)
            for data in files:
                attachment.attach(told.case, data, kind=AttachmentKind.STAFF, by=by)
    return told


def _fresh(kept: dict[str, str]) -> RegisterForm:
    form = RegisterForm(formdata=None, data={name: value for name, value in kept.items() if name != "happened"})
    form.prepare(_by())
    if "station" in form and not form.station.data:
        home = places.suggest("", form.reach)[:1]
        form.station.data = f"{home[0].code} {home[0].name}" if home else ""
    return form


def _form(form: RegisterForm, another: bool = False) -> Response:
    return page.show("office/register.html", form=form, another=another, **_around(form))


def _around(form: RegisterForm) -> dict[str, object]:
    """The station whose form it is, whether two persons receive there for the rest of this day, and who came so far (HB-22)."""
    here, today, by = form.where(), clock.today(), gate.signed_in()
    if here is None:
        return {"place": None, "two": False, "fits": None}
    sits = shift_visit.at(here.id, clock.now())  # after midnight the day goes on until its reception is over (SG-04)
    day = sits.day if sits is not None else today
    counted = [shift_visit.of_days([here.id], first, day, by) for first in (day, day.replace(day=1))]
    return {"place": here, "two": incident.by_two(here.id, day), "came": counted, "sits": sits,
            "received": shift_visit.received([sits.id], by)[sits.id] if sits is not None else None,
            "fits": suited.fits(here, form.category.data or "", form.words.data or "")}


def _by() -> Actor:
    by = gate.staff()
    if by is None or not stations_of(by):
        raise Missing
    return by
