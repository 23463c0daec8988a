"""One checked table of PORTAL_* variables; a strange or unknown value stops the start and is named."""

import contextlib
import dataclasses
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from portal.foundation import setting_types
from portal.foundation.setting_table import ROWS, TABLE, Row
from portal.foundation.setting_types import MailServer

KEY_FILE = "secret_key"


class BadSetting(Exception):
    """A setting cannot be used; the text is one sentence that names the variable and what is valid."""


@dataclasses.dataclass(frozen=True)
class Settings:
    """What one running portal was told; made by `load`, by hand only in tests."""

    instance: Path
    database_url: str = dataclasses.field(repr=False)
    secret_key: str = dataclasses.field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    timezone: str = "Asia/Shanghai"
    default_locale: str = "zh_Hans"
    public_url: str = "http://127.0.0.1:8000"
    threads: int = 8
    hourly_cap: int = 120
    trusted_proxy: str | None = None
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    tls: bool = False
    kiosk_idle: int = 120
    kiosk_idle_typing: int = 180
    log_format: str = "plain"
    sweep_every: int = 60
    sweep_late: int = 15
    smtp_url: MailServer | None = dataclasses.field(default=None, repr=False)
    smtp_from: str = ""
    notice_webhook: str | None = dataclasses.field(default=None, repr=False)
    sms_webhook: str | None = dataclasses.field(default=None, repr=False)
    webhook_secret: str = dataclasses.field(default="", repr=False)
    backup_key: str = dataclasses.field(default="", repr=False)
    vault_key: str = dataclasses.field(default="", repr=False)
    vault_file: Path | None = None  # where PORTAL_VAULT_KEY_FILE leads
    vault_command: str = dataclasses.field(default="", repr=False)
    identity_months: int = 24
    webhook_private: bool = False
    witnesses: tuple[str, ...] = ()
    sources: Mapping[str, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is an SQLite file."""
        return self.database_url.startswith("sqlite")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return setting_types.is_loopback(self.host)

    @property
    def is_secure(self) -> bool:
        """Whether visitors reach the portal by https, so that cookies may be Secure and `__Host-`."""
        return self.tls or self.public_url.startswith("https://")


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check every setting of `environ`; on the first run make the instance folder and its secret key (mode 0600, R70).

    Raises BadSetting with one sentence for an unknown variable, a strange value or an unusable folder.
    """
    texts = _texts(environ)
    value = {name: _parsed(ROWS[name], text) for name, text in texts.items()}
    _together(value)
    host, port = value.get("PORTAL_LISTEN", ("127.0.0.1", 8000))
    instance = value.get("PORTAL_INSTANCE") or _parsed(ROWS["PORTAL_INSTANCE"], "instance")
    tls = value.get("PORTAL_TLS", False)
    own = f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
    public_url = value.get("PORTAL_PUBLIC_URL", own)
    hosts = {urlsplit(public_url).hostname: 1}
    if setting_types.is_loopback(host):
        hosts |= {host: 1, "127.0.0.1": 1, "localhost": 1}
    _outside(instance, environ)
    _make(instance)
    return Settings(
        instance=instance, host=host, port=port, tls=tls, public_url=public_url,
        database_url=value.get("PORTAL_DATABASE_URL", f"sqlite:///{instance / 'portal.db'}"),
        secret_key=value.get("PORTAL_SECRET_KEY") or _kept_key(instance / KEY_FILE),
        timezone=value.get("PORTAL_TIMEZONE", "Asia/Shanghai"),
        default_locale=value.get("PORTAL_DEFAULT_LOCALE", "zh_Hans"),
        threads=value.get("PORTAL_THREADS", 8),
        hourly_cap=value.get("PORTAL_HOURLY_CAP", 120),
        trusted_proxy=value.get("PORTAL_TRUSTED_PROXY"),
        trusted_hosts=value.get("PORTAL_TRUSTED_HOSTS", tuple(hosts)),
        kiosk_idle=value.get("PORTAL_KIOSK_IDLE", 120), kiosk_idle_typing=value.get("PORTAL_KIOSK_IDLE_TYPING", 180),
        log_format=value.get("PORTAL_LOG_FORMAT", "plain"),
        sweep_every=value.get("PORTAL_SWEEP_EVERY", 60), sweep_late=value.get("PORTAL_SWEEP_LATE", 15),
        smtp_url=value.get("PORTAL_SMTP_URL"), smtp_from=value.get("PORTAL_SMTP_FROM", ""),
        notice_webhook=value.get("PORTAL_NOTICE_WEBHOOK"), sms_webhook=value.get("PORTAL_SMS_WEBHOOK"),
        webhook_secret=value.get("PORTAL_WEBHOOK_SECRET", ""), webhook_private=value.get("PORTAL_WEBHOOK_PRIVATE", False),
        witnesses=value.get("PORTAL_WITNESSES", ()),
        backup_key=value.get("PORTAL_BACKUP_KEY", ""),
        vault_key=value.get("PORTAL_VAULT_KEY", ""), vault_command=value.get("PORTAL_VAULT_COMMAND", ""),
        vault_file=_vault_file(environ), identity_months=value.get("PORTAL_IDENTITY_MONTHS", 24),
        sources=MappingProxyType({row.name: _source(row, environ) for row in TABLE}),
    )


def _vault_file(environ: Mapping[str, str]) -> Path | None:
    """Where the key of the vault lies, if it was named: a running portal looks there again when it changes."""
    return Path(environ["PORTAL_VAULT_KEY_FILE"]).resolve() if "PORTAL_VAULT_KEY_FILE" in environ else None


def one(name: str, environ: Mapping[str, str] = os.environ) -> Any:
    """One setting by itself, None where it is not set; no folder is made. Raises BadSetting."""
    text = _texts(environ).get(name)
    return None if text is None else _parsed(ROWS[name], text)


def exposure(settings: Settings) -> str | None:
    """The sentence that refuses an unprotected server beyond this machine (R52), or None when all is well."""
    if settings.is_loopback or settings.tls or settings.trusted_proxy:
        return None
    return (f"PORTAL_LISTEN={settings.host}:{settings.port} can be reached from other machines without encryption: put a "
            "proxy with TLS in front and name it in PORTAL_TRUSTED_PROXY, or set PORTAL_TLS=yes where TLS ends elsewhere.")


def in_force(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Name, value as it may be shown (no secret) and source of every setting."""
    shown = {
        "PORTAL_LISTEN": f"{settings.host}:{settings.port}", "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_DATABASE_URL": re.sub(r"//([^:@/]*):.*@", r"//\1:***@", settings.database_url), "PORTAL_SECRET_KEY": "***",
        "PORTAL_TRUSTED_PROXY": settings.trusted_proxy or "none", "PORTAL_TRUSTED_HOSTS": ",".join(settings.trusted_hosts),
        "PORTAL_TLS": "yes" if settings.tls else "no", "PORTAL_WITNESSES": " ".join(settings.witnesses) or "none",
    }
    for row in TABLE:
        if row.is_secret and row.name not in shown:
            shown[row.name] = "***" if getattr(settings, row.name.removeprefix("PORTAL_").lower()) else "none"
        field = row.name.removeprefix("PORTAL_").lower()
        yield row.name, shown.get(row.name) or str(getattr(settings, field)), settings.sources.get(row.name, "default")


def markdown() -> str:
    """The settings as the table that README.md shows between its settings markers."""
    lines = ["| variable | default | valid | what it is for |", "|---|---|---|---|"]
    lines += [f"| `{row.name}` | {row.default} | {row.valid} | {row.doc} |".replace("<", "&lt;") for row in TABLE]
    return "\n".join(lines)


def _texts(environ: Mapping[str, str]) -> dict[str, str]:
    """The text of every variable that was set, secrets also from the file that `<name>_FILE` names."""
    texts: dict[str, str] = {}
    for name, text in environ.items():
        if not name.startswith("PORTAL_") or name.startswith("PORTAL_TEST_"):
            continue
        row = ROWS.get(name) or ROWS.get(name.removesuffix("_FILE"))
        if row is None or (row.name != name and not row.is_secret):
            raise BadSetting(f"{name} is not a setting; known are {', '.join(ROWS)}.")
        if row.name in texts:
            raise BadSetting(f"{row.name} and {row.name}_FILE are both set; keep one of them.")
        texts[row.name] = text if row.name == name else _read(name, text)
    return texts


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as unreadable:
        raise BadSetting(f"{name}={path} must name a text file that can be read.") from unreadable


def _parsed(row: Row, text: str) -> Any:
    try:
        return row.parse(text)
    except (ValueError, KeyError) as strange:
        shown = "" if row.is_secret else f"={text}"
        raise BadSetting(f"{row.name}{shown} cannot be used; valid is {row.valid}.") from strange


def _together(value: Mapping[str, Any]) -> None:
    """Settings that only make sense with another one."""
    if {"PORTAL_VAULT_KEY", "PORTAL_VAULT_COMMAND"} <= value.keys():
        raise BadSetting("PORTAL_VAULT_KEY and PORTAL_VAULT_COMMAND are both set; keep one of them.")
    for name, needs in (("PORTAL_SMTP_URL", "PORTAL_SMTP_FROM"), ("PORTAL_NOTICE_WEBHOOK", "PORTAL_WEBHOOK_SECRET"),
                        ("PORTAL_SMS_WEBHOOK", "PORTAL_WEBHOOK_SECRET")):
        if name in value and needs not in value:
            raise BadSetting(f"{name} is set, so {needs} is needed too; valid is {ROWS[needs].valid}.")


def _outside(instance: Path, environ: Mapping[str, str]) -> None:
    """The key of backups lies elsewhere than what they are made of: who takes the folder must not have both."""
    path = environ.get("PORTAL_BACKUP_KEY_FILE")
    if path and Path(path).resolve().is_relative_to(instance):
        raise BadSetting(f"PORTAL_BACKUP_KEY_FILE={path} lies in the instance folder; keep the key of the backups elsewhere.")


def _source(row: Row, environ: Mapping[str, str]) -> str:
    return next((name for name in (row.name, f"{row.name}_FILE") if name in environ), "default")


def _make(instance: Path) -> None:
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as refused:
        raise BadSetting(f"PORTAL_INSTANCE={instance} cannot be made: {refused.strerror}.") from refused


def _kept_key(path: Path) -> str:
    """The key kept in `path`, made there when missing; two processes that start together end with the same key."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if not path.exists():
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)
            fresh.unlink()
        if path.stat().st_mode & 0o077:
            raise BadSetting(f"{path} can be read by others; say `chmod 600 {path}`.")
        key = path.read_text().strip()
    except OSError as refused:
        raise BadSetting(f"{path} cannot be read or made: {refused.strerror}.") from refused
    return _parsed(ROWS["PORTAL_SECRET_KEY"], key)
