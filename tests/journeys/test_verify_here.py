"""`/verify` in Chromium: the browser finds out by itself, also against a portal that lies in its replies, its proofs or its age (SD-42, R22, R23)."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

from portal.cases import commitment, ledger
from portal.cases.case import Case
from portal.foundation import checkpoint, clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.journeys import pages
from tests.journeys.serving import Served
from tests.journeys.watch import PHONE, Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def page(watch: Watch) -> Page:
    """Somebody's browser on the page, in English."""
    opened = watch.page()
    opened.goto("/verify?lang=en")
    return opened


def check(page: Page, given: str, *files: Path) -> None:
    """Put something in and press the button."""
    page.locator("#pasted").fill(given)
    page.locator("#files").set_input_files(list(files))
    page.locator("#check-here .btn-primary").click()


def lie(page: Page, path: str, changed: Callable[[str], str]) -> None:
    """From now on this address answers something else than it did."""
    def answer(route: Route) -> None:
        honest = route.fetch()
        route.fulfill(response=honest, body=changed(honest.text()))
    page.route(f"**{path}", answer)


def says(page: Page, sentence: str, good: bool = False) -> None:
    """There is one verdict, and it is this; what was entered is shown only with a good one."""
    expect(page.locator("#verdict p")).to_have_count(1)
    expect(page.locator("#verdict p")).to_contain_text(sentence)
    expect(page.locator("#verdict p")).to_have_class("verdict-good" if good else "verdict-bad")
    expect(page.locator("#entered")).to_be_visible() if good else expect(page.locator("#entered")).to_be_hidden()


def grow(served: Served) -> None:
    """One entry more, signed."""
    with served.app.app_context(), unit_of_work():
        case = db.session.get_one(Case, 1)
        ledger.note(ledger.Kind.TAKEN_DOWN, case.number, at=clock.now(), witness=case)


def test_a_result_by_its_number_its_file_and_its_kept_proof(page: Page, served: Served, watch: Watch, tmp_path: Path) -> None:
    """Every result of the demonstration stands; what was entered is read there; files kept of one are checked after the ledger grew."""
    numbers = pages.published(served)
    for number in numbers[:3]:
        check(page, number)
        says(page, f"{number} stands as it was entered", good=True)
        row = json.loads(page.request.get(f"/results/{number}/leaf").text().split("\n", 1)[1])
        assert page.locator("#entered li").all_text_contents()[-1] == row["replies"][-1]["text"]
    watch.shot(page, "good")
    leaf, proof = tmp_path / "leaf.txt", tmp_path / "kept.tlog-proof"
    leaf.write_bytes(page.request.get(f"/results/{numbers[0]}/leaf").body())
    proof.write_bytes(page.request.get(f"/results/{numbers[0]}/proof").body())
    grow(served)
    check(page, "", leaf, proof)
    says(page, f"{numbers[0]} stands as it was entered", good=True)
    check(page, proof.read_text("utf-8"), leaf)
    says(page, f"{numbers[0]} stands as it was entered", good=True)
    leaf.write_text(leaf.read_text("utf-8").replace('"days":', '"days":1', 1), "utf-8")
    check(page, "", leaf)
    says(page, "The file you opened is not what was entered")


def test_a_concern_and_a_monthly_report_by_name_by_address_and_by_file(page: Page, watch: Watch, tmp_path: Path) -> None:
    """Each kind of thing that is published is worked out in the browser; a page that shows another figure or word than was entered is named."""
    report = page.request.get("/reports.jsonl").json()
    where, at = f"/reports/{report['station']}/{report['period']}", "/" + report["number"].lower().replace("-", "s/")
    for given, number in ((report["number"], report["number"]), (f"https://portal.example{where}", report["number"]), ("CONCERN-1", "CONCERN-1"),
                          ("https://portal.example/concerns/1", "CONCERN-1")):
        check(page, given)
        says(page, f"{number} stands as it was entered", good=True)
    check(page, report["number"])
    says(page, "stands as it was entered", good=True)
    assert report["plans"] in page.locator("#entered li").all_text_contents()
    watch.shot(page, "report")
    leaf = tmp_path / "leaf.txt"
    leaf.write_bytes(page.request.get(f"{at}/leaf").body())
    check(page, "", leaf)
    says(page, f"{report['number']} stands as it was entered", good=True)
    lie(page, where, lambda body: body.replace('id="registered">', 'id="registered">9'))
    check(page, report["number"])
    says(page, "The page says something else than was entered")
    page.unroute_all()
    lie(page, f"{at}/leaf", lambda body: body.replace('"registered":', '"registered":9'))
    check(page, report["number"])
    says(page, "What is published was changed")
    page.unroute_all()
    for unknown in ("MOTION-99", "REPORT-99", "https://portal.example/reports/S01/1999-01"):
        check(page, unknown)
        says(page, "Nothing is published as")


def test_a_file_that_changed_since_it_was_chosen(page: Page, served: Served, tmp_path: Path) -> None:
    """The browser may not read it any more: that is said, and the good verdict of before does not go on standing."""
    number = pages.published(served)[0]
    leaf = tmp_path / "leaf.txt"
    leaf.write_bytes(page.request.get(f"/results/{number}/leaf").body())
    check(page, "", leaf)
    says(page, f"{number} stands as it was entered", good=True)
    leaf.write_bytes(leaf.read_bytes() + b"\n")
    page.locator("#check-here .btn-primary").click()
    says(page, "It could not be checked")


def test_a_changed_reply(page: Page, served: Served, watch: Watch) -> None:
    """One letter in what is given out for the leaf, then one on the page only: both are named."""
    number = pages.published(served)[0]
    text = json.loads(page.request.get(f"/results/{number}/leaf").text().split("\n", 1)[1])["replies"][-1]["text"]
    bent = text[:-2] + "X" + text[-1]
    lie(page, f"/results/{number}", lambda body: body.replace(text[-9:], bent[-9:]))
    check(page, number)
    says(page, "The page says something else than was entered")
    lie(page, f"/results/{number}/leaf", lambda body: body.replace(text[-9:], bent[-9:]))
    check(page, number)
    says(page, "What is published was changed")
    watch.shot(page, "changed")


def test_a_changed_proof_and_a_changed_signature(page: Page, served: Served) -> None:
    number = pages.published(served)[0]

    def other_way(body: str) -> str:
        lines = body.split("\n")
        lines[3] = base64.b64encode(bytes(32)).decode()
        return "\n".join(lines)

    lie(page, f"/results/{number}/proof", other_way)
    check(page, number)
    says(page, "The proof of entry")
    page.unroute_all()
    lie(page, f"/results/{number}/proof", lambda body: body[:-12] + "AAAAAAAA" + body[-4:])
    check(page, number)
    says(page, "not signed with the key of")
    page.unroute_all()
    key = page.request.get("/ledger/key").text()
    page.locator("#key").fill(key[:-10])
    check(page, number)
    says(page, "that is no public key")


def test_an_older_ledger_and_one_written_anew(page: Page, served: Served) -> None:
    """R26: this browser saw more entries, and no word of the server makes it forget; a proof of going on that leads elsewhere is named too."""
    number = pages.published(served)[0]
    before = page.request.get(f"/results/{number}/proof").text()
    grow(served)
    check(page, number)
    says(page, "stands as it was entered", good=True)
    lie(page, f"/results/{number}/proof", lambda body: before)
    check(page, number)
    says(page, "The ledger was cut back, or an older copy put up")
    page.unroute_all()
    grow(served)
    lie(page, "/ledger/consistency/*/*", lambda body: body.replace(body[:8], "AAAAAAAA"))
    check(page, number)
    says(page, "History was rewritten")


def test_another_key_is_not_believed(page: Page, served: Served, tmp_path: Path) -> None:
    """The key seen first stays in the browser: a ledger signed by another is another's."""
    number = pages.published(served)[0]
    check(page, number)
    says(page, "stands as it was entered", good=True)
    with served.app.app_context():
        other = checkpoint.signer(tmp_path, ledger.public_key().split("+")[0])
    lie(page, f"/results/{number}/proof", lambda body: body[:body.index("\n\n") + 2] + other.sign(body[body.index("\n\n") + 2:].partition("\n\n")[0] + "\n"))
    lie(page, "/ledger/key", lambda body: other.public)
    check(page, number)
    says(page, "not signed with the key of")


def test_what_is_not_there_and_what_is_nothing(page: Page, served: Served) -> None:
    check(page, "S01-26-9999")
    says(page, "Nothing is published as S01-26-9999")
    check(page, "where is my lamp")
    says(page, "There is no number in it")
    check(page, "c2sp.org/tlog-proof@v1\nindex")
    says(page, "It could not be checked")


def test_without_javascript_it_tells_how(watch: Watch, served: Served) -> None:
    page = watch.page(PHONE, java_script_enabled=False)
    page.goto("/verify?lang=en")
    expect(page.locator("#check-here")).to_be_hidden()
    expect(page.locator("#check-without")).to_contain_text("use the program below")
    expect(page.locator("pre.command").first).to_contain_text("huiyin_verify.py")


def test_r20_a_receipt_shows_the_day_its_matter_was_accepted(page: Page, served: Served, watch: Watch) -> None:
    """The line of the receipt is worked out here: only its fingerprint leaves the browser, and only its own entry fits it."""
    with served.app.app_context():
        row = db.session.scalars(db.select(commitment.Commitment).where(commitment.Commitment.place.is_not(None))).first()
        line, record = commitment.shown(db.session.get_one(Case, row.case_id)).line, row.fingerprint
        number, place = line.split()[0], row.place
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    check(page, line)
    expect(page.locator("#verdict p")).to_have_count(1)
    expect(page.locator("#verdict p")).to_contain_text(f"{number} was accepted on {' '.join(line.split()[1:3])}, as the receipt says: entry {place} of")
    expect(page.locator("#verdict p")).to_have_class("verdict-good")
    watch.shot(page, "receipt")
    assert any(url.endswith(f"/ledger/accepted/{record}") for url in asked) and not any(number in url for url in asked)
    check(page, line.replace(line.split()[2], "23:59"))
    says(page, f"No entry of the ledger says this of {number}")
    page.goto("about:blank")
    page.goto(f"/verify?lang=en#{quote(line)}")
    expect(page.locator("#verdict p")).to_have_class("verdict-good")
    other = (place + 1) % 2
    lie(page, f"/ledger/accepted/{record}", lambda _: page.request.get(f"/ledger/proof/{other}").text())
    check(page, line)
    says(page, f"The proof of entry {other} was changed")
