"""The install sheet of a terminal, printed for a station (K54, K65)."""

import pytest

from portal.foundation.words import speaker
from portal.web.office.installation import CHECKS
from tests.web.office.stage import Stage


@pytest.mark.parametrize("lang", ["zh_Hans", "zh_Hant", "en"])
def test_k54_k65_every_line_to_measure_is_on_the_sheet(stage: Stage, lang: str) -> None:
    say, words = speaker(lang), stage.browser("liaison").get_page(f"/office/stations/S01/installation?lang={lang}").words()
    assert [check for check in CHECKS if say(f"office.install.do_{check}") not in words] == []
    assert "S01" in words


def test_a_station_that_is_not_there_has_none(stage: Stage) -> None:
    stage.browser("liaison").get_page("/office/stations/S77/installation", 404)


def test_the_stations_page_leads_to_it(stage: Stage) -> None:
    assert "/office/stations/S01/installation" in stage.browser("admin").get_page("/office/stations/S01").text
