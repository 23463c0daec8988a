"""Every page there is, found by walking the table of addresses: a new page is walked without anybody naming it here."""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.cases.case import Case, PublicState
from portal.cases.progress import Progress
from portal.cases.publication import Publication
from portal.cases.tracking import Tracking
from portal.demo.lines import matters
from portal.demo.opening import form_key
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.network import actor, sign_in
from portal.network.access import visible
from portal.web.office import acts
from portal.web.public.acts import ACTS
from tests import judge
from tests.journeys.serving import Served
from tests.judge import Judge, client_of

# Arguments of addresses and what to put for them; `number` comes from the cases that somebody may see.
SAMPLES: dict[str, Sequence[object]] = {
    "document": ("duties",), "code": ("S01", "S04", "S90"), "person_id": (2, 9, 12), "year": (2025, 2026, 2028), "seq": (1,), "attachment_id": (1,),
    "token": ("x",), "name": tuple(ACTS), "terminal_id": (1,), "job_id": (1,), "enclosure_id": (1,), "key": ("x",), "locale": ("zh_Hans",),
    "version": ("v1",), "support_id": (1,), "shift_id": (1, 12, 13, 25), "rule_id": (1, 4), "roster_id": (1,), "leave_id": (1,),
    "what": ("x",), "level": (0,), "place": ("000.p/1",), "turn_id": (1,), "step": ("again",), "appointment_id": (1, 2, 3),
    "passkey_id": (1,), "index": (0,), "block_id": (1,), "handout_id": (1,), "activity_id": (1,), "nomination_id": (1, 2), "sha256": ("0" * 64,), "before": (1,), "size": (1,), "word": ("0" * 64,), "concern_id": (1,), "motion_id": (1,), "report_id": (1, 2), "period": ("2026-02",), "form": ("xml", "json"), "service": ("C",), "block": (1,),
}
# Routes that answer a GET and are no page: axe has nothing to look at.
FILES = {"office.card_sheet", "office.my_work_book_pdf", "office.work_book_pdf", "office.plate", "office.kept_portrait", "office.open_day_notice", "office.week_notice", "office.award_certificate", "public.portrait", "office.attachment_file", "office.explanation_pdf", "public.rules_sheet", "public.station_booklet", "public.report_paper", "kiosk.enclosed_file", "kiosk.voice", "kiosk.terminal_css",
         "public.atom", "public.lines", "public.lines_packed", "public.table", "public.table_packed", "public.hours", "public.hours_here", "public.robots",
         "public.sitemap", "public.sitemap_places", "public.sitemap_results", "public.openapi", "public.open311_discovery", "public.open311_services",
         "public.open311_definition", "public.open311_requests", "public.open311_request", "public.open311_token", "public.open_days_feed", "public.own_feed", "public.paper", "public.reply_bytes",
         "public.checkpoint", "public.key", "public.tile", "public.entries", "public.leaf", "public.proof", "public.proof_at", "public.consistency", "public.accepted", "public.code",
         "public.shared_card", "public.concern_lines", "public.concern_leaf", "public.concern_proof", "public.motion_leaf", "public.motion_proof", "public.report_lines", "public.report_leaf", "public.report_proof"}
PARTS = {"office.suggest_people", "office.suggest_colleagues", "office.suggest_receivers", "office.suggest_takers", "office.suggest_stations", "office.suggest_units", "office.terminals_states", "office.terminals_silent", "office.calls", "office.unprinted",
         "office.reception_line", "kiosk.called", "kiosk.received", "public.hall_now", "public.wall_now", "public.station_wall_now"}  # a page that is looked at asks for them and puts them into itself
FOR_SCRIPTS = {"office.field_line", "office.field_worker", "kiosk.near", "kiosk.own_words", "kiosk.voices", "kiosk.orders", "kiosk.paper", "public.readyz"}
SEND_ON = {"kiosk.at", "public.token", "public.motion_page", "public.report_of", "office.second_code_page"}  # the last one but for who has just given a password
NO_PAGE = FILES | PARTS | FOR_SCRIPTS | SEND_ON
_TAG = re.compile(r"<([a-z][\w-]*)((?:\s[^<>]*)?)>")
_SAYS = re.compile(r"\s(class=\"[^\"]*\"|type=\"[^\"]*\"|role=\"[^\"]*\"|[a-z-]+)")
Seen = dict[str, set[str]]  # of each address the parts (tag, class, kind) that a page of it held


@dataclass
class Walk:
    """The pages of one person that hold a part which no page of the same address held before."""

    served: Served
    get: Callable[[str], TestResponse]
    seen: Seen = field(default_factory=dict)

    def pages(self, door: str, numbers: Callable[[str], list[str]]) -> Iterator[str]:
        """The paths of a door that answer with a whole page, which is judged; papers would each cost the press a third of a second."""
        for rule in sorted(self.served.app.url_map.iter_rules(), key=str):
            if rule.endpoint.split(".")[0] == door and "GET" in (rule.methods or ()) and not rule.rule.endswith(".pdf"):
                yield from (path for path in self._paths(rule, numbers) if self._is_new(rule.endpoint, path))

    def _paths(self, rule: Rule, numbers: Callable[[str], list[str]]) -> Iterator[str]:
        values = [numbers(rule.endpoint) if name == "number" else SAMPLES[name] for name in sorted(rule.arguments)]
        for chosen in itertools.product(*values):
            built = rule.build(dict(zip(sorted(rule.arguments), chosen, strict=True)))
            assert built is not None, rule
            yield built[1]

    def _is_new(self, endpoint: str, path: str) -> bool:
        answer = self.get(path)
        text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        if answer.status_code != 200 or not text.lstrip().startswith("<!doctype html>"):
            return False
        parts = {f"{tag} {' '.join(sorted(_SAYS.findall(rest)))}" for tag, rest in _TAG.findall(text)}
        new = endpoint not in self.seen or not parts <= self.seen[endpoint]
        self.seen.setdefault(endpoint, set()).update(parts)
        if new:
            judge.Seen(answer).judge()
        return new


def left_out(served: Served, door: str, looked_at: set[str]) -> set[str]:
    """The routes of a door that answer a GET, are not known to be no page, and of which no page was looked at ("GET office.case")."""
    known = {rule.endpoint for rule in served.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    looked = {endpoint for method, _, endpoint in (route.partition(" ") for route in looked_at) if method == "GET"}
    assert known >= NO_PAGE and not NO_PAGE & looked, f"no longer so: {NO_PAGE - known | NO_PAGE & looked}"
    return {endpoint for endpoint in known if endpoint.startswith(f"{door}.")} - looked - NO_PAGE


def visitor(served: Served) -> Judge:
    """Somebody who has not signed in."""
    return client_of(served.app, demo=True)


def at_terminal(served: Served) -> Callable[[str], TestResponse]:
    """Somebody at the kiosk who touches the screen before each page, since the resting screen ends a visit."""
    client = visitor(served)

    def get(path: str) -> TestResponse:
        client.post_form("/kiosk/start")
        return client.get(path)

    return get


def colleague(served: Served, login: str) -> Judge:
    """Somebody who signed in."""
    client = visitor(served)
    client.post_form("/office/sign-in", {"login": login, "password": served.password})
    return client


def published(served: Served) -> list[str]:
    """The numbers of all results, and of the open matters whose progress is public."""
    with served.app.app_context():
        moving = select(Progress.number).where(Progress.is_current.is_(True)).order_by(Progress.number)
        return [*db.session.scalars(select(Publication.number).distinct().order_by(Publication.number)), *db.session.scalars(moving)]


def at_hand(served: Served, login: str) -> Callable[[str], list[str]]:
    """For a page of the office the cases to open it with: for an act two it is offered for, else one of each look."""
    rows = {f"office.act_{row.noun}": row for row in acts.TABLE}

    def numbers(endpoint: str) -> list[str]:
        with served.app.app_context():
            who = sign_in.find(login)
            assert who is not None
            by = actor.of_person(who, clock.now())
            cases = db.session.scalars(select(Case).where(visible(by, Case)).order_by(Case.number)).all()
            if endpoint in rows:
                return [case.number for case in cases if rows[endpoint].offered(by, case)][:2]
            looks = {(case.state, case.public_state, case.round > 1, case.sealed, case.needs_writer): case.number for case in cases}
            return list(looks.values())

    return numbers


def receipts(served: Served) -> dict[str, tuple[str, str, str]]:
    """For each state, and for one that is shown before it goes up, one matter, of S01 and this year if there is one: number, code and token as on its receipt."""
    found: dict[str, tuple[str, str, str]] = {}
    with served.app.app_context():
        hashes = {codes.keyed_hash("token", codes.derive_token(form_key(line.no))): line.no for line in matters()}
        nearest = select(Case, Tracking.token_hash).join(Tracking).order_by(Case.number.notlike("S01-26-%"), Case.number)
        for case, token_hash in db.session.execute(nearest):
            if token_hash in hashes:
                key = form_key(hashes[token_hash])
                found.setdefault("prepared" if case.public_state is PublicState.PREPARED else case.state.value, (case.number, codes.derive_code(key), codes.derive_token(key)))
    return found
