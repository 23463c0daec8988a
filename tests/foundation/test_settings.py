"""Settings: what is read, what stops the start and how it is named (R52, R70)."""

import dataclasses
import os
import stat
from pathlib import Path

import pytest

from portal import ROOT
from portal.foundation import settings

STRANGE = {
    "PORTAL_LISTEN": ["8000", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:0", "http://127.0.0.1:80", ""],
    "PORTAL_DATABASE_URL": ["mysql://host/name", "sqlite://", "sqlite:///:memory:", "portal.db", "sqlite:///a.db?mode=ro", ""],
    "PORTAL_SECRET_KEY": ["short", "a" * 64, "change-me-0123456789-abcdefghijklmnop", "example-0123456789-abcdefghijklmnop"],
    "PORTAL_TIMEZONE": ["Asia/Atlantis", "../etc/passwd", "+08:00"],
    "PORTAL_DEFAULT_LOCALE": ["zh-Hant", "zh_TW", "de", ""],
    "PORTAL_PUBLIC_URL": ["portal.example", "ftp://portal.example", "https://portal.example/path", "https://"],
    "PORTAL_HOURLY_CAP": ["0", "-1", "many", "1000001", ""],
    "PORTAL_THREADS": ["0", "65", "-1", "eight", "8.0", ""],
    "PORTAL_TRUSTED_PROXY": ["*", "proxy.internal", "10.0.0.0/8", ""],
    "PORTAL_TRUSTED_HOSTS": ["", "a.example,", "*.example", "https://a.example"],
    "PORTAL_TLS": ["on please", "2", ""],
    "PORTAL_KIOSK_IDLE": ["59", "301", "two minutes", ""],
    "PORTAL_KIOSK_IDLE_TYPING": ["0", "301", "1e2", ""],
    "PORTAL_LOG_FORMAT": ["xml", "JSON", ""],
    "PORTAL_SWEEP_EVERY": ["-1", "3601", "hourly", ""],
    "PORTAL_SWEEP_LATE": ["0", "1441", ""],
    "PORTAL_SMTP_URL": ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example/inbox", ""],
    "PORTAL_SMTP_FROM": ["nobody", "A <a@b.example>", "a@b.example, c@d.example", "a@b\nBcc: c@d", ""],
    "PORTAL_NOTICE_WEBHOOK": ["hook.example", "ftp://hook.example", "https://user:pw@hook.example", "https://hook.example/#a", ""],
    "PORTAL_SMS_WEBHOOK": ["hook.example", "https://", ""],
    "PORTAL_WEBHOOK_SECRET": ["short", "a" * 64],
    "PORTAL_BACKUP_KEY": ["short", "a" * 64, ""],
    "PORTAL_VAULT_KEY": ["short", "a" * 64, "", "0123456789abcdefghijklmnopqrstuvwxyz short"],
    "PORTAL_VAULT_COMMAND": ["", "kms 'open"],
    "PORTAL_IDENTITY_MONTHS": ["0", "121", "two years", ""],
    "PORTAL_WEBHOOK_PRIVATE": ["perhaps", ""],
    "PORTAL_WITNESSES": ["", "paper.example", "paper.example+00000000+BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                         "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"],
}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The least one sets in a test: an instance folder of its own."""
    return {"PORTAL_INSTANCE": str(tmp_path / "instance")}


def test_defaults_serve_this_machine_only(environ: dict[str, str]) -> None:
    loaded = settings.load(environ)
    assert (loaded.host, loaded.port, loaded.threads) == ("127.0.0.1", 8000, 8)
    assert (loaded.timezone, loaded.default_locale) == ("Asia/Shanghai", "zh_Hans")
    assert loaded.public_url == "http://127.0.0.1:8000"
    assert loaded.database_url == f"sqlite:///{environ['PORTAL_INSTANCE']}/portal.db"
    assert loaded.is_loopback and not loaded.is_secure and settings.exposure(loaded) is None


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in STRANGE.items() for text in texts])
def test_a_strange_value_stops_the_start_and_names_the_variable(environ: dict[str, str], name: str, text: str) -> None:
    with pytest.raises(settings.BadSetting) as refusal:
        settings.load(environ | {name: text})
    start, _, rest = str(refusal.value).partition(settings.ROWS[name].valid)
    assert start.startswith(name) and rest == "."
    if settings.ROWS[name].is_secret and text:
        assert text not in start


def test_every_variable_has_its_strange_values() -> None:
    assert set(STRANGE) | {"PORTAL_INSTANCE"} == set(settings.ROWS)


@pytest.mark.parametrize("name", ["PORTAL_LISTN", "PORTAL_DEBUG", "PORTAL_THREADS_FILE"])
def test_an_unknown_variable_stops_the_start(environ: dict[str, str], name: str) -> None:
    with pytest.raises(settings.BadSetting, match=name):
        settings.load(environ | {name: "8"})


def test_variables_of_tests_and_of_others_are_left_alone(environ: dict[str, str]) -> None:
    loaded = settings.load(environ | {"PORTAL_TEST_POSTGRES": "x", "PATH": "/bin"})
    assert set(loaded.sources.values()) == {"default", "PORTAL_INSTANCE"}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_psycopg(environ: dict[str, str], scheme: str) -> None:
    loaded = settings.load(environ | {"PORTAL_DATABASE_URL": f"{scheme}://huiyin:pw@db/huiyin"})
    assert loaded.database_url == "postgresql+psycopg://huiyin:pw@db/huiyin" and not loaded.is_sqlite


def test_a_relative_sqlite_file_is_made_absolute(environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    loaded = settings.load(environ | {"PORTAL_DATABASE_URL": "sqlite:///mine.db"})
    assert loaded.database_url == f"sqlite:///{tmp_path / 'mine.db'}"


def test_the_secret_key_is_made_once_and_only_the_owner_reads_it_r70(environ: dict[str, str]) -> None:
    first, second = settings.load(environ), settings.load(environ)
    kept = Path(environ["PORTAL_INSTANCE"]) / settings.KEY_FILE
    assert first.secret_key == second.secret_key == kept.read_text() and len(first.secret_key) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert os.listdir(kept.parent) == [settings.KEY_FILE]


def test_a_key_that_others_can_read_stops_the_start_r70(environ: dict[str, str]) -> None:
    settings.load(environ)
    (Path(environ["PORTAL_INSTANCE"]) / settings.KEY_FILE).chmod(0o644)
    with pytest.raises(settings.BadSetting, match="chmod 600"):
        settings.load(environ)


def test_a_kept_key_that_is_too_short_stops_the_start_r70(environ: dict[str, str]) -> None:
    settings.load(environ)
    (Path(environ["PORTAL_INSTANCE"]) / settings.KEY_FILE).write_text("short")
    with pytest.raises(settings.BadSetting, match="PORTAL_SECRET_KEY"):
        settings.load(environ)


def test_secrets_may_come_from_files(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("0123456789abcdefghijklmnopqrstuvwxyz\n")
    named = environ | {"PORTAL_SECRET_KEY_FILE": str(tmp_path / "key")}
    loaded = settings.load(named)
    assert loaded.secret_key == "0123456789abcdefghijklmnopqrstuvwxyz"
    assert loaded.sources["PORTAL_SECRET_KEY"] == "PORTAL_SECRET_KEY_FILE"
    with pytest.raises(settings.BadSetting, match="both set"):
        settings.load(named | {"PORTAL_SECRET_KEY": loaded.secret_key})
    with pytest.raises(settings.BadSetting, match="PORTAL_DATABASE_URL_FILE"):
        settings.load(environ | {"PORTAL_DATABASE_URL_FILE": str(tmp_path / "nothing")})


def test_the_instance_never_lies_in_a_virtual_environment(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").touch()
    with pytest.raises(settings.BadSetting, match="PORTAL_INSTANCE"):
        settings.load({"PORTAL_INSTANCE": str(tmp_path / "var" / "instance")})


def test_an_instance_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(settings.BadSetting, match="PORTAL_INSTANCE"):
        settings.load({"PORTAL_INSTANCE": str(tmp_path / "file" / "instance")})


@pytest.mark.parametrize("listen", ["0.0.0.0:8000", "[::]:8000", "192.0.2.1:80", "station.example:80"])
def test_beyond_this_machine_the_server_wants_tls_or_a_proxy_r52(environ: dict[str, str], listen: str) -> None:
    bare = settings.load(environ | {"PORTAL_LISTEN": listen})
    assert "PORTAL_TRUSTED_PROXY" in (settings.exposure(bare) or "")
    assert settings.exposure(dataclasses.replace(bare, tls=True)) is None
    assert settings.exposure(dataclasses.replace(bare, trusted_proxy="10.0.0.1")) is None


@pytest.mark.parametrize("listen", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "127.8.9.1:80"])
def test_this_machine_is_this_machine(environ: dict[str, str], listen: str) -> None:
    assert settings.exposure(settings.load(environ | {"PORTAL_LISTEN": listen})) is None


def test_cookies_are_secure_where_visitors_come_by_https_r52(environ: dict[str, str]) -> None:
    assert settings.load(environ | {"PORTAL_TLS": "yes"}).public_url == "https://127.0.0.1:8000"
    assert settings.load(environ | {"PORTAL_PUBLIC_URL": "https://portal.example/"}).is_secure


def test_the_portal_answers_to_its_public_name_r55(environ: dict[str, str]) -> None:
    behind = environ | {"PORTAL_LISTEN": "0.0.0.0:80", "PORTAL_PUBLIC_URL": "https://portal.example"}
    assert settings.load(behind).trusted_hosts == ("portal.example",)
    assert settings.load(environ).trusted_hosts == ("127.0.0.1", "localhost")


def test_what_is_shown_holds_no_secret(environ: dict[str, str]) -> None:
    loaded = settings.load(environ | {"PORTAL_DATABASE_URL": "postgresql://huiyin:pa:ss@w0rd@db/huiyin"})
    shown = "\n".join(" ".join(row) for row in settings.in_force(loaded)) + repr(loaded)
    assert "postgresql+psycopg://huiyin:***@db/huiyin" in shown
    assert "w0rd" not in shown and "pa:ss" not in shown and loaded.secret_key not in shown


def test_the_settings_table_of_the_readme_is_this_table() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = readme.split("<!-- settings -->")[1].split("<!-- /settings -->")[0].strip()
    assert shown == settings.markdown(), "write the output of `python3 -m portal config --markdown` between the markers"


@pytest.mark.parametrize(("text", "server"), [
    ("smtp://mail.example", ("mail.example", 587, "starttls", "", "")),
    ("smtps://mail.example", ("mail.example", 465, "tls", "", "")),
    ("smtp+plain://127.0.0.1:2525", ("127.0.0.1", 2525, "plain", "", "")),
    ("smtp://portal%40mail.example:p%3Aw@mail.example:588", ("mail.example", 588, "starttls", "portal@mail.example", "p:w"))])
def test_a_mail_server_is_encrypted_unless_it_is_told_apart(environ: dict[str, str], text: str, server: tuple[object, ...]) -> None:
    loaded = settings.load(environ | {"PORTAL_SMTP_URL": text, "PORTAL_SMTP_FROM": "portal@mail.example"})
    assert loaded.smtp_url == server
    assert "p:w" not in repr(loaded) and not any("p:w" in shown for _, shown, _ in settings.in_force(loaded))


@pytest.mark.parametrize(("name", "text", "needs"), [
    ("PORTAL_SMTP_URL", "smtp://mail.example", "PORTAL_SMTP_FROM"),
    ("PORTAL_NOTICE_WEBHOOK", "https://hook.example/in?key=1", "PORTAL_WEBHOOK_SECRET"),
    ("PORTAL_SMS_WEBHOOK", "https://hook.example/sms", "PORTAL_WEBHOOK_SECRET")])
def test_a_setting_that_needs_another_says_which(environ: dict[str, str], name: str, text: str, needs: str) -> None:
    with pytest.raises(settings.BadSetting, match=f"{name} is set, so {needs} is needed too"):
        settings.load(environ | {name: text})
