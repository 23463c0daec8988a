"""The printer nobody named: found where it is plugged in, now or later, and never one that may stand in another room (K43, K45)."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.device import escpos, finding, heartbeat, ipp, outcome, printing
from kiosk.device.cups import Queue
from kiosk.device.finding import Found
from kiosk.device.outcome import Outcome, Paper
from tests.kiosk.printing import fakes
from tests.kiosk.printing.cupsd import Cupsd
from tests.kiosk.printing.fakes import FakeHead

NOBODY = "/nowhere/cups.sock"
EPSON = "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;DES:EPSON TM-T20III;"
ROOM = "network ipp://Office%20Printer._ipp._tcp.local/"
PLUGGED = "network ipp://Brother%20HL-L2350DW%20(USB)._ipp._tcp.local/"
Programs = Callable[[str, str], Path]


def plug(root: Path, name: str, told: str) -> None:
    """The kernel's word for a printer on USB."""
    (root / "sys/class/usbmisc" / name / "device").mkdir(parents=True)
    (root / "sys/class/usbmisc" / name / "device/ieee1284_id").write_text(told + "\n")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """`lpinfo` that sees these devices and `lpadmin` that does this; what they were asked."""
    def made(seen: str, lpadmin: str = "exit 0") -> Path:
        said, where = tmp_path / "said", tmp_path / "bin"
        where.mkdir()
        (tmp_path / "seen").write_text(seen)
        for name, does in {"lpinfo": f"cat {tmp_path}/seen", "lpadmin": lpadmin}.items():
            (where / name).write_text(fakes.PROGRAM.format(log=said, does=does))
            (where / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{where}:{os.environ['PATH']}")
        return said
    return made


@pytest.mark.parametrize(("told", "found"), [
    (EPSON, "/dev/usb/lp1"), ("MFG:POS;COMMAND SET:ESCPOS;", "/dev/usb/lp1"), ("MFG:HP;CMD:PCL,PJL;MDL:LaserJet;", ""), ("", ""),
    ("nonsense", "")])
def test_a_head_that_says_it_speaks_escpos_is_taken(tmp_path: Path, programs: Programs, told: str, found: str) -> None:
    programs("", "exit 1")
    plug(tmp_path, "lp0", "MFG:HP;CMD:PCL;MDL:DeskJet;")
    plug(tmp_path, "lp1", told)
    assert finding.look(tmp_path, NOBODY) == found


def test_a_queue_somebody_made_is_taken_first(daemon: Cupsd, tmp_path: Path) -> None:
    plug(tmp_path, "lp0", EPSON)
    assert finding.look(tmp_path, daemon.socket) == f"cups:receipt@{daemon.socket}"


def test_a_printer_on_usb_that_needs_no_driver_gets_its_queue(
        tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    said = programs(f"file cups-brf:/\ndirect hp\n{ROOM}\n{PLUGGED}\n")
    there = iter(["", "cups:receipt"])
    monkeypatch.setattr(finding, "_queue", lambda _: next(there))
    assert finding.look(tmp_path, NOBODY) == "cups:receipt"
    assert said.read_text().splitlines() == [
        "lpinfo --timeout 5 -v", f"lpadmin -p receipt -E -v {PLUGGED.removeprefix('network ')} -m everywhere"]


def test_k48_a_printer_of_the_network_is_never_taken_by_itself(tmp_path: Path, programs: Programs) -> None:
    said = programs(f"{ROOM}\nnetwork socket://10.0.0.9:9100\ndirect usb://HP/LaserJet?serial=1\n")
    assert finding.look(tmp_path, NOBODY) == "" and "lpadmin" not in said.read_text()
    assert finding.seen(NOBODY) == ["usb://HP/LaserJet?serial=1"]


def test_k53_without_a_printer_the_heartbeat_says_so_and_with_one_how_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    head, looks = FakeHead(), [""]
    monkeypatch.setattr(finding, "AGAIN", 0)
    own = Found(lambda: looks[0])
    told: list[object] = []

    def beat() -> object:
        heartbeat.beat(lambda _way, _path, sent: (told.append(sent["paper"]), (200, b'{"now": 1}'))[1], own.condition())
        return told[-1]

    assert (beat(), own.empty()) == ("none", True)
    assert own.print(Paper(b"", 80, 300), 9, lambda: None) == Outcome("failed", outcome.OFFLINE)
    with fakes.head_at_a_port(head) as looks[0]:
        assert beat() == "ready"
        head.paper = False
        assert beat() == "out"
    assert beat() == "offline", "it was there: somebody is to look"


def test_where_there_is_none_it_is_looked_for_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now, looks = [1000.0], list[float]()
    monkeypatch.setattr(finding.time, "monotonic", lambda: now[0])
    own = Found(lambda: (looks.append(now[0]), "")[1])
    for now[0] in (1000.0, 1001.0, 1059.0, 1060.0, 1119.0):
        assert own.condition() == outcome.NONE
    assert looks == [1000.0, 1060.0]


@pytest.mark.parametrize(("address", "kind"), [("cups:receipt", Queue), ("/dev/usb/lp0", escpos.Head)])
def test_what_was_found_is_driven_as_if_it_had_been_named(address: str, kind: type) -> None:
    assert isinstance(finding.at(address), kind) and isinstance(printing.printer_at(""), Found) and ipp.SOCKET.startswith("/run")
