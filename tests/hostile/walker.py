"""Every route, as everybody, with numbers nobody has, numbers of others and twisted ones: nothing breaks, nothing foreign is told (R30, R31, R45, R47, R59)."""

import itertools
import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

from portal.app import create_app
from portal.foundation import settings
from tests.hostile.caller import Caller, Heard
from tests.hostile.house import House

SEED, NOBODY = 26, "S01-26-9998"
FEW, SOME = 500, ("liaison", "officer", "admin")  # a short run asks as these alone: to sign in takes its time on purpose
TWISTED = ("0", "-1", "99999999999999999999", "%00", "..%2f..%2fetc%2fpasswd", "%c0%ae%c0%ae", quote("' OR 1=1 --"), quote("<svg onload=x>"), quote("零"), "a" * 400, "%ff%fe", "%0d%0aSet-Cookie:%20x=1", "S01-26-9999")
WANTED = {"content-security-policy", "x-content-type-options", "referrer-policy"}
INNER = ("Traceback (most recent", "sqlalchemy.", "werkzeug.", "sqlite3.", "psycopg.")
ENDLESS = {"static"}
FILLED = ("case", "event", "rating", "excluded", "passkey", "appointment", "turn", "help_call", "person", "role_grant", "publication", "pressure", "incident", "attachment")


def main(house: House, scratch: str, most: int) -> list[str]:
    """What answered otherwise than it may, of at most so many requests, drawn by lot from all there are."""
    callers = {"": Caller(house.port), **{login: Caller(house.port).sign_in(login) for login in (house.logins if most > FEW else SOME)}}
    asked = list(itertools.product(callers, addresses(house, scratch)))
    random.Random(SEED).shuffle(asked)
    found, before = list[str](), stored(house)
    for login, (method, path) in asked[:most]:
        heard = callers[login].ask(method, path, {} if method == "POST" else None)
        found += [f"{login or 'anybody'}: {method} {path[:90]}: {what}" for what in wrong(method, path, heard, house)]
    print(f"walker: {min(most, len(asked))} of {len(asked)} requests")
    found += [f"{table}: a form without its token was taken" for table, count in stored(house).items() if count != before[table]]
    return found + foreign(house, callers)


def stored(house: House) -> dict[str, int]:
    """How many rows lie in the tables that a visitor or somebody of the staff fills."""
    with closing(sqlite3.connect(house.folder / "portal.db")) as file:
        return {table: file.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in FILLED}


def addresses(house: House, scratch: str) -> Iterator[tuple[str, str]]:
    """Method and address of every route with each of the twisted and the known names, all its arguments alike."""
    app = create_app(settings.load({"PORTAL_INSTANCE": scratch, "PORTAL_SECRET_KEY": "0123456789abcdef" * 4}))
    app.extensions["press"].close()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ENDLESS or rule.endpoint.endswith("sign_out") or rule.rule.startswith("/office/account/sessions"):
            continue
        for value in (*house.numbers, *TWISTED) if rule.arguments else ("",):
            path = "".join(value if is_dynamic else part for is_dynamic, part in rule._trace).lstrip("|")
            yield from ((method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"}))


def wrong(method: str, path: str, heard: Heard, house: House) -> list[str]:
    """What is wrong with an answer: a fault, something of the inside, a header that is missing, a form that was taken without its token."""
    found = [f"{heard.status}"] if heard.status >= 500 and not (heard.status == 503 and path.startswith("/readyz")) else []
    found += [f"tells {secret[:12]}…" for secret in (*house.secrets, *INNER) if secret in heard.text]
    found += [f"without {name}" for name in WANTED - heard.headers.keys() if not path.startswith("/static")]
    if "x=1" in heard.headers.get("set-cookie", ""):
        found.append("a header was written by the address")
    if method == "POST" and heard.status in (200, 201) and not path.startswith(("/kiosk/", "/open311", "/device")) and not path.endswith("/similar"):
        found.append(f"{heard.status} without a token")
    return found


def foreign(house: House, callers: dict[str, Caller]) -> list[str]:
    """A matter that somebody may not see answers as one that is not there, to the letter (R31)."""
    found = []
    for login, caller in callers.items():
        for number in house.numbers:
            heard, nobody = (caller.ask("GET", f"/office/cases/{one}") for one in (number, NOBODY))
            if heard.status == 404 and (apart := _apart(_plain(heard.text, number), _plain(nobody.text, NOBODY))):
                found.append(f"{login}: {number} is another 404 than a number nobody has: {apart}")
            if heard.status == 404 and any(caller.ask("GET", f"/office/cases/{number}/{part}").status != 404 for part in ("identity", "attachments/1", "referral")):
                found.append(f"{login}: a part of {number} is there")
    return found


def _apart(one: str, other: str) -> str:
    """The first line in which two pages differ."""
    return next((f"{this.strip()[:120]!r}, {that.strip()[:120]!r}" for this, that in itertools.zip_longest(one.splitlines(), other.splitlines(), fillvalue="") if this != that), "")


def _plain(page: str, number: str) -> str:
    """Without what is another on every page: the number that was asked for, and tokens."""
    return re.sub(r'"[\w.-]{40,}"', "", page.replace(number, "N"))
