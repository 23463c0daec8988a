"""A signed monthly report in the words of its reader, for the paper (practice.md §2.9)."""

from datetime import date
from urllib.parse import urlsplit

from portal.cases import log_tiles
from portal.cases.ledger import Checkpoint
from portal.foundation import setting_types
from portal.foundation.words import Speaker
from portal.paper import qr
from portal.paper.report import ReportFacts, Section
from portal.statistics import figures
from portal.statistics.frozen import FrozenReport
from portal.statistics.monthly import TEXTS
from portal.web import gate


def facts(row: FrozenReport, newest: Checkpoint | None, url: str) -> ReportFacts:
    """All that stands on the sheet; `url` is where everybody reads it."""
    say, network, told = gate.say(), gate.network(), row.told
    can_open = setting_types.leads_here(urlsplit(url).hostname or "")
    return ReportFacts(
        network.name, network.motto, told["station_name"], row.name, told["period"], *(date.fromisoformat(told[name]) for name in ("first", "last")),
        sections=tuple(Section(say(f"common.report.section.{name}"), tuple((label(say, one), _shown(told["figures"], one)) for one in names))
                       for name, names in figures.SECTIONS.items()),
        rates=tuple((say(f"common.rate.{one.name}"), "—" if one.percent is None else f"{one.percent} %", f"{one.yes} / {one.of}")
                    for one in figures.rates(told["figures"])),
        texts=tuple((say(f"common.report.{name}"), told[name]) for name in TEXTS if told[name]),
        corrections=tuple((one["period"], label(say, one["figure"]), f"{one['was']} → {one['now']}") for one in told["corrections"]),
        signed="、".join(told["signed"]), signed_on=date.fromisoformat(told["signed_on"]),
        head=(str(newest.size), log_tiles.root_of(newest).hex()) if newest is not None else ("", ""),
        address=url.split("://")[-1], link=qr.address(url) if can_open else "",
        lang=told["locale"].replace("_", "-"), demo=network.demo)


def label(say: Speaker, figure: str) -> str:
    """The words for a figure: `channel-kiosk` is one of a family whose words stand elsewhere."""
    family, dash, end = figure.partition("-")
    return say(f"common.{family}.{end}" if dash else f"common.figure.{figure}")


def _shown(told: figures.Told, name: str) -> str:
    return str(told[name]) if name in told else "—"
