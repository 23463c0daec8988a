"""A matter sent by Open311: the same as told online, by the same rules, and nothing of it is seen before it is published (SD-41, R07, R58)."""

import re

from flask import Response, request

from portal.cases import intake
from portal.cases.case import Channel
from portal.cases.intake import Consent, Telling
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock, codes
from portal.foundation.refusal import Missing, Refused
from portal.foundation.text import WORDS_MOST
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, station
from portal.web import gate
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import door
from portal.web.public.described import WORDS, Schema, described, many, thing
from portal.web.public.georeport import GIVEN, answer, both, check_jurisdiction, names
from portal.web.public.georeport_requests import token_of
from portal.web.public.unchanged import shared

_KEY = re.compile(r"[!-~]{16,128}")  # long enough that nobody else happens to send it: who repeats it gets the same number and code
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
SENT = thing(service_request_id=WORDS, token=WORDS, service_notice=WORDS, account_id={"type": "null"})
FIELDS: Schema = {
    "type": "object", "required": ["service_code", "description"], "properties": {name: WORDS for name in (
        "jurisdiction_id", "service_code", "description", "lat", "long", "address_string", "address_id", "email", "first_name", "last_name", "phone",
        *(f"attribute[{name}]" for name in GIVEN))} | {
            "service_code": {"type": "string", "pattern": "^[A-Z]$"}, "description": {"type": "string", "minLength": 1, "maxLength": WORDS_MOST}}}


@door.post("/open311/v2/requests.<any(xml,json):form>")
@opens(OPEN, fields=True)
@described(both("Raise a matter. The answer holds its number, and in `service_notice` the code that opens it: it is told once. Sent again with the same "
                "`Idempotency-Key` (16 to 128 signs), the same number and code come back.", many(SENT), sends=FIELDS, may=(400, 403, 404, 413, 429)))
def open311_send(form: str) -> Response:
    """Register the matter at the online station; no key is asked for, as none is at /ask."""
    check_jurisdiction(request.form.get("jurisdiction_id") or request.args.get("jurisdiction_id"))
    key, telling, by = _key(), _telling(), actor.public(clock.now())
    with unit_of_work():
        here = station.online()
        if here is None:
            raise Missing
        made = intake.register(telling, station=here, key=key, by=by, cap=gate.cap())
        number, code = made.case.number, made.code
    notice = gate.say()("public.open311.notice", number=number, code=codes.group(code)) if code else ""
    told = {"service_request_id": number, "token": token_of(number), "service_notice": notice, "account_id": None}
    return shared(answer("service_requests", [told], form, 201))


def _key() -> str:
    """The form key of what is sent: made of the sender's own key, or a new one."""
    given = request.headers.get("Idempotency-Key", "")
    if not given:
        return codes.new_key()
    if not _KEY.fullmatch(given):
        raise Refused("open311_key")
    return codes.keyed_hash("open311-key", given)[:32]


def _telling() -> Telling:
    sent = {name: value.strip() for name, value in request.form.items()}
    if not sent.get("service_code"):
        raise Refused("open311_no_service")
    if sent["service_code"] not in names():
        raise Missing("open311_service")
    contact = Identity(name=_name(sent.get("first_name", ""), sent.get("last_name", "")), phone=sent.get("phone", ""), address=sent.get("email", ""))
    mode = IdentityMode.CONFIDENTIAL if contact.name or contact.phone or contact.address else IdentityMode.ANONYMOUS
    allowed = {name: sent.get(f"attribute[{name}]") == "yes" for name in GIVEN}
    return Telling(words=request.form.get("description", ""), channel=Channel.ONLINE, place=_place(sent), category=sent["service_code"],
                   locale=gate.say().locale, identity=Identity(mode, contact.name, contact.phone, contact.address), consent=Consent(**allowed))


def _name(first: str, last: str) -> str:
    return last + first if _HAN.search(first + last) else " ".join(filter(None, (first, last)))


def _place(sent: dict[str, str]) -> str:
    point = f"{sent['lat']}, {sent['long']}" if sent.get("lat") and sent.get("long") else ""
    return " ".join(filter(None, (sent.get("address_string", ""), sent.get("address_id", ""), point)))
