"""The people of the tests: three stations, four units and one of every role, seated once and copied for each test."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from portal.cases import acceptance, delivery, founding, intake, preparing, progress, publication, rating, referral, reply
from portal.cases.case import Case, Channel, Outcome
from portal.cases.publication import Publication
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from portal.network import person as people
from portal.network import station as stations
from portal.network import unit as units
from portal.network.actor import Actor
from portal.network.person import Person
from portal.network.representative import Representative
from portal.network.role import Role
from portal.network.station import Station, StationLevel
from portal.network.unit import Unit, UnitKind

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday 2 March 2026, 09:00 in Shanghai
PASSWORD = "a long enough password"
SINCE = date(2026, 1, 1)
# login: (role, station code, unit name)
SEATS: dict[str, tuple[Role, str | None, str | None]] = {
    "admin": (Role.ADMINISTRATOR, None, None),
    "office": (Role.OFFICE, None, None),
    "steering": (Role.STEERING, None, None),
    "director": (Role.DIRECTOR, "S01", None),
    "director-s02": (Role.DIRECTOR, "S02", None),
    "liaison": (Role.LIAISON, "S01", None),
    "liaison-s02": (Role.LIAISON, "S02", None),
    "liaison-s90": (Role.LIAISON, "S90", None),
    "clerk": (Role.CLERK, "S01", None),
    "rep": (Role.REPRESENTATIVE, "S01", None),
    "rep-2": (Role.REPRESENTATIVE, "S01", None),
    "rep-s02": (Role.REPRESENTATIVE, "S02", None),
    "member": (Role.MEMBER, "S01", None),
    "volunteer": (Role.VOLUNTEER, "S01", None),
    "officer": (Role.UNIT_OFFICER, None, "街道城市管理办"),
    "head": (Role.UNIT_HEAD, None, "街道城市管理办"),
    "officer-2": (Role.UNIT_OFFICER, None, "区水务公司"),
    "secretary": (Role.UNIT_OFFICER, None, "镇党委"),
    "inspector": (Role.UNIT_OFFICER, None, "街道纪检部门"),
}
WORDS = "路灯坏了五盏，晚上黑得看不见坑。"


def seat(password_hash: str) -> None:
    """Found the network and put everybody in their place; commits."""
    with unit_of_work():
        founding.found("岚屿区", demo=False)
        town = Station(code="S01", name="榆荫街道站", level=StationLevel.TOWN, area="榆荫街道", phone="12000000001", opens_on=SINCE)
        db.session.add(town)
        db.session.flush()
        db.session.add_all([
            Station(code="S02", name="河湾社区站", level=StationLevel.VILLAGE, parent_id=town.id, opens_on=SINCE),
            Station(code="S90", name="网上站", level=StationLevel.ONLINE, parent_id=town.id, opens_on=SINCE),
            Unit(name="街道城市管理办"), Unit(name="区水务公司"),
            Unit(name="镇党委", kind=UnitKind.COMMITTEE), Unit(name="街道纪检部门", kind=UnitKind.DISCIPLINE)])
        for login, (role, code, unit_name) in SEATS.items():
            station = stations.by_code(code) if code else None
            unit = units.by_name(unit_name) if unit_name else None
            person = Person(name=f"{login}甲", login=login, password_hash=password_hash, home_station_id=station.id if station else None)
            db.session.add(person)
            db.session.flush()
            people.grant(person, role, SINCE, station.id if station else None, unit.id if unit else None)
            if role in (Role.REPRESENTATIVE, Role.MEMBER) and station:
                db.session.add(Representative(person_id=person.id, station_id=station.id, kind="党代表", field="城市管理"))


@dataclass
class Cast:
    """Shorthands for the seated people and for cases at any step of the loop. All of them commit."""

    def actor(self, login: str) -> Actor:
        """Somebody seated, acting now (the clock of the tests)."""
        return actor.of_person(self.person(login), clock.now())

    def person(self, login: str) -> Person:
        """The row of somebody seated."""
        return db.session.scalars(select(Person).where(Person.login == login)).one()

    def visitor(self, case: Case) -> Actor:
        """The visitor of a case, code shown."""
        return actor.visitor(case.id, clock.now())

    def station(self, code: str = "S01") -> Station:
        """A station by its code."""
        return db.session.scalars(select(Station).where(Station.code == code)).one()

    def unit(self, name: str = "街道城市管理办") -> Unit:
        """A unit by its name."""
        return db.session.scalars(select(Unit).where(Unit.name == name)).one()

    def telling(self, **more: object) -> intake.Telling:
        """A named matter about street lights with consent to publish, changed by keyword."""
        given: dict[str, object] = {
            "words": WORDS, "channel": Channel.KIOSK, "category": "C4",
            "identity": Identity(IdentityMode.NAMED, "测某甲", "12000000017"),
            "consent": intake.Consent(publish_result=True, publish_words=True)}
        return intake.Telling(**(given | more))  # type: ignore[arg-type]

    def register(self, station: str = "S01", key: str | None = None, by: Actor | None = None, **more: object) -> intake.Registered:
        """A registered case, told at the station's kiosk; its representative is `rep` (at S02 `rep-s02`)."""
        with unit_of_work():
            here = self.station(station)
            agent = self.person("rep-s02" if station == "S02" else "rep").id
            return intake.register(self.telling(**more), station=here, key=key or codes.new_key(),
                                   by=by or actor.kiosk(here.id, clock.now()), agent_id=agent)

    def accepted(self, kind: int = 2, category: str = "C4", target: str | None = None, **more: object) -> Case:
        """A case the liaison of S01 accepted on the representative's word."""
        case = self.register(**({"kind": 4} if kind == 4 else {}), **more).case
        with unit_of_work():
            sorting = acceptance.Sorting(kind, category, common=True, points_to_nobody=True,
                                         target_unit_id=self.unit(target).id if target else None)
            acceptance.accept(case, sorting, decided_by_id=self.person("rep").id, by=self.actor("liaison"))
        return case

    def referred(self, unit: str = "街道城市管理办", clock_name: str = "reply_simple", **more: object) -> Case:
        """A case that lies with a unit, not yet acknowledged."""
        case = self.accepted(**more)  # type: ignore[arg-type]
        with unit_of_work():
            referral.refer(case, to=self.unit(unit), clock_name=clock_name, opinion="请按期办理。",
                           opinion_by_id=self.person("rep").id, by=self.actor("liaison"))
        return case

    def handling(self, **more: object) -> Case:
        """A case the unit acknowledged."""
        case = self.referred(**more)  # type: ignore[arg-type]
        with unit_of_work():
            referral.acknowledge(case, by=self.actor(self.officer_of(case)))
        return case

    def shown(self, **more: object) -> Case:
        """A case the unit acknowledged, whose progress stands on the board."""
        case = self.handling(**more)
        with unit_of_work():
            progress.show(case, by=self.actor("director"))
        return case

    def replied(self, text: str = "五盏路灯已全部恢复照明，坑洞已于3月1日填补。今后每周巡查一次。", **more: object) -> Case:
        """A case whose reply lies with the representative."""
        case = self.handling(**more)
        self.reply(case, text)
        return case

    def reply(self, case: Case, text: str = "再次核查，已全部修复，并于当日复查三次。", claim: Outcome = Outcome.SOLVED, *,
              planned_on: date | None = None) -> None:
        """The unit's (next) reply."""
        with unit_of_work():
            reply.write(case, text=text, claim=claim, officer="经办甲", signed_off_by="主任甲", planned_on=planned_on,
                        by=self.actor(self.officer_of(case)))

    def to_deliver(self, **more: object) -> Case:
        """A case whose reply was passed on."""
        case = self.replied(**more)  # type: ignore[arg-type]
        self.pass_on(case)
        return case

    def pass_on(self, case: Case) -> None:
        """The representative finds it answers the question."""
        with unit_of_work():
            reply.pass_on(case, answers_the_question=True, by=self.actor("rep"))

    def delivered(self, **more: object) -> Case:
        """A case whose visitor was told."""
        case = self.to_deliver(**more)
        self.tell(case)
        return case

    def tell(self, case: Case) -> None:
        """Summary, confirmation and delivery by phone."""
        with unit_of_work():
            delivery.summarise(case, asked="您说路灯坏了。", answer="五盏灯都修好了。", next="以后每周巡查。", disagree="不同意可以打站里电话。",
                               by=self.actor("liaison"))
        with unit_of_work():
            delivery.confirm(case, by=self.actor("rep"))
        with unit_of_work():
            delivery.deliver(case, way=delivery.Way.PHONE, by=self.actor("liaison"))

    def rate(self, case: Case, result: rating.Result = rating.Result.SATISFIED, solved: rating.Solved = rating.Solved.YES) -> None:
        """The visitor's word, by code."""
        with unit_of_work():
            rating.rate(case, result=result, solved=solved, understood=True, channel=Channel.KIOSK, reception=5, by=self.visitor(case))

    def closed(self, **more: object) -> Case:
        """A case the visitor is satisfied with."""
        case = self.delivered(**more)
        self.rate(case)
        return case

    def put_up(self, case: Case, by: str = "director") -> Publication:
        """The whole way onto the board within the caller's unit of work: the representative shows it, the visitor finds it well, a second
        person lets it go up."""
        preparing.show(case, by=self.actor("rep-s02" if case.station.code == "S02" else "rep"))
        preparing.answer(case, preparing.Word.WELL, by=self.visitor(case))
        return publication.publish(case, by=self.actor(by))

    def promised(self, day: date, solved: rating.Solved = rating.Solved.CANNOT_TELL, **more: object) -> Case:
        """A closed case whose unit promised to be done by a day."""
        case = self.handling(**more)
        self.reply(case, "按计划更换线路。", Outcome.PLANNED, planned_on=day)
        self.pass_on(case)
        self.tell(case)
        self.rate(case, rating.Result.FAIRLY, solved)
        return case

    def officer_of(self, case: Case) -> str:
        """The login of the officer of the unit the case lies with."""
        unit = db.session.get(Unit, case.unit_id)
        return next(login for login, (role, _, name) in SEATS.items() if role is Role.UNIT_OFFICER and unit and name == unit.name)
