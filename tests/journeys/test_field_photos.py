"""Pictures on a phone without a line: made small, sealed, sent with their draft and wiped once the house has them (FT-01, HB-34, X-12, R53)."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Playwright, expect

from portal.cases import attachment
from portal.cases.case import Case
from portal.foundation.database import db
from tests.journeys.phone import Phone, phone
from tests.journeys.serving import Served
from tests.journeys.test_field import OTHER, WORDS, kept, new, told

pytestmark = pytest.mark.browser
SEALED = """async () => {
  const base = await new Promise((done) => { const ask = indexedDB.open("field"); ask.onsuccess = () => done(ask.result); });
  const all = await new Promise((done) => { const ask = base.transaction("photos").objectStore("photos").getAll(); ask.onsuccess = () => done(ask.result); });
  base.close();
  return all.map((one) => [...new Uint8Array(one.data).slice(0, 3)].join() === "255,216,255");
}"""


@pytest.fixture
def held(playwright: Playwright, served: Served, tmp_path: Path) -> Iterator[Phone]:
    """The phone of the liaison, signed in, with a line."""
    with phone(playwright, tmp_path / "phone", served.url) as made:
        made.sign_in("liaison", served.password)
        yield made


def photo(colour: str, width: int = 3000, height: int = 1500) -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def take(held: Phone, *photos: FilePayload, count: int) -> None:
    held.page.locator("#files").set_input_files(list(photos))
    expect(held.page.locator("#field-photos li")).to_have_count(count)


def sizes(served: Served, words: str) -> list[tuple[int, int]]:
    """Of the newest matter with these words, how large its pictures are."""
    with served.app.app_context():
        case = db.session.scalars(db.select(Case).where(Case.words == words).order_by(Case.id.desc())).first()
        assert case is not None
        stored = [next(attachment.folder().rglob(f"{row.sha256}*")) for row in attachment.of_case(case)]
        return [Image.open(io.BytesIO(path.read_bytes())).size for path in stored]


def test_ft01_taken_without_a_line_they_lie_sealed_and_go_with_their_draft_once_it_is_back(held: Phone, served: Served) -> None:
    """Typed, two pictures, the browser thrown out: what lies on the phone is no picture; sent, both hang on the one matter, small, and are gone here."""
    before = told(served)
    held.context.set_offline(True)
    held.tell(WORDS)
    take(held, photo("red"), photo("blue", 600, 900), count=2)
    expect(held.page.locator("#field-line")).to_contain_text("已存在手机里")
    held.form()
    expect(held.page.locator("#field-photos li")).to_have_count(2)
    held.send()
    expect(held.page.locator("#field-drafts li")).to_contain_text("照片2张")
    assert held.page.evaluate(SEALED) == [False, False] and new(served, before) == []
    held.close()
    held.open()
    held.sign_in("liaison", served.password)
    expect(held.page.locator(".field-told")).to_have_count(1)
    assert new(served, before) == [WORDS] and sizes(served, WORDS) == [(2000, 1000), (600, 900)]
    assert kept(held) == 0 and held.page.evaluate(SEALED) == []


def test_one_is_taken_away_again_too_many_and_no_picture_are_said_and_a_dropped_draft_takes_its_own_along(held: Phone, served: Served) -> None:
    before = told(served)
    held.context.set_offline(True)
    held.tell(OTHER)
    take(held, *[photo("green", 60, 60)] * 7, count=6)
    expect(held.page.locator("#field-line")).to_contain_text("最多放6张")
    held.page.locator("#field-photos button").first.click()
    expect(held.page.locator("#field-photos li")).to_have_count(5)
    held.page.locator("#files").set_input_files([{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}])
    expect(held.page.locator("#field-line")).to_contain_text("打不开")
    expect(held.page.locator("#field-photos li")).to_have_count(5)
    held.send()
    expect(held.page.locator("#field-photos")).to_be_hidden()
    drop = held.page.locator("#field-drafts button").last
    drop.click()
    drop.click()
    expect(held.page.locator("#field-drafts li")).to_have_count(0)
    assert held.page.evaluate(SEALED) == [] and new(served, before) == []


def test_r53_whoever_signs_in_next_opens_no_picture_and_signing_out_wipes_them(held: Phone, served: Served) -> None:
    held.context.set_offline(True)
    held.tell(WORDS)
    take(held, photo("red", 60, 60), count=1)
    held.send()
    held.close()
    held.open()
    held.sign_in("clerk", served.password)
    expect(held.page.locator("#field-drafts li")).to_contain_text("登录后可看")
    read = "fieldVault.drafts().then(async (all) => fieldVault.open((await fieldVault.photos(all[0].id))[0], (await fieldVault.enter()).priv)).then(() => 'read', () => 'noise')"
    assert held.page.evaluate(read) == "noise"
    leave = held.page.locator("form[action='/office/sign-out'] button")
    leave.click()
    expect(held.page.locator("#field-line")).to_contain_text("退出就删掉了")
    leave.click()
    held.page.wait_for_url("**/office/sign-in")
    assert held.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
