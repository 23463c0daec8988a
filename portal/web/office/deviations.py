"""Where stations do otherwise than what they inherit: by area, a page at a time (YT-10)."""

from flask import Response, request

from portal.foundation import clock
from portal.network import reach, station
from portal.network.access import Place, can
from portal.reception import deviation
from portal.reception.deviation import Otherwise
from portal.web import area_pages, gate, page
from portal.web.gate import opens
from portal.web.office import openings
from portal.web.office.blueprint import door
from portal.web.office.register_form import LOCALES

PER_PAGE, LANGUAGES = 40, dict(LOCALES)


@door.get("/deviations")
@opens("opening.manage")
def deviations() -> Response:
    """All that I answer for, or those of the area looked at."""
    ids, at = reach.stations(gate.signed_in(), "opening.manage"), max(1, min(request.args.get("page", 1, int), 999))
    mine = [one for one in station.all_open() if ids is None or one.id in ids]
    looked = area_pages.looked("/office/deviations", mine, every=True)
    there = {one.id for one in (looked.stations if looked.words else looked.within)}
    found = [one for one in deviation.all_of(clock.today()) if one.place.id in there]
    lines = [(one, *_words(one), can(gate.signed_in(), "hall.manage", Place(one.place.id))) for one in found[PER_PAGE * (at - 1):PER_PAGE * at]]
    return page.show("office/deviations.html", looked=looked, lines=lines, count=len(found), page_at=at, pages=-(-len(found) // PER_PAGE))


def _words(one: Otherwise) -> tuple[list[str], list[str]]:
    """What holds there, and what it would be."""
    say = gate.say()
    if not one.setting:
        return [rule_words(rule) for rule in one.rules], [rule_words(rule) for rule in one.inherited]
    if one.setting == "locale":
        return [LANGUAGES[one.here]], [LANGUAGES[one.above]]
    here, above = (say("office.audit.yes" if value else "office.audit.no") if isinstance(value, bool) else str(value) for value in (one.here, one.above))
    return [here], [above]


def rule_words(rule: openings.OpeningRule) -> str:
    """A rule with all that may differ: days and hours, how many people, what of holidays, how early its notice is out."""
    say = gate.say()
    if rule.repeat == "none":
        return openings.said(rule)
    more = say("office.open_day.needs", n=rule.required), say(f"office.opening.on_holiday.{rule.holiday.value}"), say("office.deviation.notice", n=rule.notice_days)
    return " · ".join((openings.said(rule), *more))
