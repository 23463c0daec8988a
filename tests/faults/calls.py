"""What several rows of the table of verbs do: one call each, or one that is made for a case (R10)."""

from collections.abc import Callable
from datetime import date

from portal.cases import acceptance, enclosure, issuing, preparing, rating, recount, referral, reply, slip, tray
from portal.cases.case import Case, Channel, Outcome
from portal.cases.rating import Result, Solved
from portal.cases.slip import Level
from portal.foundation import files
from portal.foundation.database import db
from portal.network import almanac, staff, terminal
from tests.cases import ladder_scene as ladder
from tests.cast import Cast
from tests.faults.scenes import KEY, kiosk
from tests.recording import picture

Do = Callable[[Cast, Case], object]


def own(cast: Cast) -> terminal.Terminal:
    return terminal.kept_by(cast.actor("liaison"))[0]


def leading(case: Case) -> Case:
    """The other case of the scene."""
    return db.session.get_one(Case, case.id + 1)


def hand_in(cast: Cast, case: Case) -> None:
    """The file lies there again, whoever took it away before."""
    one = enclosure.of_draft(tray.draft_of(KEY))[0]
    files.keep(files.cleaned(picture(3)).data, enclosure.path(one))
    enclosure.hand_in(case, one.draft, by=kiosk(cast))


def count_anew(cast: Cast, case: Case) -> None:
    """A day off moves what runs."""
    with recount.counted_anew(by=cast.actor("office"), closures=[date(2026, 3, 5)]):
        almanac.close([date(2026, 3, 5)], name="迎检", source="通知", by=cast.actor("office"))


def red(case: Case) -> slip.Slip:
    return next(row for row in slip.of_case(case) if row.level is Level.A)


def rate(result: Result, solved: Solved) -> Do:
    return lambda cast, case: rating.rate(case, result=result, solved=solved, understood=True, channel=Channel.ONLINE, words="谢谢。", by=cast.visitor(case))


def review(upheld: bool) -> Do:
    return lambda cast, case: rating.decide_review(case, upheld=upheld, reason="看过了。", by=cast.actor("director"))


def rule(upheld: bool) -> Do:
    return lambda cast, case: acceptance.decide_contest(case, upheld=upheld, decision="看过了。", by=cast.actor("office"))


def write(cast: Cast, case: Case) -> object:
    return reply.write(case, text="已修复。", claim=Outcome.SOLVED, officer="甲", signed_off_by="乙", by=cast.actor("officer"))


def end_return(to: str) -> Do:
    return lambda cast, case: referral.decide_return(case, to=cast.unit(to) if to else None, decision="看过了。", by=cast.actor("director"))


def draw(level: Level) -> Do:
    return lambda cast, case: issuing.draw_up(case, level, demand="请办结。", reasons=ladder.ALL, by=cast.actor("rep"))


def sign(login: str) -> Do:
    return lambda cast, case: issuing.countersign(case, slip.of_case(case)[-1], by=cast.actor(login))


def visitor_says(word: preparing.Word) -> Do:
    return lambda cast, case: preparing.answer(case, word, said="请遮住我的名字。", by=cast.visitor(case))


def take_role(cast: Cast, case: Case) -> None:
    who = cast.person("clerk")
    staff.take(who, who.grants[0].id, by=cast.actor("admin"))
