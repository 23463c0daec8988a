"""The invented district 岚屿区: its stations as the public finds them, and the units that matters go to. No address is real."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.foundation.database import db
from portal.network.station import Station, StationLevel
from portal.network.unit import Unit, UnitKind

K = UnitKind
UNITS: dict[str, tuple[UnitKind, str]] = {  # name: (kind, how the logins of its people end)
    "街道城市管理办": (K.UNIT, ""), "街道平安建设办": (K.UNIT, "safety"), "街道司法所": (K.UNIT, "justice"),
    "榆荫街道会员服务中心": (K.UNIT, "centre"), "镇农业农村办": (K.UNIT, "farming"), "镇社会事务办": (K.UNIT, "social"),
    "镇规建办": (K.UNIT, "building"), "区民政局": (K.UNIT, "civil"), "区人社局": (K.UNIT, "labour"),
    "区公安分局": (K.UNIT, "police"), "区住建局": (K.UNIT, "housing"), "区公交公司": (K.UNIT, "bus"),
    "区生态环境局": (K.UNIT, "environment"), "区供电公司": (K.UNIT, "power"), "区教育局": (K.UNIT, "school"),
    "区交通局": (K.UNIT, "roads"), "区市场监管局": (K.UNIT, "market"), "区城管局": (K.UNIT, "city"),
    "区水务公司": (K.UNIT, "water"), "区卫健局": (K.UNIT, "health"),
    "街道纪检部门": (K.DISCIPLINE, "discipline"), "镇党委": (K.COMMITTEE, "committee"),
}


@cache
def stations() -> dict[str, dict[str, Any]]:
    """The stations of the file by code, parents first; phones begin with 12, as no real one does."""
    lines = (Path(__file__).parent / "stations.jsonl").read_text("utf-8").splitlines()
    return {row["code"]: row for row in map(json.loads, lines)}


def build(since: date) -> None:
    """Put up the stations and the units."""
    ids: dict[str, int] = {}
    for code, row in stations().items():
        facts = {name: value for name, value in row.items() if name not in ("level", "parent")}
        station = Station(**facts, level=StationLevel(row["level"]), parent_id=ids.get(row["parent"]), opens_on=since)
        db.session.add(station)
        db.session.flush()
        ids[code] = station.id
    for number, (name, (kind, _)) in enumerate(UNITS.items()):
        db.session.add(Unit(name=name, kind=kind, phone=f"120000082{number:02d}"))
    db.session.flush()
