"""The monthly reports on the stage: of every station the one that is due, of one of them written, signed and public."""

from portal.demo.people import Cast
from portal.foundation import clock
from portal.foundation.database import db
from portal.network import actor, station
from portal.network.role import Role
from portal.statistics import frozen, monthly

STATION = "S01"
TEXTS = {
    "situation": "本月照常开放，代表按排班接待。",
    "practice": "来访逐件登记，能当场答复的当场答复，其余交有关单位限期办理。",
    "effect": "办理情况以群众评价为准，见上表。",
    "plans": "下月继续按时公开结果，并走访反映集中的小区。",
}


def report_all(cast: Cast) -> None:
    """Drafted by the clock; the liaison writes, the director signs."""
    now, here = clock.now(), station.by_code(STATION)
    rows = monthly.drafts(by=actor.system(now))
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        if here is not None and row.station_id == here.id:
            monthly.write(row, TEXTS, locale="zh_Hans", by=cast.one(Role.LIAISON, STATION).then(now))
            frozen.sign(row, by=cast.one(Role.DIRECTOR, STATION).then(now))
