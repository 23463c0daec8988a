"""`/openapi.json` names every address that gives data, and a program we did not write asks all of them odd questions and finds nothing broken."""

import hypothesis
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi.checks import positive_data_acceptance

from portal.foundation.database import db
from portal.web.public.openapi import data_routes
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.results import publish

# What answers no program's question: pages, parts of pages, one visitor's own, and what neighbours' witnesses hand in.
NO_DATA = {"cosignatures", "own_feed", "portrait", "paper", "station_booklet", "report_paper", "rules_sheet", "hall_now", "wall_now", "station_wall_now"}
EXAMPLES = 12


def test_every_route_that_gives_data_is_in_it(app: Flask, cast: Cast, browse: Judge) -> None:
    """A route whose answer is no page and that says nothing of itself stops here."""
    publish(cast)
    paths = browse.get("/openapi.json").json["paths"]
    told = {operation["operationId"] for methods in paths.values() for operation in methods.values()}
    assert told == {rule.endpoint for rule, _ in data_routes()}
    silent = set()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint.startswith("public.") and not hasattr(view, "described") and "GET" in (rule.methods or ()):
            names = {"number": "S01-26-0001", "code": "S01", "form": "json", "service": "C"}
            built = rule.build({name: names.get(name, "1") for name in rule.arguments})
            answer = browse.get(built[1]) if built else None
            if answer is not None and answer.mimetype != "text/html":
                silent.add(rule.endpoint)
    assert silent - {f"public.{name}" for name in NO_DATA} == set()
    assert {f"public.{name}" for name in NO_DATA} <= set(app.view_functions)


def operations(app: Flask) -> list[schemathesis.schemas.APIOperation]:  # type: ignore[type-arg]
    """What the document names, as schemathesis reads it."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    return [found.ok() for found in schema.get_all_operations()]


def test_schemathesis_finds_nothing(app: Flask, cast: Cast) -> None:
    """Each operation with examples of every sort, the same at every run; all answers as the document says, none a 5xx."""
    publish(cast)
    db.session.remove()
    asked = set()
    for operation in operations(app):
        _ask(operation)
        asked.add(f"{operation.method.upper()} {operation.path}")
    assert len(asked) > 30 and "POST /open311/v2/requests.{form}" in asked


def _ask(operation: schemathesis.schemas.APIOperation) -> None:  # type: ignore[type-arg]
    """What is sent may be refused for its words (a sign no paper can show, too many of them), which no schema says; all else may not."""

    @hypothesis.settings(max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate],
                         suppress_health_check=list(HealthCheck))
    @hypothesis.given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        response = case.call()
        case.validate_response(response, excluded_checks=[positive_data_acceptance] if case.method.upper() == "POST" else [])

    ask()


@pytest.mark.parametrize("name", ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"])
def test_R74_the_checks_are_there(name: str) -> None:
    assert name in CHECKS.get_all_names()
