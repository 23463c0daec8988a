"""A real server process on a real database, and visitors who send the same form until somebody acknowledges it."""

import http.client
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

from portal import ROOT
from tests.setup.ports import free_port

SECRET = "0123456789abcdef" * 4
PROGRAM = "from portal.cli import main; main()"
NO_PRESS = "import sys; sys.modules['weasyprint'] = None; "  # a machine that sets no papers, which cost more than all else


class Running:
    """`portal serve` on the seated network in a folder; kill it and start it again as often as you like. What it says goes to
    `log`."""

    def __init__(self, folder: Path, template: Path | None = None, port: int | None = None, papers: bool = True) -> None:
        self.folder, self.port, self.log = folder, port or free_port(), folder.with_name(folder.name + ".log")
        self.program = ("" if papers else NO_PRESS) + PROGRAM
        if template is not None:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(template, folder / "portal.db")
        self.start()

    @property
    def environment(self) -> dict[str, str]:
        """Forwarded addresses are believed, so that each visitor has one of their own."""
        return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_INSTANCE": str(self.folder),
                "PORTAL_SECRET_KEY": SECRET,
                "PORTAL_LISTEN": f"127.0.0.1:{self.port}", "PORTAL_TRUSTED_PROXY": "127.0.0.1", "HOME": str(self.folder)}

    def start(self) -> None:
        """Start and wait until it says that it runs."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-u", "-c", self.program, "serve"], env=self.environment, cwd=ROOT,
                                            text=True, stdout=subprocess.PIPE, stderr=log)
        assert self.process.stdout is not None
        assert any("Huiyin runs" in line for line in self.process.stdout), "the server ended before it ran"

    def kill(self) -> None:
        """kill -9, and nothing of it stays."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the portal on the same database."""
        return subprocess.run([sys.executable, "-c", PROGRAM, *words], env=self.environment, cwd=ROOT, text=True,
                              capture_output=True, check=False)


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str

    @property
    def given(self) -> tuple[str, str]:
        """Number and code of the receipt page."""
        number, code = re.search(r"S\d\d-\d\d-\d{4,}", self.text), re.search(r"\b\d{4} \d{4} \d{4}\b", self.text)
        assert number is not None and code is not None, self.text[:600]
        return number[0], code[0]


@dataclass
class Visitor:
    """Somebody online with a session of their own."""

    port: int
    cookie: str = ""
    patience: float = 60
    token: str = ""
    address: str = field(default_factory=lambda: f"10.{secrets.randbelow(250)}.{secrets.randbelow(250)}.{secrets.randbelow(250)}")

    def send(self, method: str, path: str, body: str = "") -> Answer:
        """One request on a connection of its own; raises OSError or HTTPException when the server is away."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            link.request(method, path, body, self.headers())
            response = link.getresponse()
            self.cookie = (response.getheader("Set-Cookie") or self.cookie).split(";")[0]
            return Answer(response.status, response.read().decode())
        finally:
            link.close()

    def headers(self) -> dict[str, str]:
        """Those of a browser behind the proxy."""
        return {"Cookie": self.cookie, "X-Forwarded-For": self.address, "Content-Type": "application/x-www-form-urlencoded"}

    def come(self) -> "Visitor":
        """Open the form once."""
        page = self.send("GET", "/ask").text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found is not None, page[:600]
        self.token = found[1]
        return self

    def form(self, key: str) -> str:
        """The form under a key; its words are the key, so that the database tells what became of it."""
        return urllib.parse.urlencode({"csrf_token": self.token, "key": key, "words": f"路灯坏了 {key}"})

    def ask(self, key: str) -> Answer:
        """Send the form."""
        return self.send("POST", "/ask", self.form(key))


class Crowd:
    """Visitors side by side, each sending form after form; a form is sent again under its key until it is acknowledged."""

    def __init__(self, ports: list[int], visitors: int) -> None:
        self.acknowledged: dict[str, tuple[str, str]] = {}
        self.sent: set[str] = set()
        self.unequal: list[str] = []
        self._news, self._enough = threading.Condition(), False
        self._threads = [threading.Thread(target=self._visit, args=(ports[place % len(ports)],)) for place in range(visitors)]
        for thread in self._threads:
            thread.start()

    def _visit(self, port: int) -> None:
        while not self._enough:
            try:
                visitor = Visitor(port).come()
                break
            except (OSError, http.client.HTTPException):
                continue
        while not self._enough:
            self._until_acknowledged(visitor, secrets.token_hex(16))

    def _until_acknowledged(self, visitor: Visitor, key: str) -> None:
        self.sent.add(key)
        while True:
            try:
                answer = visitor.ask(key)
            except (OSError, http.client.HTTPException):
                if self._enough:
                    return
                continue
            if answer.status == 200:
                break
        self.heard(key)
        with self._news:
            self.acknowledged[key] = answer.given
            self._news.notify_all()

    def heard(self, key: str) -> None:
        """What somebody does when a form was acknowledged: here nothing."""

    def wait_for(self, more: int) -> None:
        """Until so many more are acknowledged."""
        with self._news:
            wanted = len(self.acknowledged) + more
            assert self._news.wait_for(lambda: len(self.acknowledged) >= wanted,
                                       timeout=120), "nobody was acknowledged for two minutes"

    def go_home(self) -> None:
        """Everybody finishes the form in hand."""
        self._enough = True
        for thread in self._threads:
            thread.join()
