"""The page of the open data: which files there are, what each column means, under which licence, and how a reader checks a row."""

from flask import Response

from portal.cases import board
from portal.network import station
from portal.web import gate, page, ready
from portal.web.gate import OPEN, opens
from portal.web.public.blueprint import address, door
from portal.web.public.columns import COLUMNS, LICENCE, place_of
from portal.web.public.georeport import BASE
from portal.web.public.handling import STATIONS

FILES = (("csv", "/results.csv"), ("csv_gz", "/results.csv.gz"), ("jsonl", "/results.jsonl"), ("jsonl_gz", "/results.jsonl.gz"), ("concerns", "/concerns.jsonl"))


@door.get("/data")
@opens(OPEN)
def open_data() -> Response:
    """One page in plain words, with the code book."""
    return ready.page(_drawn, rests_on=("network", "board"))


def _drawn() -> Response:
    say, places = gate.say(), station.all_open()
    feeds = [(row.name, f"/results.atom?station={row.code}") for row in places] if len(places) <= STATIONS else []
    classes = [(say("common.category." + code), f"/results.atom?category={code}") for code in board.classes()]
    book = [(column.name, place_of(column), say("public.data.kind." + column.kind), say("public.data.column." + column.name)) for column in COLUMNS]
    return page.show("public/data.html", files=FILES, stations=places[:1], feeds=feeds, classes=classes, book=book, licence=LICENCE, home=address(""),
                     published=board.published_count(), open311=address(BASE))
