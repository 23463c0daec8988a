"""The first word: a matter becomes a registered case with number, code, owner and date, in one transaction (T2, HB-48)."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from portal.cases import charge, closing, commitment, danger, deadline, excluded_person, lifecycle, policy, search, sorting, timeline, tracking, visit, visitor
from portal.cases.case import Affects, Case, Channel, Kind, Nature, State
from portal.cases.visit import Visit
from portal.foundation import clock, codes, form_key, series, throttle
from portal.foundation.database import db
from portal.foundation.refusal import Refused
from portal.foundation.text import WORDS_LINES, WORDS_MOST, clean, needed
from portal.network import access, calendar, person
from portal.network import network as networks
from portal.network.actor import Actor
from portal.network.role import RECEIVES
from portal.network.station import Station

ADDRESSES = 10  # all addresses together may send as many matters an hour as ten of them


@dataclass(frozen=True)
class Consent:
    """Four separate permissions, none of them set in advance, none of them needed to be helped (practice.md §6.1)."""

    publish_result: bool = False
    publish_words: bool = False
    publish_rating: bool = False
    share_contact: bool = False


@dataclass(frozen=True)
class Telling:
    """What a visitor tells, as it was told. `needs_writer`: a person at the station writes it down. `off_paper`: none of the
    words may stand on the receipt (practice.md §2.2). `by_two`: two persons received (§9, row 21), `private_room`: apart from the hall (BM-R7). `read_back`: the words were read
    back, and the visitor said that they are theirs. `seen_before`: where it was told before, and under what number (§2.1).
    `home_id`: the station of the area they come from (SG-03). `kept_from` and `kept_words`: who of the service may see nothing of it (X-04)."""

    words: str = ""
    channel: Channel = Channel.STATION
    heads: int = 1
    category: str | None = None
    kind: int | None = None
    nature: Nature | None = None
    common: bool | None = None
    affects: Affects | None = None
    urgent: bool = False
    wants: str = ""
    place: str = ""
    home_id: int | None = None
    danger: bool = False
    minor: bool = False
    needs_writer: bool = False
    off_paper: bool = False
    by_two: bool = False
    private_room: bool = False
    read_back: bool = False
    seen_before: str = ""
    locale: str = "zh_Hans"
    target_unit_id: int | None = None
    kept_from: tuple[int, ...] = ()
    kept_words: str = ""
    identity: visitor.Identity = field(default_factory=visitor.Identity)
    consent: Consent = field(default_factory=Consent)

    def body(self) -> dict[str, object]:
        """What a repeated form must repeat."""
        return {"words": self.words, "place": self.place, "category": self.category, "heads": self.heads,
                "needs_writer": self.needs_writer, "name": self.identity.name, "phone": self.identity.phone}


@dataclass(frozen=True)
class Registered:
    """What the visitor takes home."""

    case: Case
    code: str
    token: str
    mark: str = ""
    replayed: bool = False

    @property
    def secrets(self) -> tracking.Secrets:
        """What its receipt carries."""
        return tracking.Secrets(self.code, self.token, self.mark)


def register(telling: Telling, *, station: Station, key: str, by: Actor, happened_at: datetime | None = None, agent_id: int | None = None,
             received_by_id: int | None = None, after: str = "", cap: tuple[str, int] | None = None,
             facts: dict[str, object] | None = None) -> Registered:
    """T2: register a matter under a form key; the same key again returns the same case, number and code (R07)
    and is obeyed in what it takes back.

    `after` is the key of an earlier matter of the same visit, which is then counted once (HB-49). `received_by_id`: who sat there and
    heard it. `facts` are told beside those of the first event. `cap` is (source, most within an hour): a flood from one place is refused with the wait in words, and so is one from many
    addresses together; no terminal is touched by that (R58)."""
    before = earlier(telling, key)
    if before is not None:
        _obey(telling, before.case, station, by)
        return before
    access.permit(by, "case.register", access.Place(station.id))
    if happened_at is not None and happened_at > by.at:
        raise Refused("happened_later")
    if cap is not None:
        throttle.spend(f"matters:{cap[0]}", cap[1], by.at)
        if cap[0].startswith("address:"):
            throttle.spend("matters-online", cap[1] * ADDRESSES, by.at, key="too_many_online")
    same = _same_visit(after, station, telling)
    return enter(telling, station=station, key=key, by=by, happened_at=happened_at, agent_id=agent_id,
                 received_by_id=_receiver(received_by_id, station, by), visit_id=same.id if same else None, facts=facts)


def enter(telling: Telling, *, station: Station, key: str, by: Actor, happened_at: datetime | None = None, agent_id: int | None = None,
          received_by_id: int | None = None, owner_id: int | None = None, visit_id: int | None = None, visitor_id: int | None = None,
          since: date | None = None, facts: dict[str, object] | None = None) -> Registered:
    """A case with number, code and clocks, for verbs of this room. With `visit_id` and `visitor_id` it joins a visit that is here, and
    `since` is the day on which that visitor's own clock began."""
    kept = excluded_person.meant(telling.kept_from, telling.kept_words, by) if telling.kept_from or telling.kept_words else frozenset()
    with db.session.no_autoflush:  # the case is written once for its id, and once more with all that hangs on it
        case = _case(telling, station, by, agent_id, owner_id, kept)
        case.visit_id = visit_id or visit.begin(station.id, telling.channel, telling.heads, happened_at or by.at)
        case.visitor_id, case.received_by_id = visitor_id or visitor.keep(telling.identity), received_by_id
        db.session.add(case)
        db.session.flush()
        secrets, mark = tracking.issue(case, key), commitment.queue(case)
        form_key.remember(key, telling.body(), case.id, by.at)
        ticks = {name: True for name in ("urgent", "by_two", "private_room", "read_back") if getattr(telling, name)}
        lifecycle.move(case, "T2", by=by, happened_at=happened_at,
                       facts={"channel": case.channel.value, "heads": case.heads} | ticks | (facts or {}))
        excluded_person.begin(case, kept, telling.kept_words, by=by)
        deadline.begin(case, "ceiling", by=by, since=since)
        deadline.step(case, "accept", by=by)
        search.index(case)
    return Registered(case, secrets.code, secrets.token, mark)


def _same_visit(after: str, station: Station, telling: Telling) -> Visit | None:
    """The visit of an earlier matter, by the key of its form, where this one was told at the same station; no more people than came."""
    case_id = form_key.made_by(after) if after else None
    before = db.session.get(Case, case_id) if case_id is not None else None
    found = db.session.get(Visit, before.visit_id) if before is not None and before.visit_id and before.station_id == station.id else None
    if found is not None and telling.heads > found.heads:
        raise Refused("heads_visit", n=found.heads)
    return found


def _receiver(received_by_id: int | None, station: Station, by: Actor) -> int | None:
    """Who sat there: whoever was named, else the representative or recommended member who writes it down themselves (SD-06)."""
    if received_by_id is None:
        return by.person_id if any(by.sits(role, station.id) for role in RECEIVES) else None
    day = clock.day_of(by.at)
    if received_by_id not in {one for role in RECEIVES for one, _ in person.holders(role, day, station_id=station.id)}:
        raise Refused("receiver_elsewhere")
    return received_by_id


def earlier(telling: Telling, key: str) -> Registered | None:
    """What this form key already made, with the same number and code, or None."""
    case_id = form_key.earlier(key, telling.body())
    case = db.session.get(Case, case_id) if case_id is not None else None
    if case is None:
        return None
    secrets = tracking.issued(case, key)
    return Registered(case, secrets.code if secrets else "", secrets.token if secrets else "", replayed=True)


def _obey(telling: Telling, case: Case, station: Station, by: Actor) -> None:
    """What a repeat takes back is obeyed and told; it gives nothing. It may come late, or before the form it repeats: of two words the
    one that shows less holds, and to allow more there is a page of its own (practice.md §6.1). What is on the board stays
    there; while an earlier result does, the next one is spoken of."""
    if telling.off_paper:  # no paper from now on bears a word
        case.off_paper = True
    if telling.kept_from or telling.kept_words:
        excluded_person.say_again(case, telling.kept_from, telling.kept_words, by=by)
    taken = {name: [True, False] for name, given in asdict(telling.consent).items() if getattr(case, name) and not given}
    if not taken or closing.stands_with_their_yes(case):
        return
    held = access.permit(by, "case.register", access.Place(station.id))
    timeline.record(case, "consent.change", role=held.role, by=by, from_state=case.state, to_state=case.state, facts=taken, for_visitor=True)
    for name in taken:
        setattr(case, name, False)
    closing.settle_anew(case, by=by)


def _case(telling: Telling, station: Station, by: Actor, agent_id: int | None, owner_id: int | None, kept: frozenset[int]) -> Case:
    words = clean(telling.words, WORDS_MOST, WORDS_LINES)
    if not words.strip() and not telling.needs_writer:
        raise Refused("words_needed")
    if not 1 <= telling.heads <= 9999:
        raise Refused("heads_range")
    sealed = sorting.is_report(telling.kind, telling.category)
    today = clock.day_of(by.at)
    serial = series.advance(f"case:{station.code}:{today.year}")
    case = Case(
        number=codes.case_number(station.code, today.year, serial), station_id=station.id, state=State.DRAFT,
        channel=telling.channel, kind=Kind.CONDUCT_REPORT if sealed else telling.kind, sealed=sealed, nature=telling.nature,
        category=telling.category, common=telling.common, affects=telling.affects, urgent=telling.urgent, heads=telling.heads, words=words,
        wants=clean(telling.wants, 200), place=clean(telling.place, 200), home_id=telling.home_id, danger=telling.danger, danger_at=by.at if telling.danger else None, minor=telling.minor,
        needs_writer=telling.needs_writer, locale=telling.locale, target_unit_id=telling.target_unit_id,
        publish_result=telling.consent.publish_result, publish_words=telling.consent.publish_words,
        publish_rating=telling.consent.publish_rating, share_contact=telling.consent.share_contact and visitor.shares(telling.identity.mode, sealed),
        seen_before=clean(telling.seen_before, 120), off_paper=telling.off_paper, demo=networks.is_demo(),
        registered_at=by.at, policy=policy.in_force(today), calendar=calendar.version(), events=0, chain="", round=1,
        owner_id=owner_id or charge.owner_of(station, by, kept),
        agent_id=(None if agent_id in kept else agent_id) or charge.agent_of(station, serial, by, "" if sealed else telling.category or "", kept))
    case.station = station
    return case


def write_down(case: Case, *, words: str, by: Actor, off_paper: bool = False, in_danger: bool = False) -> None:
    """Write what the visitor said for one who asked for a writer; marked as written down by this person (K34).

    What was kept off the receipt at the terminal stays off it. `in_danger`: what they said is about danger to life (practice.md §3.2)."""""
    if not case.needs_writer or case.words:
        raise Refused("words_stand")
    case.words = needed(words, WORDS_MOST, WORDS_LINES, key="words_needed")
    case.written_down_by_id = by.person_id
    case.off_paper = case.off_paper or off_paper
    lifecycle.also(case, "case.write_down", by=by, facts=danger.heard(case, in_danger, by), for_visitor=True)
    search.index(case)
