"""The results of a station's last days, to hang out on A4, A3 or A2 (SD-40, SG-01)."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, request

from portal.cases import board, four_numbers
from portal.cases.board import Filter
from portal.cases.publication import Publication
from portal.foundation import clock, setting_types
from portal.network import reach
from portal.paper import qr, week
from portal.paper.week import Result, WeekFacts
from portal.web import gate, papers
from portal.web.gate import opens
from portal.web.office.blueprint import door
from portal.web.office.reception import place_of

DAYS, FEWEST, LOOKED_AT = 7, 5, 200  # what is new; so many are shown where less is new; so many are looked through


@door.get("/reception/<code>/results.pdf")
@opens("shift.see")
def week_notice(code: str) -> Response:
    """What was published in the last seven days, in the language of whoever prints it; where that is little, the newest five."""
    by, say, network = gate.signed_in(), gate.say(), gate.network()
    here = place_of(code, reach.stations(by, "shift.see"))
    today = clock.today()
    rows = board.newest(Filter(station=here.code), LOOKED_AT).rows
    new = [row for row in rows if row.published_on > today - timedelta(days=DAYS)]
    shown = new if len(new) >= FEWEST else rows[:FEWEST]
    url = f"{current_app.config['PUBLIC_URL'].rstrip('/')}/?station={here.code}"
    can_open = setting_types.leads_here(urlsplit(url).hostname or "")
    facts = WeekFacts(network.name, network.motto, here.name, min([row.published_on for row in shown], default=today - timedelta(days=DAYS - 1)),
                      today, tuple(_result(row) for row in shown), four_numbers.latest(here.code),
                      url.split("://")[-1] if can_open else here.address, qr.address(url) if can_open else "", demo=network.demo)
    size = asked if (asked := request.args.get("size", "")) in ("a3", "a2") else "a4"
    return papers.hand_out(lambda kind, links: week.html(facts, say, kind, links), size, f"results-{here.code}-{today}", week.PAGE_STYLES)


def _result(row: Publication) -> Result:
    say = gate.say()
    reply = board.answer_of(row)
    told = [(say("common.frame.card_took"), say("common.frame.card_day_one") if row.days == 1 else say("common.frame.card_days", n=row.days))
            ] if row.days is not None else []
    told.append((say("common.frame.card_rating"), say(f"common.result.{row.rating['result']}") if row.rating else say("common.card.not_rated")))
    if row.rating:
        told.append((say("common.frame.card_solved"), say(f"common.solved.{row.rating['solved']}")))
    return Result(say(f"common.category.{row.category}"), row.station_name, row.number, row.words, board.plain(row), reply["unit"] if reply else "",
                  reply["text"] if reply else "", bool(reply) and row.is_covered(f"reply-{reply['seq']}"), tuple(told))
