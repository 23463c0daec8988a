"""What a server on SQLite has in memory: nothing that papers, migrations, PostgreSQL or a signature need (performance.md: 120 MiB)."""

import os
import subprocess
import sys
from pathlib import Path

from portal import ROOT

ELSEWHERE = ("weasyprint", "fontTools", "PIL", "alembic", "flask_migrate", "cryptography", "webauthn", "cbor2", "icalendar", "psycopg", "sqlalchemy.dialects.postgresql")
LOAD = f"""
import sys
from portal import create_app
create_app()
import portal.jobs, portal.serve, portal.upgrade
print(*sorted(set({ELSEWHERE!r}) & set(sys.modules)), 'portal.kiosk.tell' in sys.modules)
"""


def test_a_server_loads_its_pages_and_nothing_it_may_never_need(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")} | {"PORTAL_INSTANCE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["True"]
