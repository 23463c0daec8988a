"""Bandit's rules over everything that is shipped: each finding is known, counted and has its reason; a new one fails (R71, R74)."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from portal import ROOT

TREES = ("portal", "kiosk", "migrations", "static/verify")
PROGRAMS = "fixed words in a list, no shell: paths and numbers of our own"
ADDRESS = "what somebody typed on the command line, or a setting that was checked for http and https"
SQL = "names of our own tables alone; values are bound"
KNOWN = {
    ("kiosk/device/browser.py", "S603"): (1, PROGRAMS), ("kiosk/device/cups.py", "S603"): (1, PROGRAMS),
    ("kiosk/device/escpos.py", "S603"): (1, PROGRAMS), ("kiosk/device/escpos.py", "S607"): (1, "the system's own tool, found by the path of the device's service"),
    ("kiosk/device/finding.py", "S603"): (1, PROGRAMS), ("kiosk/device/installing.py", "S603"): (1, PROGRAMS),
    ("kiosk/device/glass.py", "S108"): (1, "where X11 lays its sockets: read, never written"), ("kiosk/device/server.py", "S310"): (1, ADDRESS),
    ("kiosk/ink/source.py", "S603"): (1, PROGRAMS), ("kiosk/ink/source.py", "S607"): (1, "a tool of whoever builds the dictionary"),
    ("kiosk/input/archives.py", "S603"): (1, PROGRAMS), ("portal/backup/dumping.py", "S603"): (1, PROGRAMS), ("portal/backup/facts.py", "S608"): (1, SQL),
    ("portal/bootstrap/plan.py", "S606"): (1, "the program starts itself anew in its own environment"), ("portal/bootstrap/steps.py", "S603"): (1, PROGRAMS),
    ("portal/cases/twins.py", "S311"): (1, "fingerprints of texts for likeness: nothing is kept secret by it"), ("portal/cli.py", "S603"): (1, PROGRAMS),
    ("portal/doctor.py", "S603"): (1, PROGRAMS), ("portal/foundation/fulltext.py", "S608"): (2, SQL), ("portal/foundation/marks.py", "S608"): (1, SQL),
    ("portal/outside.py", "S603"): (1, PROGRAMS), ("portal/web/public/cards.py", "S704"): (1, "a picture that we drew ourselves"),
    ("migrations/versions/0010_mark.py", "S608"): (2, SQL), ("migrations/versions/0014_next_look.py", "S608"): (2, SQL),
    ("migrations/versions/0018_progress.py", "S608"): (1, SQL), ("migrations/versions/0020_voice.py", "S608"): (3, SQL),
    ("migrations/versions/0023_ledger.py", "S608"): (1, SQL), ("migrations/versions/0052_registered_on.py", "S608"): (1, SQL),
    ("portal/cases/ledger_tree.py", "S608"): (1, SQL), ("portal/foundation/vault_key.py", "S603"): (1, PROGRAMS),
    ("portal/web/public/found.py", "S704"): (1, "pieces of a page that was already escaped, and marks round what is found in them"),
    ("portal/witnessing.py", "S310"): (3, ADDRESS), ("static/verify/huiyin_verify.py", "S310"): (1, ADDRESS),
}


def found(*paths: str) -> Counter[tuple[str, str]]:
    """Findings by file and rule. S101: an assertion tells the type checker what holds, and decides nothing."""
    said = subprocess.run([sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "S", "--ignore", "S101", "--output-format", "json", *paths],
                          capture_output=True, text=True, cwd=ROOT, check=False)
    assert said.returncode in (0, 1), said.stderr
    return Counter((str(Path(one["filename"]).relative_to(ROOT)) if Path(one["filename"]).is_relative_to(ROOT) else one["filename"], one["code"])
                   for one in json.loads(said.stdout))


def test_r71_no_danger_is_new_and_none_that_is_known_is_gone() -> None:
    assert dict(found(*TREES)) == {place: n for place, (n, reason) in KNOWN.items() if reason}


def test_r74_a_planted_danger_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("import pickle, subprocess, yaml\nsubprocess.run(input(), shell=True)\neval(input())\npickle.loads(b'')\nyaml.load('')\n")
    assert {rule for _, rule in found(str(planted))} >= {"S602", "S307", "S301", "S506"}
