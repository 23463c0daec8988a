"""Somebody outside who checks what a portal published, and somebody inside who changes it past every trigger."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask

from portal import ROOT
from portal.foundation.database import db, is_sqlite

VERIFIER = ROOT / "static" / "verify" / "huiyin_verify.py"


@dataclass
class House:
    """A portal that serves three published results, and a newspaper that kept a copy of its ledger."""

    app: Flask
    address: str
    folder: Path
    numbers: list[str]
    first: int = 3  # the entry of the first result: before them stand their acceptances

    def verify(self, *more: str) -> tuple[int, str]:
        """How the program of somebody outside ends, and what it says."""
        done = subprocess.run([sys.executable, "-I", str(VERIFIER), self.address, *more], capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def attack(self, *statements: str) -> None:
        """SQL by somebody who asks no trigger."""
        if is_sqlite():
            with closing(sqlite3.connect(Path(self.app.config["INSTANCE"]) / "portal.db")) as raw:
                for name, in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'").fetchall():
                    raw.execute(f"DROP TRIGGER {name}")
                raw.executescript(";".join(statements) + ";")
                raw.commit()
        else:
            with psycopg.connect(db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)) as link:
                link.execute("SET session_replication_role = replica")
                for statement in statements:
                    link.execute(statement)

    def found(self, place: int, said: str, *more: str) -> None:
        """The outside verifier ends with 1 and names the entry of that result."""
        code, words = self.verify(*more)
        named = [line for line in words.splitlines() if line.startswith(f"entry {place + self.first} (")]
        assert code == 1 and any(self.numbers[place] in line and said in line for line in named), words
