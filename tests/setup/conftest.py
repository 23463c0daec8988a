"""What tests of the set-up stand on."""

from pathlib import Path

import pytest

from portal.foundation import settings


@pytest.fixture
def loaded(tmp_path: Path) -> settings.Settings:
    """The settings of an instance that does not exist yet."""
    return settings.load({"PORTAL_INSTANCE": str(tmp_path / "instance")})
