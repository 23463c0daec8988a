"""The ledger's addresses, as others' programs ask for them: C2SP tlog-tiles, a signed head, what was entered, and the page that explains it."""

import base64
import hashlib
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import commitment, ledger, log_tiles
from portal.cases.case import Case
from portal.cases.ledger import Kind
from portal.cases.publication import Publication
from portal.foundation import checkpoint, clock, merkle
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import LOCALES, speaker
from portal.paper import qr
from portal.web.public.ledger import FOR_EVER
from tests.cast import Cast
from tests.judge import Judge, client_of
from tests.web.public.told import look


@pytest.fixture
def published(cast: Cast) -> Publication:
    """One result on the board."""
    case = cast.closed()
    with unit_of_work():
        return cast.put_up(case)


def fill(cast: Cast, count: int) -> None:
    """So many entries more, in one commit; the first of them an acceptance."""
    case: Case = cast.register().case
    with unit_of_work():
        ledger.sign(clock.now())
        for _ in range(count - 1):
            ledger.note(Kind.TAKEN_DOWN, case.number, at=clock.now(), witness=case)


def test_the_head_and_the_key(app: Flask, cast: Cast) -> None:
    browser = client_of(app)
    assert browser.get("/ledger/checkpoint").status_code == 404
    fill(cast, 1)
    note, key = (browser.get(f"/ledger/{name}") for name in ("checkpoint", "key"))
    assert note.mimetype == "text/plain" and note.headers["Cache-Control"] == "no-store"
    assert checkpoint.opened(note.get_data(as_text=True), key.get_data(as_text=True).strip()).size == 1


def test_while_the_key_is_away_the_page_says_so_and_gives_none(app: Flask, published: Publication) -> None:
    """R70: the page is calm, the head that stands stays, no other key is made and none is given out."""
    browser, key = client_of(app), Path(app.config["INSTANCE"]) / checkpoint.KEY_FILE
    aside = key.rename(key.with_name("aside"))
    try:
        for locale in LOCALES:
            page = browser.get_page(f"/verify?lang={locale}")
            assert speaker(locale)("public.verify.key_away") in page.words()
        assert browser.get("/ledger/key").status_code == 404 and browser.get("/ledger/checkpoint").status_code == 200
        assert not key.exists()
    finally:
        aside.rename(key)
    assert ledger.public_key() in browser.get_page("/verify").text


def test_tiles_and_bundles_hold_the_whole_log(app: Flask, cast: Cast) -> None:
    """One full tile and a part of the next; the full one's hash stands a level up; nobody else may keep anything but these."""
    fill(cast, 259)
    browser = client_of(app)
    full, part, above = (browser.get(f"/ledger/tile/{path}") for path in ("0/000", "0/001.p/3", "1/000.p/1"))
    bundles = [browser.get(f"/ledger/tile/entries/{path}").data for path in ("000", "001.p/3")]
    entries = []
    for data in bundles:
        while data:
            size = int.from_bytes(data[:2], "big")
            entries.append(data[2:2 + size])
            data = data[2 + size:]
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    assert [json.loads(entry)["index"] for entry in entries] == list(range(259))
    assert full.data + part.data == b"".join(leaves) and above.data == merkle.root(leaves[:256])
    newest = ledger.latest()
    assert newest is not None and log_tiles.root_of(newest) == merkle.root(leaves)
    assert {answer.headers["Cache-Control"] for answer in (full, part, above)} == {FOR_EVER}


@pytest.mark.parametrize("path", [
    "0/001", "0/000.p/4", "0/000.p/0", "0/000.p/256", "0/000.p/03", "0/0", "0/x000/000", "1/000", "1/000.p/1", "8/000.p/1", "9/000",
    "entries/000", "entries/000.p/4", "entries/x001", "entries/x999/x999/999", "0/x008/x388/607", "0/x008/x388/606", "0/x001/x001/x001/001", "00/000.p", "-1/000", "0/000.p/3/"])
def test_what_is_not_there_yet_or_written_otherwise_is_nowhere(app: Flask, cast: Cast, path: str) -> None:
    fill(cast, 3)
    answer = client_of(app).get(f"/ledger/tile/{path}")
    assert answer.status_code == 404 and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("number", "said"), [(0, "000"), (67, "067"), (1000, "x001/000"), (1234067, "x001/x234/067")])
def test_how_a_tile_is_called(number: int, said: str) -> None:
    """The example of the specification among them."""
    assert log_tiles.path(number) == said


def test_what_was_entered_opens_its_entry(app: Flask, published: Publication) -> None:
    """Whoever hashes the file finds its fingerprint in the entry; what is in it is all the page and the open data show."""
    browser = client_of(app)
    data = browser.get(f"/results/{published.number}/leaf").data
    entry = log_tiles.entry_of(published)
    assert json.loads(entry.data)["record"] == hashlib.sha256(data).hexdigest()
    row = json.loads(data.decode().split("\n")[1])
    line = json.loads(browser.get("/results.jsonl").data)
    assert {name: row[name] for name in line if name in row} == {name: value for name, value in line.items() if name in row}
    assert browser.get("/results/S01-26-0999/leaf").status_code == 404


def test_the_page_of_a_result_names_its_place(app: Flask, browse: Judge, published: Publication) -> None:
    """SD-42: entry, entries, leaf hash and root in groups one can read out; a picture and a link that open the check with all of them."""
    page = browse.get(f"/results/{published.number}").get_data(as_text=True)
    entry, newest = log_tiles.entry_of(published), ledger.latest()
    assert newest is not None
    leaf, root = merkle.leaf_hash(entry.data.encode()), log_tiles.root_of(newest)
    for value in (leaf.hex(), root.hex()):
        assert " ".join(value[at:at + 4] for at in range(0, 64, 4)) in page
    word = [base64.urlsafe_b64encode(value).decode().rstrip("=") for value in (leaf, root)]
    code = f"{published.number}.{entry.place}.{word[0]}.{newest.size}.{word[1]}.{ledger.public_key().split('+')[1]}"
    assert f'href="/verify#{code}"' in page and 'href="/verify"' in page and f"/results/{published.number}/leaf" in page
    picture = browse.get(f"/results/{published.number}/code.png")
    assert picture.mimetype == "image/png" and picture.data == qr.picture(f"{app.config['PUBLIC_URL']}/verify#{code}")
    assert browse.get("/results/S01-26-0999/code.png").status_code == 404


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_how_to_check_stands_in_three_languages(browse: Judge, published: Publication, lang: str) -> None:
    page = browse.get(f"/verify?lang={lang}").get_data(as_text=True)
    newest = ledger.latest()
    assert newest is not None and log_tiles.root_of(newest).hex() in page and "huiyin_verify.py" in page and ledger.public_key() in page


def test_before_anything_is_signed_the_page_says_so(browse: Judge) -> None:
    page = browse.get("/verify?lang=en").get_data(as_text=True)
    assert "nothing is signed yet" in page and "ledger/checkpoint" not in page


def test_nothing_private_is_in_an_entry(app: Flask, published: Publication) -> None:
    """X-05: a number, a time and a fingerprint; what was said lies beside it and can go without the tree changing."""
    for told in map(json.loads, db.session.scalars(select(ledger.Entry.data).order_by(ledger.Entry.place))):
        assert set(told) == {"at", "index", "kind", "number", "record"}
        assert told["number"] == {"accepted": "-", "result": published.number}[told["kind"]]


def test_a_proof_stands_by_itself(app: Flask, cast: Cast, published: Publication) -> None:
    """R22: entry, way up and signed head in one file (C2SP tlog-proof), of a result and of any place; each leads to the signed root."""
    fill(cast, 5)
    browser, key = client_of(app), ledger.public_key()
    proof = browser.get(f"/results/{published.number}/proof").get_data(as_text=True)
    place = log_tiles.entry_of(published).place
    assert proof == browser.get(f"/ledger/proof/{place}").get_data(as_text=True)
    for at in range(7):
        top, _, note = browser.get(f"/ledger/proof/{at}").get_data(as_text=True).partition("\n\n")
        named, extra, index, *beside = top.split("\n")
        head, entry = checkpoint.opened(note, key), base64.b64decode(extra.removeprefix("extra "))
        assert named == "c2sp.org/tlog-proof@v1" and index == f"index {at}" and json.loads(entry)["index"] == at
        assert merkle.includes(head.root, head.size, at, merkle.leaf_hash(entry), [base64.b64decode(one) for one in beside])
    assert {browser.get(f"/ledger/proof/{at}").status_code for at in (7, 2**31, 2**70)} == {404}


def test_an_older_head_is_the_beginning_of_a_newer(app: Flask, cast: Cast) -> None:
    """R22: for every pair of sizes; beyond what there is, nothing."""
    heads = []
    for _ in range(5):
        fill(cast, 1)
        newest = ledger.latest()
        assert newest is not None
        heads.append(checkpoint.opened(newest.note, ledger.public_key()))
    browser = client_of(app)
    for older in heads:
        for newer in heads[older.size - 1:]:
            lines = browser.get(f"/ledger/consistency/{older.size}/{newer.size}").get_data(as_text=True).split()
            assert merkle.continues(older.root, older.size, newer.root, newer.size, [base64.b64decode(one) for one in lines])
    assert {browser.get(f"/ledger/consistency/{pair}").status_code for pair in ("0/5", "5/4", "1/6", f"1/{2**70}")} == {404}


def test_an_acceptance_is_proved_to_whoever_works_out_its_fingerprint(app: Flask, cast: Cast) -> None:
    """R20, X-05: by the fingerprint alone; a number opens nothing, and before the next head there is nothing."""
    made, browser = cast.register(), client_of(app)
    word = hashlib.sha256(f"{made.mark}\n{made.case.number} 2026-03-02 09:00\n".encode()).hexdigest()
    assert browser.get(f"/ledger/accepted/{word}").status_code == 404
    with unit_of_work():
        ledger.sign(clock.now())
    proof = browser.get(f"/ledger/accepted/{word}").get_data(as_text=True)
    assert proof == browser.get("/ledger/proof/0").get_data(as_text=True)
    assert made.case.number not in base64.b64decode(proof.split("\n")[1].removeprefix("extra ")).decode()
    for other in (word.upper(), word[:-1] + ("0" if word[-1] != "0" else "1"), made.case.number, made.mark, "x" * 200):
        assert browser.get(f"/ledger/accepted/{other}").status_code == 404


@pytest.mark.parametrize("lang", LOCALES)
def test_the_visitor_reads_the_line_that_proves_the_day(app: Flask, cast: Cast, browse: Judge, lang: str) -> None:
    """Before the next head and after it; on the tracking page alone, which number and code opened."""
    made = cast.register()
    look(browse, made.case.number, made.code)
    line = f"{made.case.number} 2026-03-02 09:00 {commitment.grouped(made.mark)}"
    page = browse.get_page(f"/track/case?lang={lang}")
    assert line in page.text and "/verify#" not in page.text and speaker(lang)("public.accepted.waits") in page.words()
    with unit_of_work():
        ledger.sign(clock.now())
    page = browse.get_page(f"/track/case?lang={lang}")
    assert f'href="/verify#{quote(line)}"' in page.text and speaker(lang)("public.accepted.stands", index=0) in page.words()
