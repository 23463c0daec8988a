"""Somebody who calls: cookies kept, an address of their own each time they wish, nothing followed."""

import http.client
import re
import secrets
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.cast import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Heard:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def anywhere() -> str:
    """An address nobody called from."""
    return "10." + ".".join(str(secrets.randbelow(250) + 1) for _ in range(3))


@dataclass
class Caller:
    """One browser, or something that pretends to be one."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = field(default_factory=anywhere)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None, **more: str) -> Heard:
        """One request on a connection of its own."""
        headers = {"X-Forwarded-For": self.address, "Content-Type": "application/x-www-form-urlencoded"} | more
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request(method, path, urlencode(fields) if fields is not None else None, headers)
            answer = line.getresponse()
            for said in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = said.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Heard(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode("utf-8", "replace"))

    def token(self, path: str) -> str:
        """The token on a page."""
        found = _TOKEN.search(self.ask("GET", path).text)
        return found[1] if found else ""

    def sign_in(self, login: str) -> "Caller":
        """Inside as somebody seated."""
        self.ask("POST", "/office/sign-in", {"csrf_token": self.token("/office/sign-in"), "login": login, "password": PASSWORD})
        return self
