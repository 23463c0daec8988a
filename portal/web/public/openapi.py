"""What programs may ask for, as OpenAPI 3.1: made of what each route says of itself, so that no route can be forgotten in it."""

import re
from typing import Any

from flask import Response, current_app, jsonify
from werkzeug.routing import Rule

from portal import __version__
from portal.web import gate
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door
from portal.web.public.columns import LICENCE
from portal.web.public.described import Described, Schema, described
from portal.web.public.unchanged import shared

_ARGUMENT = re.compile(r"<(?:(int|path|any\([^)]*\)):)?(\w+)>")
SAID = {201: "It is registered.", 304: "It is as it was.", 400: "What was sent cannot be read.", 403: "From a page of another site.", 404: "No such thing.",
        410: "It stood here once.", 413: "Too much was sent.", 429: "Too many; `Retry-After` says when again.", 503: "Not now."}


@door.get("/openapi.json")
@opens(OPEN)
@described(Described("This document.", {"application/json": {"type": "object"}}, may=()))
def openapi() -> Response:
    """The document."""
    paths: dict[str, dict[str, Any]] = {}
    for rule, said in data_routes():
        method = "post" if "POST" in (rule.methods or ()) else "get"
        paths.setdefault(_ARGUMENT.sub(r"{\2}", rule.rule), {})[method] = _operation(rule, said)
    return shared(jsonify({
        "openapi": "3.1.0", "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": {"title": gate.network().name, "version": __version__, "summary": "Published results as open data, and matters by Open311.",
                 "license": {"name": LICENCE[0], "url": LICENCE[1]}},
        "servers": [{"url": address("")}], "paths": paths}))


def data_routes() -> list[tuple[Rule, Described]]:
    """Every route that says what data it gives, by its address."""
    views = current_app.view_functions
    found = [(rule, getattr(views[rule.endpoint], "described", None)) for rule in current_app.url_map.iter_rules()]
    return sorted(((rule, said) for rule, said in found if said is not None), key=lambda pair: (pair[0].rule, pair[0].endpoint))


def _operation(rule: Rule, said: Described) -> dict[str, Any]:
    asked = [{"name": name, "in": "query", "schema": schema} for name, schema in said.asks.items()]
    answers: dict[str, Any] = {"201" if said.created else "200": {"description": "As it is.", "content": _content(said.gives)}}
    for status in sorted({404, *said.may}):  # what no address can hold is nowhere (R45)
        answers[str(status)] = {"description": SAID[status]} | ({} if status == 304 else {"content": _content(said.errors)})
    told = {"operationId": rule.endpoint, "summary": said.summary, "parameters": [*_arguments(rule.rule), *asked], "responses": answers}
    if said.sends is None:
        return told
    key = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": "^[A-Za-z0-9-]{16,128}$"}}
    told["parameters"].append(key)
    return told | {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": said.sends}}}}


def _arguments(rule: str) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": _schema(kind)} for kind, name in _ARGUMENT.findall(rule)]


def _schema(kind: str) -> Schema:
    if kind.startswith("any"):
        return {"type": "string", "enum": kind[4:-1].split(",")}
    return {"type": "integer", "minimum": 0, "maximum": 999_999_999} if kind == "int" else {"type": "string", "minLength": 1}


def _content(kinds: dict[str, Schema]) -> dict[str, Any]:
    return {media: {"schema": schema} for media, schema in kinds.items()}
