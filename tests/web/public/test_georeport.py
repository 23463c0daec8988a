"""Open311 GeoReport v2: read by a client we did not write, refused as the specification says it, and nothing is told that the board does
not tell (SD-43)."""

import threading
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask
from georeport import GeoReport
from sqlalchemy import func, select
from werkzeug.serving import make_server

from portal.cases.case import Case, Channel, Kind
from portal.cases.intake import Consent
from portal.cases.tracking import by_code
from portal.cases.visitor import IdentityMode, Visitor
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cases.progress_scene import ALONE, show
from tests.cast import Cast
from tests.judge import Judge, client_of
from tests.web.public.results import publish, row

API = "/open311/v2"
TOLD = {"service_code": "C", "description": "路灯坏了三天。", "address_string": "榆荫路三号", "first_name": "某丁", "last_name": "测", "phone": "12000000017"}


def shown(cast: Cast) -> Case:
    """An open matter whose progress is public."""
    return show(cast, cast.referred(consent=ALONE))


@pytest.fixture
def endpoint(app: Flask) -> Iterator[str]:
    """The portal on a port, for a client that speaks HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["TRUSTED_HOSTS"], before = None, app.config["TRUSTED_HOSTS"]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{API}"
    finally:
        server.shutdown()
        server.server_close()
        app.config["TRUSTED_HOSTS"] = before


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_we_did_not_write_reads_services_and_requests(app: Flask, cast: Cast, endpoint: str, form: str) -> None:
    closed, moving = publish(cast).number, shown(cast).number
    db.session.remove()
    client = GeoReport(endpoint, jurisdiction="127.0.0.1:8000", output_format=form)
    services = {one["service_code"]: one for one in client.get_service_list()}
    assert services["C"]["service_name"] and {"A", "O", "Z"} <= set(services) and "C1" not in services
    assert client.get_service_definition("C")["service_code"] == "C"
    found = {one["service_request_id"]: one for one in client.get_service_requests()}
    assert {number: one["status"] for number, one in found.items()} == {closed: "closed", moving: "open"}
    assert client.get_service_request(closed)["service_request_id"] == closed
    assert found[closed]["requested_datetime"].endswith("T00:00:00+08:00"), "a day, not a minute"


def test_both_forms_say_the_same(cast: Cast, browse: Judge) -> None:
    publish(cast)
    one, = browse.get(f"{API}/requests.json").json
    root = ElementTree.fromstring(browse.get(f"{API}/requests.xml").data)
    assert root.tag == "service_requests" and [each.tag for each in root] == ["request"]
    assert {each.tag: each.text for each in root[0] if not len(each)} == {name: value for name, value in one.items() if name != "extended_attributes"}
    for path, top in (("services", "services"), ("discovery", "discovery"), ("services/C", "service_definition")):
        seen = browse.get(f"{API}/{path}.xml")
        assert ElementTree.fromstring(seen.data).tag == top and seen.content_type == "text/xml; charset=utf-8" and b'encoding="utf-8"' in seen.data[:50]


def numbers(browse: Judge, query: str) -> list[str]:
    """What a question finds, in its order."""
    return [one["service_request_id"] for one in browse.get(f"{API}/requests.json?{query}").json]


def test_requests_by_day_class_state_and_number(cast: Cast, browse: Judge) -> None:
    moving = shown(cast).number
    case = publish(cast)
    days = {"S01-26-0101": "2026-02-18", "S01-26-0102": "2025-11-01", "S01-26-0103": "2025-10-01"}
    with unit_of_work():
        for number, day in days.items():
            db.session.add(row(number, "好。", case_id=case.id, category="B1", category_top="B", registered_on=date.fromisoformat(day)))
    assert "S01-26-0101" in numbers(browse, "") and "S01-26-0102" not in numbers(browse, ""), "the last 90 days, unless days are named"
    assert numbers(browse, "start_date=2025-10-01T00:00:00Z&end_date=2025-11-01T10:00:00%2B08:00") == ["S01-26-0102", "S01-26-0103"]
    assert numbers(browse, "start_date=2025-10-01T00:00:00Z&end_date=2026-03-02T00:00:00Z&service_code=B") == ["S01-26-0101"], "no more than 90 days at once"
    assert numbers(browse, "start_date=2025-11-01T00:00:00Z&service_code=B,D&status=closed") == ["S01-26-0102"]
    assert numbers(browse, "status=open") == [moving] and moving not in numbers(browse, "status=closed")
    assert set(numbers(browse, f"service_request_id=S01-26-0103,{moving},S99-26-0001&status=closed")) == {"S01-26-0103", moving}, "numbers go before all else"


def test_no_more_than_the_specification_allows_at_once(cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.web.public.georeport_requests.MOST", 2)
    case = publish(cast)
    with unit_of_work():
        db.session.add_all(row(f"S01-26-{n:04d}", "已办。", case_id=case.id) for n in range(50, 54))
    assert len(numbers(browse, "")) == 2


@pytest.mark.parametrize(("path", "status"), [
    ("services.{}?jurisdiction_id=elsewhere.example", 404), ("services/QQ.{}", 404), ("requests/S01-26-9999.{}", 404), ("requests.{}?status=lost", 400),
    ("requests.{}?start_date=yesterday", 400), ("tokens/S01-26-0001.0.{}", 404), ("nothing.{}", 404)])
def test_an_error_is_said_as_the_specification_has_it(cast: Cast, browse: Judge, path: str, status: int) -> None:
    told = browse.get(f"{API}/{path.format('json')}")
    assert told.status_code == status and [(one["code"], bool(one["description"])) for one in told.json] == [(status, True)]
    root = ElementTree.fromstring(browse.get(f"{API}/{path.format('xml')}").data)
    assert root.tag == "errors" and [(one.tag, one.findtext("code")) for one in root] == [("error", str(status))]


def test_what_is_sent_is_told_online_and_seen_by_nobody(app: Flask, cast: Cast, browse: Judge) -> None:
    before = db.session.scalar(select(func.count()).select_from(Case))
    sent = browse.post(f"{API}/requests.json", data=TOLD)
    told, = sent.json
    assert sent.status_code == 201 and set(told) == {"service_request_id", "token", "service_notice", "account_id"}
    case = db.session.scalars(select(Case).where(Case.number == told["service_request_id"])).one()
    assert (case.channel, case.words, case.place, case.category) == (Channel.ONLINE, TOLD["description"], TOLD["address_string"], "C")
    who = db.session.get(Visitor, case.visitor_id)
    assert who is not None and (who.name, who.mode) == ("测某丁", IdentityMode.CONFIDENTIAL)
    assert not (case.publish_result or case.publish_words or case.publish_rating), "nothing is allowed that nobody allowed"
    digits = "".join(sign for sign in told["service_notice"] if sign.isdigit())[-12:]
    assert by_code(case.number, digits, source="test", by=actor.public(clock.now())).id == case.id
    db.session.remove()
    assert (db.session.scalar(select(func.count()).select_from(Case)) or 0) == (before or 0) + 1
    anybody = client_of(app)
    assert anybody.get(f"{API}/requests/{case.number}.json").status_code == 404 and anybody.get(f"{API}/requests.json").json == []
    assert anybody.get(f"{API}/tokens/{told['token']}.json").json == [{"token": told["token"], "service_request_id": case.number}]
    assert anybody.get(f"{API}/tokens/{told['token'][:-1]}x.json").status_code == 404


def test_R07_sent_twice_with_one_key_it_is_one_matter(app: Flask, cast: Cast) -> None:
    key = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    first, again = (client_of(app).post(f"{API}/requests.json", data=TOLD, headers=key) for _ in range(2))
    assert first.json == again.json and db.session.scalar(select(func.count()).select_from(Case)) == 1
    other = client_of(app).post(f"{API}/requests.json", data=TOLD | {"description": "另一件事。"}, headers=key)
    assert other.status_code == 400 and other.json[0]["code"] == 400
    assert client_of(app).post(f"{API}/requests.json", data=TOLD, headers={"Idempotency-Key": "1"}).status_code == 400, "one that others may send too"


def test_a_permission_is_given_by_its_attribute_alone(cast: Cast, browse: Judge) -> None:
    publish_words = browse.get(f"{API}/services/C.json").json["attributes"]
    assert [one["code"] for one in publish_words] == ["publish_result", "publish_words", "publish_rating"]
    browse.post(f"{API}/requests.xml", data=TOLD | {"attribute[publish_result]": "yes", "attribute[publish_words]": "no"})
    case = db.session.scalars(select(Case)).one()
    assert Consent(case.publish_result, case.publish_words, case.publish_rating) == Consent(publish_result=True)


def test_a_report_about_officials_is_sealed_from_its_first_second(cast: Cast, browse: Judge) -> None:
    told, = browse.post(f"{API}/requests.json", data=TOLD | {"service_code": "O"}).json
    case = db.session.scalars(select(Case)).one()
    assert case.sealed and case.kind == Kind.CONDUCT_REPORT
    assert browse.get(f"{API}/requests/{told['service_request_id']}.json").status_code == 404


@pytest.mark.parametrize(("change", "status"), [({"service_code": ""}, 400), ({"service_code": "QQ"}, 404), ({"description": " "}, 400),
                                                ({"description": "长" * 2001}, 400), ({"jurisdiction_id": "elsewhere"}, 404), ({"description": "\u202e反"}, 400)])
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(cast: Cast, browse: Judge, change: dict[str, str], status: int) -> None:
    seen = browse.post(f"{API}/requests.xml", data=TOLD | change)
    assert seen.status_code == status and ElementTree.fromstring(seen.data).findtext("error/code") == str(status)
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_R58_a_flood_is_told_when_to_come_again(app: Flask, cast: Cast, browse: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "HOURLY_CAP", 2)
    seen = [browse.post(f"{API}/requests.json", data=TOLD) for _ in range(3)]
    assert [one.status_code for one in seen] == [201, 201, 429] and int(seen[2].headers["Retry-After"]) > 0 and seen[2].json[0]["code"] == 429


def test_R50_no_page_of_another_site_sends_anything(cast: Cast, browse: Judge) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        seen = browse.post(f"{API}/requests.json", data=TOLD, headers=headers)
        assert seen.status_code == 403 and seen.json[0]["code"] == 403
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0
