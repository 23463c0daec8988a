"""A common concern on the stage: three matters of one station that are about the same thing, worded by its liaison, and neighbours who say so too."""

from portal.cases.case import Case
from portal.commons import gathering, joining
from portal.demo.people import Cast
from portal.foundation import clock
from portal.network import actor
from portal.network.role import Role

STATION, LINES = "S01", ("DEMO-0001", "DEMO-0034", "MORE-0002")
TITLE, PLACE = "公共地方的垃圾清运和公厕", "菜市场周边和各小区后巷"
TEXT = "几位居民先后提到：垃圾桶和旧家具清运不够勤，集市附近缺少公共卫生间。服务站把这几件归到一起，请有关单位统一安排。"
JOINED = 4


def gather_all(cast: Cast, cases: dict[str, Case]) -> None:
    """Gathered, worded and put on the board today."""
    by = cast.one(Role.LIAISON, STATION).then(clock.now())
    row = gathering.gather([cases[no].number for no in LINES], locale="zh_Hans", by=by)
    gathering.word(row, title=TITLE, text=TEXT, place=PLACE, by=by)
    gathering.show(row, by=cast.one(Role.DIRECTOR, STATION).then(clock.now()))
    for neighbour in range(JOINED):
        joining.join(row.id, f"neighbour {neighbour}", came_from=joining.From.KIOSK, source="demonstration", by=actor.kiosk(row.station_id, clock.now()))
