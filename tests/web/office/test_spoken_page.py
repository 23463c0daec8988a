"""A matter that was told and not written yet: its file leads to the empty sheet."""

from tests.web.office.stage import Stage


def test_a_spoken_matter_asks_for_a_writer_first(stage: Stage) -> None:
    number = stage.case("register", words="", needs_writer=True)
    page = stage.file("clerk", number)
    assert f"/office/cases/{number}/words" in page.text and page.text.count("btn-primary") == 1
