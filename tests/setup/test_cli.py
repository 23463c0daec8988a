"""The command line: what it refuses, shows and prints, in plain words."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from portal import cli, doctor
from portal import serve as server
from portal.bootstrap import probe
from portal.paper import press

Runner = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs a command on an instance of its own, as the process would, and returns what came of it."""
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))

    @click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def whole(arguments: tuple[str, ...]) -> None:
        monkeypatch.setattr("sys.argv", ["portal", *arguments])
        cli.main()

    return lambda *arguments: CliRunner().invoke(whole, arguments)


def test_every_command_says_what_it_does(run: Runner) -> None:
    for name, command in cli.portal.commands.items():
        assert (command.help or "").endswith("."), name
        assert name in run("--help").output


def test_a_strange_setting_is_one_sentence_and_no_trace(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_THREADS", "many")
    result = run("config")
    assert result.exit_code == 1
    assert result.output == "PORTAL_THREADS=many cannot be used; valid is a whole number from 1 to 64.\n"


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_an_unprotected_server_beyond_this_machine_does_not_start_r52(
        run: Runner, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("PORTAL_LISTEN", "0.0.0.0:8000")
    result = run(command)
    assert result.exit_code == 1 and "PORTAL_TRUSTED_PROXY" in result.output


@pytest.mark.parametrize("command", [("verify",), ("sweep",), ("user", "list")])
def test_a_command_on_an_empty_database_says_so(run: Runner, command: tuple[str, ...]) -> None:
    result = run(*command)
    assert result.exit_code == 1 and result.output.startswith("The database is still empty")


def test_beside_a_demonstration_an_empty_database_says_where_that_one_lies(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance/demo.db").touch()
    assert f"sqlite:///{tmp_path / 'instance/demo.db'}" in run("verify").output


def test_a_start_without_the_libraries_for_papers_says_so_in_one_sentence(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(press, "LIBRARIES", {"libnot-there.so.9": "libnot-there9"})
    monkeypatch.setattr(server, "serve", lambda app, settings, more, tick, unfit: said.append(more))
    assert run("serve").exit_code == 0
    assert said[0].count("Receipts cannot be printed as PDF because the system package libnot-there9 is missing;") == 1


def test_config_shows_sources_and_hides_secrets(run: Runner, tmp_path: Path) -> None:
    lines = [line.split() for line in run("config").output.splitlines()]
    assert ["PORTAL_INSTANCE", str(tmp_path / "instance"), "PORTAL_INSTANCE"] in lines
    assert ["PORTAL_SECRET_KEY", "***", "default"] in lines


def test_a_new_password_signs_out_everywhere_and_a_short_one_is_refused(run: Runner) -> None:
    run("upgrade")
    assert "at least" in run("user", "password", "--password", "short", "nobody").output
    assert "Nobody signs in as nobody" in run("user", "password", "--password", "long enough a password", "nobody").output


def test_the_second_step_is_taken_away_where_phone_and_codes_are_lost_r54(run: Runner, tmp_path: Path) -> None:
    run("upgrade")
    assert "Nobody signs in as nobody" in run("user", "second-step", "nobody").output
    with closing(sqlite3.connect(tmp_path / "instance/portal.db", isolation_level=None)) as database:
        database.execute("INSERT INTO person (id, name, login, password_hash, active) VALUES (1, 'n', 'lost', 'x', 1)")
        database.execute("INSERT INTO second_step (person_id, sealed, begun_at, confirmed_at, last_step) VALUES (1, 'x', '2026-03-02', '2026-03-02', 1)")
        database.execute("INSERT INTO recovery_code (person_id, code_hash) VALUES (1, 'x')")
        assert "signs in with the password alone" in run("user", "second-step", "lost").output
        assert database.execute("SELECT (SELECT count(*) FROM second_step), (SELECT count(*) FROM recovery_code)").fetchone() == (0, 0)


def test_doctor_fails_on_an_address_that_is_exposed(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("doctor").exit_code == 0
    monkeypatch.setenv("PORTAL_LISTEN", "0.0.0.0:8000")
    result = run("doctor")
    assert result.exit_code == 1 and result.output.startswith("fail")


def test_doctor_says_that_no_phone_reaches_the_portal(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "no phone reaches http://127.0.0.1:8000: the kiosk offers none, and codes on receipts open nothing"
    assert told in run("doctor").output
    monkeypatch.setenv("PORTAL_PUBLIC_URL", "https://portal.example")
    assert "no phone reaches" not in run("doctor").output


def test_doctor_names_what_is_missing_for_papers(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "missing_libraries", lambda: ["harfbuzz-subset"])
    monkeypatch.setattr(probe, "has_cjk_font", lambda: False)
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    output = run("doctor").output
    for package in ("libharfbuzz-subset0", "fonts-noto-cjk", "install cups"):
        assert package in output


def test_doctor_follows_the_database_through_its_life(run: Runner) -> None:
    assert "still empty" in run("doctor").output
    run("upgrade")
    assert "up to date at revision" in run("doctor").output
    assert "not founded yet" in run("doctor").output


def test_log_lines_may_be_json(run: Runner, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORTAL_LOG_FORMAT", "json")
    run("upgrade")
    assert all(json.loads(line) for line in capfd.readouterr().err.splitlines())


@pytest.mark.parametrize(("command", "demo", "refusal"), [
    ("demo", 0, "This database holds a real network"), ("serve", 1, "This database holds the demonstration")])
def test_demonstration_and_real_network_never_meet(
        run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, demo: int, refusal: str) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path}/one.db")
    run("upgrade")
    with closing(sqlite3.connect(tmp_path / "one.db", isolation_level=None)) as database:
        database.execute("INSERT INTO network (id, name, motto, demo, mark, refer_through_office)"
                         " VALUES (1, 'n', 'm', ?, 'x', 0)", [demo])
        before = list(database.iterdump())
    result = run(command)
    assert result.exit_code == 1 and refusal in result.output
    with closing(sqlite3.connect(tmp_path / "one.db")) as database:
        assert list(database.iterdump()) == before


def test_the_ledger_is_checked_by_the_program_that_is_given_out_r23(run: Runner, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its words and its end are the command's; an empty folder is no ledger, and nothing is said to be well."""
    result = run("ledger", "verify", str(tmp_path), "--old", str(tmp_path))
    assert result.exit_code == 2 and capfd.readouterr().out.startswith("It could not be checked")
    assert "--keep" in run("ledger", "verify", "--help").output
