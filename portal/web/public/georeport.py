"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): where it is, which services there are, and how an answer and an error are said."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, request

from portal.cases import category
from portal.exchange.georeport import FORMS, errors, written
from portal.foundation.refusal import Missing
from portal.web import gate, page
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door
from portal.web.public.described import WORDS, Described, Schema, described, many, thing
from portal.web.public.unchanged import data, shared

BASE = "/open311/v2"
SPECIFICATION, CHANGED = "http://wiki.open311.org/GeoReport_v2", "2026-11-30T00:00:00Z"
# The permissions, asked for as attributes of every service, in the words of the page of /ask.
GIVEN = {"publish_result": "public.ask.publish_result", "publish_words": "public.ask.publish_words", "publish_rating": "public.ask.publish_rating"}
ASKS: dict[str, Schema] = {"jurisdiction_id": WORDS}
ERRORS = many(thing(code={"type": "integer"}, description=WORDS))
SERVICE = thing(service_code=WORDS, service_name=WORDS, description=WORDS, metadata={"type": "boolean"}, type={"const": "realtime"}, keywords=WORDS,
                group=WORDS)
VALUE = thing(key=WORDS, name=WORDS)
ATTRIBUTE = thing(variable={"type": "boolean"}, code=WORDS, datatype={"const": "singlevaluelist"}, required={"type": "boolean"},
                  datatype_description=WORDS, order={"type": "integer"}, description=WORDS, values=many(VALUE))
ENDPOINT = thing(specification=WORDS, url=WORDS, changeset=WORDS, type=WORDS, formats=many(WORDS))


def both(summary: str, schema: Schema, asks: dict[str, Schema] | None = None, sends: Schema | None = None, may: tuple[int, ...] = (400, 404)) -> Described:
    """What a route that answers in XML and in JSON says of itself."""
    return Described(summary, {"application/json": schema, "text/xml": WORDS}, ASKS | (asks or {}), sends, may, sends is not None,
                     {"application/json": ERRORS, "text/xml": WORDS})


def answer(root: str, what: Any, form: str, status: int = 200) -> Response:
    """An object in the form that the address names."""
    response = make_response(written(root, what, form), status)
    response.headers["Content-Type"] = FORMS[form]
    return response


def _error(status: int, words: str) -> Response:
    """An error as the specification has it; what the house refuses in words is 400 there."""
    status, form = 400 if status == 422 else status, "json" if request.path.endswith(".json") else "xml"
    response = make_response(errors(status, words, form), status)
    response.headers["Content-Type"] = FORMS[form]
    return shared(response)


page.speaks("/open311/", _error)


def jurisdiction() -> str:
    """The one there is: the host that visitors know the portal by."""
    return urlsplit(address("")).netloc


def check_jurisdiction(given: str | None) -> None:
    """It need not be named; another one than ours is not here."""
    if given and given != jurisdiction():
        raise Missing("open311_jurisdiction")


def names() -> dict[str, category.Category]:
    """The classes that one may ask under and find results of, by their letter."""
    return {row.code: row for row in category.active() if row.parent_code is None and len(row.code) == 1}


def name_of(row: category.Category) -> str:
    """What a class is called in this language."""
    return row.name or gate.say()("common.category." + row.code)


@door.get("/open311/v2/discovery.<any(xml,json):form>")
@opens(OPEN)
@described(both("Where the endpoints are.", thing(changeset=WORDS, contact=WORDS, key_service=WORDS, endpoints=many(ENDPOINT)), may=(304, 404)))
def open311_discovery(form: str) -> Response:
    """One endpoint, no key."""
    say = gate.say()
    here = {"specification": SPECIFICATION, "url": address(BASE), "changeset": CHANGED, "type": "production", "formats": ["text/xml", "application/json"]}
    told = {"changeset": CHANGED, "contact": address("/stations"), "key_service": say("public.open311.no_key"), "endpoints": [here]}
    return data(lambda: answer("discovery", told, form), rests_on=("network",))


@door.get("/open311/v2/services.<any(xml,json):form>")
@opens(OPEN)
@described(both("The classes of matters one can raise.", many(SERVICE), may=(304, 404)))
def open311_services(form: str) -> Response:
    """The top classes; what lies below each is its description."""
    check_jurisdiction(request.args.get("jurisdiction_id"))
    return answer("services", _services(), form)


def _services() -> list[dict[str, Any]]:
    below: dict[str, list[str]] = {}
    for row in category.active():
        if row.parent_code:
            below.setdefault(row.parent_code, []).append(name_of(row))
    apart = gate.say()("public.open311.and")
    return [{"service_code": code, "service_name": name_of(row), "description": apart.join(below.get(code, [])), "metadata": True,
             "type": "realtime", "keywords": ",".join(below.get(code, [])), "group": ""} for code, row in names().items()]


@door.get("/open311/v2/services/<service>.<any(xml,json):form>")
@opens(OPEN)
@described(both("What may be told with a matter of this class.", thing(service_code=WORDS, attributes=many(ATTRIBUTE)), may=(304, 404)))
def open311_definition(service: str, form: str) -> Response:
    """The same for every class: what may be published of it. Nothing is, unless it is said."""
    check_jurisdiction(request.args.get("jurisdiction_id"))
    if service not in names():
        raise Missing("open311_service")
    say = gate.say()
    values = [{"key": key, "name": say("public.open311." + key)} for key in ("yes", "no")]
    told = [{"variable": True, "code": name, "datatype": "singlevaluelist", "required": False, "datatype_description": "", "order": place,
             "description": say(words), "values": values} for place, (name, words) in enumerate(GIVEN.items(), 1)]
    return answer("service_definition", {"service_code": service, "attributes": told}, form)
