"""Making a Debian a terminal: below a folder instead of /, twice, by the system's own Python, importing nothing of the portal."""

import ast
import configparser
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.device import config, cups, installing, policy, units
from kiosk.device.config import Places
from portal import ROOT

DEVICE = ROOT / "kiosk/device"
SERVER = "https://portal.example"


def installed(root: Path, *words: str, server: str = SERVER) -> subprocess.CompletedProcess[str]:
    """`python3 -I`: no environment, no packages."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from kiosk.device.__main__ import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-I", "-S", "-c", program, "--root", str(root), "install", "--server", server, *words],
                          text=True, capture_output=True, check=False)


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def test_one_command_writes_everything_and_again_changes_nothing(tmp_path: Path) -> None:
    first = installed(tmp_path)
    assert first.returncode == 0, first.stderr
    for said in ("apt-get", " cage ", "chromium", "fonts-noto-cjk", "espeak-ng", "speech-dispatcher", "cups", "useradd --system",
                 "systemctl enable --now"):
        assert said in first.stdout
    before = tree(tmp_path)
    again = installed(tmp_path)
    assert tree(tmp_path) == before and again.stdout.count("restart") == 0 and "0 files written" in again.stdout


def test_what_lies_there_is_for_everybody_to_read_and_holds_no_secret(tmp_path: Path) -> None:
    installed(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o644}
    assert not any(path.name == "token" for path in files)


def test_the_copied_program_runs_by_itself(tmp_path: Path) -> None:
    installed(tmp_path)
    place = Places(tmp_path).program
    done = subprocess.run([sys.executable, "-S", "-m", "kiosk.device", "--help"], env={"PYTHONPATH": str(place)}, cwd=tmp_path,
                          text=True, capture_output=True, check=False)
    assert done.returncode == 0 and all(word in done.stdout for word in ("install", "pair", "launch", "beat"))


def test_what_was_set_by_hand_stays(tmp_path: Path) -> None:
    installed(tmp_path)
    settings = Places(tmp_path).settings
    by_hand = {"printer": "cups:receipt", "flags": ["--force-device-scale-factor=2"]}
    settings.write_text(json.dumps(json.loads(settings.read_text()) | by_hand))
    installed(tmp_path, server="https://other.example/")
    told = config.load(Places(tmp_path))
    assert (told.server, told.printer, told.flags) == ("https://other.example", "cups:receipt", ["--force-device-scale-factor=2"])


def test_k45_k48_a_printer_is_named_its_user_may_purge_and_cups_starts_with_an_empty_spool(tmp_path: Path) -> None:
    done = installed(tmp_path, "--printer", "cups:receipt")
    assert config.load(Places(tmp_path)).printer == "cups:receipt" and "lpadmin" in done.stdout
    drop_in = (Places(tmp_path).units / "cups.service.d/huiyin-kiosk.conf").read_text()
    assert drop_in == ("[Service]\nTemporaryFileSystem=/var/spool/cups\n"
                       "ExecStartPre=+/usr/bin/find /var/spool/cups -type f -delete\n")
    installed(tmp_path)
    assert config.load(Places(tmp_path)).printer == "cups:receipt"


@pytest.mark.parametrize("server", ["portal.example", "ftp://portal.example", "https://", "https://portal.example/kiosk", "https://a:b@c",
                                    "https://portal.example?x", ""])
def test_a_wrong_address_is_said_and_nothing_written(tmp_path: Path, server: str) -> None:
    done = installed(tmp_path, server=server)
    assert done.returncode == 2 and "is not an address" in done.stderr and tree(tmp_path) == {}


def test_without_settings_the_other_commands_say_what_to_do(tmp_path: Path) -> None:
    for word in ("launch", "beat", "pair"):
        done = subprocess.run([sys.executable, "-m", "kiosk.device", "--root", str(tmp_path), word], cwd=ROOT, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 2 and "install --server URL" in done.stderr, word


def test_the_commands_are_carried_out_in_their_order(tmp_path: Path) -> None:
    ran: list[list[str]] = []
    installing.install(SERVER, Places(tmp_path), say=lambda _: None, run=ran.append, look=str)
    assert [words[0] for words in ran] == ["apt-get", "useradd", "usermod", "systemctl", "systemctl", "systemctl"]
    ran.clear()
    installing.install(SERVER, Places(tmp_path), say=lambda _: None, run=ran.append, look=str)
    assert [words[1] for words in ran if words[0] == "systemctl"] == ["daemon-reload", "enable"], "nothing changed: no restart"


@pytest.mark.parametrize(("named", "found", "said"), [
    ("", "/dev/usb/lp0", "Prints on /dev/usb/lp0."), ("cups:roll", "", "Prints on cups:roll."),
    ("", "", "No printer was found, so the kiosk offers none.")])
def test_the_command_says_what_prints_and_enables_the_agent_either_way(tmp_path: Path, named: str, found: str, said: str) -> None:
    ran, heard = list[list[str]](), list[str]()
    installing.install(SERVER, Places(tmp_path), say=heard.append, run=ran.append, printer=named, look=lambda: found)
    assert heard[-1].startswith(said) and ("--printer ADDRESS" in heard[-1]) == (not named and not found)
    assert ["systemctl", "enable", "--now", "cups.service", units.AGENT, units.SCREEN] in ran
    assert config.load(Places(tmp_path)).printer == named, "what was found stays to be found: another one may be plugged in"


def test_k62_the_policy_allows_the_kiosk_and_nothing_else() -> None:
    orders = policy.managed(SERVER, Places().run)
    assert orders["URLBlocklist"][0] == "*"  # type: ignore[index]
    assert orders["URLAllowlist"] == [f"{SERVER}/kiosk", f"{SERVER}/static", "file:///run/huiyin-kiosk/page.html"]
    assert (orders["IncognitoModeAvailability"], orders["DownloadRestrictions"], orders["DeveloperToolsAvailability"]) == (2, 3, 2)
    assert orders["AllowFileSelectionDialogs"] is orders["PrintingEnabled"] is False
    assert json.loads(policy.dump(SERVER, Places().run)) == orders


@pytest.mark.parametrize("name", [units.SCREEN, units.AGENT])
def test_the_units_are_read_by_systemd(tmp_path: Path, name: str) -> None:
    text = units.texts(Places())[name]
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(text)
    assert parsed["Service"]["User"] == "huiyin-kiosk" and parsed["Install"]["WantedBy"] == "multi-user.target"
    if shutil.which("systemd-analyze"):
        (tmp_path / name).write_text(text.replace("/usr/bin/cage", shutil.which("true") or "/bin/true"))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(tmp_path / name)], text=True, capture_output=True,
                              check=False)
        assert not [line for line in done.stderr.splitlines() if name in line and "nknown" in line], done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on the PATH")
def test_k48_the_spool_of_cups_lies_in_memory_as_systemd_reads_it(tmp_path: Path) -> None:
    unit = tmp_path / "cups.service"
    unit.write_text("[Service]\nExecStart=/bin/true\n")
    (tmp_path / "cups.service.d").mkdir()
    (tmp_path / "cups.service.d/huiyin-kiosk.conf").write_text(cups.DROP_IN.format(spool=tmp_path))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], text=True, capture_output=True, check=False)
    assert "huiyin-kiosk.conf" not in done.stderr and f"TemporaryFileSystem={tmp_path}\n" in cups.DROP_IN.format(spool=tmp_path)


def test_k61_the_screen_comes_back_by_itself_unless_the_keeper_left() -> None:
    text = units.texts(Places())[units.SCREEN]
    assert "Restart=on-failure\nRestartSec=2\n" in text and "StartLimitIntervalSec=0" in text
    assert "KillMode=control-group" in text and "OnSuccess=getty@tty1.service" in text and "cage -d --" in text


def test_the_device_imports_the_standard_library_and_itself() -> None:
    wrong = []
    for file in DEVICE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            wrong += [f"{file.name}: {name}" for name in names if name.split(".")[0] not in sys.stdlib_module_names]
    assert wrong == []


def test_k50_the_token_is_for_its_own_user_only(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert config.token(places) == ""
    config.keep_token(places, "one")
    config.keep_token(places, "two")
    assert config.token(places) == "two" and places.token.stat().st_mode & 0o777 == 0o600
    assert places.token.parent.stat().st_mode & 0o077 == 0 and [path.name for path in places.token.parent.iterdir()] == ["token"]
    config.keep_token(places, "")
    config.keep_token(places, "")
    assert config.token(places) == ""
