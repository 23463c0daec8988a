"""Matters that are alike, gathered, worded and put on the board."""

from portal.cases.case import Case
from portal.commons import concern, gathering, joining
from portal.commons import shown as shown_now
from portal.commons.concern import Concern
from portal.commons.joining import From
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import actor
from tests.cast import Cast

TOLD = ("东门外的路灯一个月都不亮，晚上出门看不见路。", "我们这边东门路灯坏了，天黑走路怕摔跤。", "东门那排路灯全黑，老人夜里不敢出来。")
TITLE, TEXT = "东门一带夜间照明不足", "有居民提出，东门外一段路入夜后没有照明，行走不便。"


def told(cast: Cast, count: int = 3, **more: object) -> list[Case]:
    """So many matters about the same lamps, with what the liaison noted."""
    return [cast.register(words=TOLD[place % 3], **more).case for place in range(count)]


def gathered(cast: Cast, cases: list[Case] | None = None, **more: object) -> Concern:
    """A draft of them."""
    cases = cases if cases is not None else told(cast, **more)  # type: ignore[arg-type]
    with unit_of_work():
        return gathering.gather([case.number for case in cases], locale="zh_Hans", by=cast.actor("liaison"))


def worded(cast: Cast, row: Concern, title: str = TITLE, text: str = TEXT, place: str = "东门") -> Concern:
    """The draft, worded."""
    with unit_of_work():
        gathering.word(concern.kept_by(row.id, cast.actor("liaison")), title=title, text=text, place=place, by=cast.actor("liaison"))
    return row


def shown(cast: Cast, cases: list[Case] | None = None, **more: object) -> Concern:
    """On the board."""
    row = worded(cast, gathered(cast, cases, **more))
    with unit_of_work():
        gathering.show(concern.kept_by(row.id, cast.actor("director")), by=cast.actor("director"))
    return row


def join(row: Concern, word: str = "w", source: str = "address:x") -> bool:
    """Somebody says: me too."""
    with unit_of_work():
        put = joining.join(row.id, word, came_from=From.ONLINE, source=source, by=actor.public(clock.now()))
    db.session.expire_all()
    return put


def joined(row: Concern) -> int:
    """How many joined, read anew."""
    db.session.rollback()
    return shown_now.one(row.id).joined
