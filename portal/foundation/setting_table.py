"""The table of every PORTAL_* variable: its default, how it is read, what is valid, what it is for."""

import dataclasses
from collections.abc import Callable
from typing import Any

from portal.foundation import setting_types

LOCALES = ("zh_Hans", "zh_Hant", "en")


@dataclasses.dataclass(frozen=True)
class Row:
    """One variable: its default as people read it, how its text is read, what is valid, and what it is for."""

    name: str
    default: str
    parse: Callable[[str], Any]
    valid: str
    doc: str
    is_secret: bool = False


TABLE = (
    Row("PORTAL_LISTEN", "127.0.0.1:8000", setting_types.address, "an address and a port, such as 127.0.0.1:8000",
        "where the server listens; beyond this machine only with PORTAL_TLS or PORTAL_TRUSTED_PROXY"),
    Row("PORTAL_INSTANCE", "./instance", setting_types.folder, "a folder that does not lie in a Python virtual environment",
        "the folder of database, papers, attachments and keys; back it up"),
    Row("PORTAL_DATABASE_URL", "sqlite:///<instance>/portal.db", setting_types.database,
        "sqlite:///<file> or postgresql://<user>:<password>@<host>/<name>", "the database", is_secret=True),
    Row("PORTAL_SECRET_KEY", "made on the first start, kept in <instance>/secret_key", setting_types.secret,
        "at least 32 random characters, not an example", "signs sessions and hashes tracking codes", is_secret=True),
    Row("PORTAL_TIMEZONE", "Asia/Shanghai", setting_types.zone, "a name of the IANA time zone list, such as Asia/Shanghai",
        "the wall clock of the stations; deadlines are local days"),
    Row("PORTAL_DEFAULT_LOCALE", "zh_Hans", setting_types.one_of(*LOCALES), "zh_Hans, zh_Hant or en",
        "the language of a visitor who has chosen none"),
    Row("PORTAL_PUBLIC_URL", "http://<PORTAL_LISTEN>", setting_types.web_address, "http:// or https:// and a host, without a path",
        "the address visitors use; printed in QR codes"),
    Row("PORTAL_THREADS", "8", setting_types.threads, "a whole number from 1 to 64", "requests answered side by side"),
    Row("PORTAL_HOURLY_CAP", "120", setting_types.cap, "a whole number from 1 to 1000000",
        "matters that one address or one terminal may send in an hour; all addresses together ten times as many"),
    Row("PORTAL_TRUSTED_PROXY", "none", setting_types.ip, "one IP address, such as 127.0.0.1",
        "the reverse proxy whose X-Forwarded-* headers are believed"),
    Row("PORTAL_TRUSTED_HOSTS", "the host of PORTAL_PUBLIC_URL, and this machine", setting_types.hosts,
        "host names with commas between them", "host names the portal answers to"),
    Row("PORTAL_TLS", "no", setting_types.switch, "yes or no",
        "visitors reach the portal by https: cookies become Secure and __Host-"),
    Row("PORTAL_KIOSK_IDLE", "120", setting_types.idle, "a whole number from 60 to 300",
        "seconds without a touch after which a kiosk screen asks whether somebody is there"),
    Row("PORTAL_KIOSK_IDLE_TYPING", "180", setting_types.idle, "a whole number from 60 to 300",
        "the same where one types; the screen says so before it asks for words"),
    Row("PORTAL_LOG_FORMAT", "plain", setting_types.one_of("plain", "json"), "plain or json", "the shape of log lines"),
    Row("PORTAL_SWEEP_EVERY", "60", setting_types.pause, "a whole number from 0 to 3600",
        "seconds between two sweeps of the clock beside the server; 0: never, `portal sweep` runs by cron or systemd"),
    Row("PORTAL_SWEEP_LATE", "15", setting_types.minutes, "a whole number from 1 to 1440",
        "minutes without a sweep after which `/readyz` answers 503"),
    Row("PORTAL_SMTP_URL", "none", setting_types.mail_server,
        "smtp://, smtps:// or smtp+plain://, then [<user>:<password>@]<host>[:<port>]",
        "the mail server for notices: smtp with STARTTLS, smtps with TLS, smtp+plain unencrypted", is_secret=True),
    Row("PORTAL_SMTP_FROM", "none", setting_types.mail_address, "one e-mail address", "the sender of notices by mail"),
    Row("PORTAL_NOTICE_WEBHOOK", "none", setting_types.hook, "http:// or https:// and a host, with or without a path",
        "gets each notice for staff as signed JSON: login, kind, number and link, nothing else", is_secret=True),
    Row("PORTAL_SMS_WEBHOOK", "none", setting_types.hook, "http:// or https:// and a host, with or without a path",
        "the gateway for text messages: gets phone number and text as signed JSON", is_secret=True),
    Row("PORTAL_WEBHOOK_SECRET", "none", setting_types.secret, "at least 32 random characters, not an example",
        "signs what is sent to webhooks, HMAC-SHA256 over timestamp and body", is_secret=True),
    Row("PORTAL_BACKUP_KEY", "none", setting_types.secret, "at least 32 random characters, not an example",
        "seals backups and opens them; its file must not lie in PORTAL_INSTANCE", is_secret=True),
    Row("PORTAL_VAULT_KEY", "made when it is needed first, kept in <instance>/vault_key", setting_types.vault_keys,
        "at least 32 random characters, not an example; behind it, with blanks between them, the keys it follows",
        "seals names, phones and addresses in the database; it lies in no backup", is_secret=True),
    Row("PORTAL_VAULT_COMMAND", "none", setting_types.command, "a command that prints such a key",
        "gets the key of the vault from a key service at each start", is_secret=True),
    Row("PORTAL_IDENTITY_MONTHS", "24", setting_types.months, "a whole number from 1 to 120",
        "months after the end of a matter when who brought it is erased; the matter stays"),
    Row("PORTAL_WEBHOOK_PRIVATE", "no", setting_types.switch, "yes or no", "webhooks may lie on this machine or in a private network"),
    Row("PORTAL_WITNESSES", "none", setting_types.witnesses, "keys that `portal ledger witness-key` prints, with blanks between them",
        "who may hand in cosignatures of the public ledger; `/verify` shows them"),
)
ROWS = {row.name: row for row in TABLE}
