"""The monthly report: it comes by itself after the cut-off, the liaison adds four texts, and who is first responsible signs it (HB-13, CT-01).

What was signed is a row of its own with the very bytes (portal.statistics.frozen) and is never changed; what is noted or taken back later
stands as a correction in the next report."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases import policy
from portal.cases.case import Case
from portal.commons import wording
from portal.foundation import clock
from portal.foundation.database import Base, Json, Utc, db
from portal.foundation.refusal import Missing, Moved, Refused
from portal.foundation.text import clean
from portal.network import access, reach, station
from portal.network.access import Place
from portal.network.actor import Actor
from portal.network.station import Station
from portal.statistics import counts
from portal.statistics.counts import Span
from portal.statistics.figures import CORRECTED, Told

NAME = "monthly_report"
TEXT_MOST, LINES, LOOKS_BACK = 2000, 60, 3  # signs and lines of a text; how many earlier reports are counted again
TEXTS = ("situation", "practice", "effect", "plans")  # what the source writes in prose (CT-01)


class MonthlyReport(Base):
    """One station and one period, `2026-03` after the month it ends in. `whole` are its figures with the sealed matters among them; they
    leave this row never, and serve to see what changed. `corrections`: {period, figure, was, now}."""

    __tablename__ = "monthly_report"
    __table_args__ = (UniqueConstraint("station_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    period: Mapped[str] = mapped_column(String(7), index=True)
    first: Mapped[date]
    last: Mapped[date]
    counted_at: Mapped[datetime] = mapped_column(Utc)
    figures: Mapped[dict[str, int]] = mapped_column(Json)
    whole: Mapped[dict[str, int]] = mapped_column(Json)
    corrections: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    situation: Mapped[str] = mapped_column(Text, default="")
    practice: Mapped[str] = mapped_column(Text, default="")
    effect: Mapped[str] = mapped_column(Text, default="")
    plans: Mapped[str] = mapped_column(Text, default="")
    locale: Mapped[str] = mapped_column(String(8), default="zh_Hans")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None] = mapped_column(Utc)

    station: Mapped[Station] = relationship(lazy="joined", innerjoin=True)

    @property
    def texts(self) -> dict[str, str]:
        """The four texts by name."""
        return {name: getattr(self, name) for name in TEXTS}


def cut_off(year: int, month: int) -> date:
    """The last day of the period that ends in this month: the 30th, in February its last day, or the day the policy says; 31 is the calendar month."""
    end = date(year, month, monthrange(year, month)[1])
    return end.replace(day=min(policy.limit_of(policy.in_force(end), NAME).limit, end.day))


def ended(today: date) -> tuple[date, date]:
    """First and last day of the period that ended last before today: it begins on the day after the cut-off before it."""
    year, month = today.year, today.month
    if cut_off(year, month) >= today:
        year, month = _before(year, month)
    return cut_off(*_before(year, month)) + timedelta(days=1), cut_off(year, month)


def _before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)


def drafts(*, by: Actor) -> list[MonthlyReport]:
    """The reports of the period that ended last, for every open station that has none yet, counted and not stored: from the day after the one
    before, so that no day is lost, but never from before the station began its work."""
    access.permit(by, "report.draft")
    begins, last = ended(clock.day_of(by.at))
    earlier = _earlier()
    spans = []
    for place in station.all_open():
        done = earlier[place.id]
        first = max(done[-1].last + timedelta(days=1) if done else begins, place.opens_on or date.min)
        spans += [Span(place.id, first, last)] if first <= last else []
    told, whole = counts.counted(spans), counts.counted(spans, sealed=True)
    changed = _corrections(earlier, {one.station_id for one in spans})
    return [MonthlyReport(station_id=one.station_id, period=f"{last:%Y-%m}", first=one.first, last=last, counted_at=by.at, figures=told[n], whole=whole[n],
                          corrections=changed.get(one.station_id, [])) for n, one in enumerate(spans)]


def _earlier() -> dict[int, list[MonthlyReport]]:
    """By station the newest reports, the earliest of them first."""
    rank = func.row_number().over(partition_by=MonthlyReport.station_id, order_by=MonthlyReport.last.desc()).label("rank")
    newest = select(MonthlyReport.id, rank).subquery()
    query = select(MonthlyReport).join(newest, newest.c.id == MonthlyReport.id).where(newest.c.rank <= LOOKS_BACK).order_by(MonthlyReport.last)
    found: dict[int, list[MonthlyReport]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.station_id].append(row)
    return found


def _corrections(earlier: dict[int, list[MonthlyReport]], stations: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """By station, what of its signed reports is counted otherwise today than it was, and no report has said so. Compared are the figures with the
    sealed matters among them: that one was sealed meanwhile is no correction, and shows nowhere (HB-44)."""
    signed = [row for rows in earlier.values() for row in rows if row.signed_at is not None and row.station_id in stations]
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row, now in zip(signed, counts.counted([Span(row.station_id, row.first, row.last) for row in signed], sealed=True), strict=True):
        said = _said(row, earlier[row.station_id])
        for name in CORRECTED:
            more = now[name] - row.whole[name] - (said.get(name, row.figures[name]) - row.figures[name])
            if more:
                was = said.get(name, row.figures[name])
                found[row.station_id].append({"period": row.period, "figure": name, "was": was, "now": was + more})
    return found


def _said(row: MonthlyReport, rows: Sequence[MonthlyReport]) -> dict[str, int]:
    """The figures of a report as later ones corrected them."""
    return {one["figure"]: one["now"] for later in rows for one in later.corrections if one["period"] == row.period}


def count_again(row: MonthlyReport, *, by: Actor) -> None:
    """What was noted since the draft was made is counted too, while nobody has signed."""
    _open(row, "report.write", by)
    span = Span(row.station_id, row.first, row.last)
    row.figures, row.whole, row.counted_at = counts.counted([span])[0], counts.counted([span], sealed=True)[0], by.at


def write(row: MonthlyReport, texts: Told | dict[str, str], *, locale: str, by: Actor) -> None:
    """The four texts; refused where one points to somebody, or says what a visitor said and did not publish (X-05, CT-20)."""
    _open(row, "report.write", by)
    for name in TEXTS:
        setattr(row, name, clean(str(texts.get(name, "")), TEXT_MOST, LINES).strip())
    row.locale, row.written_by_id = locale, by.person_id
    check_words(row, by=by)


def check_words(row: MonthlyReport, *, by: Actor) -> None:
    """Refuse private words in its texts. Of matters that one may not see nothing is said, for who cannot read one copies nothing out of it."""
    told = "\n".join(row.texts.values())
    wording.check_pointing(told)
    cases = db.session.scalars(select(Case).where(access.visible(by, Case), Case.station_id == row.station_id,
                                                  Case.registered_at >= clock.at_local(row.first - timedelta(days=90), 0)))
    if told.strip() and wording.borrowed(told, cases) is not None:
        raise Refused("report_borrowed")


def _open(row: MonthlyReport, act: str, by: Actor) -> None:
    access.permit(by, act, Place(row.station_id))
    if row.signed_at is not None:
        raise Moved


def seen_by(report_id: int, by: Actor, *, hold: bool = False) -> MonthlyReport:
    """A report of a station one answers for; raises Missing. `hold`: until the end of the unit of work."""
    row = db.session.get(MonthlyReport, report_id, with_for_update={"of": MonthlyReport} if hold else None, populate_existing=hold)
    if row is None or not access.can(by, "report.see", Place(row.station_id)):
        raise Missing
    return row


def listed(by: Actor, most: int = 60) -> list[MonthlyReport]:
    """The newest reports of the stations one answers for."""
    query, own = select(MonthlyReport).order_by(MonthlyReport.last.desc(), MonthlyReport.station_id).limit(most), reach.stations(by, "report.see")
    return list(db.session.scalars(query if own is None else query.where(MonthlyReport.station_id.in_(own))))
