"""A secret in every private column of every sort of case: nothing public holds one of them, no page of either door, no feed, dump,
file, header or search, and no receipt but the visitor's own words where they may stand (X-05, practice.md §2.2).

Peers leaked hidden text through a dozen side doors; here every public output reads one projection, and this test walks them all."""

import gzip
import re
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from portal.cases.case import Case, Kind, State
from portal.cases.closing import NotPublished, NotPublishedReason
from portal.cases.tracking import Secrets
from portal.foundation import clock, words
from portal.foundation.database import db
from portal.network import network
from portal.network.station import Station
from portal.paper import receipt
from portal.paper.of_case import receipt_of
from portal.paper.press import Press
from tests.cast import Cast
from tests.judge import Judge
from tests.kiosk.hand import Hand
from tests.paper import pdfs
from tests.web.public import private_columns
from tests.web.public.canaries import OPEN, Canaries, everybody

STARTS = ("/", "/?lang=en", "/?lang=zh_Hant", "/?words=openly", "/nothing", "/track/case", "/kiosk/results?of=all", "/kiosk/home",
          "/kiosk/people", "/kiosk/people?lang=en", "/kiosk/track?lang=zh_Hant", "/results.csv?station=S01", "/results.atom?words=openly",
          *(f"/open311/v2/requests.{form}?{asked}" for form in ("json", "xml") for asked in (
              "status=open", "service_code=O,F", "start_date=2025-12-20T00:00:00Z&end_date=2026-03-19T00:00:00Z")))
LEAVES = ("/kiosk/", "/kiosk/at/", "/kiosk/enter")  # addresses that begin a visit anew: they come last
BIRD = re.compile(r"canary\d{3}")
NARROWED = ("/?", "/results.", "/handling?", "/stations?")


def test_every_column_that_can_hold_words_is_private_public_or_plain() -> None:
    """A new column without a decision stops here."""
    private, public, plain = (private_columns.named(one) for one in (
        private_columns.PRIVATE, private_columns.PUBLIC, private_columns.PLAIN))
    assert private | public | plain == private_columns.texts()
    assert not (private & public or private & plain or public & plain)


def test_no_public_output_holds_a_private_word(app: Flask, cast: Cast, browse: Judge, tmp_path: Path) -> None:
    """The one projection: 0 canaries in every page, feed, dump and file; what was published is in all of them."""
    bird = Canaries()
    shown = everybody(cast, bird)
    sorts = {row.reason for row in db.session.scalars(select(NotPublished))}
    assert sorts == set(NotPublishedReason) - {NotPublishedReason.SECRET}, "every sort that is kept inside is there"
    assert {State.LISTENED, State.MERGED, State.NOT_ACCEPTED, State.WITHDRAWN} <= set(db.session.scalars(select(Case.state)))
    private_columns.plant(bird, shown)
    assert [name for name in private_columns.named(private_columns.PRIVATE) if not private_columns.holds(name)] == []
    number, pages = shown.number, crawl(app, browse)
    assert _escaped(bird, pages) == set()
    for path in ("/", f"/results/{number}", f"/results/{number}/reply-1.txt", "/results.atom", "/results.jsonl",
                 "/results.csv", "/results.csv.gz", "/results.jsonl.gz", "/open311/v2/requests.json", "/open311/v2/requests.xml",
                 f"/open311/v2/requests/{number}.json", f"/open311/v2/requests/{number}.xml", "/results.atom?words=openly", "/kiosk/results?of=all", f"/kiosk/results/{number}"):
        assert OPEN in pages[path], path
    assert "rep甲" in pages["/kiosk/people"] and 'name="number"' in pages["/kiosk/track"], "the visit was going on"
    assert any("督红〔2026〕1号" in page for path, page in pages.items() if path.startswith("/results/")), "that it was pressed is public"
    assert any("督红〔2026〕1号" in page for path, page in pages.items() if path.startswith("/kiosk/results/"))
    moving = {path.partition("?")[0]: page for path, page in pages.items() if path.startswith("/results/") and 'id="limits"' in page}
    assert len(moving) == 1 and "督黄〔2026〕" in moving.popitem()[1], "one open matter tells how far it is, the one taken down does not"
    assert pages["/handling"].count('class="moving"') == 1
    assert _escaped(bird, searches(browse, bird)) == set()
    printed = _escaped(bird, receipts(Press(tmp_path, inline=True)))
    assert {name for _, name in printed} <= {"commitment.salt"} and len(printed) <= 1, "a mark stands on the receipt it belongs to, and on no other"


def _escaped(bird: Canaries, outputs: dict[str, str]) -> set[tuple[str, str]]:
    return {(where, bird.sung[name]) for where, text in outputs.items() for name in BIRD.findall(text)}


def crawl(app: Flask, browse: Judge) -> dict[str, str]:
    """Every GET of the two doors, with names of everything there is in its address, and all that their links lead to."""
    door, seen = Door(browse), {}
    asked = [address for rule in public_rules(app) for address in addresses(rule)]
    waiting = sorted({*STARTS, *asked}, key=lambda path: path.startswith("/kiosk/at/") or path in LEAVES)
    while waiting:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/office", "/static")) or ("&" in path and path.startswith(NARROWED)):
            continue  # two filters show no more than each of them
        seen[path] = door.get(path)
        found = re.findall(r'(?:href|src|action)="((?:http://127\.0\.0\.1:8000)?/[^"#]*)', seen[path])
        fresh = [address.replace("http://127.0.0.1:8000", "").replace("&amp;", "&") for address in found]
        waiting = [address for address in fresh if not address.startswith(LEAVES) or address.startswith("/kiosk/results")] + waiting
    return seen


class Door:
    """A browser at both doors; at the terminal it touches the screen again when its visit was ended."""

    def __init__(self, browse: Judge) -> None:
        self._browse, self._hand = browse, Hand(browse)

    def get(self, path: str) -> str:
        """Status line, headers and body."""
        answer = self._ask(path)
        if answer.startswith("303") and path.startswith("/kiosk"):
            self._hand.get("/kiosk/at/S01", 303)
            self._hand.start()
            answer = self._ask(path)
        return answer

    def _ask(self, path: str) -> str:
        def ask() -> str:
            response = self._browse.get(path, buffered=True)
            sent = response.get_data()
            sent = gzip.decompress(sent) if response.mimetype == "application/gzip" else sent
            return f"{response.status_code}\n{response.headers}\n{sent.decode('utf-8', 'replace')}"

        return Context().run(ask)


def public_rules(app: Flask) -> list[Rule]:
    """Every address of the url_map that a visitor can ask for without a code."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint.startswith(("public.", "kiosk."))]


def addresses(rule: Rule) -> Iterator[str]:
    """The address with each name of what there is; of several names in one, the second counts 1, 2."""
    names: dict[str, Callable[[], list[str]]] = {
        "number": lambda: list(db.session.scalars(select(Case.number))), "code": lambda: list(db.session.scalars(select(Station.code))),
        "form": lambda: ["xml", "json"], "service": lambda: ["C", "O"], "locale": lambda: list(words.LOCALES), "seq": lambda: ["1", "2"]}
    parts = re.split(r"<(?:[^<>:]+:)?([^<>]+)>", rule.rule)
    made = [parts[0]]
    for name, after in zip(parts[1::2], parts[2::2], strict=True):
        made = [f"{begun}{value}{after}" for begun in made for value in names.get(name, lambda: ["1", "more"])()]
    yield from made


def searches(browse: Judge, bird: Canaries) -> dict[str, str]:
    """What a search for a secret finds: its own words stand in the field, so only a result counts."""
    assert 'class="card"' in browse.get("/?words=openly").text
    return {f"search for {name}": name for name in bird.sung
            if 'class="card"' in browse.get(f"/?words={name}").text or browse.get(f"/results.jsonl?words={name}").text}


def receipts(press: Press) -> dict[str, str]:
    """Every case on the page for a browser in each language and on the PDF, its properties too, without the words that may stand there."""
    standing, papers, printed = network.current(), {}, 0
    assert standing is not None
    for case in db.session.scalars(select(Case).order_by(Case.id)):
        facts = receipt_of(case, Secrets("482719360158", "token"), network=standing, public_url="https://echo.example",
                           received_by=case.station.name, today=clock.today())
        for locale in words.LOCALES:
            papers[f"{case.number} {locale}"] = receipt.html(facts, words.speaker(locale), "page")
        pdf = press.pdf(receipt.html(facts, words.speaker("zh_Hans"), "roll80"), "roll80")
        assert pdf is not None
        papers[f"{case.number} pdf"] = f"{pdfs.text(pdf)}\n{pdfs.read(pdf).metadata}\n{pdfs.read(pdf).xmp_metadata}"
        if may_stand(case):
            own = [name for name in papers if name.startswith(case.number) and case.words in papers[name]]
            assert len(own) == 4, "where they may stand they do"
            papers |= {name: papers[name].replace(case.words, "") for name in own}
            printed += 1
    assert printed > 5
    return papers


def may_stand(case: Case) -> bool:
    """practice.md §2.2, said once more: no conduct report, no hardship, and the visitor did not say so."""
    top = (case.category or " ")[0]
    return not (case.off_paper or case.kind in (Kind.CONDUCT_REPORT, Kind.PERSONAL_DIFFICULTY) or top in "FO") and "canary" in case.words
