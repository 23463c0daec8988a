"""Forms of paper of a station: a block of numbers is ordered and printed, and what of each block is still out can be seen (HB-34, FT-01)."""

from flask import Response, current_app, g, request
from wtforms import IntegerField, SelectField, StringField

from portal.cases import category, form_block
from portal.cases.form_block import FormSheet
from portal.foundation import codes, words
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import whole
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access
from portal.network.access import Place
from portal.network.station import Station
from portal.paper import blank
from portal.web import gate, page, papers
from portal.web.form import Form, Needed, Written, key_field
from portal.web.gate import opens
from portal.web.office import one_station
from portal.web.office.blueprint import door
from portal.web.office.register_form import LOCALES


class BlockForm(Form):
    """One order."""

    count = IntegerField("office.form.count", [Needed()], default=20, render_kw={"min": 1, "max": form_block.MOST, "inputmode": "numeric"})
    locale = SelectField("office.form.locale", choices=LOCALES, default=lambda: gate.say().locale)
    key = key_field()


class VoidForm(Form):
    """Why one number is void."""

    sheet = StringField("office.form.void")
    reason = StringField("office.form.reason", [Needed("refusal.reason_needed"), Written(200)], render_kw={"autocomplete": "off"})


@door.get("/forms")
@opens("form.see")
def forms() -> Response:
    """The blocks of a station, newest first; with `block` each number of one."""
    return _show(one_station.asked("form.see").place)


@door.post("/forms/<code>")
@opens("form.order", form=True)
def order_forms(code: str) -> Response:
    """Take the numbers. The answer is the page itself, from which they are printed: the key that makes the codes stands in no address."""
    here, form = one_station.at(code, "form.see"), BlockForm()
    if not form.validate_on_submit():
        return _show(here, form, 422)
    try:
        key = form.check_key()
        with unit_of_work():
            block = form_block.order(here, count=form.count.data or 0, locale=form.locale.data, key=key, by=gate.signed_in())
    except Refused as refusal:
        if refusal.key == "refusal.form_key_reused":
            form.key.data = codes.new_key()  # what was typed since is another order: the next send may take it
        form.refuse(refusal, "count" if refusal.key == "refusal.sheet_count" else None)
        return _show(here, form, refusal.status)
    numbers = [row.number for row in form_block.sheets(block)]
    parts = [numbers[at:at + blank.AT_ONCE] for at in range(0, len(numbers), blank.AT_ONCE)]
    g.stands_at = f"/office/forms?station={code}"
    return page.show("office/form_print.html", place=here, block=block, key=form.key.data, parts=parts)


@door.post("/forms/<code>/<int:block_id>/paper.pdf")
@opens("form.order")
def print_forms(code: str, block_id: int) -> Response:
    """Some forms of a block from number `from` on, for whoever has its key."""
    block, start = form_block.of_station(one_station.at(code, "form.see").id, block_id), whole(request.form.get("from")) or 0
    slips = form_block.slips(block, request.form.get("key", "")[:32], gate.signed_in())[start:start + blank.AT_ONCE]
    if not slips:
        raise Missing
    say, link, network = words.speaker(block.locale), current_app.config["PUBLIC_URL"], gate.network()
    near = block.station if block.station.address or block.station.parent is None else block.station.parent
    classes = dict.fromkeys(row.code[0] for row in category.active() if row.code[0] != category.CONDUCT)
    facts = blank.BlankFacts(
        network.name, network.motto, block.station.name, near.address, near.phone, near.hours, f"{link.split('://')[-1]}/track",
        tuple(say("common.category." + top) for top in classes),
        tuple(blank.Numbered(slip.number, codes.group(slip.code), f"{link}/t/{slip.token}") for slip in slips), network.demo)
    size = "page" if request.form.get("page") else "form"
    return papers.hand_out(lambda kind, links: blank.html(facts, say, kind, links), size, slips[0].number, blank.PAGE_STYLES)


@door.post("/forms/<code>/<int:block_id>/void")
@opens("form.void", form=True)
def void_form(code: str, block_id: int) -> Response:
    """One number of a block will never be used."""
    here, form = one_station.at(code, "form.see"), VoidForm()
    if not form.validate_on_submit():
        return _show(here, void=form, status=422, block_id=block_id)
    try:
        with unit_of_work():
            row = form_block.void(_sheet(here, block_id, form).id, reason=form.reason.data or "", by=gate.signed_in())
    except Refused as refusal:
        form.refuse(refusal)
        return _show(here, void=form, status=refusal.status, block_id=block_id)
    return page.done(f"/office/forms?station={code}&block={block_id}", "office.form.voided", number=row.number)


def _sheet(here: Station, block_id: int, form: VoidForm) -> FormSheet:
    found = next((row for row in form_block.sheets(form_block.of_station(here.id, block_id)) if str(row.id) == form.sheet.data), None)
    if found is None:
        raise Missing
    return found


def _show(here: Station | None, form: BlockForm | None = None, status: int = 200, void: VoidForm | None = None, block_id: int | None = None) -> Response:
    by = gate.signed_in()
    around = {"place": here, "typed": request.args.get("station", "")[:60], "many": one_station.is_many("form.see")}
    if here is None:
        return page.show("office/forms.html", status, **around)
    block_id = block_id or whole(request.args.get("block"))
    block = form_block.of_station(here.id, block_id) if block_id else None
    pages = -(-form_block.count(here.id) // form_block.PER_PAGE)
    at = max(1, min(request.args.get("page", 1, int), pages))
    g.stands_at = f"/office/forms?station={here.code}" + (f"&block={block.id}" if block else "")
    may = {act: access.can(by, f"form.{act}", Place(here.id)) for act in ("order", "enter", "void")}
    return page.show("office/forms.html", status, form=form or BlockForm(formdata=None), void=void or VoidForm(formdata=None), allowed=may,
                     blocks=form_block.blocks(here.id, at), page_at=at, pages=pages, block=block, sheets=form_block.sheets(block) if block else [], **around)
