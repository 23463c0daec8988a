"""A report about officials can be brought in by every way, though few may read it afterwards (HB-44)."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases import intake
from portal.cases.case import Case, Channel
from portal.foundation import clock, codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.network import access, actor, sign_in, station


@pytest.mark.parametrize("way", ["kiosk", "public", "clerk", "volunteer"])
def test_a_report_about_officials_is_taken_and_sealed_whoever_brings_it(app: Flask, cast: object, way: str) -> None:
    """HB-44: registered and sealed by any way; those who read no sealed matter do not see it, not even the one who took it."""
    place, now = station.by_code("S01"), clock.now()
    assert place is not None
    person = sign_in.find(way)
    by = {"kiosk": actor.kiosk(place.id, now), "public": actor.public(now)}.get(way) or actor.of_person(
        person, now)  # type: ignore[arg-type]
    with unit_of_work():
        told = intake.Telling(words="窗口让我白跑了三趟。", channel=Channel.KIOSK, category="O1")
        taken = intake.register(told, station=place, key=codes.new_key(), by=by).case.number
    case = db.session.scalar(select(Case).where(Case.number == taken))
    assert case is not None and case.sealed and case.kind == 4
    assert not access.can(by, "case.see", case)
