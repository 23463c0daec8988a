"""What the sittings of the last month received: the matters told in their hours, and visits of which none was wanted (HB-22, X-11)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.cases import sitting_spoken
from portal.cases.sitting_spoken import Told
from portal.cases.visit import Ended, Visit
from portal.foundation.database import db
from portal.network.actor import Actor
from portal.reception import shift_visit
from portal.reception.shift import Shift

SPOKEN = ((Ended.LISTENED, 1), (Ended.EXPLAINED, 2), (Ended.ANSWERED, 3))


def receive(row: Shift, now: datetime, liaison: Actor) -> None:
    """Of a sitting that has begun: whoever came then hangs on it, and three more came without a matter."""
    then = select(Visit).where(Visit.station_id == row.station_id, Visit.began_at >= row.begins_at, Visit.began_at < row.ends_at)
    for came in db.session.scalars(then):
        shift_visit.hang(came)
    for turn, (ended, heads) in enumerate(SPOKEN, 1):
        at = row.begins_at + timedelta(minutes=20 * turn)
        if at <= now:
            shift_visit.hang(sitting_spoken.note(row.station, Told(ended, heads), key=f"spoken {row.station.code} {row.begins_at.isoformat()} {turn}", by=liaison.then(at)))
