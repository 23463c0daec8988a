"""What the three commands ask for, say, and refuse in one sentence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from portal import cli
from tests.backup.conftest import KEY

Runner = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs a command on an instance of its own, as the process would."""
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("PORTAL_BACKUP_KEY", KEY)

    @click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def whole(arguments: tuple[str, ...]) -> None:
        monkeypatch.setattr("sys.argv", ["portal", *arguments])
        cli.main()

    return lambda *arguments: CliRunner().invoke(whole, [str(each) for each in arguments])


def test_there_and_back_by_command(run: Runner, tmp_path: Path) -> None:
    run("upgrade")
    (tmp_path / "instance/notes.txt").write_text("of somebody")
    (tmp_path / "shelf").mkdir()
    said = run("backup", tmp_path / "shelf")
    (file,) = (tmp_path / "shelf").iterdir()
    assert said.exit_code == 0 and file.name.startswith("huiyin-20260302T01") and str(file) in said.output
    assert "Left out, because nobody said what it is: notes.txt." in said.output
    told = run("rehearse").output
    assert str(file) in told and "matters" in told and told.endswith("It can be brought back, and every rule holds.\n")
    there = run("restore", file, "--to", tmp_path / "back")
    assert there.exit_code == 0 and "Every rule holds." in there.output and (tmp_path / "back/portal.db").exists()


def test_restoring_makes_no_instance_of_its_own(run: Runner, tmp_path: Path) -> None:
    """On a new machine FOLDER is the instance that is to be: nothing lies in it before."""
    run("upgrade")
    run("backup", tmp_path / "one.backup")
    (tmp_path / "instance").rename(tmp_path / "old")
    assert run("restore", tmp_path / "one.backup", "--to", tmp_path / "instance").exit_code == 0
    assert (tmp_path / "instance/secret_key").read_text() == (tmp_path / "old/secret_key").read_text()
    assert "vault_key is missing" in run("verify").output, "it is in no backup"
    shutil.copy2(tmp_path / "old/vault_key", tmp_path / "instance/vault_key")
    assert run("verify").output == "Every rule holds.\n"


@pytest.mark.parametrize(("arguments", "words"), [
    (("restore", "{}/none", "--to", "{}/back"), "Nothing was brought back. {}/none: No such file"),
    (("restore", "{}/junk", "--to", "{}/back"), "Nothing was brought back. This is no backup"),
    (("backup", "{}/no/folder/here"), "No backup was made. {}/no/folder/here.part: No such file"),
    (("backup", "{}/junk"), "is there already"), (("rehearse",), "Nothing was rehearsed. No backup was made yet")])
def test_what_is_refused_is_one_sentence_and_ends_with_1(run: Runner, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    run("upgrade")
    (tmp_path / "junk").write_text("of somebody")
    said = run(*(each.format(tmp_path) for each in arguments))
    assert said.exit_code == 1 and words.format(tmp_path) in said.output and "Traceback" not in said.output
    assert not (tmp_path / "back").exists() and (tmp_path / "junk").read_text() == "of somebody"


def test_a_rehearsal_that_fails_ends_with_1_and_so_does_the_doctor(run: Runner, tmp_path: Path) -> None:
    run("upgrade")
    run("backup", tmp_path / "one.backup")
    (tmp_path / "one.backup").write_bytes((tmp_path / "one.backup").read_bytes()[:-1])
    said = run("rehearse")
    assert said.exit_code == 1 and "cut short" in said.output
    assert "fail  rehearsal" in run("doctor").output


@pytest.mark.parametrize("command", [("backup", "one"), ("restore", "one", "--to", "two"), ("rehearse",)])
def test_without_a_key_it_is_said_how_to_make_one(run: Runner, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    monkeypatch.delenv("PORTAL_BACKUP_KEY")
    said = run(*command)
    assert said.exit_code == 1 and "portal backup --new-key FILE" in said.output


def test_a_key_is_made_once_for_its_owner_and_never_in_the_instance(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_BACKUP_KEY")
    key = tmp_path / "key"
    assert run("backup", "--new-key", key).exit_code == 0 and key.stat().st_mode & 0o777 == 0o600
    made = key.read_text()
    assert run("backup", "--new-key", key).exit_code == 1 and key.read_text() == made
    (tmp_path / "instance").mkdir(exist_ok=True)
    assert "must not lie in the instance" in run("backup", "--new-key", tmp_path / "instance/key").output
    monkeypatch.setenv("PORTAL_BACKUP_KEY_FILE", str(key))
    assert run("upgrade").exit_code == 0 and run("backup", tmp_path / "one.backup").exit_code == 0
    key.rename(tmp_path / "instance/key")
    monkeypatch.setenv("PORTAL_BACKUP_KEY_FILE", str(tmp_path / "instance/key"))
    assert "lies in the instance folder" in run("backup", tmp_path / "two.backup").output
