"""Where each writing verb is possible: scenes set once, each a database file that is copied for whoever wants it (R10)."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from portal.cases import acceptance, care, enclosure, form_block, standstill, support, tray
from portal.cases.case import Case
from portal.cases.enclosure import EnclosureKind
from portal.cases.intake import Consent
from portal.cases.pause import PauseReason
from portal.cases.rating import Result, Solved
from portal.cases.visitor import Identity
from portal.foundation import clock, files
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor, almanac, face, pairing, pledge, terminal
from portal.network.actor import Actor
from portal.notices import pressure, wish
from portal.reception import activity, handout, help_call, incident, print_job
from portal.reception.help_call import Scene
from tests.cast import NOW, Cast
from tests.faults.awards import SCENES as OF_AWARDS
from tests.faults.boards import SCENES as ON_BOARD
from tests.faults.concerns import SCENES as CONCERNS
from tests.faults.open_days import SCENES as OPEN_DAYS
from tests.faults.reports import SCENES as REPORTS
from tests.faults.rosters import SCENES as ROSTERS
from tests.recording import picture
from tests.web.office import ladder_acts as steps
from tests.web.office import test_act_happy as acts

KEY, VISIT, PAPER = "f" * 32, "v" * 32, "a" * 64
CODES: dict[str, str] = {}  # what is only known to who asked for it


def kiosk(cast: Cast) -> Actor:
    return actor.kiosk(cast.station().id, clock.now())


def then(step: str, *deeds: Callable[[Cast, Case], object], **more: object) -> Callable[[Cast], Case]:
    """A step of the cast, and what happens after it."""
    def scene(cast: Cast) -> Case:
        made = getattr(cast, step)(**more)
        case: Case = made.case if step == "register" else made
        for deed in deeds:
            deed(cast, case)
        return case
    return scene


def in_one(deed: Callable[[Cast, Case], object]) -> Callable[[Cast, Case], None]:
    """A deed in a unit of work of its own."""
    def done(cast: Cast, case: Case) -> None:
        with unit_of_work():
            deed(cast, case)
    return done


def day(month: int, number: int) -> Callable[[Cast, Case], None]:
    return lambda cast, case: clock.freeze(clock.at_local(date(2026, month, number), 10))


def dissatisfied(cast: Cast, case: Case) -> None:
    cast.rate(case, Result.DISSATISFIED, Solved.NO)


def hold(cast: Cast, case: Case) -> object:
    return standstill.hold(case, reason=PauseReason.APPRAISAL, days=5, note="灯杆送检", by=cast.actor("liaison"))


def meet(cast: Cast) -> object:
    """A meeting at the station was held and is written down."""
    told = activity.Held(clock.today(), activity.Kind.MEETING, "垃圾分类", people=frozenset({cast.person("rep").id}))
    return activity.note(cast.station(), told, key="k", by=cast.actor("liaison"))


def lay_in(cast: Cast, case: Case) -> None:
    """A picture in the tray of a draft."""
    with unit_of_work():
        draft = tray.open_for(KEY, by=kiosk(cast))
        CODES["pass"] = tray.give_pass(KEY, by=kiosk(cast))
        enclosure.enclose(draft, files.cleaned(picture(3)), kind=EnclosureKind.PHOTO, by=kiosk(cast))


def pair_one(cast: Cast, case: Case) -> object:
    return terminal.pair(cast.station(), place="大厅", by=cast.actor("liaison"))


def ask_to_pair(cast: Cast, case: Case) -> None:
    CODES["pairing"] = pairing.ask(clock.now())[0]


def wait_for_paper(cast: Cast, case: Case) -> object:
    return print_job.ask(case, paper="b" * 64, terminal=terminal.kept_by(cast.actor("liaison"))[0], by=cast.visitor(case))


def print_one(cast: Cast, case: Case) -> None:
    job = print_job.ask(case, paper=PAPER, terminal=terminal.kept_by(cast.actor("liaison"))[0], by=cast.visitor(case))
    print_job.lose(job, clock.now())


def follow(cast: Cast, case: Case) -> None:
    cast.register()


def answer(cast: Cast, case: Case) -> None:
    acceptance.answer(case, text="九点开门。", answered_by="甲", by=cast.actor("liaison"))


def put_up(cast: Cast, case: Case) -> object:
    return cast.put_up(case)


SCENES: dict[str, Callable[[Cast], Case]] = {
    **{name: then("register", deed) for name, deed in {**OPEN_DAYS, **ROSTERS, **CONCERNS, **REPORTS}.items()},
    **{step: then(step) for step in ("register", "accepted", "referred", "handling", "replied", "to_deliver", "delivered", "closed", "shown")},
    "routed": then("accepted", acts.routed), "reachable": then("handling", consent=Consent(share_contact=True)),
    **{name: then("closed", *deeds) for name, deeds in (ON_BOARD | OF_AWARDS).items()},
    "wordless": then("register", words="", needs_writer=True), "two": then("register", follow),
    "endangered": then("register", danger=True),
    "clarifying": then("register", acts.ask_back), "unanswered": then("register", acts.ask_back, day(3, 30)),
    "uncalled": then("register", day(3, 30), danger=True),
    "refused": then("register", acts.refuse), "contested": then("register", acts.object_to),
    "return asked": then("handling", acts.ask_return), "extension asked": then("handling", acts.ask_more_time),
    "answered": then("register", in_one(answer)), "answered, published": then("register", in_one(answer), in_one(put_up)),
    "summarised": then("to_deliver", acts.summarise), "confirmed": then("to_deliver", acts.confirmed),
    "delivered to nobody": then("delivered", identity=Identity()), "tried": then("delivered", acts.tried), "again": then("delivered", dissatisfied),
    "again delivered": then("delivered", dissatisfied, lambda cast, case: (cast.reply(case), cast.pass_on(case), cast.tell(case))),
    "review": then("delivered", acts.dissatisfied_twice),
    "held": then("handling", in_one(hold)), "held too long": then("handling", in_one(hold), day(3, 20)),
    "called back": then("referred", in_one(lambda cast, case: care.withdraw(case, own_will=True, reason="", by=cast.visitor(case)))),
    **{name: then("handling", deed) for name, deed in (
        ("late", steps.late), ("asked", steps.asked), ("drawn", steps.drawn), ("yellow", steps.yellow), ("long", steps.long),
        ("red drawn", steps.red_drawn), ("red", steps.red), ("proposed", steps.proposed))},
    "left unsigned": then("handling", steps.drawn, day(3, 30)),
    "paper": then("referred", steps.no_accounts), "paper handling": then("handling", steps.no_accounts),
    "supported on paper": then("handling", steps.supported_on_paper),
    "supported": then("handling", in_one(lambda cast, case: support.name(case, [cast.unit("区水务公司").id], by=cast.actor("liaison")))),
    "wished": then("register", in_one(lambda cast, case: wish.hear(case, way=wish.Way.MAIL, address="a@b.example", locale="en", agreed=True,
                                                                  by=cast.visitor(case)))),
    "pressed": then("register", in_one(lambda cast, case: pressure.tell(case, words="有人找我。", by=cast.visitor(case))), station="S02"),
    "tray": then("register", lay_in), "terminal": then("register", in_one(pair_one)), "pairing": then("register", in_one(ask_to_pair)),
    "waiting": then("register", in_one(pair_one), in_one(wait_for_paper)), "told": then("register", key=KEY),
    "printed": then("register", in_one(pair_one), in_one(print_one)),
    "promise passed": then("promised", day(3, 28), day=date(2026, 3, 20)),
    "rung": then("register", in_one(lambda cast, case: help_call.ring(station=cast.station(), visit=VISIT, scene=Scene.MATTER, by=kiosk(cast)))),
    "pictured": then("register", in_one(lambda cast, case: face.show(
        face.one(cast.person("rep").id, cast.actor("liaison")), b"jpeg", by=cast.actor("liaison")))),
    "pledged": then("register", in_one(lambda cast, case: pledge.give(
        face.one(cast.person("rep").id, cast.actor("liaison")), "有问必回。", date(2026, 3, 1), date(2026, 3, 20), by=cast.actor("liaison"))), day(3, 28)),
    "handed_out": then("register", in_one(lambda cast, case: handout.note(
        cast.station(), day=clock.today(), count=300, group=handout.Group.EVENT, place="菜市场", person_id=None, key="k", by=cast.actor("clerk")))),
    "met": then("register", in_one(lambda cast, case: meet(cast))),
    "forms printed": then("register", in_one(lambda cast, case: form_block.order(
        cast.station(), count=2, locale="en", key=KEY, by=cast.actor("director")))),
    "noted": then("register", in_one(lambda cast, case: incident.note(
        cast.station(), what="拍了桌子。", present=[], by_two=True, by=cast.actor("liaison")))),
    "closure": then("register", in_one(lambda cast, case: almanac.close([date(2026, 3, 20)], name="迎检", source="通知", by=cast.actor("office")))),
}


class Shelf:
    """Databases by the name of their scene, each set once; and the moment at which it was left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._left: dict[str, tuple[int, datetime]] = {}

    def number(self, name: str, live: Path, start_over: Callable[[Path | None], None]) -> int:
        """Put the scene in place; the id of its case. `start_over` closes the database and puts a file in its place."""
        kept = self.folder / f"{name}.db"
        clock.freeze(NOW)
        if name not in self._left:
            start_over(None)
            self._left[name] = (SCENES[name](Cast()).id, clock.now())
            start_over(live)
            kept.write_bytes(live.read_bytes())
        start_over(kept)
        clock.freeze(self._left[name][1])
        return self._left[name][0]
