"""The invented district 岚屿区: its stations as the public finds them, and the units that matters go to. No address is real."""

from datetime import date

from portal.foundation.database import db
from portal.network.station import Station, StationLevel
from portal.network.unit import Unit, UnitKind

L, K = StationLevel, UnitKind
# code: (name, level, parent, area, address, how to find it, hours, step-free); phones are extensions and no number that rings
STATIONS: dict[str, tuple[str, StationLevel, str, str, str, str, str, bool]] = {
    "S00": ("岚屿区联络办公室", L.DISTRICT, "", "岚屿区", "岚屿区政务服务中心三楼", "电梯到三楼右转，第二个门", "工作日 9:00—12:00，14:00—17:30", True),
    "S01": ("榆荫街道会员服务中心站", L.TOWN, "S00", "榆荫街道", "榆荫街道榆荫路1号一楼大厅", "大门进来左手边，门口有坡道和红色牌子",
            "工作日 9:00—17:30；周六 9:00—12:00", True),
    "S02": ("河湾社区站", L.VILLAGE, "S01", "河湾社区", "河湾小区北门社区用房", "北门进来第一栋平房，看见大榕树就到了", "周二、周四 9:00—17:00", True),
    "S03": ("石渡镇工作站", L.TOWN, "S00", "石渡镇", "石渡镇便民服务大厅2号窗口", "赶集的街口往里走一百步，大厅进门右转", "工作日 8:30—17:00", True),
    "S04": ("青禾村站", L.VILLAGE, "S03", "青禾村", "青禾村党群服务点东屋", "村口小桥过来，篮球场对面，门前有两级台阶", "每周三 9:00—16:00；农忙时到田头", False),
    "S05": ("南埠社区站", L.VILLAGE, "S01", "南埠社区", "南埠地铁站B口旁社区驿站", "地铁B口出来左转，挨着药店", "每天 9:00—20:00", True),
    "S06": ("园区企业站", L.ENTERPRISE, "S00", "岚屿工业园", "岚屿工业园职工之家一楼", "食堂旁边，晚上亮着灯的那间", "周一至周五 17:30—21:00", True),
    "S90": ("网上站", L.ONLINE, "S00", "全区", "", "手机或电脑打开本网站，点“网上说”", "随时可以说，工作日有人看", True),
}
# name: (kind, the end of its people's logins)
UNITS: dict[str, tuple[UnitKind, str]] = {
    "街道城市管理办": (K.UNIT, ""), "街道平安建设办": (K.UNIT, "safety"), "街道司法所": (K.UNIT, "justice"),
    "榆荫街道会员服务中心": (K.UNIT, "centre"), "镇农业农村办": (K.UNIT, "farming"), "镇社会事务办": (K.UNIT, "social"),
    "镇规建办": (K.UNIT, "building"), "区民政局": (K.UNIT, "civil"), "区人社局": (K.UNIT, "labour"), "区公安分局": (K.UNIT, "police"),
    "区住建局": (K.UNIT, "housing"), "区公交公司": (K.UNIT, "bus"), "区生态环境局": (K.UNIT, "environment"),
    "区供电公司": (K.UNIT, "power"), "区教育局": (K.UNIT, "school"), "区交通局": (K.UNIT, "roads"), "区市场监管局": (K.UNIT, "market"),
    "区城管局": (K.UNIT, "city"), "区水务公司": (K.UNIT, "water"), "区卫健局": (K.UNIT, "health"),
    "街道纪检部门": (K.DISCIPLINE, "discipline"), "镇党委": (K.COMMITTEE, "committee"),
}


def build(since: date) -> None:
    """Put up the stations and the units."""
    placed: dict[str, Station] = {}
    for place, (code, row) in enumerate(STATIONS.items()):
        name, level, parent, area, address, find, hours, step_free = row
        station = Station(code=code, name=name, level=level, parent_id=placed[parent].id if parent else None, area=area, address=address,
                          how_to_find=find, phone=f"分机 80{place:02d}", hours=hours, step_free=step_free,
                          first_responsible_phone=f"分机 81{place:02d}", opens_on=since)
        db.session.add(station)
        db.session.flush()
        placed[code] = station
    for number, (name, (kind, _)) in enumerate(UNITS.items()):
        db.session.add(Unit(name=name, kind=kind, phone=f"分机 82{number:02d}"))
    db.session.flush()
